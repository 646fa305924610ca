"""Whose a printed date is: the article's, or that of a document, a row of data, a comment, or the whole site."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice, takewhile

from scraper.pages.boxes import Boxes
from scraper.pages.lines import REPEATED_LINES, printed_dates
from scraper.pages.page import Page
from scraper.pages.region import Region
from scraper.pages.title import Title
from scraper.text.clock import is_clock
from scraper.text.dates import LONGEST_LINE, PrintedDate, date_line
from scraper.text.dates import find_dates as find_in_line
from scraper.text.fold import fold

# A label or a time of day in a line of its own.
_BESIDE = 30
# Rows with as many cells as the next one are data; rows of layout are single. More cells are not counted.
_DATA_CELLS, _MAX_CELLS = 2, 20
# Longer lines in a cell are text.
_CELL_LENGTH = 80
# A comment's date is this close below the heading of the comments, at most.
_LINES_OF_COMMENTS = 60
_COMMENTS = re.compile(
    r"\W*(?:(?:\d+|one|mot)\s)?(?:binh luan|phan hoi|y kien|comments?|responses?|repl(?:y|ies)|thoughts?)"
    r"(?:\s(?:cho|ve|on|to|for)(?:\s.*)?)?\W*"
)
_COMMENT_BOX = re.compile(r"comment|respond|binh-?luan|y-?kien", re.IGNORECASE)
_SAID = re.compile(r"(?:says|said|wrote|(?<!ngay )(?<!nguoi )(?:viet|noi|tra loi)) ?:\Z")
# What a date belongs to in a list of properties: to a document, a meeting, a person.
_OF_OTHERS = re.compile(
    r"\W*(?:(?:ngay|thoi gian|thoi diem|thoi han)(?: thang)?(?: nam)? (?:(?:bat dau|co|het|ket thuc|van ban) ?)?"
    r"(?:ban hanh|ky|hieu luc|thi hanh|ap dung|thuc hien|han|hop|to chuc|dien ra|khai mac|be mac|sinh|mat|cap|nhan)?"
    r"|(?:tu|den|truoc|sau) ngay)(?<! )\W*"
)
_FOOTER = re.compile(r"footer", re.IGNORECASE)


def labelled_dates(page: Page, title: Title, i: int) -> Sequence[PrintedDate]:
    """The dates of a line, with the label or the time of day that has a line of its own beside it."""
    block = page.blocks[i]
    found = printed_dates(block.text)
    if len(found) != 1:
        return found
    date = found[0]
    before = page.blocks[i - 1].text if i and i - 1 != title.last else ""
    behind = page.blocks[i + 1].text if i + 1 < len(page.blocks) else ""
    words = [(before, f"{before} {block.text}"), (behind, f"{block.text} {behind}")]
    for beside, line in words:
        if 0 < len(beside) <= _BESIDE and not find_in_line(beside):
            joined = date_line(line)
            if len(joined) != 1 or joined[0].iso[:10] != date.iso[:10]:
                continue
            if date.label is None and beside is before:
                date = replace(date, label=joined[0].label)
            if "T" not in date.iso and is_clock(beside):
                date = replace(date, iso=joined[0].iso)
    return [date]


def is_of_another(page: Page, title: Title, i: int) -> bool:
    """True for a date of a document or a meeting: after a label of its own, or in a row of data."""
    before = page.blocks[i - 1].text if i and i - 1 != title.last else ""
    if len(before) <= LONGEST_LINE and _OF_OTHERS.fullmatch(fold(before)):
        return True
    row = page.blocks[i].row
    if row < 0 or any(date.label for date in labelled_dates(page, title, i)):
        return False
    if page.boxes.holds(row, page.blocks[title.last].box) or not page.boxes.has_children(row, _DATA_CELLS):
        return False
    return any(_is_alike(page, title, row, i, step) for step in (-1, 1))


def _is_alike(page: Page, title: Title, row: int, i: int, step: int) -> bool:
    """True if the next row with words, before or after, has as many cells, with short words in at least two.

    The title's row is layout.
    """
    blocks, boxes = page.blocks, page.boxes
    while 0 <= i < len(blocks) and boxes.holds(row, blocks[i].box):
        i += step
    other = boxes.child_with(boxes.parents[row], blocks[i].box) if 0 <= i < len(blocks) else -1
    if other < 0 or boxes.tags[other] != "tr" or _cells(boxes, other) != _cells(boxes, row):
        return False
    if boxes.holds(other, blocks[title.last].box):
        return False
    first, named = i, 0
    while 0 <= i < len(blocks) and abs(i - first) < _MAX_CELLS and boxes.holds(other, blocks[i].box):
        if len(blocks[i].text) >= _CELL_LENGTH:
            return False
        named += bool(blocks[i].text)
        i += step
    return named >= _DATA_CELLS


def _cells(boxes: Boxes, row: int) -> int:
    return sum(1 for _ in islice(boxes.children(row), _MAX_CELLS))


def is_sites_update(page: Page, title: Title, region: Region, i: int) -> bool:
    """True for the last update of the whole site, in its footer."""
    box = page.blocks[i].box
    if i < region.tail or any(date.label != "modified" for date in printed_dates(page.blocks[i].text)):
        return False
    around = box_around(page, title, region)
    if not page.boxes.holds(around, box):
        return True
    inner = takewhile(lambda inner: inner != around, page.boxes.path(box))
    return any(page.boxes.tags[inner] == "footer" or _FOOTER.search(page.boxes.name(inner)) for inner in inner)


def is_comment(page: Page, title: Title, region: Region, i: int) -> bool:
    """True for a line below the text that belongs to a reader's comment."""
    box, own = page.blocks[i].box, page.blocks[title.last].box
    boxes = takewhile(lambda box: not page.boxes.holds(box, own), page.boxes.path(box))
    if any(_COMMENT_BOX.search(page.boxes.name(box)) for box in boxes):
        return True
    first = max(region.text, i - _LINES_OF_COMMENTS)
    return any(_heads_comment(page.blocks[k].text) for k in range(first, i))


@lru_cache(maxsize=REPEATED_LINES)  # asked of the same lines for each date below them
def _heads_comment(text: str) -> bool:
    if len(text) > LONGEST_LINE:
        return False
    folded = fold(text)
    return _COMMENTS.fullmatch(folded) is not None or (text.endswith(":") and _SAID.search(folded) is not None)


def box_around(page: Page, title: Title, region: Region) -> int:
    """The smallest box with the title and the text."""
    text = page.blocks[min(region.text, len(page.blocks) - 1)]
    return page.boxes.around(page.blocks[title.last].box, text.box)
