"""What the reader did with each line of a page: the fields that it gave, or the reason why it was left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scraper.pages.article import TAKEN, ArticleFields, bylines
from scraper.pages.attachments import file_lines
from scraper.pages.authors import Authors, find_authors
from scraper.pages.blocks import Block
from scraper.pages.body import body_lines
from scraper.pages.images import find_images
from scraper.pages.lines import BlockType, line_kind
from scraper.pages.page import Page
from scraper.pages.region import Region, find_region
from scraper.pages.title import Title, find_title

READ_FIELDS = (
    *("title", "authors", "date_published", "section", "summary", "body", "images", "attachments", "other_news"),
)
"""The fields that are read from lines, in the order in which a line that gave several names them."""

_REASONS = {
    BlockType.HIDDEN: "hidden",
    BlockType.PICTURE: "a picture",
    BlockType.DATE: "a date line",
    BlockType.BOILERPLATE: "boilerplate",
    BlockType.OTHER_NEWS: "label over further articles",
    BlockType.END_LABEL: "label of a box",
    BlockType.ASIDE: "an aside: comments, tags, a note or a form",
    BlockType.ATTACHMENT: "label of files",
    BlockType.PAGER: "a pager",
    BlockType.LINKS: "links",
    BlockType.PROSE: "sentences",
    BlockType.TEXT: "words",
}
_NO_REGION = "no title on the page"
_ABOVE = "above the title"
_BELOW = "below the article"
_BEFORE_TEXT = "between title and text"
_IN_BOX = "in a box inside the text"
_BESIDE = "outside the box of the text"
_NOT_TAKEN = "in the article's region, not taken"
_UNSIGNED = "a byline without an author"
_NO_ARTICLE = "below the likely title; the page is no article"


@dataclass(frozen=True, slots=True)
class LineUse:
    """One line of a page."""

    line: int
    """Index of its block."""
    fields: tuple[str, ...]
    """The fields that it gave, of :data:`READ_FIELDS`; empty for a line that was left out."""
    reason: str = ""
    """Why it was left out; empty otherwise."""


def lines_of(page: Page, fields: ArticleFields | None, link_texts: tuple[str, ...] = ()) -> list[LineUse]:
    """What became of each line of a page.

    Args:
        page: the page.
        fields: what was read; None for a page that does not read like an article.
        link_texts: words of the links that led here, as they were given to the reader.
    """
    title = find_title(page, link_texts)
    if title is None:
        return [LineUse(block.index, (), _with_kind(block, _NO_REGION, line_kind(block))) for block in page.blocks]
    region = find_region(page.blocks, page.boxes, title.last + 1, file_lines(page, title.last + 1))
    _, captions = find_images(page, region, title.last + 1)
    signed = find_authors(page, region, captions)
    if fields is not None:
        given = _given(page, fields, _Found(title, region, captions, signed))
    else:
        given = {i: ["title"] for i in range(title.first, title.last + 1)}
    inside = _NOT_TAKEN if fields is not None else _NO_ARTICLE
    uses = []
    for block in page.blocks:
        names = tuple(name for name in READ_FIELDS if name in given.get(block.index, ()))
        unsigned = _UNSIGNED if block.index in signed.lines else ""
        reason = "" if names else unsigned or _reason(block, title, region, inside)
        uses.append(LineUse(block.index, names, reason))
    return uses


@dataclass(frozen=True, slots=True)
class _Found:
    """What the reader finds on the way to the fields."""

    title: Title
    region: Region
    captions: set[int]
    authors: Authors


def _given(page: Page, fields: ArticleFields, found: _Found) -> dict[int, list[str]]:
    """The fields of each line that gave any."""
    given: dict[int, list[str]] = {}
    title, region, captions, authors = found.title, found.region, found.captions, found.authors

    def add(name: str, lines: Iterable[int]) -> None:
        for i in lines:
            given.setdefault(i, []).append(name)

    names = bylines(page, region, authors.names, fields.published)
    add("title", range(title.first, title.last + 1))
    add("authors", authors.lines if fields.authors_raw else ())
    if fields.authors_raw and not authors.lines:
        add("authors", _nearest(page, fields.authors_raw, title))
    if fields.published is not None and fields.date_source == "page":
        add("date_published", _nearest(page, fields.published.raw.strip(), title))
    add("section", _nearest(page, fields.section or "", title, words_alone=True))
    own = body_lines(page, region, captions | authors.lines | names)
    if any(warning.endswith(TAKEN) for warning in fields.warnings):
        own = _with_text(page, set(fields.paragraphs))
    own = {i for i in own if page.blocks[i].text != fields.title or fields.title in fields.body}
    add("summary", [i for i in sorted(own) if page.blocks[i].text == fields.summary][:1])
    add("body", own)
    pictures = {image.url for image in fields.images}
    shown = page.blocks[title.first : region.end]
    add("images", (block.index for block in shown if not pictures.isdisjoint(_pictures(page, block))))
    add("images", captions if pictures else ())
    add("attachments", _linking(page, {file.url for file in fields.attachments}))
    add("other_news", _linking(page, {entry.url for entry in fields.other_news}))
    return given


def _with_text(page: Page, texts: set[str]) -> set[int]:
    """The lines that are paragraphs, with or without the sign of a list item."""
    return {block.index for block in page.blocks if block.text in texts or f"- {block.text}" in texts}


def _nearest(page: Page, value: str, title: Title, *, words_alone: bool = False) -> list[int]:
    """The line with a value; of several, the one nearest to the title.

    Args:
        page: the page.
        value: as printed.
        title: the page's.
        words_alone: only lines and links that say this and nothing else, if there are any.
    """
    lines = [block.index for block in page.blocks if value in block.text and not block.hidden] if value else []
    if words_alone:
        lines = [i for i in lines if value in _wordings(page.blocks[i])] or [i for i in lines if i < title.first]
    return [min(lines, key=lambda i: abs(i - title.first))] if lines else []


def _wordings(block: Block) -> set[str]:
    return {block.text, *(link.text for link in block.links)}


def _pictures(page: Page, block: Block) -> Iterator[str]:
    """The addresses of the pictures in a line."""
    for picture in block.pictures:
        address = page.targets.resolve(picture.src)
        if address is not None:
            yield address.url


def _linking(page: Page, urls: set[str]) -> Iterator[int]:
    """The lines with a link to one of some addresses."""
    for block in page.blocks if urls else ():
        if any(link.address is not None and link.address.url in urls for link in block.links):
            yield block.index


def _reason(block: Block, title: Title, region: Region, inside: str) -> str:
    i = block.index
    if i < title.first:
        return _with_kind(block, _ABOVE, line_kind(block))
    kind = region.kinds.get(i)
    if kind is None or i >= region.end:
        return _with_kind(block, _BELOW, kind or line_kind(block))
    if i in region.boxed:
        return _with_kind(block, _IN_BOX, kind)
    if kind not in (BlockType.PROSE, BlockType.TEXT):
        return _with_kind(block, "", kind)
    if i < region.text:
        return _BEFORE_TEXT
    return _BESIDE if i in region.outside else inside


def _with_kind(block: Block, place: str, kind: BlockType) -> str:
    """A place on the page with the type of a line."""
    if kind is BlockType.HIDDEN or block.hidden or not place:
        return _REASONS[kind]
    return f"{place}: {_REASONS[kind]}"
