"""Base of the enriching steps: pure work on one record, run in a thread if the text is large."""

from __future__ import annotations

from abc import ABC, abstractmethod

from scraper.items import Article
from scraper.offload import run_in_thread_if_large


class EnrichStep(ABC):
    """A step that fills fields of a record from its other fields, and does nothing else."""

    @staticmethod
    @abstractmethod
    def apply(article: Article) -> None:
        """Fill the fields."""

    async def process_item(self, item: Article) -> Article:
        """Fill the fields of one article; a large text does not block the crawl."""
        await run_in_thread_if_large(len(item.body), self.apply, item)
        return item
