"""The steps that only look at the record itself: they may run in any process, beside any number of others."""

from __future__ import annotations

from scraper.items import Article
from scraper.pipelines.cite_documents import CiteDocuments
from scraper.pipelines.detect_language import DetectLanguage
from scraper.pipelines.fingerprint_content import FingerprintContent
from scraper.pipelines.repair_text import RepairText

PURE = (RepairText, CiteDocuments, DetectLanguage, FingerprintContent)
"""In the order of settings."""


class PureSteps:
    """All of them, one after the other.

    Args:
        repair: the setting ``REPAIR_TEXT``.
    """

    def __init__(self, *, repair: bool) -> None:
        self._repair = RepairText(enabled=repair)

    async def process_item(self, item: Article) -> Article:
        """Fill the fields that come from others."""
        item = await self._repair.process_item(item)
        item = await CiteDocuments().process_item(item)
        return await FingerprintContent().process_item(DetectLanguage().process_item(item))
