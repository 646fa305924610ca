"""What the enriching steps share: pure work on one record, done in a thread where the text is large."""

from __future__ import annotations

from abc import ABC, abstractmethod

from scraper.items import Article
from scraper.offload import run_in_thread_if_large


class EnrichStep(ABC):
    """A step that fills fields of a record from other fields of it, and does nothing else."""

    @staticmethod
    @abstractmethod
    def apply(article: Article) -> None:
        """Fill the fields."""

    async def process_item(self, item: Article) -> Article:
        """Fill the fields of one article; a large text does not hold up the crawl."""
        await run_in_thread_if_large(len(item.body), self.apply, item)
        return item
