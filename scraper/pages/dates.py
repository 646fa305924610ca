"""The article's own date, as the page prints it: a line that is only a date, near the title or below the text.

Dates in sentences belong to documents, the header's is today's, dates of list entries belong to those entries, and
dates below comments to the comments.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, takewhile
from typing import Self

from scraper.addresses import Kind
from scraper.pages.blocks import Block
from scraper.pages.boxes import Boxes
from scraper.pages.date_owners import box_around, is_comment, is_of_another, is_sites_update, labelled_dates
from scraper.pages.dates_elsewhere import in_address, in_byline, in_time_elements
from scraper.pages.lines import BlockType, line_kind, printed_dates
from scraper.pages.metadata import (
    TimeElement,
    agreed_day,
    agreed_time,
    only_day,
    stated_days,
    stated_time,
    time_elements,
)
from scraper.pages.page import Page
from scraper.pages.region import Region
from scraper.pages.title import Title
from scraper.text.clock import is_clock
from scraper.text.dates import LONGEST_LINE, PrintedDate, date_line, split_trailing_date, with_clock
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
_PARTS = re.compile(r"(?:(?<!\s)\s++)?+[•·|]\s*+")
_DASHED = re.compile(r"\s[/–—-]\s")
# Among the paragraphs a date line heads a part of the text.
_FIRST_LINES = 2
# Below the text, before the labels.
_LINES_BELOW = 8
# On a leaf of a calendar the day stands above month and year.
_DAY = re.compile(r"\d{1,2}")
# A year, or numbers with signs between: words that print a day.
_PRINTS_DAY = re.compile(r"\d{4}|\d\s?[./-]\s?\d")


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
    near = _Near.of(page, title, region)
    is_vietnamese = language(title.text) == "vi"
    elements = _near_elements(page, near, in_vietnam=is_vietnamese)
    behind = [
        *_between(page, title, region, range(region.text, min(region.text + _FIRST_LINES, region.tail))),
        *_between(page, title, region, near.behind),
    ]
    # The first rule that finds a date counts; a labelled one after the text is more reliable than a plain one above the
    # title.
    rules: tuple[tuple[str, Callable[[], Sequence[PrintedDate]]], ...] = (
        ("line below the title", lambda: _between(page, title, region, near.head)),
        ("end of the title's line", lambda: _in_title(blocks[title.last])),
        ("time element below the title", lambda: _in_time_elements(elements, near.head)),
        ("labelled line at the text", lambda: behind if any(date.label for date in behind) else ()),
        ("line above the title", lambda: _above(page, title, near, elements, today)),
        ("line at the text", lambda: behind),
        ("time element behind the text", lambda: _in_time_elements(elements, near.tail)),
        ("labelled line or time element late in the text", lambda: _late(page, title, region, near, elements)),
        ("day, month and year in lines near the title", lambda: _over_lines(page, title, near, today)),
        ("among words near the title", lambda: _among_words(page, title, region)),
    )
    for rule, look in rules:
        if found := look():
            if not is_vietnamese:
                found = [_as_stated(page, elements, date) for date in found]
            elif not any("T" in date.iso for date in found):
                found = [_with_clock(page, near, date) for date in found]
            dates = _choose(found, rule)
            return replace(
                dates,
                published=_with_time(elements, dates.published, of_update=False),
                modified=_with_time(elements, dates.modified, of_update=True),
            )
    day = agreed_day(page, in_vietnam=is_vietnamese)
    if day and not (is_vietnamese and _prints_another(page, near, today, day)):
        time = agreed_time(page, day) if is_vietnamese else None
        return _stated(time or day, "JSON-LD and another statement agree")
    return PageDates(None, None) if is_vietnamese else _elsewhere(page, region, near, elements, today)


def _elsewhere(page: Page, region: Region, near: _Near, elements: list[TimeElement], today: str) -> PageDates:
    """The dates of a page in another language, without a line that is a date."""
    if found := in_time_elements(elements, [*near.head, *near.above]):
        return _choose(found, "time element at the title, by its numbers")
    day = in_address(page, today)
    if day is not None and only_day(page) == day:
        return _stated(day, "statement for machines, and the address")
    day = only_day(page) or _day_of_ago(elements, near.head)
    if day and not _prints_another(page, near, today, day) and not _labels_another(page, region, day):
        return _stated(day, "statement for machines")
    first = range(region.text, min(region.text + _FIRST_LINES, region.tail))
    for lines in ([*near.head, *first], near.above, near.behind):
        if found := in_byline((page.blocks[i] for i in lines), region.kinds):
            return _choose(found, "among the words of a byline")
    if found := in_time_elements(elements, near.tail):
        return _choose(found, "time element behind the text, by its numbers")
    day = in_address(page, today)
    others = stated_days(page) | {element.written for element in elements}
    if day is not None and others <= {day}:
        return PageDates(PrintedDate(day, day, "published", 0, 0), None, "day in the address", "url")
    return PageDates(None, None)


@dataclass(frozen=True, slots=True)
class _Near:
    """The lines near an article where its date may be: indices of blocks."""

    above: Sequence[int]
    """Above the title, the nearest first."""
    head: Sequence[int]
    """Between title and text."""
    late: Sequence[int]
    """Date lines among the last of the text, above a box about the author or comments that were read as text."""
    behind: Sequence[int]
    """Below the text, before labels and comments."""
    tail: Sequence[int]
    """Those of them in a box with title and text."""

    @classmethod
    def of(cls, page: Page, title: Title, region: Region) -> Self:
        """The lines around title and text."""
        head = [i for i in range(region.head, region.text) if _is_shown(page, region, i)]
        stop = min(region.end, region.tail + _LINES_BELOW)
        last = range(max(region.text + _FIRST_LINES, region.tail - _LINES_BELOW), region.tail)
        dated = [i for i in last if region.kinds[i] is BlockType.DATE and not _is_entrys(page.blocks, i)]
        late, behind = (
            [i for i in lines if _is_shown(page, region, i) and not is_comment(page, title, region, i)]
            for lines in (dated, range(region.tail, stop))
        )
        around = box_around(page, title, region)
        tail = [i for i in behind if page.boxes.holds(around, page.blocks[i].box)]
        return cls(list(_lines_above(page, title)), head, late, behind, tail)


def _is_shown(page: Page, region: Region, i: int) -> bool:
    return i not in region.boxed and not page.blocks[i].hidden


def _between(page: Page, title: Title, region: Region, lines: Sequence[int]) -> list[PrintedDate]:
    lines = [i for i in lines if region.kinds[i] is BlockType.DATE and _is_shown(page, region, i)]
    lines = [i for i in lines if not is_of_another(page, title, i) and not is_sites_update(page, title, region, i)]
    return [date for i in lines for date in labelled_dates(page, title, i)]


def _over_lines(page: Page, title: Title, near: _Near, today: str) -> list[PrintedDate]:
    """The date of a leaf of a calendar: the day in a line, month and year in the next one or two."""
    for i in (*near.head, *range(max(title.first - _LINES_ABOVE, 0), title.first - 1)):
        leaf = [block.text for block in page.blocks[i : i + 3]]
        if not _DAY.fullmatch(leaf[0]) or any(map(date_line, leaf)):
            continue
        for text in (" ".join(leaf[:2]), "/".join(leaf[:2]), " ".join(leaf), "/".join(leaf)):
            if len(found := date_line(text)) == 1 and found[0].iso != today:
                return found
    return []


def _late(page: Page, title: Title, region: Region, near: _Near, elements: list[TimeElement]) -> list[PrintedDate]:
    labelled = [date for date in _between(page, title, region, near.late) if date.label == "published"]
    return labelled or _in_time_elements(elements, near.late)


def _near_elements(page: Page, near: _Near, *, in_vietnam: bool) -> list[TimeElement]:
    """The ``<time>`` elements near the article, without those of links to other pages.

    Only days on pages from elsewhere: their times may be in any zone.
    """
    blocks = (page.blocks[i] for i in (*near.above, *near.head, *near.late, *near.tail))
    found = time_elements(page, [block.index for block in blocks if not block.hidden and not _links_pages(block)])
    return [one if in_vietnam or one.in_zone else replace(one, iso=one.written) for one in found]


def _in_time_elements(elements: list[TimeElement], lines: Sequence[int]) -> list[PrintedDate]:
    """The days of ``<time>`` elements whose words print the same day, with the time that they state."""
    return [
        PrintedDate(iso, element.words, "modified" if element.is_modified else None, 0, len(element.words))
        for element in elements
        if element.line in lines and (iso := _printed_by(element))
    ]


def _printed_by(element: TimeElement) -> str | None:
    """The day that a ``<time>`` both prints and states, with its time if that is on the same day in Viet Nam."""
    year = element.written[:4]
    # Some print the day without its year: ``29 Th11``, ``29/11``.
    for line in (element.words, f"{element.words}, {year}", f"{element.words}/{year}"):
        printed = {date.iso[:10] for date in date_line(line)}
        if element.iso[:10] in printed:
            return element.iso
        if element.written in printed:
            return element.written
    return None


def _with_time(elements: list[TimeElement], date: PrintedDate | None, *, of_update: bool) -> PrintedDate | None:
    """The date with the time that a ``<time>`` near the title states on its day."""
    if date is None or "T" in date.iso:
        return date
    for element in elements:
        if element.is_modified is of_update and element.iso.startswith(date.iso) and "T" in element.iso:
            return replace(date, iso=element.iso)
    return date


def _with_clock(page: Page, near: _Near, date: PrintedDate) -> PrintedDate:
    """A date in English words with the time that its line prints, which is Viet Nam's on a page in Vietnamese."""
    for i in (*near.head, *near.above, *near.late, *near.behind):
        line = page.blocks[i].text
        if len(line) <= LONGEST_LINE and date.raw in line:
            behind = page.blocks[i + 1].text if i + 1 < len(page.blocks) else ""
            return with_clock(f"{line} {behind}" if is_clock(behind) else line, date)
    return date


def _day_of_ago(elements: list[TimeElement], lines: Sequence[int]) -> str | None:
    """The day that the only ``<time>`` in some lines states, where its words have no year: ``5 days ago``."""
    found = [element for element in elements if element.line in lines]
    if len(found) != 1 or found[0].is_modified or _PRINTS_DAY.search(found[0].words):
        return None
    return found[0].written


def _stated(day: str, rule: str) -> PageDates:
    return PageDates(PrintedDate(day, day, "published", 0, 0), None, rule, "metadata")


def _labels_another(page: Page, region: Region, day: str) -> bool:
    """True if a date line of the text, or one with a label anywhere on the page, has another day."""
    text = range(region.head, region.tail)
    lines = ((block.index, date) for block in page.blocks if block.text for date in printed_dates(block.text))
    return any((date.label or i in text) and date.iso[:10] != day for i, date in lines)


def _prints_another(page: Page, near: _Near, today: str, day: str) -> bool:
    """True if a line near the title has another day than the stated one, in any words; today's is the page's clock."""
    texts = [page.blocks[i].text for i in (*near.above, *near.head, *near.behind)]
    days = {date.iso[:10] for text in texts if len(text) <= LONGEST_LINE for date in find_in_line(text)}
    return not days <= {day, today}


def _in_title(block: Block) -> list[PrintedDate]:
    """The date in a title's line, ``Title (12/06/2023 16:30)``; a date without brackets may be part of the title."""
    if not block.text.endswith(")"):
        return []
    _, found = split_trailing_date(block.text)
    return [found] if found and "T" in found.iso else []


def _lines_above(page: Page, title: Title) -> Iterator[int]:
    """The lines above the title up to a menu, a sentence, or the first date."""
    for i in range(title.first - 1, max(title.first - 1 - _LINES_ABOVE, -1), -1):
        kind = line_kind(page.blocks[i])
        if kind in (BlockType.PROSE, BlockType.PAGER):
            return
        if kind is BlockType.LINKS and len(page.blocks[i].links) > 1:
            return
        yield i
        if kind is BlockType.DATE:
            return


def _above(page: Page, title: Title, near: _Near, elements: list[TimeElement], today: str) -> Sequence[PrintedDate]:
    for i in near.above:
        block = page.blocks[i]
        is_line = line_kind(block) is BlockType.DATE
        found = printed_dates(block.text) if is_line else _in_time_elements(elements, [i])
        if is_line or found:
            return found if _is_of_title(page, title, block, found, today) else []
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
        if len(block.text) > LONGEST_LINE or not _is_shown(page, region, block.index) or _links_pages(block):
            continue
        if block.index >= region.tail and is_comment(page, title, region, block.index):
            continue
        for date in find_in_line(block.text):
            if date.iso[:10] in stated:
                return [date if "T" in date.iso else replace(date, iso=stated_time(page, date.iso) or date.iso)]
            if block.index <= region.text and _is_part(page, block, date):
                return [date]
    return []


def _links_pages(block: Block) -> bool:
    """True if a line links another page: entries of lists have dates of their own."""
    return any(
        link.address is not None and (link.address.kind is Kind.ARTICLE or len(link.text) >= _TITLE)
        for link in block.links
    )


def _as_stated(page: Page, elements: list[TimeElement], date: PrintedDate) -> PrintedDate:
    """``10/12/2023`` on an American page is the twelfth of October if the page states that for machines."""
    year, month, day = date.iso[:10].split("-")
    american = f"{year}-{day}-{month}"
    if day == month or day > "12" or date.raw.startswith(year):
        return date
    stated = stated_days(page) | {element.written for element in elements}
    return replace(date, iso=american) if american in stated and date.iso[:10] not in stated else date


def _is_part(page: Page, block: Block, date: PrintedDate) -> bool:
    """True if a date is a part of its line, beside other parts; after a dash, beside a name that the page links."""
    parts = _PARTS.split(block.text)
    if len(parts) > 1:
        return any(date.raw in part and date_line(part) for part in parts)
    parts = _DASHED.split(block.text)
    names = [part for part in parts if not date_line(part)]
    return 0 < len(names) < len(parts) and all(any(link.text == name for link in page.links) for name in names)


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
