"""A page as a sequence of text blocks: the form that every reading rule works on.

Tables, divs, ``<br>`` and Word paste look different in HTML and the same to a reader of the page: lines of text,
one after another, some pushed right, some made of links. :func:`read_blocks` walks the tree once, in page order,
and makes one :class:`Block` of each such line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lxml.etree import _Element as Element
from lxml.etree import iterwalk

from scraper.addresses import Address
from scraper.pages.styles import CELLS, EMPHASIS, PLAIN, STYLED_TAGS, TABLE_PARTS, Style, inline_style, styled
from scraper.text.normalise import clean

# Menus, boxes and footers stand on every page of a site; cleaning their words once is enough. Longer text is an
# article's own and does not come back.
_MAX_REPEATED = 160
_clean_repeated = lru_cache(maxsize=4096)(clean)


def _cleaned(raw: str) -> str:
    return _clean_repeated(raw) if len(raw) <= _MAX_REPEATED else clean(raw)


_UNASKED = "not resolved yet"
Resolve = Callable[[str], Address | None]


def _nowhere(_: str) -> Address | None:
    return None


class Link:
    """One ``<a href>``. Written out for speed: a page has hundreds."""

    __slots__ = ("_address", "block", "href", "resolve", "script", "text", "title")

    def __init__(
        self, href: str, title: str, text: str = "", *, block: int = -1, script: str = "", resolve: Resolve = _nowhere
    ) -> None:
        self.href = href
        self.title = title
        """The ``title`` attribute, cleaned."""
        self.text = text
        """All its words, over all blocks that it spans."""
        self.block = block
        """Index of the first block that it stands in."""
        self.script = script
        """What it does instead of leading somewhere: ``javascript:`` address, or ``onclick``."""
        self.resolve = resolve
        """The page's way from an ``href`` to an address."""
        self._address: Address | str | None = _UNASKED

    @property
    def address(self) -> Address | None:
        """Where it leads; None for scripts, anchors and other schemes. Most links of a page are never asked."""
        if isinstance(self._address, str):
            self._address = self.resolve(self.href)
        return self._address


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
MAX_LINKS = 20_000
"""Further links of a page are read as words: each takes a kilobyte and more, and no site map has so many."""
# Menus of phones, dialogs and twins of the title are hidden too, but are never so much of a page.
_HIDDEN_SHARE, _HIDDEN_CHARS = 0.9, 500
# Attributes in which pages that load pictures late keep the true address.
_LATE_SOURCES = ("data-src", "data-original", "data-lazy-src")

_INLINE, _ANCHOR, _BLOCK, _BREAK, _IMAGE, _NOTHING = range(6)
_HIDDEN, _READ, _OPENED = range(3)
_ROLES: dict[Any, int] = {
    **dict.fromkeys(_SKIPPED, _NOTHING),
    **dict.fromkeys(_BLOCKS, _BLOCK),
    "a": _ANCHOR,
    "br": _BREAK,
    "img": _IMAGE,
}


class _Reader:
    """Walks one tree without recursion, for pages may nest deeper than Python's stack.

    This is the one place where every element of every page passes through Python: it is written for speed. The
    open element lies in local variables and those around it in tuples; what one line gathers is the reader's.
    """

    def __init__(self, resolve: Resolve) -> None:
        self.resolve = resolve
        self.blocks: list[Block] = []
        self.links: list[Link] = []
        self._parts: list[str] = []
        self._pictures: list[Picture] = []
        self._spans: list[Link] = []
        self._span_chars = 0
        self._link: Link | None = None
        self._anchor: Element | None = None
        self._link_from = 0
        """Index of the first part that the open link has not been credited with."""
        self._emphasised = 0
        self._broken = False

    def read(self, root: Element) -> None:
        parts, pictures = self._parts, self._pictures
        style, bold = PLAIN, False
        row: Element | None = None
        cell: Element | None = None
        # What the elements changed that are open, to be taken back at their ends; most change nothing.
        changes: list[tuple[Element, Style, bool, Element | None, Element | None]] = []
        walk = iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            tag: Any = element.tag
            role = _ROLES.get(tag, _INLINE)
            if event != "start":  # the end of one, or a comment
                if role == _BLOCK:
                    if parts or pictures:
                        self._flush(style, element, row, cell)
                elif role == _ANCHOR and self._anchor is element:
                    self._end_span()
                    self._link = self._anchor = None
                if changes and changes[-1][0] is element:
                    _, style, bold, row, cell = changes.pop()
                text = element.tail
            elif role == _BLOCK:
                if parts or pictures:
                    self._flush(style, _block_around(element), row, cell)
                inner = style
                if tag in STYLED_TAGS or element.attrib:
                    get = element.get
                    inner = styled(style, tag, get("align"), get("style"), get("class"), get("hidden") is not None)
                if inner is not style or tag in TABLE_PARTS:
                    changes.append((element, style, bold, row, cell))
                    style, bold = inner, inner.emphasised
                    if tag == "tr":
                        row, cell = element, None
                    elif tag in CELLS:
                        cell = element
                text = element.text
            elif role == _INLINE:
                hidden = False
                inner_bold = bold or tag in EMPHASIS
                if element.attrib:
                    hidden, heavy = inline_style(element.get("style"), element.get("class"))
                    inner_bold = inner_bold or heavy
                if hidden:
                    walk.skip_subtree()
                    continue
                if inner_bold is not bold:
                    changes.append((element, style, bold, row, cell))
                    bold = inner_bold
                text = element.text
            elif role == _ANCHOR:
                opened = self._open_link(element, bold)
                if opened == _HIDDEN:
                    walk.skip_subtree()
                if opened != _OPENED:
                    continue
                text = element.text
            elif role == _BREAK:
                if parts or pictures:
                    self._flush(style, _block_around(element), row, cell)
                self._broken = True
                continue
            elif role == _IMAGE:
                pictures.append(Picture(_source(element), element, self._link))
                continue
            else:
                walk.skip_subtree()
                continue
            # Without the line breaks and indents of the page's source.
            if text and (parts or not text.isspace() or "\xa0" in text):
                parts.append(text)
                if bold:
                    self._emphasised += len(text)

    def _open_link(self, anchor: Element, bold: bool) -> int:
        """Start a link, if the element is one; one of words alone is read at once."""
        get = anchor.get
        href = get("href")
        if href is None or self._link is not None or len(self.links) >= MAX_LINKS:
            return _OPENED
        name, css = get("class"), get("style")
        if (name is not None or css is not None) and inline_style(css, name)[0]:
            return _HIDDEN
        title, onclick = get("title"), get("onclick")
        link = Link(href, _cleaned(title) if title else "", resolve=self.resolve)
        if onclick is not None or href[:11].lower() == "javascript:":
            link.script = f"{href} {onclick or ''}"
        self.links.append(link)
        if len(anchor):
            self._link, self._anchor = link, anchor
            self._link_from = len(self._parts)
            return _OPENED
        # Nearly all links of menus and lists: words and nothing else.
        text = anchor.text
        if text and (self._parts or not text.isspace() or "\xa0" in text):
            self._parts.append(text)
            link.text = _cleaned(text)
            self._span_chars += len(link.text)
            if bold:
                self._emphasised += len(text)
        self._spans.append(link)
        return _READ

    def _end_span(self) -> None:
        """Credit the words of the open link, so far, to the link and to the line."""
        link = self._link
        if link is None:
            return
        own = self._parts[self._link_from :]
        piece = _cleaned(own[0] if len(own) == 1 else "".join(own))
        self._link_from = len(self._parts)
        if piece:
            link.text = f"{link.text} {piece}" if link.text else piece
            self._span_chars += len(piece)
        elif link.block >= 0:
            return  # nothing of it in this line
        if not self._spans or self._spans[-1] is not link:
            self._spans.append(link)

    def _flush(self, style: Style, element: Element, row: Element | None, cell: Element | None) -> None:
        """End the line at hand and make a block of it, if it holds anything."""
        parts = self._parts
        raw = parts[0] if len(parts) == 1 else "".join(parts)
        text = _cleaned(raw)
        if text or self._pictures:
            if self._link is not None:
                self._end_span()
            blocks, spans = self.blocks, self._spans
            index = len(blocks)
            for link in spans:
                if link.block < 0:
                    link.block = index
            blocks.append(
                Block(
                    index,
                    text,
                    element,
                    spans or (),
                    min(self._span_chars, len(text)),
                    tuple(self._pictures),
                    style.heading,
                    style.align,
                    raw[: len(raw) - len(raw.lstrip())].count("\xa0") if raw[:1].isspace() else 0,
                    self._emphasised / len(raw) if self._emphasised else 0.0,
                    self._broken,
                    style.item,
                    row,
                    cell,
                    style.hidden,
                )
            )
            if spans:
                self._spans, self._span_chars = [], 0
            self._pictures.clear()
            self._broken = False
        parts.clear()
        self._link_from = self._emphasised = 0


def _block_around(element: Element) -> Element:
    """The block-level element around the line that ends where ``element`` begins."""
    around = element.getparent()
    while around is not None and around.tag not in _BLOCKS:
        around = around.getparent()
    return element if around is None else around


def _source(image: Element) -> str:
    for name in _LATE_SOURCES:
        if value := image.get(name):
            return value.strip()
    return (image.get("src") or "").strip()


def read_blocks(root: Element, resolve: Resolve = _nowhere) -> tuple[list[Block], list[Link]]:
    """All lines of a page in page order, and all its links in page order (those without words too)."""
    reader = _Reader(resolve)
    reader.read(root)
    _show_what_is_all(reader.blocks)
    return reader.blocks, reader.links


def _show_what_is_all(blocks: list[Block]) -> None:
    """A page that hides nearly everything shows it by script: nothing of it is hidden from a reader."""
    hidden = sum(len(block.text) for block in blocks if block.hidden)
    if hidden > _HIDDEN_CHARS and hidden > _HIDDEN_SHARE * sum(len(block.text) for block in blocks):
        for block in blocks:
            block.hidden = False
