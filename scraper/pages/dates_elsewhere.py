"""Dates of articles in other languages than Vietnamese, where no line has a date alone.

Their months have names of any language, and bylines are written around the date. So the words of a ``<time>`` need only
have the numbers of the day that it states, and a date in a line of a few words counts. Addresses of blogs have the day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from scraper.pages.blocks import Block
from scraper.pages.lines import BlockType
from scraper.pages.metadata import TimeElement
from scraper.pages.page import Page
from scraper.text.dates import LONGEST_LINE, PrintedDate, find_dates
from scraper.text.fold import fold

# Words beside the date in a byline: names, an agency, a section; a sentence has more.
_MOST_WORDS = 12
_NUMBERS = re.compile(r"\d+")
# A name of a month, in any language, has three letters at least.
_NAME = re.compile(r"[^\W\d_]{3}")
_CENTURY = 100
# ``/2019/02/10/``, as blogs write it, with a title behind it.
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)/(\d\d?)/(\d\d?)/[^/]")
_OF_EVENT = re.compile(
    r"\b(?:event|starts?|ends?|begins?|deadline|due|expires?|born|until|through|from|correction|termin|beginn|ende|bis"
    r"|since|copyright)\b|©"
)


def in_time_elements(elements: Sequence[TimeElement], lines: Sequence[int]) -> list[PrintedDate]:
    """The days of ``<time>`` elements in some lines whose words have the numbers of the stated day."""
    return [
        PrintedDate(element.written, element.words, "modified" if element.is_modified else None, 0, len(element.words))
        for element in elements
        if element.line in lines and _has_numbers(element.words, element.written)
    ]


def _has_numbers(words: str, written: str) -> bool:
    """True if words have the day and the year of a date, and its month as a number or a name."""
    if find_dates(words):
        return False  # of another day
    year, month, day = map(int, written.split("-"))
    numbers = [*map(int, _NUMBERS.findall(words))]
    for number in (day, year if year in numbers else year % _CENTURY):
        if number not in numbers:
            return False
        numbers.remove(number)
    return month in numbers or _NAME.search(words) is not None


def in_byline(blocks: Iterable[Block], kinds: dict[int, BlockType]) -> list[PrintedDate]:
    """The only date of the first of some lines that has a few other words: ``By Ann Lee on June 12, 2023``."""
    for block in blocks:
        if len(block.text) > LONGEST_LINE or block.hidden or kinds.get(block.index) is BlockType.PROSE:
            continue
        found = find_dates(block.text)
        if len(found) == 1 and found[0].label != "modified" and _is_byline(block.text, found[0]):
            return [PrintedDate(found[0].iso[:10], found[0].raw, found[0].label, found[0].start, found[0].end)]
    return []


def _is_byline(line: str, printed: PrintedDate) -> bool:
    words = fold(line[: printed.start] + " " + line[printed.end :])
    return len(words.split()) <= _MOST_WORDS and _OF_EVENT.search(words) is None


def in_address(page: Page, today: str) -> str | None:
    """The day in the address of a page; None for none, and for one that is still to come."""
    found = _IN_ADDRESS.search(page.url)
    if found is None:
        return None
    try:
        day = date(*map(int, found.groups())).isoformat()
    except ValueError:
        return None
    return day if not today or day <= today else None
