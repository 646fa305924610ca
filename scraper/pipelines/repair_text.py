"""Give back the spaces that a CMS lost (``số175-KH/TU``), and note each repair in the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scraper.items import Article
from scraper.offload import run_in_thread_if_large
from scraper.text.repair import repair

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class RepairText:
    """Repairs title, summary and body; ``REPAIR_TEXT = False`` keeps them as printed."""

    def __init__(self, *, enabled: bool) -> None:
        self.enabled = enabled

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RepairText:
        """Scrapy's way to make a component."""
        return cls(enabled=crawler.settings.getbool("REPAIR_TEXT"))

    async def process_item(self, item: Article) -> Article:
        """Repair one article's text."""
        if not self.enabled:
            return item
        changes: list[str] = []
        item.title, done = repair(item.title)
        changes += done
        item.body, done = await run_in_thread_if_large(len(item.body), repair, item.body)
        changes += done
        if item.summary is not None:
            item.summary, _ = repair(item.summary)  # the lead is the body's first paragraph: noted there
        item.repairs = changes
        return item
