"""Entries of lists: a link with a title, and the date that is printed inside or beside it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise, takewhile

from scraper.addresses import Address, Kind
from scraper.pages.blocks import Block, Link
from scraper.pages.boxes import Boxes
from scraper.pages.labels import is_pager, link_words
from scraper.text.dates import LONGEST_LINE, PrintedDate, date_line, find_dates, split_trailing_date

# How far from its link, in lines, an entry's date may be: title, teaser, date.
_LINES = 4
_ELLIPSIS = ("...", "…")
# A short teaser ends like a sentence, or where it was cut.
_SENTENCE_ENDS = (*_ELLIPSIS, ".", "!", "[…]", "[...]")
_YEAR = re.compile(r"(?:19|20)\d\d")
# If the address is inconclusive, shorter words belong to a menu.
_TITLE = 20
# … but a title has two words.
_WORDS = 2
# Lines of a card: picture, label, title, teaser, date, button.
_CARD_LINES = 8
# This number of pages linked in one line is a row, whose dates are in it: beside a title is at most its section.
_ROW = 3
# This number of links in one line is a menu, or a page without lines.
_MENU = 20
# A date that only style sets apart from the title: `Tin buồn01/03`, `Tin buồn01/03/2024`.
_GLUED_DATE = re.compile(r"(?<=[^\W\d])\(?[0-3]?\d([/-])[01]?\d(?:\1\d{4})?\)?$")
_LAST_DATE = re.compile(r"\s[0-3]?\d([/-])[01]?\d(?:\1\d{4})?$")
_PARTS = re.compile(r"\s[|•·/–—-]\s")
# Words of a name beside a date.
_NAME = 4
_LISTS = frozenset({"ul", "ol"})
# Links of this number of words, this number of times on a page, lead to sections.
_SECTION_WORDS, _REPEATS = 4, 3
# Boxes repeat on every page of a site.
_REPEATED = 4096


Shape = tuple[str, ...]
"""Tags of the boxes around a link, and the class of the innermost."""


@dataclass(slots=True)
class ListEntry:
    """A link to a page in a list."""

    link: Link
    title: str
    date: PrintedDate | None


class EntryReader:
    """Reads the entries of one page: of all its links, or of some lines.

    Args:
        blocks: all lines of the page.
        boxes: the boxes around them.
    """

    def __init__(self, blocks: list[Block], boxes: Boxes) -> None:
        self._blocks = blocks
        self._boxes = boxes
        self._shapes: dict[tuple[int, str, str], Shape] = {}
        """By what the items of one list share."""

    @cached_property
    def _dates(self) -> dict[int, PrintedDate]:
        return _date_lines(self._blocks)

    def read(self, links: list[Link], *, shortest: int = _TITLE) -> list[ListEntry]:
        """The links that may lead to articles, with title and date; without menus.

        Args:
            links: the links.
            shortest: length of the words below which a link whose address is inconclusive belongs to a menu.
        """
        entries: list[ListEntry] = []
        title_shapes: set[Shape] | None = None
        for link in links:
            target = link.address
            if target is None or link.block < 0 or not link.text:
                continue
            if target.kind is Kind.PAGE and len(link.text) < shortest and not target.title_slug:
                if not _may_be_short_title(link.text):
                    continue
                if title_shapes is None:
                    title_shapes = self._shapes_of_titles(links)
                if self._shape(link.block) not in title_shapes:
                    continue
            elif target.kind is not Kind.PAGE and target.kind is not Kind.ARTICLE:
                continue
            title, date = _of_card(link, self._blocks) or _titled(link.text)
            if (len(link.title) > len(title) and title.endswith(_ELLIPSIS)) or _is_more(title, link.title):
                title = link.title
            entries.append(ListEntry(link, title, date))
        if entries and self._dates:
            _dates_beside(self._blocks, self._boxes, entries, self._dates)
        return entries

    def _shapes_of_titles(self, links: list[Link]) -> set[Shape]:
        """Shapes of lists in which most links are as long as titles; the names of sections over them have others."""
        balance: dict[Shape, int] = {}
        for link in links:
            if link.block >= 0 and link.text:
                shape = self._shape(link.block)
                balance[shape] = balance.get(shape, 0) + (1 if _may_be_article(link) else -1)
        return {shape for shape, titles in balance.items() if titles > 0}

    def _shape(self, line: int) -> Shape:
        boxes, box = self._boxes, self._blocks[line].box
        place = (boxes.parents[box], boxes.tags[box], boxes.classes.get(box, ""))
        shape = self._shapes.get(place)
        if shape is None:
            shape = self._shapes[place] = (*boxes.shape(box), place[-1])
        return shape


def _is_more(text: str, title: str) -> bool:
    """True for words that begin with a title and go on with a teaser."""
    return len(title) >= _TITLE and len(text) > len(title) + _TITLE and text.startswith(title)


def part_from_dates(row: list[ListEntry]) -> None:
    """Part the titles of a row from the dates at their ends, if each has one: only style sets them apart."""
    ends = [_LAST_DATE.search(entry.title) for entry in row]
    for entry, end in zip(row, ends, strict=True):
        if end is not None and all(ends):
            dates = find_dates(end.group())
            entry.title, entry.date = entry.title[: end.start()], dates[0] if dates else None


@lru_cache(maxsize=_REPEATED)
def _may_be_short_title(words: str) -> bool:
    """True for two or three words, which are a title where other entries of the list have one: ``Tin buồn``."""
    return len(words.split()) >= _WORDS and not is_pager(words) and bool(link_words(words))


def _of_card(link: Link, blocks: list[Block]) -> tuple[str, PrintedDate | None] | None:
    """Title and date of a card that is one link over several lines; None for a link in one line."""
    if len(link.text) <= len(blocks[link.block].text):
        return None
    lines = list(takewhile(lambda block: link in block.links, blocks[link.block : link.block + _CARD_LINES]))
    if len(lines) <= 1:
        return None
    # A card that begins with a picture may begin in the last line of the card before.
    lines = [line for line in lines if line.links[0] is link]
    dates = [dates for line in lines if (dates := _dates_of_line(line.text, alone=True))]
    words = [line for line in lines if line.text and not _dates_of_line(line.text, alone=True)]
    heading = next((line for line in words if line.heading), None) or max(words, key=_likely_title, default=None)
    return None if heading is None else (heading.text, dates[0][0] if dates else None)


def _likely_title(line: Block) -> float:
    """Without a heading, the first line set apart is the title, else the first: a teaser follows it."""
    return line.emphasis - line.index / 1_000_000


@lru_cache(maxsize=_REPEATED)
def _titled(text: str) -> tuple[str, PrintedDate | None]:
    title, date = split_trailing_date(text)
    glued = _GLUED_DATE.search(title) if date is None else None
    if glued is None:
        return title, date
    found = find_dates(glued.group())
    return title[: glued.start()], found[0] if found else None


@lru_cache(maxsize=_REPEATED)
def _dates_of_line(text: str, *, alone: bool) -> tuple[PrintedDate, ...]:
    return tuple(date_line(text) if alone else find_dates(text))


def _date_lines(blocks: list[Block]) -> dict[int, PrintedDate]:
    """The first date outside the words of a link in each line that has one, by index."""
    found: dict[int, PrintedDate] = {}
    for block in blocks:
        text = block.text
        if len(block.links) > _MENU or not _YEAR.search(text):
            continue
        if block.links:
            for link in block.links:
                text = text.replace(link.text, " ", 1)
            dates = _dates_of_line(text, alone=False) if len(text) < _SHORT else ()
        else:
            dates = _dates_of_line(text, alone=True) if len(text) <= LONGEST_LINE else ()
            dates = dates or (_beside_name(text) if len(text) < _SHORT and not block.heading else ())
        if dates:
            found[block.index] = dates[0]
    return found


@lru_cache(maxsize=_REPEATED)
def _beside_name(text: str) -> tuple[PrintedDate, ...]:
    """The date of a line of a name and a date, with a sign between: ``Lê Hà - 12/06/2023``."""
    parts = _PARTS.split(text)
    if len(parts) < _WORDS or any(len(part.split()) > _NAME and not _dates_of_line(part, alone=True) for part in parts):
        return ()
    return next((dates for part in parts if (dates := _dates_of_line(part, alone=True))), ())


# A line beside a link that is longer is a teaser: its dates are dates of documents and meetings.
_SHORT = 60


def _dates_beside(blocks: list[Block], boxes: Boxes, entries: list[ListEntry], dates: dict[int, PrintedDate]) -> None:
    """Assign dates in lines of their own to their entries."""
    targets = {entry.link.block: entry.link.address for entry in entries}
    for i in _lines_of_sections(blocks, [entry for entry in entries if entry.link.block in dates]):
        targets.pop(i, None)
    led = _dates_lead(blocks, boxes, dates, targets)
    others = _nearest_others(targets)
    near = {i + step for i in dates for step in range(-_LINES, _LINES + 1)}
    places = {(entry.link.block, entry.link.address.identity) for entry in entries if entry.link.address is not None}
    in_line = Counter(block for block, _ in places)
    for entry in entries:
        here = entry.link.block
        if entry.date is not None or here not in near or in_line[here] >= _ROW:
            continue
        if here not in dates:
            entry.date = _of_own_box(blocks, boxes, dates, here, targets, led, others)
        elif sum(map(_may_be_article, blocks[here].links)) <= 1:
            entry.date = dates[here]


def _lines_of_sections(blocks: list[Block], entries: list[ListEntry]) -> set[int]:
    """The lines of links to a section, which the menu and cards of its articles repeat: their date is the card's."""
    texts = {entry.link.text for entry in entries if 0 < len(entry.link.text.split()) <= _SECTION_WORDS}
    if not texts:
        return set()
    short = Counter(
        (link.href, link.text)
        for block in blocks
        if len(block.links) <= _MENU
        for link in block.links
        if link.text in texts
    )
    return {
        entry.link.block
        for entry in entries
        if short[entry.link.href, entry.link.text] >= _REPEATS
        and entry.link.address is not None
        and entry.link.address.kind is Kind.PAGE
    }


def _may_be_article(link: Link) -> bool:
    target = link.address
    if target is None or not link.text:
        return False
    if target.kind is Kind.ARTICLE:
        return True
    return target.kind is Kind.PAGE and (len(link.text) >= _TITLE or bool(target.title_slug))


def _of_own_box(
    blocks: list[Block],
    boxes: Boxes,
    dates: dict[int, PrintedDate],
    here: int,
    targets: dict[int, Address | None],
    led: set[int],
    others: dict[int, list[int]],
) -> PrintedDate | None:
    """The date line of the same entry: in the box that contains this link and no other, or else right beside it."""
    below = _reach(blocks, dates, here, 1, targets)
    above = _reach(blocks, dates, here, -1, targets)
    own = [i for i in (below, above) if i is not None and not _shared(blocks, boxes, here, i, others[here])]
    if len(own) == 1:
        return dates[own[0]]
    if own:
        return None  # two dates in one box: ambiguous
    # A flat list: title, date, title, date … or date, title, date, title …; its beginning shows which.
    beside = here - 1 if here in led else here + 1
    return dates[beside] if beside in (below, above) and not blocks[beside].links else None


def _reach(
    blocks: list[Block], dates: dict[int, PrintedDate], here: int, step: int, targets: dict[int, Address | None]
) -> int | None:
    """The first date line below (or above) an entry, before the next entry or the title of a box."""
    own = targets[here]
    for i in range(here + step, here + step * (_LINES + 1), step):
        if not 0 <= i < len(blocks):
            return None
        if i in targets and _differ(own, targets[i]):
            return None  # another entry; a date in its line is its own
        if i in dates:
            return i
        text = blocks[i].text
        if text and len(text) < _SHORT and i not in targets and not text.endswith(_SENTENCE_ENDS):
            return None  # the title of another box
    return None


def _differ(one: Address | None, other: Address | None) -> bool:
    return one is None or other is None or one.identity != other.identity


def _nearest_others(targets: dict[int, Address | None]) -> dict[int, list[int]]:
    """The nearest lines above and below each entry that link another page."""
    found: dict[int, list[int]] = {i: [] for i in targets}
    lines = sorted(targets)
    for order in (lines, lines[::-1]):
        nearest: list[int] = []
        for before, i in pairwise(order):
            if _differ(targets[before], targets[i]):
                nearest = [before]
            found[i] += nearest
    return found


def _shared(blocks: list[Block], boxes: Boxes, here: int, date: int, others: list[int]) -> bool:
    """True if the smallest box around the link and the date contains another entry too: one of the nearest."""
    around = boxes.around(blocks[here].box, blocks[date].box)
    if any(boxes.holds(around, blocks[i].box) for i in others):
        return True
    return boxes.tags[around] in _LISTS and _has_link(blocks, boxes, date, around)


def _has_link(blocks: list[Block], boxes: Boxes, date: int, around: int) -> bool:
    """True if the list item around a date links a page itself, with too few words for an entry."""
    item = boxes.child_with(around, blocks[date].box)
    near = blocks[max(date - 1, 0) : date + 2]
    return item >= 0 and any(block.links and boxes.holds(item, block.box) for block in near)


def _dates_lead(
    blocks: list[Block], boxes: Boxes, dates: dict[int, PrintedDate], targets: dict[int, Address | None]
) -> set[int]:
    """The entries of flat lists that begin with a date, so that each date belongs to the title below it."""
    led: set[int] = set()
    leads, before = False, -2
    for i in sorted(dates.keys() | targets.keys()):
        if i != before + 1:
            # A list begins here; but the date may end an entry whose words are too few for a title.
            leads = i in dates and i not in targets and not _ends_entry(blocks, boxes, i)
        if leads:
            led.add(i)
        before = i
    return led


def _ends_entry(blocks: list[Block], boxes: Boxes, date: int) -> bool:
    """True if a date shares its line with a link, or a box with the line above it and with nothing below."""
    if blocks[date].links:
        return True
    if date == 0:
        return False
    around = boxes.around(blocks[date - 1].box, blocks[date].box)
    return not (date + 1 < len(blocks) and boxes.holds(around, blocks[date + 1].box))
