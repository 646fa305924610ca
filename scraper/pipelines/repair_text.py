"""Restore the spaces that a CMS lost (``số175-KH/TU``), and list each repair in the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scraper.items import Article
from scraper.pipelines.enrich_step import EnrichStep
from scraper.text.repair import repair

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class RepairText(EnrichStep):
    """Repairs title, summary and body; ``REPAIR_TEXT = False`` keeps them as printed."""

    def __init__(self, *, enabled: bool) -> None:
        self.enabled = enabled

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RepairText:
        return cls(enabled=crawler.settings.getbool("REPAIR_TEXT"))

    @staticmethod
    def apply(article: Article) -> None:
        """Repair one article's text."""
        article.title, in_title = repair(article.title)
        article.body, in_body = repair(article.body)
        if article.summary is not None:
            article.summary, _ = repair(article.summary)  # the lead is the body's first paragraph: listed there
        article.repairs = [*article.repairs, *in_title, *in_body]

    async def process_item(self, item: Article) -> Article:
        """Repair one article's text, unless the setting keeps it as printed."""
        return await super().process_item(item) if self.enabled else item
