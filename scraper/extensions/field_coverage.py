"""Count, for each field of the record, how many articles have it: ``field/NAME`` in the stats."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from itemadapter import ItemAdapter
from scrapy import signals

from scraper.items import Article

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.statscollectors import StatsCollector

STAT = "field/{}"
_FIELDS = tuple(ItemAdapter.get_field_names_from_class(Article) or ())


class FieldCoverage:
    """The fill rate of a field is ``field/NAME`` over ``item_scraped_count``."""

    def __init__(self, stats: StatsCollector) -> None:
        self.stats = stats
        # Twenty calls of the stats for each article would take a tenth of a replay's time.
        self._filled: Counter[tuple[str, ...]] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> FieldCoverage:
        if crawler.stats is None:
            raise ValueError("stats are needed to count fields")
        extension = cls(crawler.stats)
        crawler.signals.connect(extension.item_scraped, signals.item_scraped)
        crawler.signals.connect(extension.spider_closed, signals.spider_closed)
        return extension

    def item_scraped(self, item: object) -> None:
        """Count the filled fields of one article."""
        if isinstance(item, Article):
            self.count(filled_fields(item))

    def count(self, filled: tuple[str, ...], articles: int = 1) -> None:
        """Count the filled fields of articles by their names."""
        self._filled[filled] += articles

    def spider_closed(self) -> None:
        """Write the counts to the stats."""
        counts = Counter[str]()
        for filled, count in self._filled.items():
            counts.update(dict.fromkeys(filled, count))
        for name, count in counts.items():
            self.stats.set_value(STAT.format(name), count)


def filled_fields(article: Article) -> tuple[str, ...]:
    """The names of the fields that an article has."""
    return tuple([name for name in _FIELDS if getattr(article, name) not in (None, "", [])])
