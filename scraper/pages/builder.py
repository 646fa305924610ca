"""Build the blocks, boxes and links of a page in one walk over the parsed tree, which is then freed.

Only this module, :mod:`scraper.pages.head_builder` and :mod:`scraper.pages.tree` handle the parser's elements: the
rules get plain values.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml import etree
from lxml.etree import _Element as Element

from scraper.pages.blocks import MAX_LINKS, Block, Link, LinkTargets, Picture
from scraper.pages.boxes import Boxes
from scraper.pages.head import Head
from scraper.pages.head_builder import read_head
from scraper.pages.hiding import hides
from scraper.pages.sources import background, frame_address, is_placeholder, sizes, source_of
from scraper.pages.style_sheets import HidingRules, hiding_rules
from scraper.pages.styles import (
    CELLS,
    EMPHASIS,
    ITALIC,
    PLAIN,
    STYLED_TAGS,
    TABLE_PARTS,
    Style,
    inline_style,
    styled,
)
from scraper.pages.tree import SKIPPED, cleaned, parse

_BLOCKS = frozenset(
    "html body p div td th tr table tbody thead tfoot caption ul ol li dl dt dd h1 h2 h3 h4 h5 h6 section article"
    " header footer nav aside main form fieldset legend center blockquote pre figure figcaption address hr details"
    " summary menu dir listing label".split()
)
# Menus for phones, dialogs and copies of the title are hidden too, but never make up this much of a page.
_HIDDEN_SHARE, _HIDDEN_CHARS = 0.9, 500
# Elements that show another page or a file.
_FRAMES = ("iframe", "object", "embed")
_MAX_FRAMES = 200
# Pictures of one <noscript>: more than one or two is a part of the page for browsers without scripts.
_MAX_FALLBACKS = 3
_INLINE, _ANCHOR, _BLOCK, _BREAK, _IMAGE, _NOTHING, _FRAME, _FALLBACK = range(8)
_HIDDEN, _READ, _OPENED = range(3)
_ROLES: dict[Any, int] = {
    **dict.fromkeys(SKIPPED, _NOTHING),
    **dict.fromkeys(_BLOCKS, _BLOCK),
    "a": _ANCHOR,
    "br": _BREAK,
    "img": _IMAGE,
    "amp-img": _IMAGE,
    "amp-anim": _IMAGE,
    "noscript": _FALLBACK,
    **dict.fromkeys(_FRAMES, _FRAME),
}

# Asking every element for an attribute takes time: done only on pages that contain it.
_STATED_HIDDEN, _BACKED, _CLOSED = b" hidden", b"data-b", b"aria-hidden"
_DIALOG_ROLES = frozenset({"dialog", "alertdialog"})
_DIALOG = re.compile(r"(?:^|[\s_-])(?:modal|popup|dialog|lightbox)(?:$|[\s_-])", re.IGNORECASE)
_NO_SIZE = frozenset({"0", "1", "0px", "1px"})


@dataclass(slots=True, eq=False)
class ParsedPage:
    """All that is read of a page, once; it does not refer to the parsed tree."""

    blocks: list[Block]
    """All lines in page order."""
    boxes: Boxes
    links: list[Link]
    """All links in page order, including those without words."""
    frames: list[Link]
    """What the page shows of other pages and files; their block is that before them, or around them, -1 for none."""
    head: Head
    warnings: list[str]


def build(html: bytes, targets: LinkTargets) -> ParsedPage | None:
    """The content of a page in UTF-8; None if it has no element.

    Args:
        html: the page.
        targets: where the links of the page start from.
    """
    root, warnings = parse(html)
    if root is None:
        return None
    builder = _Builder(html, hiding_rules(root.iter("style")))
    builder.read(root)
    _show_what_is_all(builder.blocks)
    head = read_head(root, html, builder.links, targets)
    return ParsedPage(builder.blocks, builder.boxes, builder.links, builder.frames, head, warnings)


class _Builder:
    """Walks one tree without recursion, since pages may nest deeper than Python's stack.

    This is the only code that runs for every element of every page: it is written for speed. The state of the open
    element is in local variables and that of the elements around it in tuples; the parts of one line are attributes.
    """

    def __init__(self, html: bytes, rules: HidingRules | None) -> None:
        self.rules = rules
        self.frames: list[Link] = []
        self._marked = _STATED_HIDDEN in html
        self._closed = _CLOSED in html
        self._backed = _BACKED in html
        self.blocks: list[Block] = []
        self.boxes = Boxes()
        self.links: list[Link] = []
        self._parts: list[str] = []
        self._pictures: list[Picture] = []
        self._spans: list[Link] = []
        self._span_chars = 0
        self._link: Link | None = None
        self._anchor: Element | None = None
        self._link_from = 0
        """Index of the first part that is not yet credited to the open link."""
        self._emphasised = self._italic = 0
        self._broken = self._sized = False

    def read(self, root: Element) -> None:
        """Walk the tree.

        One loop with many branches, since a call for each element would cost more than all its other work:

        ========  =====================================================  =====================================
        role      start                                                  end
        ========  =====================================================  =====================================
        block     line ends; inline elements around it become boxes;     line ends; box closes; style restored
                  box opens; style, row and cell change
        inline    skipped where hidden; bold changes                     its box closes, where it became one
        anchor    link opens, is read whole, or is skipped where hidden  link closes; else as inline
        break     line ends                                              –
        image     picture joins the line                                 –
        frame     recorded, skipped                                      –
        fallback  its picture joins the line, skipped                    –
        nothing   skipped                                                –
        ========  =====================================================  =====================================

        The words after a start or an end join the line, unless the element is skipped.
        """
        parts, pictures = self._parts, self._pictures
        parents, ends, tags = self.boxes.parents, self.boxes.ends, self.boxes.tags
        classes, ids = self.boxes.classes, self.boxes.ids
        style, bold = PLAIN, 0
        rules, marked, closed, backed = self.rules, self._marked, self._closed, self._backed
        box = row = cell = -1
        count = 0  # of boxes so far
        inline = 0  # open inline elements that are not boxes (yet), the innermost of all that are open
        # Changes by the open elements, to be undone at their ends; most change nothing.
        changes: list[tuple[Element, Style, int, int, int]] = []
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag: Any = element.tag
            role = _ROLES.get(tag, _INLINE)
            if event == "end":
                if role == _BLOCK:
                    if parts or pictures:
                        self._flush(style, box, row, cell)
                    ends[box] = count
                    box = parents[box]
                elif role <= _ANCHOR:
                    if role == _ANCHOR and self._anchor is element:
                        self._end_span()
                        self._link = self._anchor = None
                    if inline:
                        inline -= 1
                    else:
                        ends[box] = count
                        box = parents[box]
                if changes and changes[-1][0] is element:
                    _, style, bold, row, cell = changes.pop()
                text = element.tail
            elif role == _BLOCK:
                if parts or pictures:
                    self._flush(style, self._block_level(box), row, cell)
                if inline:
                    box = self._open_inline(element, inline, box)
                    count += inline
                    inline = 0
                parents.append(box)
                tags.append(tag)
                ends.append(0)
                box = count
                count += 1
                inner = style
                if tag in STYLED_TAGS or element.attrib:
                    get = element.get
                    name = get("class")
                    if name:
                        classes[box] = name
                    if key := get("id"):
                        ids[box] = key
                    css = get("style")
                    hidden = get("hidden") is not None
                    if rules is not None and not hidden and rules.may_hide(name, key):
                        hidden = rules.hide(element)
                    if closed and not hidden:
                        hidden = _is_closed(element, name)
                    inner = styled(style, tag, get("align"), css, name, hidden)
                    if (backed or (css is not None and "url(" in css)) and (source := background(element, css)):
                        pictures.append(Picture(source, "", "", self._link, name or "", "", inner.hidden))
                if inner is not style or tag in TABLE_PARTS:
                    changes.append((element, style, bold, row, cell))
                    style, bold = inner, inner.emphasis
                    if tag == "tr":
                        row, cell = box, -1
                    elif tag in CELLS:
                        cell = box
                text = element.text
            elif role == _INLINE:
                inline += 1
                inner_bold = bold | EMPHASIS.get(tag, 0)
                css, name = element.get("style"), element.get("class")
                if css is not None or name is not None or rules is not None or backed:
                    hidden, heavy = inline_style(css, name)
                    if not hidden and rules is not None and rules.may_hide(name, element.get("id")):
                        hidden = rules.hide(element)
                    if hidden:
                        walk.skip_subtree()
                        continue
                    inner_bold |= heavy
                    self._sized = True
                    if (backed or (css is not None and "url(" in css)) and (source := background(element, css)):
                        pictures.append(Picture(source, "", "", self._link, name or ""))
                if marked and element.get("hidden") is not None:
                    walk.skip_subtree()
                    continue
                if inner_bold != bold:
                    changes.append((element, style, bold, row, cell))
                    bold = inner_bold
                text = element.text
            elif role == _ANCHOR:
                inline += 1
                opened = self._open_link(element, bold)
                if opened == _HIDDEN:
                    walk.skip_subtree()
                if opened != _OPENED:
                    continue
                text = element.text
            elif role == _BREAK:
                if parts or pictures:
                    self._flush(style, self._block_level(box), row, cell)
                self._broken = True
                continue
            elif role == _IMAGE:
                get = element.get
                pictures.append(self._picture(element))
                if self._link is not None and not self._link.title and (alt := get("alt")):
                    self._link.title = cleaned(alt)
                continue
            else:
                if role == _FRAME:
                    self._frame(element, style)
                elif role == _FALLBACK:
                    self._fallback(element)
                walk.skip_subtree()
                continue
            # Without the line breaks and indents of the page's source.
            if text and (parts or not text.isspace() or "\xa0" in text):
                parts.append(text)
                if bold:
                    self._emphasised += len(text)
                    if bold & ITALIC:
                        self._italic += len(text)

    def _picture(self, image: Element) -> Picture:
        get = image.get
        css, name = get("style"), get("class")
        width, height = get("width") or "", get("height") or ""
        hidden = False
        if css is not None:
            hidden = hides(css) and "opacity" not in css  # pictures are faded in when they are loaded
            width, height = sizes(css, width, height)
        if self.rules is not None and name and not hidden:
            hidden = self.rules.hide(image)
        caption = get("data-caption") or (self._anchor.get("data-caption") if self._anchor is not None else None)
        source = source_of(image)
        return Picture(source, width, height, self._link, name or "", cleaned(caption) if caption else "", hidden)

    def _fallback(self, element: Element) -> None:
        """Take the pictures of a ``<noscript>``, unless they are those that scripts show beside it."""
        images = list(islice(element.iter("img", "amp-img"), _MAX_FALLBACKS))
        if not images or len(images) == _MAX_FALLBACKS:
            return
        before = self._pictures[-1] if self._pictures else None
        if before is None:
            self._pictures.extend(self._picture(image) for image in images)
        elif is_placeholder(before.src):
            before.src = source_of(images[0])

    def _frame(self, element: Element, style: Style) -> None:
        """Record what the page shows in a frame here, unless the frame is not seen."""
        get = element.get
        css = get("style")
        if style.hidden or len(self.frames) >= _MAX_FRAMES or (css is not None and hides(css)):
            return
        if get("hidden") is not None or get("width") in _NO_SIZE or get("height") in _NO_SIZE:
            return
        if (href := frame_address(element)) is not None:
            block = len(self.blocks) if self._parts or self._pictures else len(self.blocks) - 1
            self.frames.append(Link(href, cleaned(get("title") or ""), block=block))

    def _block_level(self, box: int) -> int:
        """The innermost block-level box at or around a box."""
        while box > 0 and self.boxes.tags[box] not in _BLOCKS:
            box = self.boxes.parents[box]
        return max(box, 0)

    def _open_inline(self, element: Element, count: int, box: int) -> int:
        """Make boxes of the ``count`` inline elements right around an element; return the innermost."""
        boxes = self.boxes
        for inline in reversed(list(islice(element.iterancestors(), count))):
            boxes.parents.append(box)
            boxes.tags.append(str(inline.tag))
            box = len(boxes.ends)
            boxes.ends.append(0)
            if name := inline.get("class"):
                boxes.classes[box] = name
            if key := inline.get("id"):
                boxes.ids[box] = key
        return box

    def _open_link(self, anchor: Element, bold: int) -> int:
        """Start a link, if the element is one; one of words alone is read at once.

        In one piece, as :meth:`read`: most elements of menus and lists pass here.
        """
        get = anchor.get
        href = get("href")
        if href is None or self._link is not None or len(self.links) >= MAX_LINKS:
            return _OPENED
        name, css, rules = get("class"), get("style"), self.rules
        if name is not None or css is not None:
            if inline_style(css, name)[0] or (rules is not None and rules.may_hide(name, None) and rules.hide(anchor)):
                return _HIDDEN
            self._sized = True
        if self._marked and get("hidden") is not None:
            return _HIDDEN
        title, onclick = get("title") or get("aria-label"), get("onclick")
        link = Link(href, cleaned(title) if title else "")
        if onclick is not None or href[:11].lower() == "javascript:":
            link.script = f"{href} {onclick or ''}"
        if (rel := get("rel")) is not None:
            link.is_category = "category" in rel
            link.is_author = "author" in rel
        self.links.append(link)
        if len(anchor):
            self._link, self._anchor = link, anchor
            self._link_from = len(self._parts)
            return _OPENED
        # Nearly all links of menus and lists: words and nothing else.
        text = anchor.text
        if text and (self._parts or not text.isspace() or "\xa0" in text):
            self._parts.append(text)
            link.text = cleaned(text)
            self._span_chars += len(link.text)
            if bold:
                self._emphasised += len(text)
                if bold & ITALIC:
                    self._italic += len(text)
        if (self._backed or (css is not None and "url(" in css)) and (source := background(anchor, css)):
            self._pictures.append(Picture(source, "", "", link, name or ""))
        self._spans.append(link)
        return _READ

    def _end_span(self) -> None:
        """Credit the words so far of the open link to the link and to the line."""
        link = self._link
        if link is None:
            return
        own = self._parts[self._link_from :]
        piece = cleaned(own[0] if len(own) == 1 else "".join(own))
        self._link_from = len(self._parts)
        if piece:
            link.text = f"{link.text} {piece}" if link.text else piece
            self._span_chars += len(piece)
        elif link.block >= 0:
            return  # nothing of it in this line
        if not self._spans or self._spans[-1] is not link:
            self._spans.append(link)

    def _flush(self, style: Style, box: int, row: int, cell: int) -> None:
        """End the current line and make a block of it, if it has content."""
        parts = self._parts
        raw = parts[0] if len(parts) == 1 else "".join(parts)
        text = cleaned(raw)
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
                    box,
                    spans or (),
                    min(self._span_chars, len(text)) if spans else 0,
                    tuple(self._pictures) if self._pictures else (),
                    style.heading,
                    style.align,
                    raw[: len(raw) - len(raw.lstrip())].count("\xa0") if raw[:1].isspace() else 0,
                    self._emphasised / len(raw) if self._emphasised else 0.0,
                    self._broken,
                    style.item,
                    row,
                    cell,
                    style.hidden or (style.tiny and not self._sized),
                    self._italic / len(raw) if self._italic else 0.0,
                )
            )
            if spans:
                self._spans, self._span_chars = [], 0
            self._pictures.clear()
            self._broken = False
        parts.clear()
        self._link_from = self._emphasised = self._italic = 0
        self._sized = False


def _is_closed(element: Element, name: str | None) -> bool:
    """True for a dialog that a click opens."""
    if element.get("aria-hidden") != "true":
        return False
    return element.get("role") in _DIALOG_ROLES or (name is not None and _DIALOG.search(name) is not None)


def _show_what_is_all(blocks: list[Block]) -> None:
    """Treat nothing as hidden if nearly everything is: such a page shows it by script."""
    hidden = sum(len(block.text) for block in blocks if block.hidden)
    if hidden > _HIDDEN_CHARS and hidden > _HIDDEN_SHARE * sum(len(block.text) for block in blocks):
        for block in blocks:
            block.hidden = False
