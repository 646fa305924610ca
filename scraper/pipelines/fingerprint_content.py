"""Fingerprints of the text: one that tells any change, one that tells near-duplicates."""

from __future__ import annotations

from scraper.items import Article
from scraper.offload import run_in_thread_if_large
from scraper.text.fingerprints import content_hash, simhash


class FingerprintContent:
    """Fills ``content_hash`` and ``simhash``."""

    async def process_item(self, item: Article) -> Article:
        """Hash one article's text."""
        size = len(item.body)
        item.content_hash = await run_in_thread_if_large(size, content_hash, item.title, item.body)
        item.simhash = await run_in_thread_if_large(size, simhash, f"{item.title}\n{item.body}")
        return item
