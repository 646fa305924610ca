"""Say which language the text is in: portals declare ``en-US`` over Vietnamese."""

from __future__ import annotations

from scraper.items import Article
from scraper.text.language import language

# A language shows in a paragraph or two.
_ENOUGH = 1000


class DetectLanguage:
    """Fills ``language``."""

    def process_item(self, item: Article) -> Article:
        """Look at one article's letters."""
        item.language = language(f"{item.title}\n{item.body[:_ENOUGH]}")
        return item
