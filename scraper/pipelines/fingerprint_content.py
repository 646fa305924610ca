"""Fingerprints of the text: one that tells any change, one that tells near-duplicates."""

from __future__ import annotations

from scraper.items import Article
from scraper.text.fingerprints import content_hash, simhash


class FingerprintContent:
    """Fills ``content_hash`` and ``simhash``."""

    def process_item(self, item: Article) -> Article:
        """Hash one article's text."""
        item.content_hash = content_hash(item.title, item.body)
        item.simhash = simhash(f"{item.title}\n{item.body}")
        return item
