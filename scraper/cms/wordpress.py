"""WordPress; its articles have no distinctive form of address."""

from scraper.cms.model import Cms

WORDPRESS = Cms("wordpress", views=(r"/wp-admin(?:/|$|\.)", r"/wp-login\.php(?:/|$|\.)"), view_params=("replytocom",))
