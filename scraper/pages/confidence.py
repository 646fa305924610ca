"""Confidence in the text of an article, and the choice between two texts of a page.

If address or link confirm the title, confidence in the text below it is low only if there is none. Otherwise it is low
if most of the page's sentences are elsewhere, if links make up much of the text, or if there is hardly any.
"""

from __future__ import annotations

import re

from scraper.pages.lines import BlockType
from scraper.pages.page import Page
from scraper.pages.region import Region
from scraper.pages.title import Title
from scraper.text.scripts import word_count

# With less than half of the page's sentences, the rest of the page is an equally large candidate.
_SHARE = 0.5
# Lists and link collections have more; the most linked article of 150 seen has 0.45, a table of addresses.
_LINKED = 0.5
# Characters; a shorter text suggests that the real one was missed.
_SHORT = 200
# The other text must be this much longer to be taken: a text of low confidence has usually been cut too early, and a
# difference of a box or a caption is not a reason to change.
_MORE = 1.4
# Titles have so many words; names of sections rarely have.
_TITLE_WORDS = 5
_WORDS = re.compile(r"\w+")


def reads_like_article(title: Title, *, is_dated: bool, is_stated: bool) -> bool:
    """False for a page of which nothing but a few words set apart are known: the heading of a list, in most cases."""
    return title.in_address or is_dated or is_stated or word_count(title.text) >= _TITLE_WORDS


def low_confidence_reason(page: Page, title: Title, region: Region, paragraphs: list[str]) -> str | None:
    """Why the text may not be the article's, in a few words; None if confidence is high."""
    length = sum(map(len, paragraphs))
    if not length:
        return "not found" if _said(page) >= _SHORT else None
    if title.in_address:
        return None
    if length < _SHORT:
        return "very short"
    taken = [block for block in page.blocks[region.text : region.tail] if block.index not in region.boxed]
    linked, chars = sum(block.link_chars for block in taken), sum(len(block.text) for block in taken)
    if linked > _LINKED * chars:
        return "many links"
    own = sum(block.own_chars for block in taken if region.kinds[block.index] is BlockType.PROSE)
    if own < _SHARE * _said(page):
        return "as much text elsewhere"
    return None


def _said(page: Page) -> int:
    """Number of characters of all sentences of a page."""
    return sum(
        block.own_chars
        for block in page.blocks
        if len(block.text) >= _SENTENCES and not block.hidden and block.link_chars * 2 < len(block.text)
    )


_SENTENCES = 80


def choose_longer(own: list[str], other: list[str]) -> list[str]:
    """The other text if it is so much longer that ours must have been cut early, else ours."""
    return other if _words(other) >= _MORE * max(_words(own), 1) else own


def _words(paragraphs: list[str]) -> int:
    return sum(len(_WORDS.findall(paragraph)) for paragraph in paragraphs)
