"""Fingerprints of the text: one for any change, one for near-duplicates."""

from __future__ import annotations

from scraper.items import Article
from scraper.pipelines.enrich_step import EnrichStep
from scraper.text.fingerprints import content_hash, simhash


class FingerprintContent(EnrichStep):
    """Fills ``content_hash`` and ``simhash``."""

    @staticmethod
    def apply(article: Article) -> None:
        """Hash one article's text."""
        article.content_hash = content_hash(article.title, article.body)
        article.simhash = simhash(f"{article.title}\n{article.body}")
