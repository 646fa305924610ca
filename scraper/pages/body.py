"""The article's text as paragraphs: lead, sentences, list items and rows, and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice, pairwise

from scraper.addresses import Kind
from scraper.pages.blocks import Block
from scraper.pages.boxes import Boxes
from scraper.pages.labels import is_empty_page
from scraper.pages.lines import BlockType
from scraper.pages.page import Page
from scraper.pages.region import Region, containers

_DROPPED = frozenset(
    {
        BlockType.HIDDEN,
        BlockType.PICTURE,
        BlockType.DATE,
        BlockType.BOILERPLATE,
        BlockType.OTHER_NEWS,
        BlockType.ASIDE,
        BlockType.PAGER,
        BlockType.ATTACHMENT,
    }
)
# A text with fewer characters is an announcement at best; the record gets a warning.
SHORT_BODY = 60
_BULLET = re.compile(r"^[-–•+*]\s*")
# A sentence that <br> breaks continues with a small letter on the next line.
_FINISHING = frozenset(".!?:;…”\"’')]")
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|zip|rar)(?:$|\?)", re.IGNORECASE)
# Linked paragraphs are rare in a text; this number of linked lines is a list in it.
_MANY_LINKS = 50
# "Being updated" replaces an article's text; it does not occur within one.
_FEW_LINES = 5
# A lead is a sentence or more.
_LEAD_LENGTH = 40
_LEAD_EMPHASIS = 0.8
_LEAD_NAMES = re.compile(
    r"sapo|summary|lead|hometext|trich-?yeu|tom-?tat|mo-?ta|description|brief|intro", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class BodyText:
    """Paragraphs of the text; ``summary`` is the first of them if the page sets it apart."""

    paragraphs: list[str]
    summary: str | None
    summary_rule: str


def read_body(page: Page, region: Region, taken: set[int]) -> BodyText:
    """The text of the article on a page.

    Args:
        page: the page.
        region: the article's part of it.
        taken: lines that other fields have used: captions, byline, source.
    """
    lines = _without_files(_own_lines(page, region, taken), region)
    texts = _texts(lines, region)
    rows = _data_rows(page.boxes, lines, region)
    paragraphs = _paragraphs(page.boxes, lines, {block.index for block in texts}, rows)
    summary, rule = _summary(page.boxes, texts, region)
    if len(paragraphs) > 1 and summary and paragraphs[1] == summary:
        del paragraphs[1]
    return BodyText(paragraphs, summary, rule)


def body_lines(page: Page, region: Region, taken: set[int]) -> set[int]:
    """The lines that :func:`read_body` makes paragraphs of."""
    lines = _without_files(_own_lines(page, region, taken), region)
    rows = _data_rows(page.boxes, lines, region)
    return {block.index for block in _texts(lines, region)} | {block.index for block in lines if block.row in rows}


def _own_lines(page: Page, region: Region, taken: set[int]) -> list[Block]:
    """The article's lines that no other field has used."""
    left_out = taken | region.boxed | region.outside
    lines = (i for i in range(region.text, region.end) if i not in left_out)
    return [page.blocks[i] for i in lines if region.kinds[i] not in (BlockType.HIDDEN, BlockType.ASIDE)]


def _texts(lines: list[Block], region: Region) -> list[Block]:
    """Those of the article's lines that are text."""
    is_list = sum(region.kinds[block.index] is BlockType.LINKS for block in lines) > _MANY_LINKS
    headings = _over_links(lines, region)
    texts = [block for block in lines if _is_text(region, block, is_list=is_list) and block.index not in headings]
    return texts if len(texts) > _FEW_LINES else [block for block in texts if not is_empty_page(block.text)]


def _over_links(lines: list[Block], region: Region) -> set[int]:
    """The headings right over a link to another page, which are those of boxes with further reading."""
    return {
        heading.index
        for heading, below in pairwise(lines)
        if heading.heading and region.kinds[below.index] is BlockType.LINKS and not _is_linked_text(below)
    }


def _paragraphs(boxes: Boxes, lines: list[Block], wanted: set[int], rows: dict[int, dict[int, list[str]]]) -> list[str]:
    """The wanted lines as paragraphs; a row of data is one, at the position of its first line."""
    paragraphs: list[list[str]] = []
    done: set[int] = set()
    for block in lines:
        if block.row in rows:
            if block.row not in done:
                paragraphs.append([_row_text(boxes, block.row, rows[block.row])])
                done.add(block.row)
        elif block.index in wanted:
            if block.broken and paragraphs and _continues(paragraphs[-1][-1], block.text):
                paragraphs[-1].append(block.text)
            else:
                paragraphs.append([f"- {_BULLET.sub('', block.text)}" if block.item else block.text])
    return [text for parts in paragraphs if (text := " ".join(parts)).strip("- |")]  # without rows of empty cells


def _without_files(lines: list[Block], region: Region) -> list[Block]:
    """The lines up to a label over files after the text: their names and buttons may be in a table."""
    label = next((b.index for b in lines if b.index >= region.tail and _heads_files(region, b)), None)
    if label is None:
        return lines
    return [block for block in lines if block.index < label or region.kinds[block.index] is BlockType.PROSE]


def _heads_files(region: Region, block: Block) -> bool:
    return region.kinds[block.index] is BlockType.ATTACHMENT and not block.links


def _is_text(region: Region, block: Block, *, is_list: bool) -> bool:
    kind = region.kinds[block.index]
    if kind in _DROPPED:
        return False
    if kind is BlockType.LINKS:
        return not is_list and _is_linked_text(block)
    if kind is BlockType.END_LABEL:
        # "THÔNG BÁO" over an announcement's text is its heading; after the text it belongs to the next box.
        return block.index < region.tail and block.index not in region.boxed
    return True


def _is_linked_text(block: Block) -> bool:
    """True for a paragraph that is a link but text: it does not lead to a file, another article or a list."""
    if len(block.text) < _LEAD_LENGTH:
        return False
    for link in block.links:
        target = link.address
        if _FILE.search(link.href) or (target is not None and target.kind is not Kind.FOREIGN):
            return False
    return True


def _continues(before: str, text: str) -> bool:
    return text[:1].islower() and before[-1:] not in _FINISHING and before != ""


def _data_rows(boxes: Boxes, lines: list[Block], region: Region) -> dict[int, dict[int, list[str]]]:
    """Rows of data inside the text, as opposed to rows of the page's layout: the words of each of their cells.

    A row that names a file after a label (``Tải về``) is an attachment.
    """
    rows: dict[int, dict[int, list[str]]] = {}
    container = region.container
    if container is None:
        return rows
    dropped = {block.row for block in lines if region.kinds[block.index] is BlockType.ATTACHMENT}
    dropped |= _tool_rows(lines, region)
    for block in lines:
        if (
            block.row > container
            and block.row not in dropped
            and boxes.holds(container, block.row)
            and block.text
            and boxes.has_children(block.row, 2)
        ):
            rows.setdefault(block.row, {}).setdefault(block.cell, []).append(block.text)
    return {row: cells for row, cells in rows.items() if len(cells) > 1}


def _tool_rows(lines: list[Block], region: Region) -> set[int]:
    """The rows that have nothing but tools and counters."""
    others = {block.row for block in lines if block.text and region.kinds[block.index] is not BlockType.BOILERPLATE}
    return {block.row for block in lines} - others


def _row_text(boxes: Boxes, row: int, cells: dict[int, list[str]]) -> str:
    texts = [" ".join(cells.get(cell, [])) for cell in boxes.children(row) if boxes.tags[cell] in ("td", "th")]
    while texts and not texts[-1]:
        texts.pop()
    return " | ".join(texts).replace("|  |", "| |").replace("|  |", "| |").strip()


def _summary(boxes: Boxes, lines: list[Block], region: Region) -> tuple[str | None, str]:
    """The first paragraph, if the page sets it apart by name, weight, or a box of its own; and the rule."""
    if not lines:
        return None, ""
    first = lines[0]
    if _named_lead(boxes, first, lines[1:]):
        return first.text, "first paragraph, named a lead"
    others = [block for block in lines[1:] if region.kinds[block.index] is BlockType.PROSE]
    if len(first.text) < _LEAD_LENGTH or not others:
        return None, ""
    if first.emphasis >= _LEAD_EMPHASIS and sum(b.emphasis < _LEAD_EMPHASIS for b in others) * 2 > len(others):
        return first.text, "first paragraph, bold"
    own = containers(boxes, first)
    apart = all(own.isdisjoint(containers(boxes, block)) for block in others)
    inside = region.container is not None and boxes.holds(region.container, first.box)
    return (first.text, "first paragraph, in a box of its own") if apart and not inside else (None, "")


def _named_lead(boxes: Boxes, block: Block, others: list[Block]) -> bool:
    """True if the line's own box, or one that contains nothing else, is named a lead."""
    return any(
        _LEAD_NAMES.search(boxes.name(box))
        and not any(boxes.holds(box, other.box) for other in others[:_FEW_LINES] if len(other.text) >= _LEAD_LENGTH)
        for box in islice(boxes.path(block.box), 2)
    )
