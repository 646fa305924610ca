"""Entries of lists: a link with a title, and the date that is printed inside or beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml.etree import _Element as Element

from scraper.addresses import Kind
from scraper.pages.blocks import Block, Link
from scraper.text.dates import PrintedDate, date_line, find_dates, split_trailing_date

if TYPE_CHECKING:  # a page has entries; its module imports this one
    from scraper.pages.page import Page

# How far from its link, in lines, an entry's date may stand: title, teaser, date.
_LINES = 4
# How far up an entry's own box may reach: a → h3 → div → li.
_LEVELS = 6
_ELLIPSIS = ("...", "…")


@dataclass(slots=True)
class Entry:
    """A link to a page, as a list shows it."""

    link: Link
    title: str
    date: PrintedDate | None


def read_entries(page: Page) -> list[Entry]:
    """All links of a page that stand in a line, with title and date."""
    entries: list[Entry] = []
    dates = _date_lines(page.blocks)
    for link in page.links:
        if link.block < 0 or not link.text:
            continue
        title, date = split_trailing_date(link.text)
        if len(link.title) > len(title) and title.endswith(_ELLIPSIS):
            title = link.title
        entries.append(Entry(link, title, date))
    if dates:
        _dates_beside(page, entries, dates)
    return entries


def _date_lines(blocks: list[Block]) -> dict[int, list[PrintedDate]]:
    """Lines that hold a date outside the words of a link, by index."""
    found: dict[int, list[PrintedDate]] = {}
    for block in blocks:
        if not any(char.isdigit() for char in block.text):
            continue
        if block.links:
            own = block.text
            for link in block.links:
                own = own.replace(link.text, " ", 1)
            dates = find_dates(own) if len(own) < _SHORT else []
        else:
            dates = date_line(block.text)
        if dates:
            found[block.index] = dates
    return found


# A line beside a link that is longer is a teaser: its dates are dates of documents and meetings.
_SHORT = 60


def _dates_beside(page: Page, entries: list[Entry], dates: dict[int, list[PrintedDate]]) -> None:
    articles = [entry for entry in entries if _may_be_article(page, entry.link)]
    for position, entry in enumerate(articles):
        if entry.date is not None:
            continue
        here = entry.link.block
        if here in dates:
            if len({id(link) for link in page.blocks[here].links if _may_be_article(page, link)}) == 1:
                entry.date = dates[here][0]
            continue
        before = articles[position - 1].link.block if position else -1
        after = next((e.link.block for e in articles[position + 1 :] if not _same_target(page, e, entry)), len(page.blocks))
        entry.date = _nearest(page.blocks, dates, here, before, after)


def _may_be_article(page: Page, link: Link) -> bool:
    target = page.target(link)
    return target is not None and target.kind in (Kind.ARTICLE, Kind.PAGE) and len(link.text) > 3


def _same_target(page: Page, one: Entry, other: Entry) -> bool:
    first, second = page.target(one.link), page.target(other.link)
    return first is not None and second is not None and first.identity == second.identity


def _nearest(
    blocks: list[Block], dates: dict[int, list[PrintedDate]], here: int, before: int, after: int
) -> PrintedDate | None:
    """The date line of the same box as the link: below it, or else above it."""
    below = next((i for i in range(here + 1, min(here + 1 + _LINES, after, len(blocks))) if i in dates), None)
    above = next((i for i in range(here - 1, max(here - 1 - _LINES, before), -1) if i in dates), None)
    if below is not None and above is not None:
        # Both neighbours have one: the nearer in the tree is its own.
        below_far, above_far = _distance(blocks[here], blocks[below]), _distance(blocks[here], blocks[above])
        return dates[below][0] if below_far <= above_far else dates[above][0]
    chosen = below if below is not None else above
    return dates[chosen][0] if chosen is not None and _distance(blocks[here], blocks[chosen]) <= _LEVELS else None


def _distance(one: Block, other: Block) -> int:
    """Levels from one line up to the element that holds both."""
    holders: list[Element] = [other.element, *other.element.iterancestors()]
    level = 0
    element: Element | None = one.element
    while element is not None:
        if element in holders:
            return level
        element = element.getparent()
        level += 1
    return level
