"""List the official documents that the body cites."""

from __future__ import annotations

from scraper.aside import aside
from scraper.items import Article
from scraper.text.documents import document_refs


class CiteDocuments:
    """Fills ``document_refs``."""

    async def process_item(self, item: Article) -> Article:
        """Read one article's references."""
        item.document_refs = await aside(len(item.body), document_refs, item.body)
        return item
