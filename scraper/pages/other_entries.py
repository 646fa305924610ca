"""What may be an entry of other news: the links of a page with their titles and dates, one for each line."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import islice, takewhile

from scraper.addresses import Address, Kind
from scraper.pages.blocks import Block, Link
from scraper.pages.boxes import TOO_WIDE
from scraper.pages.entries import ListEntry, part_from_dates
from scraper.pages.labels import link_words
from scraper.pages.lines import kind_of_words, printed_dates
from scraper.pages.page import Page
from scraper.pages.region import Region

# Most lines between two entries of a list: date, section, teaser, button, picture.
NEAR = 8
# Elements around a title in a card: heading, text, link, body, card, column.
CARD_LEVELS = 6

# The words of an entry are a title; shorter ones are buttons and menus.
MIN_TITLE = 6
# A line of which this share is emphasised is set apart.
_SET_APART = 0.8


@dataclass(slots=True)
class Lists:
    """What the search for lists needs of a page."""

    page: Page
    region: Region
    title: str
    shape: str
    """The shape of the page's own address; empty for none."""
    entries: dict[int, ListEntry]
    """The entry of each line that has one."""
    rows: dict[int, list[ListEntry]]
    """All entries of a line that is nothing else, where only style parts them."""
    menu: frozenset[str]
    """Words of the links above the article."""
    first_box: int = 0
    """The first line of boxes of the whole site."""
    _akin: dict[str, bool] = field(default_factory=dict)
    """URL → whether its address has the shape of the page's own."""

    def is_akin(self, target: Address) -> bool:
        """True if an address has the shape of the page's own."""
        if not self.shape or target.kind is not Kind.PAGE:
            return False
        is_akin = self._akin.get(target.url)
        if is_akin is None:
            is_akin = self._akin[target.url] = self.page.urls.shape(target) == self.shape
        return is_akin

    def is_self(self, entry: ListEntry) -> bool:
        """True if an entry leads to the page itself."""
        target = entry.link.address
        # If addresses are state, all articles share one, and only words distinguish them.
        return target is not None and (
            entry.title == self.title if target.is_stateful else target.identity == self.page.address.identity
        )


def collect_entries(lists: Lists, lines: range) -> dict[int, ListEntry]:
    """The entry of each line: of several links, one to an address like the page's own, else the longest."""
    page = lists.page
    found: dict[int, ListEntry] = {}
    _keep_best(lists, page.entries, found)
    # Short titles, which elsewhere are menus.
    links = [link for link in page.links if link.block in lines and link.block not in found]
    _keep_best(lists, page.entry_reader.read(links, shortest=MIN_TITLE), found)
    for entry in _titled_apart(lists, lines, found):
        found[entry.link.block] = entry
    rows = _rows(page, [entry for entry in page.entries if entry.link.block in lines])
    for i, row in rows.items():
        best = max(_rank(lists, entry)[0] for entry in row)
        lists.rows[i] = [entry for entry in row if _rank(lists, entry)[0] is best]
    return found


def _titled_apart(lists: Lists, lines: range, found: dict[int, ListEntry]) -> list[ListEntry]:
    """The entries whose title is no link, above a button or below a linked picture."""
    links = [link for link in lists.page.links if link.block in lines and link.address is not None]
    names = [link.address.identity for link in links if link.address is not None]
    titled = {
        entry.link.address.identity
        for entry in found.values()
        if entry.link.address is not None and link_words(entry.title)
    } - {""}
    entries: list[ListEntry] = []
    for i, link in enumerate(links):
        if names[i] in titled or (link_words(link.text) if link.text else not link.title):
            continue
        others = [links[k] for k in (i - 1, i + 1) if 0 <= k < len(links) and names[k] != names[i]]
        near = _of_item(lists, link, others)
        words = [line for line in near if line.text and not line.links and kind_of_words(line.text) is None]
        if not link.text:
            words = [line for line in words if line.text == link.title]
        title = max(words, key=lambda line: (bool(line.heading), line.emphasis >= _SET_APART), default=None)
        if title is not None and len(title.text) >= MIN_TITLE:
            dates = (date for line in near if line.text and not line.links for date in printed_dates(line.text))
            known = found.get(link.block)
            entries.append(ListEntry(link, title.text, next(dates, known.date if known is not None else None)))
    return entries


def _of_item(lists: Lists, link: Link, others: list[Link]) -> list[Block]:
    """The lines in the largest box around a link without the links before and after it."""
    blocks, boxes = lists.page.blocks, lists.page.boxes
    own = blocks[link.block].box
    beside = [blocks[other.block].box for other in others]
    around = islice(boxes.path(own), CARD_LEVELS)
    item = own
    for box in takewhile(lambda box: not any(boxes.holds(box, other) for other in beside), around):
        item = box
    if not beside or boxes.tags[item] in TOO_WIDE:
        return []
    return [block for block in blocks[max(link.block - NEAR, 0) : link.block + NEAR] if boxes.holds(item, block.box)]


def _rows(page: Page, titles: list[ListEntry]) -> dict[int, list[ListEntry]]:
    """The entries of each line that is nothing but links, at least two of them titles, with the short ones."""
    counts = Counter(entry.link.block for entry in titles)
    rows = {i for i, count in counts.items() if count > 1 and _is_row(page.blocks[i])}
    links = [link for link in page.links if link.block in rows]
    found: dict[int, list[ListEntry]] = {}
    for entry in page.entry_reader.read(links, shortest=MIN_TITLE):
        found.setdefault(entry.link.block, []).append(entry)
    for row in found.values():
        part_from_dates(row)
    return found


def _is_row(block: Block) -> bool:
    """True for a line of links with nothing between them."""
    rest = block.text
    for link in block.links:
        rest = rest.replace(link.text, "", 1)
    return not any(map(str.isalpha, rest))


def _keep_best(lists: Lists, entries: list[ListEntry], found: dict[int, ListEntry]) -> None:
    """Keep the first of the entries of the highest rank in each line."""
    for entry in entries:
        best = found.get(entry.link.block)
        if best is None or _rank(lists, entry) > _rank(lists, best):
            found[entry.link.block] = entry


def _rank(lists: Lists, entry: ListEntry) -> tuple[bool, int]:
    target = entry.link.address
    return target is not None and (target.kind is Kind.ARTICLE or lists.is_akin(target)), len(entry.title)
