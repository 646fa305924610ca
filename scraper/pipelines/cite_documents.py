"""List the official documents that the body cites."""

from __future__ import annotations

from scraper.items import Article
from scraper.text.documents import document_refs


class CiteDocuments:
    """Fills ``document_refs``."""

    def process_item(self, item: Article) -> Article:
        """Read one article's references."""
        item.document_refs = document_refs(item.body)
        return item
