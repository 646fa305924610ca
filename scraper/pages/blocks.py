"""A page as a sequence of text blocks: the form that every reading rule works on.

Tables, divs, ``<br>`` and Word paste look different in HTML and the same to a reader of the page: lines of text,
one after another, some pushed right, some made of links. :func:`read_blocks` walks the tree once, in page order,
and makes one :class:`Block` of each such line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from lxml.etree import _Element as Element

from scraper.addresses import Address
from scraper.text.normalise import clean

# Menus, boxes and footers stand on every page of a site; cleaning their words once is enough. Longer text is an
# article's own and does not come back.
_MAX_REPEATED = 160
_clean_repeated = lru_cache(maxsize=4096)(clean)


def _cleaned(raw: str) -> str:
    return _clean_repeated(raw) if len(raw) <= _MAX_REPEATED else clean(raw)


@dataclass(slots=True, eq=False)
class Link:
    """One ``<a href>``."""

    href: str
    title: str
    """The ``title`` attribute, cleaned."""
    text: str = ""
    """All its words, over all blocks that it spans."""
    block: int = -1
    """Index of the first block that it stands in."""
    script: str = ""
    """What it does instead of leading somewhere: ``javascript:`` address, or ``onclick``."""
    address: Address | None = None
    """Where it leads; None for scripts, anchors and other schemes. The page fills it in."""


@dataclass(slots=True, eq=False)
class Picture:
    """One ``<img>``."""

    src: str
    element: Element
    link: Link | None


@dataclass(slots=True, eq=False)
class Block:
    """A line of text as the page shows it, with what sets it apart."""

    index: int
    text: str
    element: Element
    """The innermost block-level element around the line."""
    links: Sequence[Link] = ()
    link_chars: int = 0
    """How many characters of ``text`` belong to links."""
    pictures: Sequence[Picture] = ()
    heading: int = 0
    """1 to 6 inside ``<h1>`` to ``<h6>``, else 0."""
    align: str = ""
    """``right``, ``center``, or nothing."""
    indent: int = 0
    """nbsp before the first word: portals push signatures to the right with dozens of them."""
    emphasis: float = 0.0
    """Share of the characters in bold, italic or underline."""
    broken: bool = False
    """It follows a ``<br>`` and not a new paragraph."""
    item: bool = False
    """Inside ``<li>``."""
    row: Element | None = None
    cell: Element | None = None
    hidden: bool = False

    @property
    def own_chars(self) -> int:
        """Characters outside links."""
        return len(self.text) - self.link_chars

    def within(self, holder: Element) -> bool:
        """Does the line stand in this element, or in one below it?"""
        element: Element | None = self.element
        while element is not None and element is not holder:
            element = element.getparent()
        return element is not None


_SKIPPED = frozenset(
    "script style noscript template iframe select option textarea object embed svg canvas audio video head title"
    " meta link map button datalist math applet frameset input".split()
)
_BLOCKS = frozenset(
    "html body p div td th tr table tbody thead tfoot caption ul ol li dl dt dd h1 h2 h3 h4 h5 h6 section article"
    " header footer nav aside main form fieldset legend center blockquote pre figure figcaption address hr details"
    " summary menu dir listing label".split()
)
_EMPHASIS = frozenset(["b", "strong", "i", "em", "u", "th"])
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_ALIGN = re.compile(r"text-align\s*:\s*(right|center|end|left|justify|start)", re.IGNORECASE)
_STYLE_EMPHASIS = re.compile(r"font-(?:weight\s*:\s*(?:bold|[6-9]00)|style\s*:\s*italic)", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDDEN_CLASS = re.compile(
    r"(?:^|\s)(?:hidden|hide|d-none|sr-only|hide-accessible|visually-hidden|display-none)(?:\s|$)", re.IGNORECASE
)
_CLASS_ALIGN = re.compile(r"(?:^|[\s_-])(?:text|align|txt)-?(right|center|end)(?:$|[\s_-])", re.IGNORECASE)
_ALIGN_NAMES = {"right": "right", "end": "right", "center": "center", "middle": "center"}
# A float pushes a signature as well as an alignment does.
_FLOAT_RIGHT = re.compile(r"float\s*:\s*right|margin-left\s*:\s*(?:[2-9]\d\d|\d{4,})p[xt]", re.IGNORECASE)
_CELLS = frozenset(("td", "th"))
_TAG_CHANGES: dict[str, dict[str, Any]] = {
    "li": {"item": True},
    "th": {"emphasised": True},
    "center": {"align": "center"},
    **{tag: {"heading": level} for tag, level in _HEADINGS.items()},
}
_STYLED_TAGS = frozenset(_TAG_CHANGES) | _CELLS
_STYLES = 4096
# Attributes in which pages that load pictures late keep the true address.
_LATE_SOURCES = ("data-src", "data-original", "data-lazy-src")


@dataclass(frozen=True, slots=True, eq=False)
class _Style:
    """What a line inherits from the elements around it; one object for each combination, so that it is its own key."""

    align: str = ""
    heading: int = 0
    emphasised: bool = False
    item: bool = False
    hidden: bool = False


_PLAIN = _Style()
_INLINE, _ANCHOR, _BLOCK = range(3)


class _Frame:
    """An open element of the walk."""

    __slots__ = ("cell", "children", "element", "emphasised", "kind", "row", "style")

    def __init__(
        self,
        element: Element,
        style: _Style,
        emphasised: bool,
        kind: int,
        row: Element | None,
        cell: Element | None,
    ) -> None:
        self.element = element
        self.children = iter(element)
        self.style = style
        self.emphasised = emphasised
        self.kind = kind
        self.row = row
        self.cell = cell


class _Reader:
    """Walks one tree without recursion, for pages may nest deeper than Python's stack.

    This is the one place where every element of every page passes through Python: it is written for speed.
    """

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.links: list[Link] = []
        self._parts: list[str] = []
        self._pictures: list[Picture] = []
        self._spans: list[Link] = []
        self._span_chars = 0
        self._link: Link | None = None
        self._link_parts: list[str] = []
        self._emphasised = 0
        self._broken = False

    def read(self, root: Element) -> None:
        frame = _Frame(root, _PLAIN, False, _BLOCK, None, None)
        stack = [frame]
        while stack:
            for child in frame.children:
                opened = self._open(child, frame)
                if opened is not None:
                    frame = opened
                    stack.append(frame)
                    if text := child.text:
                        self._add(text, frame.emphasised)
                    break
                if tail := child.tail:
                    self._add(tail, frame.emphasised)
            else:
                stack.pop()
                if frame.kind == _BLOCK:
                    if self._parts or self._pictures:
                        self._flush(frame, frame.element)
                elif frame.kind == _ANCHOR:
                    self._end_span()
                    self._link = None
                tail = frame.element.tail
                if stack:
                    frame = stack[-1]
                    if tail:
                        self._add(tail, frame.emphasised)

    def _add(self, text: str, emphasised: bool) -> None:
        if not self._parts and text.isspace() and "\xa0" not in text:
            return  # the source's own line breaks and indents
        self._parts.append(text)
        if self._link is not None:
            self._link_parts.append(text)
        if emphasised:
            self._emphasised += len(text)

    def _open(self, child: Element, frame: _Frame) -> _Frame | None:
        """Start an element; None where there is nothing inside to walk."""
        tag = child.tag
        if tag in _BLOCKS:
            if self._parts or self._pictures:
                self._flush(frame, _block_of(frame, child))
            return self._open_block(child, _enter(child, tag, frame))
        if tag == "a":
            return self._open_link(child, frame)
        if tag == "br":
            if self._parts or self._pictures:
                self._flush(frame, _block_of(frame, child))
            self._broken = True
            return None
        if tag == "img":
            self._pictures.append(Picture(_source(child), child, self._link))
            return None
        if tag in _SKIPPED or type(tag) is not str:
            return None
        emphasised = frame.emphasised or tag in _EMPHASIS
        if child.attrib:
            hidden, bold = _inline_style(child.get("style"), child.get("class"))
            if hidden:
                return None
            emphasised = emphasised or bold
        if len(child) == 0:
            if text := child.text:
                self._add(text, emphasised)
            return None
        return _Frame(child, frame.style, emphasised, _INLINE, frame.row, frame.cell)

    def _open_block(self, child: Element, frame: _Frame) -> _Frame | None:
        if len(child):
            return frame
        if text := child.text:  # nothing inside but words: the line is complete
            self._add(text, frame.emphasised)
            if self._parts:
                self._flush(frame, child)
        return None

    def _open_link(self, child: Element, frame: _Frame) -> _Frame | None:
        href = child.get("href")
        if href is None or self._link is not None:
            return _Frame(child, frame.style, frame.emphasised, _INLINE, frame.row, frame.cell)
        if child.get("class") is not None or child.get("style") is not None:
            hidden, _ = _inline_style(child.get("style"), child.get("class"))
            if hidden:
                return None
        title = child.get("title")
        link = Link(href, _cleaned(title) if title else "")
        onclick = child.get("onclick")
        if onclick is not None or href[:11].lower() == "javascript:":
            link.script = f"{href} {onclick or ''}"
        self.links.append(link)
        if len(child) == 0:  # nearly all links of menus and lists: words and nothing else
            if text := child.text:
                self._add(text, frame.emphasised)
                link.text = _cleaned(text)
                self._span_chars += len(link.text)
            self._spans.append(link)
            return None
        self._link = link
        return _Frame(child, frame.style, frame.emphasised, _ANCHOR, frame.row, frame.cell)

    def _end_span(self) -> None:
        """Credit the words of the open link, so far, to the link and to the line."""
        link = self._link
        if link is None:
            return
        piece = _cleaned("".join(self._link_parts))
        self._link_parts = []
        if piece:
            link.text = f"{link.text} {piece}" if link.text else piece
            self._span_chars += len(piece)
        elif link.block >= 0:
            return  # nothing of it in this line
        if not self._spans or self._spans[-1] is not link:
            self._spans.append(link)

    def _flush(self, frame: _Frame, element: Element) -> None:
        """End the line at hand and make a block of it, if it holds anything."""
        raw = self._parts[0] if len(self._parts) == 1 else "".join(self._parts)
        text = _cleaned(raw)
        if text or self._pictures:
            self._end_span()
            style = frame.style
            indent = raw[: len(raw) - len(raw.lstrip())].count("\xa0") if raw[:1].isspace() else 0
            block = Block(
                len(self.blocks),
                text,
                element,
                self._spans or (),
                min(self._span_chars, len(text)),
                self._pictures or (),
                style.heading,
                style.align,
                indent,
                self._emphasised / len(raw) if self._emphasised else 0.0,
                self._broken,
                style.item,
                frame.row,
                frame.cell,
                style.hidden,
            )
            self.blocks.append(block)
            if self._spans:
                for link in self._spans:
                    if link.block < 0:
                        link.block = block.index
                self._spans, self._span_chars = [], 0
            if self._pictures:
                self._pictures = []
            self._broken = False
        self._parts = []
        self._emphasised = 0


def _block_of(frame: _Frame, child: Element) -> Element:
    """The block-level element around the line that ends at ``child``."""
    if frame.kind == _BLOCK:
        return frame.element
    return next(ancestor for ancestor in child.iterancestors() if ancestor.tag in _BLOCKS)


def _enter(element: Element, tag: str, outer: _Frame) -> _Frame:
    """The frame of a block-level element."""
    style, row, cell = outer.style, outer.row, outer.cell
    if tag in _CELLS:
        cell = element
    elif tag == "tr":
        row, cell = element, None
    if tag in _STYLED_TAGS or element.attrib:
        get = element.get
        style = _styled(style, tag, get("align"), get("style"), get("class"), get("hidden") is not None)
    return _Frame(element, style, style.emphasised, _BLOCK, row, cell)


# Keys are words of the page's source, and a site uses a few hundred combinations of them.
@lru_cache(maxsize=_STYLES)
def _styled(outer: _Style, tag: str, align: str | None, css: str | None, name: str | None, hidden: bool) -> _Style:
    """The style inside a block-level element with these attributes."""
    style = replace(outer, **_TAG_CHANGES[tag]) if tag in _TAG_CHANGES else outer
    place = style.align
    if align is not None and tag != "table":
        place = _ALIGN_NAMES.get(align.strip().lower(), "")
    emphasised = style.emphasised and tag != "td"
    if css is not None:
        if found := _ALIGN.search(css):
            place = _ALIGN_NAMES.get(found[1].lower(), "")
        elif _FLOAT_RIGHT.search(css):
            place = "right"
        hidden = hidden or _HIDDEN_STYLE.search(css) is not None
        emphasised = emphasised or _STYLE_EMPHASIS.search(css) is not None
    if name is not None:
        if found := _CLASS_ALIGN.search(name):
            place = _ALIGN_NAMES[found[1].lower()]
        hidden = hidden or _HIDDEN_CLASS.search(name) is not None
    return replace(style, align=place, emphasised=emphasised, hidden=style.hidden or hidden)


@lru_cache(maxsize=_STYLES)
def _inline_style(css: str | None, name: str | None) -> tuple[bool, bool]:
    """Is an inline element hidden, and is it emphasised?"""
    hidden = css is not None and _HIDDEN_STYLE.search(css) is not None
    hidden = hidden or (name is not None and _HIDDEN_CLASS.search(name) is not None)
    return hidden, css is not None and _STYLE_EMPHASIS.search(css) is not None


def _source(image: Element) -> str:
    for name in _LATE_SOURCES:
        if value := image.get(name):
            return value.strip()
    return (image.get("src") or "").strip()


def read_blocks(root: Element) -> tuple[list[Block], list[Link]]:
    """All lines of a page in page order, and all its links in page order (those without words too)."""
    reader = _Reader()
    reader.read(root)
    return reader.blocks, reader.links
