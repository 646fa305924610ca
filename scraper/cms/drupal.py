"""Drupal; addresses of its articles are ``/node/{number}`` or any alias."""

from scraper.cms.model import Cms

DRUPAL = Cms(
    "drupal",
    # The type's name is the site's choice; these are those of the standard installation and of news sites.
    article_class=r"(?:^|[\s-])node-type-+(?:article|news|blog|story|tin)",
)
