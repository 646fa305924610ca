"""WordPress; its articles have no distinctive form of address."""

from scraper.cms.model import Cms

WORDPRESS = Cms(
    "wordpress",
    # oEmbed and REST answers repeat posts for programs.
    views=(r"/wp-admin(?:/|$|\.)", r"/wp-login\.php(?:/|$|\.)", r"/wp-json(?:/|$)", r"/xmlrpc\.php$"),
    view_params=("replytocom", "rest_route"),
    # Themes print the type of a single post before its number: posts, own types of posts, and not pages or files.
    article_class=r"(?:^|\s)single-(?!attachment|page|product)[\w-]+\s+postid-\d",
)
