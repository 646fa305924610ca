"""List the official documents that the body cites."""

from __future__ import annotations

from scraper.items import Article
from scraper.pipelines.enrich_step import EnrichStep
from scraper.text.documents import document_refs


class CiteDocuments(EnrichStep):
    """Fills ``document_refs``."""

    @staticmethod
    def apply(article: Article) -> None:
        """Find the references in one article."""
        article.document_refs = document_refs(article.body)
