"""Detect the language of the text: portals declare ``en-US`` for Vietnamese."""

from __future__ import annotations

from scraper.items import Article
from scraper.pipelines.enrich_step import EnrichStep
from scraper.text.language import language

# One or two paragraphs are enough to detect a language.
_ENOUGH = 1000


class DetectLanguage(EnrichStep):
    """Fills ``language``."""

    @staticmethod
    def apply(article: Article) -> None:
        """Set one article's language by its letters."""
        article.language = language(f"{article.title}\n{article.body[:_ENOUGH]}")
