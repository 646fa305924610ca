"""Say which language the text is in: portals declare ``en-US`` over Vietnamese."""

from __future__ import annotations

from scraper.items import Article
from scraper.pipelines.enrich_step import EnrichStep
from scraper.text.language import language

# A language shows in a paragraph or two.
_ENOUGH = 1000


class DetectLanguage(EnrichStep):
    """Fills ``language``."""

    @staticmethod
    def apply(article: Article) -> None:
        """Set one article's language by its letters."""
        article.language = language(f"{article.title}\n{article.body[:_ENOUGH]}")
