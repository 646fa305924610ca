"""Classify each line of an article's page: running text, a date line, links, a label, boilerplate."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto
from functools import lru_cache

from scraper.addresses import Kind
from scraper.pages import labels
from scraper.pages.blocks import Block
from scraper.text.dates import LONGEST_LINE, PrintedDate, find_dates, stand_alone, words_beside
from scraper.text.scripts import extent


class BlockType(Enum):
    """The type of a line."""

    HIDDEN = auto()
    PICTURE = auto()
    """Only pictures."""
    DATE = auto()
    BOILERPLATE = auto()
    """Tools, counters, copyright: never content."""
    OTHER_NEWS = auto()
    """The label over further articles."""
    END_LABEL = auto()
    """The label of a box after the end of the article."""
    ASIDE = auto()
    """Words of the page in a box that is no part of the article: comments, the author's note, a newsletter."""
    ATTACHMENT = auto()
    PAGER = auto()
    LINKS = auto()
    """Mostly links."""
    PROSE = auto()
    """Running text."""
    TEXT = auto()
    """Anything else: headings, names, cells, captions."""


# A sentence or more. Shorter lines are text of some kind, but do not show where the article is.
_PROSE_LENGTH = 80
_SENTENCE_LENGTH = 40
_SENTENCE_ENDS = (".", "!", "?", ";", ":", "…", "”", '"', "/.", "。", "！", "？", "」", "』")
# The first letter of the scripts, and signs, of China and Japan.
_ASIAN = "\u3000"
# Menus, boxes and footers are the same on every page of a site, so the types of their lines are cached.
REPEATED_LINES = 4096
# A link shorter than a title may begin a sentence.
_TITLE_LENGTH = 25
_BULLET_LENGTH = 3
# A date line with a time or a label, and its tools, may also name the account: "admin admin". A title has more words.
_NAME_LETTERS, _NAME_WORDS = 20, 4
_WORD = re.compile(r"[^\W\d_]+")
# A title has at least five words.
_TITLE_SPACES = 4
# From this share of linked words on, a line is a link with other words around it.
_LINKS_SHARE = 0.6


@lru_cache(maxsize=REPEATED_LINES)
def kind_of_words(text: str) -> BlockType | None:
    """The type of a line by its words alone; None if they are just words."""
    if not labels.may_say(text):
        return BlockType.DATE if printed_dates(text) else None
    if len(text) <= labels.MAX_LABEL_LENGTH:
        if labels.is_other_news(text):
            return BlockType.OTHER_NEWS
        if labels.is_end_label(text):
            return BlockType.END_LABEL
        if (labels.is_pager(text) or all(map(labels.is_pager, text.split()))) and not printed_dates(text):
            return BlockType.PAGER
    if labels.is_attachment_label(text):
        return BlockType.ATTACHMENT
    if printed_dates(text):
        return BlockType.DATE
    return BlockType.BOILERPLATE if labels.is_boilerplate(text) else None


def printed_dates(text: str) -> Sequence[PrintedDate]:
    """The dates of a line without other content; a row of tools may follow them."""
    return _dates_of(text) if len(text) <= LONGEST_LINE else ()


@lru_cache(maxsize=REPEATED_LINES)
def _dates_of(text: str) -> Sequence[PrintedDate]:
    found = find_dates(text)
    if not found or stand_alone(text, found):
        return found
    if len(text) > labels.MAX_BOILERPLATE:
        return ()
    rest = text
    for date in found:
        rest = rest.replace(date.raw, " ", 1)
    if labels.is_tool_row(rest):
        return found  # a licence and its date are not a date line
    timed = any(date.label or "T" in date.iso for date in found)
    words = labels.without_tools(words_beside(text, found)) if timed else ""
    is_name = sum(map(str.isalpha, words)) <= _NAME_LETTERS and len(_WORD.findall(words)) <= _NAME_WORDS
    return found if timed and is_name else ()


def line_kind(block: Block) -> BlockType:
    """The type of one line, by itself."""
    text = block.text
    if block.hidden:
        return BlockType.HIDDEN
    if not text:
        return BlockType.PICTURE
    linked = block.link_chars > _LINKS_SHARE * len(text)
    if linked and len(block.links) == 1 and _is_title(block.links[0].text):
        return BlockType.LINKS  # of an article; a line that is mostly that is not a date, tool or file
    if (said := _kind_said(block)) is not None:
        return said
    if linked or _is_entry(block):
        return BlockType.LINKS
    length = len(text) if text[0] < _ASIAN > text[-1] else extent(text)
    if length >= _PROSE_LENGTH or (length >= _SENTENCE_LENGTH and text.endswith(_SENTENCE_ENDS)):
        return BlockType.PROSE
    return BlockType.TEXT


def _kind_said(block: Block) -> BlockType | None:
    """The type of a line by its words, or by those before a colon with a file after it."""
    if len(block.text) > labels.MAX_BOILERPLATE:
        return None
    said = kind_of_words(block.text)
    if said is None and block.links and ":" in block.text:
        return BlockType.ATTACHMENT if labels.is_attachment_label(block.text.partition(":")[0]) else None
    return said


@lru_cache(maxsize=REPEATED_LINES)
def _is_title(text: str) -> bool:
    """True for words as long as a title's that are not a label."""
    if len(text) < _TITLE_LENGTH or text.count(" ") < _TITLE_SPACES:
        return False
    return not (labels.is_other_news(text) or labels.is_end_label(text) or labels.is_boilerplate(text))


def _is_entry(block: Block) -> bool:
    """True if the line begins with the linked title of an article: date and teaser after it belong to the entry."""
    first = next((link for link in block.links if link.text), None)
    if first is None or len(first.text) < _TITLE_LENGTH:
        return False
    if block.text[: len(first.text) + _BULLET_LENGTH].find(first.text) < 0:
        return False
    return first.address is not None and first.address.kind is Kind.ARTICLE
