"""The links under ``Tin khác`` and similar labels, with the dates printed beside them."""

from __future__ import annotations

from itertools import islice

from scraper.addresses import Kind
from scraper.items import OtherNews
from scraper.pages.blocks import Block, Link
from scraper.pages.boxes import ROW_PARTS, Boxes
from scraper.pages.entries import ListEntry
from scraper.pages.labels import is_newer, is_other_news, is_pager
from scraper.pages.lines import BlockType, kind_of_words
from scraper.pages.page import Page
from scraper.pages.region import Region

# The words of an entry are a title; shorter ones are buttons and menus.
MIN_TITLE = 6
TITLE_WORDS = 4
# Entries of one list have the same ancestors up to this level; a side box after it has another shape.
_SHAPE_LEVELS = 3
# After this number of entries of one shape, another shape is another box.
_UNIFORM = 3
# Boxes below a text share its column's element; one more level up, columns are side by side.
_COLUMN_LEVELS = 1
# Lines of one half of a pair of lists: ten entries with a date each.
_HALF = 21
# A short line without links that is not a date heads the next box.
_BOX_TITLE = 60


def find_other_news(page: Page, region: Region, lines: range, title: str) -> list[OtherNews]:
    """The further articles that a page lists under an other-news label, in page order.

    Args:
        page: the page.
        region: the article's part of it.
        lines: indices of the lines that are searched for labels.
        title: the article's own, which is left out.
    """
    found: dict[str, OtherNews] = {}
    behind = lines.start
    for block in page.blocks[lines.start : lines.stop]:
        if block.index < behind or block.hidden:
            continue
        if _is_label(block, region.kinds.get(block.index)) or _is_newer_half(page, region, block):
            behind = _read_list(page, block.index, title, found)
    return list(found.values())


def _is_label(block: Block, kind: BlockType | None) -> bool:
    text = block.text
    if (kind or kind_of_words(text)) is BlockType.OTHER_NEWS:
        return True
    if not block.links:
        return False
    # "Tin liên quan: <a>…" in one line.
    head, colon, _ = text.partition(":")
    return bool(colon) and is_other_news(head)


def _is_newer_half(page: Page, region: Region, block: Block) -> bool:
    """True if this ``Tin mới`` heads the newer half of the list, and not a box of the front page.

    It does if the article has not ended yet, or if ``Tin khác`` heads the other half right after its entries.
    """
    if block.links or not is_newer(block.text):
        return False
    if block.index == region.end and region.container is not None and _in_column(page.boxes, block, region.container):
        return True
    for follower in page.blocks[block.index + 1 : block.index + 1 + _HALF]:
        if kind_of_words(follower.text) is BlockType.OTHER_NEWS:
            return _shape(page.boxes, follower) == _shape(page.boxes, block)
        if follower.text and not follower.links and kind_of_words(follower.text) is not BlockType.DATE:
            return False
    return False


def _in_column(boxes: Boxes, block: Block, container: int) -> bool:
    """True if a line is in the box of the text, or in a box right below it."""
    level = 0
    for box in boxes.path(container):
        level += box != container and boxes.tags[box] not in ROW_PARTS
        if level > _COLUMN_LEVELS:
            return False
        if boxes.holds(box, block.box):
            return True
    return False


def _read_list(page: Page, label: int, title: str, found: dict[str, OtherNews]) -> int:
    """Take the entries below a label; return the index of the line after the list."""
    entries = {entry.link.block: entry for entry in page.entries}
    shape: tuple[str, ...] | None = None
    taken = 0
    i = label if page.blocks[label].links and ":" in page.blocks[label].text else label + 1
    while i < len(page.blocks):
        block = page.blocks[i]
        entry = entries.get(i)
        alike = shape is not None and _shape(page.boxes, block) == shape
        if entry is not None and _is_article(entry, alike=alike):
            if shape is not None and not alike and (_in_new_box(page, i) or taken >= _UNIFORM):
                return i
            taken += 1
            shape = shape or _shape(page.boxes, block)
            _take(page, entry, title, found)
        elif i > label and _ends_list(block, started=shape is not None):
            return i
        i += 1
    return i


def _is_article(entry: ListEntry, *, alike: bool) -> bool:
    """True if an entry is a further article: by address, by words as long as a title, or by its shape."""
    target = entry.link.address
    if target is None or len(entry.title) < MIN_TITLE or is_pager(entry.title):
        return False
    if target.kind is Kind.ARTICLE:
        return True
    if target.kind is not Kind.PAGE:
        return False
    return target.key is not None or alike or entry.date is not None or len(entry.title.split()) >= TITLE_WORDS


def _take(page: Page, entry: ListEntry, title: str, found: dict[str, OtherNews]) -> None:
    target = entry.link.address
    if target is None:
        return
    # If addresses are state, all articles share one, and only words distinguish them.
    if entry.title == title if target.is_stateful else target.identity == page.address.identity:
        return
    name = target.identity_for(entry.title)
    known = found.get(name)
    if known is None:
        found[name] = OtherNews(entry.title, target.url, entry.date.iso if entry.date else None)
    elif known.date is None and entry.date:
        known.date = entry.date.iso


def _ends_list(block: Block, *, started: bool) -> bool:
    text = block.text
    if not text or block.hidden:
        return False
    kind = kind_of_words(text)
    if kind in (BlockType.END_LABEL, BlockType.OTHER_NEWS):
        return True
    if block.links:
        if kind is BlockType.PAGER:
            return False
        # A menu or the footer: links that do not lead to an article.
        return started and not any(_leads_to_article(link) for link in block.links)
    if not started or kind is BlockType.BOILERPLATE or not any(char.isalpha() for char in text):
        return False
    return len(text) <= _BOX_TITLE and not any(char.isdigit() for char in text)


def _leads_to_article(link: Link) -> bool:
    target = link.address
    return target is not None and (target.kind is Kind.ARTICLE or target.key is not None or target.is_stateful)


def _shape(boxes: Boxes, block: Block) -> tuple[str, ...]:
    return tuple(boxes.tags[box] for box in islice(boxes.path(block.box), _SHAPE_LEVELS))


def _in_new_box(page: Page, i: int) -> bool:
    """True if a line that is neither entry nor date is between this entry and the one before it."""
    block = page.blocks[i - 1]
    return bool(block.text) and not block.links and any(char.isalpha() for char in block.text)
