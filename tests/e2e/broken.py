"""A source whose records break the schema, for the quarantine's test."""

from scraper.items import Article
from scraper.settings import ITEM_PIPELINES
from scraper.spiders.hoabinh import Hoabinh


class BreakLanguage:
    """Writes what the schema does not allow."""

    def process_item(self, item: Article) -> Article:
        """Break one record."""
        item.language = "vietnamese"
        return item


class BrokenHoabinh(Hoabinh):
    """Hòa Bình with broken records."""

    name = "hoabinh"
    custom_settings = {"ITEM_PIPELINES": {**ITEM_PIPELINES, "tests.e2e.broken.BreakLanguage": 700}}
