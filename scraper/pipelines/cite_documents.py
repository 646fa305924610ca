"""List the official documents that the body cites."""

from __future__ import annotations

from scraper.items import Article
from scraper.offload import run_in_thread_if_large
from scraper.text.documents import document_refs


class CiteDocuments:
    """Fills ``document_refs``."""

    async def process_item(self, item: Article) -> Article:
        """Read one article's references."""
        item.document_refs = await run_in_thread_if_large(len(item.body), document_refs, item.body)
        return item
