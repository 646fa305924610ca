"""Say why a feed is empty: it gets what a run found new or changed, not all articles."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scrapy import signals

from scraper.sites import SourceSpider

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler
    from scrapy.extensions.feedexport import FeedSlot

logger = logging.getLogger(__name__)


class EmptyFeed:
    """Warns of a feed of a source that got no record."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> EmptyFeed:
        extension = cls(crawler)
        crawler.signals.connect(extension.feed_slot_closed, signals.feed_slot_closed)
        return extension

    def feed_slot_closed(self, slot: FeedSlot) -> None:
        """Say it, and where all articles are."""
        spider: Spider | None = self.crawler.spider
        if slot.itemcount or not isinstance(spider, SourceSpider):
            return
        if self.crawler.stats is not None:
            self.crawler.stats.inc_value("feed/empty")
        logger.warning(
            "%s is empty: nothing is new or changed, and a feed gets only what is. All articles of %s: "
            "scrapy export %s --profile csv -o FILE",
            *(slot.uri, spider.name, spider.name),
        )
