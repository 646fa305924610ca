"""Where the article's text begins and ends on the page.

Below the title comes a head (date, tools, lead), then the running text, then a tail (signature, files), then
labels, lists and boxes. Containers help to see where the text stops, but no container is trusted alone: portals
split one text over two of them, and put boxes of links in the middle of another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from scraper.pages.blocks import Block
from scraper.pages.boxes import ROW_PARTS, Boxes
from scraper.pages.lines import BlockType, line_kind

# An article's paragraphs share an ancestor this near, at most: line → p → div → div or td.
_LEVELS = 4
# Each level away from the paragraphs makes an ancestor a little less likely to be theirs alone.
_LEVEL_DECAY = 0.9
_DECAY = [_LEVEL_DECAY**level for level in range(_LEVELS)]
# Short lines say less about where the text is than sentences do.
_TEXT_WEIGHT = 0.3
# Text behind a label counts as a continuation only when there is enough of it: a footer's sentence does not.
_RESUME_CHARS = 200
# More than a lead has been said: what follows a label then is no article that only begins.
_LEAD_CHARS, _BEGIN_SHARE = 400, 4
# Text behind a label is likely a box's, behind two more so; but "Chia sẻ" and "THÔNG BÁO" stand above texts too.
_LABEL_DECAY = 0.3
_MAX_LABELS = 6
# What holds a whole page cannot be what holds an article's paragraphs.
_TOO_WIDE = frozenset({"html", "body", "form"})
# … unless nothing else holds them: two paragraphs straight in <body> outweigh one of them.
_WIDE_WEIGHT = 0.6
# The cell of a layout that holds this share of the text is the article's column.
_COLUMN_SHARE = 0.7
# Elements that hold one line.
_LINES = frozenset({"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "dd", "dt", "pre"})
# Less than this share of the sentences between title and first label is a section of the text, not the text.
_SECTIONED = 0.5

_FILE_LINK = re.compile(r"\.(?!html?$|aspx?$|php$)\w{2,5}$|[?&]download=1", re.IGNORECASE)
_CONTENT = (BlockType.PROSE, BlockType.TEXT, BlockType.PICTURE)
_LABELS = (BlockType.OTHER_NEWS, BlockType.END_LABEL)


@dataclass(slots=True)
class Region:
    """The article's part of the page, as indices of blocks: ``head <= text <= tail <= end``."""

    head: int
    """First line below the title."""
    text: int
    """First line of the running text."""
    tail: int
    """First line behind the last line of text."""
    end: int
    """First line that is no longer the article's: a label, another column, the footer."""
    kinds: dict[int, BlockType]
    """Kind of each line from ``head`` on."""
    container: int | None
    """The box that holds the running text; None where no text was found."""
    boxed: set[int]
    """Lines of boxes that stand inside the text."""
    outside: set[int]
    """Lines behind the text that stand outside its container: a signature or a file at best."""


def find_region(blocks: list[Block], boxes: Boxes, head: int) -> Region:
    """The region of the article whose title ends before the block ``head``."""
    kinds = _kinds(blocks, head)
    blocks = blocks[: head + len(kinds)]
    container = _container(blocks, boxes, head, kinds)
    if container is None:
        end = _first_label(kinds, head, len(blocks))
        return Region(head, head, head, end, kinds, None, set(), set())
    inside = {block.index for block in blocks[head:] if boxes.holds(container, block.box)}
    text = next(i for i in range(head, len(blocks)) if i in inside and _holds_text(kinds[i]))
    text = _with_lead(kinds, head, text)
    last, boxed = _last_text(blocks, boxes, kinds, inside, text)
    end = _end(blocks, boxes, kinds, inside, last)
    outside = set(range(last + 1, end)) - inside
    return Region(head, text, last + 1, end, kinds, container, boxed, outside)


def _kinds(blocks: list[Block], head: int) -> dict[int, BlockType]:
    """The kinds of all lines that can matter: behind the sixth label below a text there are only boxes."""
    kinds: dict[int, BlockType] = {}
    labels = 0
    for block in blocks[head:]:
        kind = kinds[block.index] = line_kind(block)
        if kind in _LABELS:
            labels += 1
            if labels >= _MAX_LABELS and BlockType.PROSE in kinds.values():
                break
    return kinds


def _holds_text(kind: BlockType) -> bool:
    return kind is BlockType.PROSE or kind is BlockType.TEXT


def _first_label(kinds: dict[int, BlockType], start: int, stop: int) -> int:
    return next((i for i in range(start, stop) if kinds[i] in _LABELS), stop)


def _container(blocks: list[Block], boxes: Boxes, head: int, kinds: dict[int, BlockType]) -> int | None:
    """The nearest box that holds most of the running text."""
    trusted = list(_trusted(blocks[head:], kinds))
    weights = _weights(boxes, trusted, kinds)
    if not weights:
        return None
    best = max(weights, key=weights.__getitem__)
    around = boxes.parents[best]
    if boxes.tags[best] in _LINES and around >= 0 and boxes.tags[around] not in _TOO_WIDE:
        best = around  # one paragraph does not hold a text: a short line may stand beside it
    # Columns side by side are not halves of one text.
    least = _COLUMN_SHARE * sum(_weight(block, kinds) * trust for block, trust in trusted)
    columns = (box for box, weight in weights.items() if boxes.tags[box] == "td" and weight >= least)
    column = min((box for box in columns if boxes.holds(best, box)), default=None)
    said = [block for block, trust in trusted if trust == 1.0 and kinds[block.index] is BlockType.PROSE]
    return _around_sections(boxes, best, said) if column is None else column


def _trusted(blocks: list[Block], kinds: dict[int, BlockType]) -> Iterator[tuple[Block, float]]:
    """The lines of text, each with how likely it is the article's: less behind each label."""
    trust = 1.0
    for block in blocks:
        kind = kinds[block.index]
        if kind in _LABELS:
            trust *= _LABEL_DECAY
        elif _holds_text(kind):
            yield block, trust


def _weight(block: Block, kinds: dict[int, BlockType]) -> float:
    return block.own_chars * (1.0 if kinds[block.index] is BlockType.PROSE else _TEXT_WEIGHT)


def _weights(boxes: Boxes, trusted: list[tuple[Block, float]], kinds: dict[int, BlockType]) -> dict[int, float]:
    """How much text stands in each box, less for each level that it is further in."""
    weights: dict[int, float] = {}
    for block, trust in trusted:
        weight = _weight(block, kinds) * trust
        level = 0
        for box in boxes.path(block.box):
            tag = boxes.tags[box]
            if tag == "html" or level == _LEVELS:
                break
            if tag not in ROW_PARTS:
                wide = _WIDE_WEIGHT if tag in _TOO_WIDE else 1.0
                weights[box] = weights.get(box, 0.0) + weight * _DECAY[level] * wide
                level += 1
    return weights


def _around_sections(boxes: Boxes, best: int, said: list[Block]) -> int:
    """A text in sections: the box around them, where the one found holds less than half of what is said."""
    chars = sum(block.own_chars for block in said)
    while sum(block.own_chars for block in said if boxes.holds(best, block.box)) < _SECTIONED * chars:
        around = boxes.parents[best]
        if around < 0 or boxes.tags[around] in _TOO_WIDE:
            return best
        best = around
    return best


def _with_lead(kinds: dict[int, BlockType], head: int, text: int) -> int:
    """A lead may stand in a box of its own between the title and the text."""
    for i in range(text - 1, head - 1, -1):
        if kinds[i] in (BlockType.LINKS, BlockType.PAGER, *_LABELS):
            return text
        if kinds[i] is BlockType.PROSE:
            return _with_lead(kinds, head, i)
    return text


def _last_text(
    blocks: list[Block], boxes: Boxes, kinds: dict[int, BlockType], inside: set[int], text: int
) -> tuple[int, set[int]]:
    """The last line of running text, and the lines of boxes before it.

    A label ends the text, unless enough text goes on behind it among the same paragraphs as before.
    """
    boxed: set[int] = set()
    last, i = text, text
    while i < len(blocks):
        if kinds[i] in _LABELS:
            before = [k for k in range(text, i) if k not in boxed and kinds[k] in _CONTENT]
            resumed = _resumes(blocks, boxes, kinds, i, before)
            if resumed is None and kinds[i] is BlockType.END_LABEL:
                resumed = _begins(blocks, kinds, inside, i, before)
            if resumed is None:
                break
            boxed.update(range(i, _end_of_box(kinds, i, resumed)))
            i = resumed
            continue
        if kinds[i] is BlockType.PROSE and (i in inside or last == text or _goes_on(blocks, boxes, kinds, last, i)):
            last = i
        i += 1
    return last, boxed


def _resumes(
    blocks: list[Block], boxes: Boxes, kinds: dict[int, BlockType], label: int, before: list[int]
) -> int | None:
    """Where the text goes on behind a label; None where it does not."""
    behind = _alike_behind(blocks, boxes, kinds, label, before)
    if not behind:
        return None
    if kinds[label] is BlockType.END_LABEL and _is_sibling(blocks, boxes, before, behind[0]):
        return behind[0]  # "Xem thêm" between two paragraphs
    said = sum(len(blocks[i].text) for i in before if kinds[i] is BlockType.PROSE)
    if said and sum(len(blocks[i].text) for i in behind) < min(_RESUME_CHARS, said):
        return None
    # Teasers under the titles of a list: a link before each of them.
    linked = sum(any(kinds[k] is BlockType.LINKS for k in range(one, other)) for one, other in pairwise(behind))
    return behind[0] if linked * 2 <= len(behind) else None


def _alike_behind(
    blocks: list[Block], boxes: Boxes, kinds: dict[int, BlockType], label: int, before: list[int]
) -> list[int]:
    """The running text behind a label that shares a box or the shape of its boxes with the lines before."""
    siblings = {box for i in before for box in containers(boxes, blocks[i])}
    shapes = {_shape(boxes, blocks[i]) for i in before}
    prose = (i for i in range(label + 1, len(blocks)) if kinds[i] is BlockType.PROSE)
    return [
        i for i in prose if not siblings.isdisjoint(containers(boxes, blocks[i])) or _shape(boxes, blocks[i]) in shapes
    ]


def _is_sibling(blocks: list[Block], boxes: Boxes, before: list[int], i: int) -> bool:
    """True if a paragraph is the next one of those before, in the same box."""
    if not before:
        return False
    one, other = blocks[before[-1]].box, blocks[i].box
    return boxes.tags[other] == boxes.tags[one] == "p" and boxes.parents[other] == boxes.parents[one]


def _begins(
    blocks: list[Block], kinds: dict[int, BlockType], inside: set[int], label: int, before: list[int]
) -> int | None:
    """Where the text begins behind a label that stood under the lead: "Share", "Comment" in a row of tools."""
    said = sum(blocks[i].own_chars for i in before if kinds[i] is BlockType.PROSE)
    behind = [i for i in range(label + 1, len(blocks)) if i in inside and kinds[i] is BlockType.PROSE]
    linked = sum(kinds[i - 1] is BlockType.LINKS for i in behind)
    if said > _LEAD_CHARS or linked * 2 > len(behind):
        return None
    chars = sum(blocks[i].own_chars for i in behind)
    return behind[0] if chars > _RESUME_CHARS and chars > _BEGIN_SHARE * said else None


def containers(boxes: Boxes, block: Block) -> set[int]:
    """The box of a line, which may hold other lines too, and the one around it."""
    parent = boxes.parents[block.box]
    holders = {block.box}
    if parent >= 0 and boxes.tags[parent] not in _TOO_WIDE and boxes.tags[parent] not in ROW_PARTS:
        holders.add(parent)
    return holders


def _shape(boxes: Boxes, block: Block) -> tuple[int, str]:
    """Two halves of a text stand in containers that are siblings."""
    parent = boxes.parents[block.box]
    return (-1, "") if parent < 0 else (boxes.parents[parent], boxes.tags[parent])


def _end_of_box(kinds: dict[int, BlockType], label: int, resumed: int) -> int:
    """Behind the last link or date of a box the article goes on, with a picture perhaps."""
    listed = [i for i in range(label, resumed) if kinds[i] in (BlockType.LINKS, BlockType.DATE, *_LABELS)]
    return max(listed) + 1


def _goes_on(blocks: list[Block], boxes: Boxes, kinds: dict[int, BlockType], last: int, i: int) -> bool:
    """Text outside the container is the article's other half when nothing else stands between."""
    between = {kinds[k] for k in range(last + 1, i)}
    if BlockType.LINKS in between or BlockType.PAGER in between:
        return False
    if BlockType.BOILERPLATE in between and _shape(boxes, blocks[last]) != _shape(boxes, blocks[i]):
        return False  # a bar of tools may stand between two halves that look alike
    return not _other_column(boxes, blocks[last], blocks[i])


def _other_column(boxes: Boxes, one: Block, other: Block) -> bool:
    """Two cells side by side hold different things; two rows may hold one text."""
    if one.row < 0 or one.cell < 0 or one.cell == other.cell:
        return False
    column = boxes.child_with(one.row, other.box)
    return column >= 0 and column != boxes.child_with(one.row, one.box)


def _end(blocks: list[Block], boxes: Boxes, kinds: dict[int, BlockType], inside: set[int], last: int) -> int:
    """Behind the text: signature and files belong to the article, links and labels do not."""
    for i in range(last + 1, len(blocks)):
        kind = kinds[i]
        if kind in _LABELS:
            return i
        if i not in inside and (kind in (BlockType.LINKS, BlockType.PAGER) and not _links_files(blocks[i])):
            return i
        if i not in inside and _other_column(boxes, blocks[last], blocks[i]):
            return i
    return len(blocks)


def _links_files(block: Block) -> bool:
    return any(_FILE_LINK.search(link.href) for link in block.links)
