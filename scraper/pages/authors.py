"""Who signs: the last line of the text, a labelled line around it, or a name between title and text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from scraper.pages.blocks import Block
from scraper.pages.lines import BlockType
from scraper.pages.page import Page
from scraper.pages.region import Region, containers
from scraper.text.bylines import Byline, labelled_byline, signature
from scraper.text.fold import fold
from scraper.text.names import is_account, is_body

# A signature is one of the last lines: at most a source, its address or a file follow.
_LAST_LINES = 4
# Labelled lines may be a little below the text, in a box of their own.
_LINES_BELOW = 10
# This number of nbsp pushes a line to the right on every portal seen; paragraphs are indented by five to ten.
_PUSHED = 15
_EMPHASISED = 0.8
# "Phó Trưởng khoa Nhà nước và Pháp luật": an author's office below the name.
_UNIT = 80
_SITE = re.compile(r"\W*(?:trang|cong) (?:thong tin|tin) dien tu")
_ADDRESS = re.compile(r"^\W*(?:https?://|www\.)\S+\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Authors:
    """The byline, and the lines of it and of the source, which are not body."""

    names: list[str]
    raw: str | None
    lines: set[int]
    rule: str = ""


def find_authors(page: Page, region: Region, captions: set[int]) -> Authors:
    """The authors of the article on a page; a source (``Theo …``) does not count as one."""
    found: list[Byline] = []
    lines: set[int] = set()
    rules: list[str] = []
    rules_in_order: tuple[tuple[str, Callable[[], None]], ...] = (
        ("labelled line", lambda: _labelled(page, region, captions, found, lines)),
        ("signature, a last line set apart", lambda: _signed(page, region, captions, found, lines)),
        ("name between title and text", lambda: _before_text(page, region, found, lines)),
    )
    for rule, look in rules_in_order:
        look()
        rules += [rule] * (len(found) - len(rules))
    for byline, rule in zip(found, rules, strict=True):
        if byline.kind == "author" and byline.names:
            return Authors(list(dict.fromkeys(byline.names)), byline.raw, lines, rule)
    return Authors([], None, lines)


def _labelled(page: Page, region: Region, captions: set[int], found: list[Byline], lines: set[int]) -> None:
    stop = min(region.tail + _LINES_BELOW, region.end)
    head = range(region.head, region.text + 1)
    tail = range(max(region.tail - _LAST_LINES, region.text), stop)
    for i in dict.fromkeys([*tail, *head]):
        kind = region.kinds.get(i)
        if (
            i in captions
            or i in region.boxed
            or kind in (BlockType.HIDDEN, BlockType.OTHER_NEWS, BlockType.PAGER, None)
        ):
            continue
        byline = labelled_byline(page.blocks[i].text)
        if byline is not None:
            found.append(byline)
            lines.add(i)


def _signed(page: Page, region: Region, captions: set[int], found: list[Byline], lines: set[int]) -> None:
    """Go up from the end of the text to the signature, or to the first line that cannot be below one."""
    seen = 0
    for i in _last_lines(page, region, captions | lines):
        block, kind = page.blocks[i], region.kinds[i]
        seen += kind is not BlockType.LINKS
        if _names_source(region, block, kind):
            lines.add(i)
            continue
        if kind is BlockType.LINKS:
            continue
        if seen > _LAST_LINES or i <= region.text:
            return
        # The line above a source names the author, even by initials.
        apart = is_aligned(block) or _in_own_box(page, region, i) or i + 1 in lines
        byline = signature(block.text, aligned=apart)
        if byline is not None:
            _take(page, region, i, byline, found, lines)
            return
        if kind is BlockType.PROSE or i < region.tail:
            return


def _last_lines(page: Page, region: Region, taken: set[int]) -> Iterator[int]:
    """The article's lines from its end up that may be a signature or be below one."""
    for i in range(region.end - 1, region.text - 1, -1):
        kind = region.kinds[i]
        if i in taken or i in region.boxed or kind not in (BlockType.TEXT, BlockType.PROSE, BlockType.LINKS):
            continue
        if i in region.outside and (kind is BlockType.PROSE or _SITE.match(fold(page.blocks[i].text))):
            continue  # the page's own words, below the article
        yield i


def _names_source(region: Region, block: Block, kind: BlockType) -> bool:
    """True for the bare address of a source, and for the name of a typist: neither author nor text."""
    if _ADDRESS.match(block.text) and block.index >= region.tail - 2:
        return True
    return kind is BlockType.TEXT and is_account(block.text) and not block.item


def _take(page: Page, region: Region, i: int, byline: Byline, found: list[Byline], lines: set[int]) -> None:
    """Take the signature in a line, or the person above it if the line is the organisation that published the text."""
    text = page.blocks[i].text
    lines.add(i)
    writer = _writer_above(page, region, i) if any(map(is_body, byline.names)) else None
    if writer is not None:
        i, byline = writer
        lines.add(i)
    found.append(byline)
    # The name may be both in the text and in a field of the page.
    lines.update(k for k in range(max(i - _LAST_LINES, region.text + 1), i) if page.blocks[k].text == text)


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
    return i in region.outside or containers(page.boxes, page.blocks[i]).isdisjoint(
        containers(page.boxes, page.blocks[region.tail - 1])
    )


def _before_text(page: Page, region: Region, found: list[Byline], lines: set[int]) -> None:
    """Find a name, with a unit below it, between title and text, if there is no other signature."""
    if any(byline.names for byline in found):
        return
    for i in range(region.head, min(region.text + 1, len(page.blocks))):
        block = page.blocks[i]
        if region.kinds.get(i) is not BlockType.TEXT or i in lines or i in region.boxed:
            continue
        byline = signature(block.text, aligned=False) or _ranked(block)
        if byline is None or not byline.names:
            continue
        found.append(byline)
        lines.add(i)
        if region.kinds.get(i + 1) is BlockType.TEXT and len(page.blocks[i + 1].text) <= _UNIT:
            lines.add(i + 1)  # the author's unit
        return


_RANK = re.compile(r"^(?:PGS|GS|TS|ThS|CN|KS|BS|LS)\b[. ]")


def _ranked(block: Block) -> Byline | None:
    return signature(block.text, aligned=True) if _RANK.match(block.text) else None


def is_aligned(block: Block) -> bool:
    """True if the page sets this line apart, as it does with signatures."""
    return bool(block.align) or block.indent >= _PUSHED or block.emphasis >= _EMPHASISED
