"""WordPress; its articles have no form of address of their own."""

from scraper.cms.model import Cms

WORDPRESS = Cms("wordpress", views=(r"/wp-admin(?:/|$|\.)", r"/wp-login\.php(?:/|$|\.)"), view_params=("replytocom",))
