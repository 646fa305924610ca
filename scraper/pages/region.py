"""Find where the article's text begins and ends on the page.

Below the title comes a head (date, tools, lead), then the running text, then a tail (signature, files), then labels,
lists and boxes. Containers help to find the end of the text, but a container alone is not reliable: portals split one
text over two of them, and put boxes of links in the middle of another.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from itertools import islice, pairwise

from scraper.pages.article_bounds import LABELS, ONE_LINE, end_of_notice, first_label, next_article
from scraper.pages.asides import aside_lines
from scraper.pages.blocks import Block
from scraper.pages.boxes import ROW_PARTS, TOO_WIDE, Boxes
from scraper.pages.labels import is_site_notice
from scraper.pages.lines import BlockType, line_kind

# Most levels up to an ancestor that an article's paragraphs share: line → p → div → div or td.
_LEVELS = 4
# With each level away from the paragraphs an ancestor is a little less likely to contain only them.
_LEVEL_DECAY = 0.9
_DECAY = [_LEVEL_DECAY**level for level in range(_LEVELS)]
# Short lines are weaker evidence of the text's position than sentences.
_TEXT_WEIGHT = 0.3
# Text after a label continues the article only if there is enough of it: a footer's sentence does not.
_RESUME_CHARS = 200
# If more than a lead came before a label, what follows is not the beginning of an article.
_LEAD_CHARS, _BEGIN_SHARE = 400, 4
# Text after a label likely belongs to a box, after two even more so; but "Chia sẻ" and "THÔNG BÁO" are above texts too.
_LABEL_DECAY = 0.3
_MAX_LABELS = 6
# An element around a whole page cannot be the container of an article's paragraphs, unless nothing else contains them:
# two paragraphs directly in <body> outweigh one of them.
_WIDE_WEIGHT = 0.6
# The cell of a layout with this share of the text is the article's column.
_COLUMN_SHARE = 0.7
# Each paragraph may be in two boxes of its own, which have the same names as those of the next one.
_SAME_NAMES = 3
# A box with less than this share of the sentences between title and first label is a section of the text.
_SECTIONED = 0.5

# Sentences have five words and more; labels, names and units have fewer.
_SENTENCE_SPACES = 4
_SENTENCE_ENDS = (".", "!", "?", ":", ";", "…")
_CONTENT = (BlockType.PROSE, BlockType.TEXT, BlockType.PICTURE)


@dataclass(slots=True)
class Region:
    """The article's part of the page, as indices of blocks: ``head <= text <= tail <= end``."""

    head: int
    """First line below the title."""
    text: int
    """First line of the running text."""
    tail: int
    """First line after the last line of text."""
    end: int
    """First line that is no longer the article's: a label, another column, the footer."""
    kinds: dict[int, BlockType]
    """Kind of each line from ``head`` on."""
    container: int | None
    """The container of the running text; None if no text was found."""
    boxed: set[int]
    """Lines of boxes inside the text."""
    outside: set[int]
    """Lines after the text outside its container: a signature or a file at best."""


def find_region(blocks: list[Block], boxes: Boxes, head: int, files: Set[int] = frozenset()) -> Region:
    """The region of an article.

    Args:
        blocks: the lines of the page.
        boxes: the boxes around them.
        head: the first line below the title.
        files: the lines with a file, linked or shown below them.
    """
    blocks = blocks[: next_article(blocks, boxes, head)]
    kinds = _kinds(blocks, boxes, head)
    blocks = blocks[: head + len(kinds)]
    blocks = blocks[: end_of_notice(blocks, boxes, head, kinds, files)]
    container = _container(blocks, boxes, head, kinds)
    if container is None:
        end = first_label(kinds, head, len(blocks))
        return Region(head, head, head, end, kinds, None, set(), set())
    inside = {block.index for block in blocks[head:] if boxes.holds(container, block.box)}
    text = next(i for i in range(head, len(blocks)) if i in inside and _holds_text(kinds[i]))
    text = _with_lead(blocks, kinds, head, text)
    last, boxed = _last_text(blocks, boxes, kinds, inside, text)
    end = _end(blocks, boxes, kinds, inside, last, files)
    outside = set(range(last + 1, end)) - inside
    return Region(head, text, last + 1, end, kinds, container, boxed, outside)


def _kinds(blocks: list[Block], boxes: Boxes, head: int) -> dict[int, BlockType]:
    """The types of all lines that can matter: after the sixth label below a text there are only boxes."""
    kinds: dict[int, BlockType] = {}
    labels = 0
    for block in blocks[head:]:
        kind = kinds[block.index] = line_kind(block)
        if kind in LABELS:
            labels += 1
            if labels >= _MAX_LABELS and BlockType.PROSE in kinds.values():
                break
    sentences = {i for i, kind in kinds.items() if kind is BlockType.PROSE}
    for i in aside_lines(blocks[: head + len(kinds)], boxes, head, sentences):
        if kinds[i] in _CONTENT:
            kinds[i] = BlockType.ASIDE
    for i in [*_of_headed_boxes(blocks, boxes, kinds)]:
        kinds[i] = BlockType.ASIDE
    return kinds


def _of_headed_boxes(blocks: list[Block], boxes: Boxes, kinds: dict[int, BlockType]) -> Iterator[int]:
    """The lines of boxes that begin with a heading of boilerplate: ``Đăng nhập để đọc tiếp``, ``Sign up for …``."""
    for i, kind in kinds.items():
        if kind is not BlockType.BOILERPLATE or not blocks[i].heading:
            continue
        box = boxes.parents[blocks[i].box]
        if boxes.tags[box] in TOO_WIDE or boxes.holds(box, blocks[i - 1].box):
            continue
        for k in range(i + 1, i + len(kinds)):
            if k not in kinds or not boxes.holds(box, blocks[k].box):
                break
            if kinds[k] in _CONTENT:
                yield k


def _holds_text(kind: BlockType) -> bool:
    return kind is BlockType.PROSE or kind is BlockType.TEXT


def _container(blocks: list[Block], boxes: Boxes, head: int, kinds: dict[int, BlockType]) -> int | None:
    """The nearest box that contains most of the running text; without a sentence, all words above the first label."""
    trusted = list(_trusted(blocks[head:], kinds))
    words = [block.box for block, trust in trusted if trust == 1.0]
    if words and not any(kinds[block.index] is BlockType.PROSE for block, _ in trusted):
        return boxes.around(words[0], words[-1])
    weights = _weights(boxes, trusted, kinds)
    if not weights:
        return None
    best = max(weights, key=weights.__getitem__)
    around = boxes.parents[best]
    if boxes.tags[best] in ONE_LINE and around >= 0 and boxes.tags[around] not in TOO_WIDE:
        best = around  # one paragraph is not a container: a short line may be beside it
    # Columns side by side are not halves of one text.
    least = _COLUMN_SHARE * sum(_weight(block, kinds) * trust for block, trust in trusted)
    columns = (box for box, weight in weights.items() if boxes.tags[box] == "td" and weight >= least)
    column = min((box for box in columns if boxes.holds(best, box)), default=None)
    said = [block for block, trust in trusted if trust == 1.0 and kinds[block.index] is BlockType.PROSE]
    return _around_sections(boxes, best, said) if column is None else column


def _trusted(blocks: list[Block], kinds: dict[int, BlockType]) -> Iterator[tuple[Block, float]]:
    """The lines of text, each with the likelihood that it is the article's, which decreases after each label."""
    trust = 1.0
    for block in blocks:
        kind = kinds[block.index]
        if kind in LABELS:
            trust *= _LABEL_DECAY
        elif _holds_text(kind):
            yield block, trust


def _weight(block: Block, kinds: dict[int, BlockType]) -> float:
    return block.own_chars * (1.0 if kinds[block.index] is BlockType.PROSE else _TEXT_WEIGHT)


def _weights(boxes: Boxes, trusted: list[tuple[Block, float]], kinds: dict[int, BlockType]) -> dict[int, float]:
    """The amount of text in each box, reduced for each level between box and text."""
    weights: dict[int, float] = {}
    tags, parents = boxes.tags, boxes.parents
    for block, trust in trusted:
        weight = _weight(block, kinds) * trust
        box, level = block.box, 0
        while box >= 0 and level < _LEVELS and (tag := tags[box]) != "html":
            if tag not in ROW_PARTS:
                wide = _WIDE_WEIGHT if tag in TOO_WIDE else 1.0
                weights[box] = weights.get(box, 0.0) + weight * _DECAY[level] * wide
                level += 1
            box = parents[box]
    return weights


def _around_sections(boxes: Boxes, best: int, said: list[Block]) -> int:
    """The box around the sections of a text, if the best box has less than half of the sentences."""
    chars = sum(block.own_chars for block in said)
    while sum(block.own_chars for block in said if boxes.holds(best, block.box)) < _SECTIONED * chars:
        around = boxes.parents[best]
        if around < 0 or boxes.tags[around] in TOO_WIDE:
            return best
        best = around
    return best


def _with_lead(blocks: list[Block], kinds: dict[int, BlockType], head: int, text: int) -> int:
    """The first line of the text with its lead, which may be in a box of its own below the title."""
    for i in range(text - 1, head - 1, -1):
        if kinds[i] in (BlockType.LINKS, BlockType.PAGER, *LABELS):
            return text
        if kinds[i] is BlockType.PROSE or (kinds[i] is BlockType.TEXT and _is_sentence(blocks[i])):
            return _with_lead(blocks, kinds, head, i)
    return text


def _is_sentence(block: Block) -> bool:
    """True for a short line that is one: ``Kết quả đo ngày 11/8/2023 như sau:``, not ``Tác giả:``."""
    return block.text.endswith(_SENTENCE_ENDS) and block.text.count(" ") >= _SENTENCE_SPACES


def _last_text(
    blocks: list[Block], boxes: Boxes, kinds: dict[int, BlockType], inside: set[int], text: int
) -> tuple[int, set[int]]:
    """The last line of running text, and the lines of boxes before it.

    A label ends the text, unless enough text follows it among the same paragraphs as before.
    """
    boxed: set[int] = set()
    last, i = text, text
    while i < len(blocks):
        if kinds[i] in LABELS:
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
    """The line at which the text continues after a label; None if it does not."""
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
    """The running text after a label that shares a box, or the shape or names of its boxes, with the lines before."""
    siblings = {box for i in before for box in containers(boxes, blocks[i])}
    shapes = {_shape(boxes, blocks[i]) for i in before}
    named = {_named_alike(boxes, blocks[i].box) for i in before if kinds[i] is BlockType.PROSE} - {()}
    prose = (i for i in range(label + 1, len(blocks)) if kinds[i] is BlockType.PROSE)
    return [
        i
        for i in prose
        if not siblings.isdisjoint(containers(boxes, blocks[i]))
        or _shape(boxes, blocks[i]) in shapes
        or _named_alike(boxes, blocks[i].box) in named
    ]


def _is_sibling(blocks: list[Block], boxes: Boxes, before: list[int], i: int) -> bool:
    """True if a paragraph is the next one of those before: in the same box, or each in boxes of the same names."""
    if not before:
        return False
    one, other = blocks[before[-1]].box, blocks[i].box
    if not boxes.tags[other] == boxes.tags[one] == "p":
        return False
    if boxes.parents[other] == boxes.parents[one]:
        return True
    return _named_alike(boxes, one) == _named_alike(boxes, other) != ()


def _named_alike(boxes: Boxes, box: int) -> tuple[str, ...]:
    """The tags and names of the boxes around a line; empty without any name."""
    path = [*islice(boxes.path(box), _SAME_NAMES)]
    names = [boxes.classes.get(inner, "") for inner in path]
    return tuple(f"{boxes.tags[inner]} {name}" for inner, name in zip(path, names, strict=True)) if any(names) else ()


def _begins(
    blocks: list[Block], kinds: dict[int, BlockType], inside: set[int], label: int, before: list[int]
) -> int | None:
    """The line at which the text begins after a label under the lead: "Share", "Comment" in a row of tools."""
    said = sum(blocks[i].own_chars for i in before if kinds[i] is BlockType.PROSE)
    behind = [i for i in range(label + 1, len(blocks)) if i in inside and kinds[i] is BlockType.PROSE]
    linked = sum(kinds[i - 1] is BlockType.LINKS for i in behind)
    if said > _LEAD_CHARS or linked * 2 > len(behind):
        return None
    chars = sum(blocks[i].own_chars for i in behind)
    return behind[0] if chars > _RESUME_CHARS and chars > _BEGIN_SHARE * said else None


def containers(boxes: Boxes, block: Block) -> set[int]:
    """The box of a line, which may contain other lines too, and the one around it."""
    parent = boxes.parents[block.box]
    holders = {block.box}
    if parent >= 0 and boxes.tags[parent] not in TOO_WIDE and boxes.tags[parent] not in ROW_PARTS:
        holders.add(parent)
    return holders


def _shape(boxes: Boxes, block: Block) -> tuple[int, str]:
    """The parent and tag of a line's container; the two halves of a text are in sibling containers."""
    parent = boxes.parents[block.box]
    return (-1, "") if parent < 0 else (boxes.parents[parent], boxes.tags[parent])


def _end_of_box(kinds: dict[int, BlockType], label: int, resumed: int) -> int:
    """The end of a box inside the text: the article continues after its last link or date, possibly with a picture."""
    listed = [i for i in range(label, resumed) if kinds[i] in (BlockType.LINKS, BlockType.DATE, *LABELS)]
    return max(listed) + 1


def _goes_on(blocks: list[Block], boxes: Boxes, kinds: dict[int, BlockType], last: int, i: int) -> bool:
    """True if text outside the container is the article's other half, with nothing else between."""
    between = {kinds[k] for k in range(last + 1, i)}
    if is_site_notice(blocks[i].text):
        return False
    if BlockType.LINKS in between or BlockType.PAGER in between:
        return False
    if BlockType.BOILERPLATE in between and _shape(boxes, blocks[last]) != _shape(boxes, blocks[i]):
        return False  # only halves of the same shape may have a bar of tools between them
    return not _other_column(boxes, blocks[last], blocks[i])


def _other_column(boxes: Boxes, one: Block, other: Block) -> bool:
    """True for two cells side by side, which have different content; two rows may contain one text."""
    if one.row < 0 or one.cell < 0 or one.cell == other.cell:
        return False
    column = boxes.child_with(one.row, other.box)
    return column >= 0 and column != boxes.child_with(one.row, one.box)


def _end(
    blocks: list[Block], boxes: Boxes, kinds: dict[int, BlockType], inside: set[int], last: int, files: Set[int]
) -> int:
    """The end of the article after its text: signature and files belong to it, links and labels do not."""
    rows = {blocks[i].row for i in files if i < len(blocks)} - {-1}
    for i in range(last + 1, len(blocks)):
        kind = kinds[i]
        if kind in LABELS:
            return i
        is_of_files = i in files or blocks[i].row in rows  # their numbers, too
        if i not in inside and kind in (BlockType.LINKS, BlockType.PAGER) and not is_of_files:
            return i
        if i not in inside and _other_column(boxes, blocks[last], blocks[i]):
            return i
    return len(blocks)
