"""Counts, for each field of the record, how many articles have it: ``field/NAME`` in the stats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from itemadapter import ItemAdapter
from scrapy import signals

from scraper.items import Article

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.statscollectors import StatsCollector

STAT = "field/{}"


class FieldCoverage:
    """The fill rate of a field is ``field/NAME`` over ``item_scraped_count``."""

    def __init__(self, stats: StatsCollector) -> None:
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> FieldCoverage:
        """Scrapy's way to make a component."""
        if crawler.stats is None:
            raise ValueError("stats are needed to count fields")
        extension = cls(crawler.stats)
        crawler.signals.connect(extension.item_scraped, signals.item_scraped)
        return extension

    def item_scraped(self, item: object) -> None:
        """Count the filled fields of one article."""
        if isinstance(item, Article):
            for name, value in ItemAdapter(item).items():
                if value not in (None, "", []):
                    self.stats.inc_value(STAT.format(name))
