"""The article's own date, as the page prints it: a line that is only a date, near the title or below the text.

Dates in sentences belong to documents, the header's is today's, and dates of list entries belong to those entries.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice, takewhile

from scraper.addresses import Kind
from scraper.pages.blocks import Block
from scraper.pages.boxes import Boxes
from scraper.pages.lines import BlockType, line_kind, printed_dates
from scraper.pages.metadata import agreed_day, stated_days, stated_time
from scraper.pages.page import Page
from scraper.pages.region import Region
from scraper.pages.title import Title
from scraper.text.dates import LONGEST_LINE, PrintedDate, date_line, split_trailing_date
from scraper.text.dates import find_dates as find_in_line
from scraper.text.fold import fold
from scraper.text.language import language

# A date above the title belongs to it only if it is close: the header's clock is separated from it by menus.
_LINES_ABOVE = 4
# … and shares an ancestor with it: this many levels up from the title, at most.
_LEVELS_ABOVE = 3
# A plain date this close above need not share one.
_NEXT = 2
# A date that the head states too may be among other words, this far from title and text.
_AROUND = 12
# Shorter links name an author or a category.
_TITLE = 25
_PARTS = re.compile(r"\s*[•·|]\s*")
# Among the paragraphs a date line heads a part of the text, and in a table it belongs to its row.
_FIRST_LINES, _DATA_CELLS = 2, 3
# Below the text, before the labels.
_LINES_BELOW = 8


@dataclass(frozen=True, slots=True)
class PageDates:
    """The dates of an article as stated by its page."""

    published: PrintedDate | None
    modified: PrintedDate | None
    rule: str = ""
    source: str = "page"


def find_dates(page: Page, title: Title, region: Region, today: str) -> PageDates:
    """The printed dates of the article.

    Args:
        page: the page.
        title: its title.
        region: the article's part of the page.
        today: the day of the fetch, ``YYYY-MM-DD``; a line above the title with today's date and no label is the
            page's clock.
    """
    blocks = page.blocks
    stop = min(region.end, region.tail + _LINES_BELOW)
    behind = [
        *_between(page, region, region.text, min(region.text + _FIRST_LINES, region.tail)),
        *_between(page, region, region.tail, stop),
    ]
    # The first rule that finds a date counts; a labelled one after the text is more reliable than a plain one above the
    # title.
    rules: tuple[tuple[str, Callable[[], Sequence[PrintedDate]]], ...] = (
        ("line below the title", lambda: _between(page, region, region.head, region.text)),
        ("end of the title's line", lambda: _in_title(blocks[title.last])),
        ("labelled line at the text", lambda: behind if any(date.label for date in behind) else ()),
        ("line above the title", lambda: _above(page, title, today)),
        ("line at the text", lambda: behind),
        ("among words near the title", lambda: _among_words(page, title, region)),
    )
    for rule, look in rules:
        if found := look():
            return _choose([_as_stated(page, title, date) for date in found], rule)
    if language(title.text) != "vi" and (day := agreed_day(page)):
        # Other languages print dates in words that are not parsed here.
        return PageDates(
            PrintedDate(day, day, "published", 0, 0), None, "JSON-LD and another statement agree", "metadata"
        )
    return PageDates(None, None)


def _between(page: Page, region: Region, start: int, stop: int) -> list[PrintedDate]:
    lines = [i for i in range(start, stop) if region.kinds[i] is BlockType.DATE and i not in region.boxed]
    lines = [i for i in lines if (row := page.blocks[i].row) < 0 or not page.boxes.has_children(row, _DATA_CELLS)]
    return [date for i in lines for date in printed_dates(page.blocks[i].text)]


def _in_title(block: Block) -> list[PrintedDate]:
    """The date in a title's line, ``Title (12/06/2023 16:30)``; a date without brackets may be part of the title."""
    if not block.text.endswith(")"):
        return []
    _, found = split_trailing_date(block.text)
    return [found] if found and "T" in found.iso else []


def _above(page: Page, title: Title, today: str) -> Sequence[PrintedDate]:
    for i in range(title.first - 1, max(title.first - 1 - _LINES_ABOVE, -1), -1):
        block = page.blocks[i]
        kind = line_kind(block)
        if kind is BlockType.DATE:
            found = printed_dates(block.text)
            return found if _is_of_title(page, title, block, found, today) else []
        if kind in (BlockType.PROSE, BlockType.PAGER) or (kind is BlockType.LINKS and len(block.links) > 1):
            return []
    return []


def _is_of_title(page: Page, title: Title, line: Block, found: Sequence[PrintedDate], today: str) -> bool:
    """True if a date line above the title belongs to the article, not to an entry or the page's clock."""
    if _is_entrys(page.blocks, line.index):
        return False
    if any(date.label for date in found):
        return True
    if today and any(date.iso.startswith(today) for date in found):
        return False
    if title.first - line.index <= _NEXT and not _names_weekday(line.text):
        return True
    return any(page.boxes.holds(box, line.box) for box in _ancestors(page.boxes, page.blocks[title.first]))


def _among_words(page: Page, title: Title, region: Region) -> list[PrintedDate]:
    """A date that shares its line with other words: ``By …, Dec 17, 2025``.

    Below the title it must be a separate part of the line (``Name • Dec 17, 2025 • 5 min read``); elsewhere nearby, the
    page must also state it for machines. Either alone may be another day: machine data has edits, and lines mention
    documents.
    """
    stated = stated_days(page)
    head = range(region.head, min(region.text + _AROUND, region.tail))
    around = [*head, *range(title.first - 1, max(title.first - _AROUND, 0) - 1, -1)]
    around += range(region.tail, min(region.tail + _AROUND, region.end))
    for block in (page.blocks[i] for i in around):
        if len(block.text) > LONGEST_LINE or block.hidden or block.index in region.boxed or _links_pages(block):
            continue
        for date in find_in_line(block.text):
            if date.iso[:10] in stated:
                return [date if "T" in date.iso else replace(date, iso=stated_time(page, date.iso) or date.iso)]
            if block.index <= region.text and _is_part(block.text, date):
                return [date]
    return []


def _links_pages(block: Block) -> bool:
    """True if a line links another page: entries of lists have dates of their own."""
    return any(
        link.address is not None and (link.address.kind is Kind.ARTICLE or len(link.text) >= _TITLE)
        for link in block.links
    )


def _as_stated(page: Page, title: Title, date: PrintedDate) -> PrintedDate:
    """``10/12/2023`` on an American page is the twelfth of October if the page states that for machines."""
    year, month, day = date.iso[:10].split("-")
    american = f"{year}-{day}-{month}"
    if day == month or day > "12" or language(title.text) == "vi" or date.raw.startswith(year):
        return date
    stated = stated_days(page)
    return replace(date, iso=american) if american in stated and date.iso[:10] not in stated else date


def _is_part(line: str, date: PrintedDate) -> bool:
    parts = _PARTS.split(line)
    return len(parts) > 1 and any(date.raw in part and date_line(part) for part in parts)


def _is_entrys(blocks: list[Block], i: int) -> bool:
    """True for a date below a linked title, which belongs to that entry of a side box above the article."""
    if i == 0:
        return False
    return any(link.address is not None and link.address.kind is Kind.ARTICLE for link in blocks[i - 1].links)


def _names_weekday(text: str) -> bool:
    """True if a text has a weekday, as clocks do and most date lines of articles do not."""
    folded = fold(text)
    return any(name in folded for name in ("thu ", "chu nhat", "day,"))


def _ancestors(boxes: Boxes, block: Block) -> list[int]:
    """The box of a line and its ancestors, up to the level that parts of one article may share."""
    narrow = takewhile(lambda box: boxes.tags[box] not in ("body", "form", "html"), boxes.path(block.box))
    return list(islice((box for box in narrow if boxes.tags[box] not in ("tr", "tbody")), _LEVELS_ABOVE))


def _choose(found: Sequence[PrintedDate], rule: str) -> PageDates:
    """Choose by label; without one the first printed date is the publication date.

    If a page prints only the date of an update, that is the article's date: its lists show it too.
    """
    published = next((date for date in found if date.label == "published"), None)
    modified = next((date for date in found if date.label == "modified"), None)
    plain = next((date for date in found if date.label is None), None)
    if published is None:
        published = plain
    if published is None:
        return PageDates(modified, None, rule)
    return PageDates(published, modified, rule)
