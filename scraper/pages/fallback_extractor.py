"""trafilatura, run only if confidence in our own text is low: it costs as much as reading several pages."""

from __future__ import annotations

import logging

from scraper.pages.lines import kind_of_words
from scraper.pages.page import Page
from scraper.pages.tree import reserialised
from scraper.text.normalise import clean

# It reads a page of this size in bytes in a quarter of a second, and larger ones in seconds.
_LARGEST = 1_000_000


def fallback_text(page: Page, title: str) -> list[str]:
    """Paragraphs that trafilatura finds on a page, without the title; empty if it finds nothing."""
    # Its modules take a tenth of a second to import, which most runs never need.
    from trafilatura import extract

    # It warns of pages in which it finds nothing, under addresses of its own: what we make of them is in the record.
    log = logging.getLogger("trafilatura")
    if log.level == logging.NOTSET:
        log.setLevel(logging.CRITICAL)
    html = reserialised(page.html)
    if len(html) > _LARGEST:
        return []
    text = extract(html, url=page.url, include_comments=False, favor_precision=True, fast=True) or ""
    linked = {link.text for link in page.links}
    lines = [line for line in map(clean, text.split("\n")) if line and line != title and line not in linked]
    return [line for line in lines if kind_of_words(line) is None]
