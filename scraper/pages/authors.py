"""Who signs: the last line of the text, a labelled line around it, or a name between title and text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from scraper.pages.blocks import Block, Link
from scraper.pages.lines import BlockType
from scraper.pages.page import Page
from scraper.pages.region import Region, containers
from scraper.pages.stated_authors import authors_in_json, authors_in_meta, marked_names
from scraper.text.bylines import AUTHOR, POSTER, Byline, is_author_label, labelled_byline, named_persons, signature
from scraper.text.clock import WEEKDAY
from scraper.text.dates import LONGEST_LINE, find_dates
from scraper.text.fold import fold
from scraper.text.full_names import full_names, is_full_name
from scraper.text.language import language
from scraper.text.names import is_account, is_body, is_office

# A signature is one of the last lines: at most a source, its address or a file follow.
_LAST_LINES = 4
# Labelled lines may be a little below the text, in a box of their own.
_LINES_BELOW = 10
# This number of nbsp pushes a line to the right on every portal seen; paragraphs are indented by five to ten.
_PUSHED = 15
_EMPHASISED = 0.8
# "Phó Trưởng khoa Nhà nước và Pháp luật": an author's office below the name.
_UNIT = 80
# A cell of data has a line or two; columns of a layout have more, and a table of one row is a layout.
_LINES_OF_CELL, _ROWS_OF_TABLE = 3, 2
# A byline with a link is above the text, below its lead, or below its first paragraph at most.
_PROSE_ABOVE = 2
# Links as long as this are titles of other articles.
_TITLE_LENGTH = 40
_NAMES_BELOW_LABEL = 3
# Above the title are its date and author at most; before them comes the menu.
_LINES_ABOVE_TITLE = 3
# A line of a name, a date and a weekday, or a section.
_PARTS_OF_LINE = 3
_AUTHOR_PAGE = re.compile(
    r"[/?&](?:(?<=/)(?:authors?|tac-gia|but-danh|contributors?|columnists?)/[^/?#\s]|(?<=[?&])author=)", re.IGNORECASE
)
_PARTS = re.compile(r"(?:(?<!\s)\s++)?+[|•·–—/]\s*+|(?<!\s)\s++-(?:\s++|$)|^-\s++")
_WEEKDAY = re.compile(WEEKDAY)
_SITE = re.compile(r"\W*(?:trang|cong) (?:thong tin|tin) dien tu")
_ADDRESS = re.compile(r"^\W*(?:https?://|www\.)\S+\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Authors:
    """The byline, and the lines of it and of the source, which are not body."""

    names: list[str]
    raw: str | None
    lines: set[int]
    rule: str = ""


@dataclass(slots=True)
class _Search:
    """The page, and what was found so far: bylines with their rules, and the lines of them and of sources."""

    page: Page
    region: Region
    skipped: set[int]
    """Captions, and lines in tables of data: never a byline."""
    rows: set[int]
    """Lines in tables of data: what is above one signs nothing."""
    found: list[tuple[Byline, str]] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)

    def add(self, i: int, byline: Byline, rule: str) -> None:
        self.found.append((byline, rule))
        self.lines.add(i)

    def names(self, kind: str) -> Authors | None:
        """The first byline of a kind that names somebody."""
        for byline, rule in self.found:
            if byline.kind == kind and byline.names:
                return Authors(list(dict.fromkeys(byline.names)), byline.raw, self.lines, rule)
        return None


def find_authors(page: Page, region: Region, captions: set[int]) -> Authors:
    """The authors of the article on a page; a source (``Theo …``) does not count as one.

    A Vietnamese page prints who signs, and states for machines who has the account. Elsewhere statements are right more
    often than lines, and a name below the text is anybody's.
    """
    rows = _rows_of_data(page, region)
    search = _Search(page, region, captions | rows, rows)
    _labelled(search)
    if not _is_vietnamese(page, region):
        _marked(search, marked_names(page), full_names)
        return _of_other_language(search)
    _signed(search)
    _marked(search, marked_names(page), named_persons)
    found = search.names(AUTHOR) or search.names(POSTER)
    if found is None:
        _before_text(search)
        found = search.names(AUTHOR)
    if found is None:
        _printed(search, {*authors_in_json(page), *authors_in_meta(page)})
        found = search.names(POSTER)
    return found or Authors([], None, search.lines)


def _of_other_language(search: _Search) -> Authors:
    page, lines = search.page, search.lines
    if stated := authors_in_json(page):
        return Authors(list(stated), None, lines, "JSON-LD")
    for kind in (AUTHOR, POSTER):
        found = search.names(kind)
        if found is not None and (names := [name for name in found.names if is_full_name(name)]):
            return replace(found, names=names)
    if stated := authors_in_meta(page):
        return Authors(list(stated), None, lines, "meta")
    return Authors([], None, lines)


def _is_vietnamese(page: Page, region: Region) -> bool:
    lines = [page.blocks[i].text for i in range(region.text, region.tail)] or page.head.titles
    return language("\n".join(lines)) == "vi"


# ------------------------------------------------------------------ where


def _rows_of_data(page: Page, region: Region) -> set[int]:
    """The lines of tables of data, as opposed to the cells of the page's layout."""
    rows: dict[int, Counter[int]] = {}
    for i in range(region.head, region.end):
        block = page.blocks[i]
        if block.row >= 0 and block.text:
            rows.setdefault(block.row, Counter())[block.cell] += 1
    data = {row for row, cells in rows.items() if len(cells) > 1 and max(cells.values()) <= _LINES_OF_CELL}
    tables = Counter(page.boxes.parents[row] for row in data)
    data = {row for row in data if tables[page.boxes.parents[row]] >= _ROWS_OF_TABLE}
    return {i for i in range(region.head, region.end) if page.blocks[i].row in data}


def _near(search: _Search) -> Iterator[int]:
    """The lines at the article's end, then those at its beginning, where a labelled line may be."""
    region, page = search.region, search.page
    lines: list[int] = []
    back = (i for i in range(region.tail - 1, region.text - 1, -1) if i not in search.skipped)
    lines += list(islice(back, _LAST_LINES))[::-1]
    below = (i for i in range(region.tail, region.end) if i not in search.skipped)
    lines += islice(below, _LINES_BELOW)
    for i in dict.fromkeys([*lines, *range(region.head, region.text + 1), *_above_title(region)]):
        if i not in search.skipped and i not in region.boxed and i < len(page.blocks):
            yield i


def _above_title(region: Region) -> range:
    return range(region.head - 2, max(region.head - 2 - _LINES_ABOVE_TITLE, -1), -1)


def _around(search: _Search) -> Iterator[int]:
    """The lines before the first paragraphs and below the text up to the next list, where a link to the author is."""
    region, page = search.region, search.page
    prose = 0
    for i in range(region.head, region.tail):
        kind = region.kinds.get(i)
        prose += kind is BlockType.PROSE
        if prose > _PROSE_ABOVE:
            break
        yield i
    yield from range(max(region.tail - _LAST_LINES, region.text), region.tail)
    below = (i for i in range(region.tail, len(page.blocks)) if i not in search.skipped)
    for i in islice(below, _LINES_BELOW):
        kind = region.kinds.get(i)
        if kind in (BlockType.OTHER_NEWS, BlockType.END_LABEL, None) or _is_entry(page.blocks[i]):
            break
        yield i
    yield from _above_title(region)


def _is_entry(block: Block) -> bool:
    return any(len(link.text) >= _TITLE_LENGTH for link in block.links)


# ------------------------------------------------------------------ labelled lines and links


def _labelled(search: _Search) -> None:
    for i in _near(search):
        kind = search.region.kinds.get(i)
        is_above = i < search.region.head and not search.page.blocks[i].hidden
        if not is_above and kind in (BlockType.HIDDEN, BlockType.OTHER_NEWS, BlockType.PAGER, None):
            continue
        text = search.page.blocks[i].text
        byline = (_below_label(search, i) if is_author_label(text) else None) or labelled_byline(text)
        if byline is not None:
            search.add(i, byline, "labelled line")


def _below_label(search: _Search, label: int) -> Byline | None:
    """The names in the lines right below a label that is alone on its line."""
    names: list[str] = []
    for i in range(label + 1, min(label + 1 + _NAMES_BELOW_LABEL, len(search.page.blocks))):
        block = search.page.blocks[i]
        if i in search.skipped or search.region.kinds.get(i) not in (BlockType.TEXT, BlockType.LINKS, BlockType.ASIDE):
            break
        byline = signature(block.text, aligned=not names)
        if byline is None:
            break
        names += byline.names
        search.lines.add(i)
    return Byline(tuple(names), search.page.blocks[label].text, AUTHOR) if names else None


def _marked(search: _Search, marked: set[str], persons: Callable[[str], tuple[str, ...]]) -> None:
    """Links to an author's page, and elements that markup calls the author."""
    for i in _around(search):
        block = search.page.blocks[i]
        if block.hidden or i in search.skipped or i in search.region.boxed or i in search.lines:
            continue
        names = [name for link in block.links if is_authors(link) for name in persons(link.text)]
        if not names and search.region.kinds.get(i) is not BlockType.PROSE:
            printed = (name for name in sorted(marked, key=block.text.find) if name in block.text)
            names = [person for name in printed for person in persons(name)]
        if names:
            search.add(i, Byline(tuple(names), block.text, POSTER), "marked as the author")
            if i < search.region.tail and i + 1 < len(search.page.blocks) and _is_unit(search.page.blocks[i + 1].text):
                search.lines.add(i + 1)


def _is_unit(text: str) -> bool:
    """True for the office of an author in a line of its own."""
    return len(text) <= _UNIT and (is_body(text) or is_office(text))


def is_authors(link: Link) -> bool:
    """True for a link to the page of an author."""
    return link.is_author or _AUTHOR_PAGE.search(link.href) is not None


def _printed(search: _Search, stated: set[str]) -> None:
    """A line whose words are those of an author that the head states."""
    for i in _around(search) if stated else ():
        block = search.page.blocks[i]
        if search.region.kinds.get(i) in (BlockType.TEXT, BlockType.DATE, BlockType.LINKS) and i not in search.skipped:
            names = [part for part in _PARTS.split(block.text) if part in stated]
            if names:
                search.add(i, Byline(tuple(names), block.text, POSTER), "printed, and stated for machines")


# ------------------------------------------------------------------ the last line


def _signed(search: _Search) -> None:
    """Go up from the end of the text to the signature, or to the first line that cannot be below one."""
    page, region = search.page, search.region
    seen = 0
    for i in _last_lines(search):
        block, kind = page.blocks[i], region.kinds[i]
        seen += kind is not BlockType.LINKS
        if i in search.rows:
            return
        if _names_source(region, block, kind):
            search.lines.add(i)
            continue
        if kind is BlockType.LINKS:
            continue
        if seen > _LAST_LINES or i <= region.text:
            return
        # The line above a source names the author, even by initials.
        apart = is_aligned(block) or _in_own_box(page, region, i) or i + 1 in search.lines
        byline = signature(block.text, aligned=apart)
        if byline is not None:
            _take(search, i, byline)
            return
        if kind is BlockType.PROSE or i < region.tail:
            return


def _last_lines(search: _Search) -> Iterator[int]:
    """The article's lines from its end up that may be a signature or be below one."""
    page, region = search.page, search.region
    for i in range(region.end - 1, region.text - 1, -1):
        kind = region.kinds[i]
        if (
            (i in search.skipped and i not in search.rows)
            or i in search.lines
            or i in region.boxed
            or kind not in (BlockType.TEXT, BlockType.PROSE, BlockType.LINKS)
        ):
            continue
        if i in region.outside and (kind is BlockType.PROSE or _SITE.match(fold(page.blocks[i].text))):
            continue  # the page's own words, below the article
        yield i


def _names_source(region: Region, block: Block, kind: BlockType) -> bool:
    """True for the bare address of a source, and for the name of a typist: neither author nor text."""
    if _ADDRESS.match(block.text) and block.index >= region.tail - 2:
        return True
    return kind is BlockType.TEXT and is_account(block.text) and not block.item


def _take(search: _Search, i: int, byline: Byline) -> None:
    """Take the signature in a line, or the person above it if the line is the organisation that published the text."""
    page, region = search.page, search.region
    text = page.blocks[i].text
    search.lines.add(i)
    writer = _writer_above(page, region, i) if any(map(is_body, byline.names)) else None
    if writer is not None:
        i, byline = writer
    search.add(i, byline, "signature, a last line set apart")
    # The name may be both in the text and in a field of the page.
    search.lines.update(k for k in range(max(i - _LAST_LINES, region.text + 1), i) if page.blocks[k].text == text)


def _writer_above(page: Page, region: Region, i: int) -> tuple[int, Byline] | None:
    """The line right above an organisation's name, if it is a person's and set apart as well; or None."""
    if i - 1 < region.tail or region.kinds.get(i - 1) is not BlockType.TEXT:
        return None
    byline = signature(page.blocks[i - 1].text, aligned=True)
    return (i - 1, byline) if byline is not None and byline.names and not any(map(is_body, byline.names)) else None


def _in_own_box(page: Page, region: Region, i: int) -> bool:
    """True for a line in a box of its own below the text, where Hòa Bình prints its authors."""
    if i < region.tail:
        return False
    box, text = page.blocks[i].box, page.blocks[region.tail - 1].box
    if page.boxes.tags[box] == "div" and page.boxes.tags[text] == "p" and not page.boxes.holds(box, text):
        return True
    return i in region.outside or containers(page.boxes, page.blocks[i]).isdisjoint(
        containers(page.boxes, page.blocks[region.tail - 1])
    )


def _before_text(search: _Search) -> None:
    """Find a name, with a unit below it or a date beside it, between title and text."""
    page, region = search.page, search.region
    for i in range(region.head, min(region.text + 1, len(page.blocks))):
        block, kind = page.blocks[i], region.kinds.get(i)
        if (
            kind not in (BlockType.TEXT, BlockType.DATE)
            or i in search.lines
            or i in search.skipped
            or i in region.boxed
        ):
            continue
        byline = _dated(block) if any(map(str.isdigit, block.text)) else signature(block.text, aligned=False)
        byline = byline or _ranked(block)
        if byline is None or not byline.names:
            continue
        search.add(i, byline, "name between title and text")
        if region.kinds.get(i + 1) is BlockType.TEXT and len(page.blocks[i + 1].text) <= _UNIT:
            search.lines.add(i + 1)  # the author's unit
        return


def _dated(block: Block) -> Byline | None:
    """The name in a line of a name and a date: ``Lê Hà - 12/06/2023 09:30``."""
    text = block.text
    dates = find_dates(text) if len(text) <= LONGEST_LINE else []
    for date in dates:
        text = text.replace(date.raw, " | ", 1)
    parts = [part for part in _PARTS.split(text) if any(map(str.isalpha, part))]
    if not dates or len(parts) > _PARTS_OF_LINE:
        return None
    names = [
        byline for part in parts if not _WEEKDAY.fullmatch(fold(part)) and (byline := signature(part, aligned=False))
    ]
    return Byline(names[0].names, block.text, AUTHOR) if names else None


_RANK = re.compile(r"^(?:PGS|GS|TS|ThS|CN|KS|BS|LS)\b[. ]")


def _ranked(block: Block) -> Byline | None:
    return signature(block.text, aligned=True) if _RANK.match(block.text) else None


def is_aligned(block: Block) -> bool:
    """True if the page sets this line apart, as it does with signatures."""
    return bool(block.align) or block.indent >= _PUSHED or block.emphasis >= _EMPHASISED
