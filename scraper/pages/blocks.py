"""A page as a sequence of text blocks: the form that every reading rule works on.

Tables, divs, ``<br>`` and Word paste look different in HTML and the same to a reader of the page: lines of text,
one after another, some pushed right, some made of links. :func:`read_blocks` walks the tree once, in page order,
and makes one :class:`Block` of each such line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from scraper.text.normalise import clean


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
    links: list[Link] = field(default_factory=list)
    link_chars: int = 0
    """How many characters of ``text`` belong to links."""
    pictures: list[Picture] = field(default_factory=list)
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


_SKIPPED = frozenset(
    "script style noscript template iframe select option textarea object embed svg canvas audio video head title"
    " meta link map button datalist math applet frameset".split()
)
_BLOCKS = frozenset(
    "html body p div td th tr table tbody thead tfoot caption ul ol li dl dt dd h1 h2 h3 h4 h5 h6 section article"
    " header footer nav aside main form fieldset legend center blockquote pre figure figcaption address hr details"
    " summary menu dir listing label".split()
)
_EMPHASIS = frozenset("b strong i em u th".split())
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
# Attributes in which pages that load pictures late keep the true address.
_LATE_SOURCES = ("data-src", "data-original", "data-lazy-src")


@dataclass(slots=True)
class _State:
    """What a block inherits from the elements around it."""

    element: Element
    align: str = ""
    heading: int = 0
    emphasised: bool = False
    item: bool = False
    hidden: bool = False
    row: Element | None = None
    cell: Element | None = None


class _Frame:
    """One open element of the walk."""

    __slots__ = ("children", "element", "emphasised", "kind", "link", "state")

    def __init__(self, element: Element, state: _State, emphasised: bool, kind: int, link: Link | None) -> None:
        self.element = element
        self.children = iter(element)
        self.state = state
        self.emphasised = emphasised
        self.kind = kind
        self.link = link


_INLINE, _ANCHOR, _BLOCK = range(3)


class _Reader:
    """Walks one tree without recursion, for pages may nest deeper than Python's stack."""

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
        frame = _Frame(root, _State(root), False, _BLOCK, None)
        stack = [frame]
        if root.text:
            self._add(root.text, False)
        while stack:
            frame = stack[-1]
            for child in frame.children:
                opened = self._open(child, frame)
                if opened is not None:
                    stack.append(opened)
                    if text := child.text:
                        self._add(text, opened.emphasised)
                    break
                if tail := child.tail:
                    self._add(tail, frame.emphasised)
            else:
                stack.pop()
                self._close(frame)
                if stack and (tail := frame.element.tail):
                    self._add(tail, stack[-1].emphasised)

    def _add(self, text: str, emphasised: bool) -> None:
        self._parts.append(text)
        if self._link is not None:
            self._link_parts.append(text)
        if emphasised:
            self._emphasised += len(text)

    def _open(self, child: Element, frame: _Frame) -> _Frame | None:
        """Start an element; None where there is nothing inside to walk."""
        tag = child.tag
        state = frame.state
        if tag in _BLOCKS:
            self._flush(state)
            inner = _enter(child, tag, state)
            return _Frame(child, inner, inner.emphasised, _BLOCK, None)
        if tag == "a":
            return self._open_link(child, frame)
        if tag == "br":
            self._flush(state)
            self._broken = True
            return None
        if tag == "img":
            self._pictures.append(Picture(_source(child), child, self._link))
            return None
        if type(tag) is not str or tag in _SKIPPED or tag == "input":
            return None
        style = child.get("style")
        if (style and _HIDDEN_STYLE.search(style)) or _HIDDEN_CLASS.search(child.get("class") or ""):
            return None
        emphasised = (
            frame.emphasised or tag in _EMPHASIS or (style is not None and bool(_STYLE_EMPHASIS.search(style)))
        )
        return _Frame(child, state, emphasised, _INLINE, None)

    def _open_link(self, child: Element, frame: _Frame) -> _Frame:
        href = child.get("href")
        if href is None or self._link is not None:
            return _Frame(child, frame.state, frame.emphasised, _INLINE, None)
        link = Link(href, clean(child.get("title") or ""))
        if href[:1] in ("#", "") or href[:11].lower() == "javascript:":
            link.script = f"{href} {child.get('onclick') or ''}"
        self.links.append(link)
        self._link = link
        return _Frame(child, frame.state, frame.emphasised, _ANCHOR, link)

    def _close(self, frame: _Frame) -> None:
        if frame.kind == _BLOCK:
            self._flush(frame.state)
        elif frame.kind == _ANCHOR:
            self._end_span()
            self._link = None

    def _end_span(self) -> None:
        """Credit the words of the open link, so far, to the link and to the line."""
        link = self._link
        if link is None:
            return
        piece = clean("".join(self._link_parts))
        self._link_parts = []
        if piece:
            link.text = f"{link.text} {piece}" if link.text else piece
            self._span_chars += len(piece)
        elif link.block >= 0:
            return  # nothing of it in this line
        if not self._spans or self._spans[-1] is not link:
            self._spans.append(link)

    def _flush(self, state: _State) -> None:
        """End the line at hand and make a block of it, if it holds anything."""
        if not self._parts and not self._pictures:
            return
        raw = "".join(self._parts)
        text = clean(raw)
        if text or self._pictures:
            self._end_span()
            block = Block(len(self.blocks), text, state.element, self._spans)
            block.link_chars = min(self._span_chars, len(text))
            block.pictures = self._pictures
            block.align, block.heading, block.item = state.align, state.heading, state.item
            block.row, block.cell, block.hidden = state.row, state.cell, state.hidden
            block.indent = raw[: len(raw) - len(raw.lstrip())].count("\xa0")
            block.emphasis = self._emphasised / len(raw) if raw else 0.0
            block.broken = self._broken
            for link in self._spans:
                if link.block < 0:
                    link.block = block.index
            self.blocks.append(block)
            self._pictures, self._spans, self._span_chars, self._broken = [], [], 0, False
        self._parts = []
        self._emphasised = 0


def _enter(element: Element, tag: str, outer: _State) -> _State:
    """The state inside a block-level element."""
    state = _State(
        element, outer.align, outer.heading, outer.emphasised, outer.item, outer.hidden, outer.row, outer.cell
    )
    if tag == "td" or tag == "th":
        state.cell = element
        state.emphasised = tag == "th"
    elif tag == "tr":
        state.row, state.cell = element, None
    elif tag == "li":
        state.item = True
    elif tag in _HEADINGS:
        state.heading = _HEADINGS[tag]
    elif tag == "center":
        state.align = "center"
    if not element.attrib:
        return state
    if (align := element.get("align")) is not None and tag != "table":
        state.align = _ALIGN_NAMES.get(align.strip().lower(), "")
    if style := element.get("style"):
        if found := _ALIGN.search(style):
            state.align = _ALIGN_NAMES.get(found[1].lower(), "")
        elif _FLOAT_RIGHT.search(style):
            state.align = "right"
        if _HIDDEN_STYLE.search(style):
            state.hidden = True
        if _STYLE_EMPHASIS.search(style):
            state.emphasised = True
    if name := element.get("class"):
        if _HIDDEN_CLASS.search(name):
            state.hidden = True
        if found := _CLASS_ALIGN.search(name):
            state.align = _ALIGN_NAMES[found[1].lower()]
    if element.get("hidden") is not None:
        state.hidden = True
    return state


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
