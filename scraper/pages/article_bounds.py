"""Where an article ends before its text is looked for: at the next article, or at the end of a notice of files."""

from __future__ import annotations

from collections.abc import Set

from scraper.pages.blocks import Block
from scraper.pages.boxes import TOO_WIDE, Boxes
from scraper.pages.labels import is_site_notice
from scraper.pages.lines import BlockType, line_kind

# Elements that contain one line.
ONE_LINE = frozenset({"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "dd", "dt", "pre"})
# The title of the next article of an endless page is as long as a title, and has a date as close below.
_TITLE_LENGTH, _NEAR = 20, 3
# The titles of further articles are headings of the first two levels; smaller ones are of entries.
_LARGE = 2
# Footers outside the column of a notice have fewer letters than a text that has a file above it.
_NOTICE_CHARS = 600
LABELS = (BlockType.OTHER_NEWS, BlockType.END_LABEL)


def next_article(blocks: list[Block], boxes: Boxes, head: int) -> int:
    """The index of the title of the next article on an endless page; the number of lines where there is none."""
    title = blocks[head - 1] if head else None
    if title is None or not title.heading:
        return len(blocks)
    own, name = _article_box(boxes, title.box), boxes.classes.get(title.box)
    is_dated = _is_dated(blocks, title)
    for block in blocks[head:]:
        if not block.heading or block.hidden or len(block.text) < _TITLE_LENGTH:
            continue
        if block.heading == title.heading and is_dated and _is_dated(blocks, block):
            return block.index
        other = _article_box(boxes, block.box)
        if min(own, other) < 0 or boxes.holds(own, block.box):
            continue
        is_alike = boxes.classes.get(block.box) == name and boxes.shape(block.box) == boxes.shape(title.box)
        if is_alike or block.heading == 1 or (block.heading <= _LARGE and _is_dated(blocks, block)):
            return block.index
    return len(blocks)


def _article_box(boxes: Boxes, box: int) -> int:
    """The ``<article>`` around a box; -1 for none."""
    return next((outer for outer in boxes.path(box) if boxes.tags[outer] == "article"), -1)


def _is_dated(blocks: list[Block], title: Block) -> bool:
    near = blocks[title.index + 1 : title.index + 1 + _NEAR]
    return any(line_kind(block) is BlockType.DATE for block in near)


def end_of_notice(blocks: list[Block], boxes: Boxes, head: int, kinds: dict[int, BlockType], files: Set[int]) -> int:
    """The end of a notice that has files or rows and no sentence; the number of lines for all other articles.

    Without a sentence of its own, the first one below would be taken for its text: the site's address in the footer.
    """
    stop = first_label(kinds, head, len(blocks))
    first = next((i for i in range(head, len(blocks)) if kinds[i] is BlockType.PROSE), len(blocks))
    content = [
        i
        for i in range(max(head - 1, 0), min(first, stop))
        if i in files or (i >= head and kinds[i] is BlockType.TEXT and _is_in_row(boxes, blocks[i]))
    ]
    if not content:
        return len(blocks)
    column = boxes.around(blocks[max(head - 1, 0)].box, blocks[content[-1]].box)
    if boxes.tags[column] in ONE_LINE:
        column = boxes.parents[column]
    is_flat = boxes.tags[column] in TOO_WIDE
    if first == len(blocks):
        behind = range(content[-1] + 1, stop)
        return stop if is_flat else next((i for i in behind if not boxes.holds(column, blocks[i].box)), stop)
    is_beside = not is_flat and boxes.holds(column, blocks[first].box)
    if first < stop and not is_beside:
        prose = (block for block in blocks[first:stop] if kinds[block.index] is BlockType.PROSE)
        is_beside = is_flat or sum(b.own_chars for b in prose if not is_site_notice(b.text)) >= _NOTICE_CHARS
    return len(blocks) if is_beside else min(stop, first)


def _is_in_row(boxes: Boxes, block: Block) -> bool:
    """True for a cell in a row of several."""
    return block.row >= 0 and boxes.has_children(block.row, 2)


def first_label(kinds: dict[int, BlockType], start: int, stop: int) -> int:
    """The first line from ``start`` on that is a label; ``stop`` for none."""
    return next((i for i in range(start, stop) if kinds[i] in LABELS), stop)
