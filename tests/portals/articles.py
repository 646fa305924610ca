"""The texts of the portals' articles, as plain values: portals know nothing of the corpus."""

from __future__ import annotations

from functools import cache
from typing import Any

from tests.practice.corpus import Paragraph, make_articles

_SOURCES = ("stp_travinh", "dukcqdn_travinh", "hoabinh", "dukcqdn_longan")
_EACH = 70


@cache
def articles() -> list[dict[str, Any]]:
    """Title, section, lead, paragraphs, author and date of 280 articles."""
    return [
        {
            "title": article.title,
            "section": article.section,
            "lead": article.lead,
            "paragraphs": [block.text for block in article.blocks if isinstance(block, Paragraph)],
            "author": article.authors[0] if article.authors else None,
            "date": article.date.isoformat() if article.date else None,
        }
        for source in _SOURCES
        for article in make_articles(source, _EACH)
    ]
