"""Build the blocks, boxes, links and head of a page in one walk over the parsed tree, which is then freed.

Only this module and :mod:`scraper.pages.tree` handle the parser's elements: the rules get plain values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain, islice
from typing import Any

from lxml import etree
from lxml.etree import _Element as Element

from scraper.pages.blocks import MAX_LINKS, Block, Link, LinkTargets, Picture
from scraper.pages.boxes import Boxes
from scraper.pages.choices import (
    MAX_CHOICES,
    Choice,
    Control,
    Form,
    data_choices,
    form_choices,
    form_of_script,
    is_address,
    is_page_param,
)
from scraper.pages.head import MAX_SECTIONS, Head
from scraper.pages.labels import is_pager
from scraper.pages.styles import CELLS, EMPHASIS, PLAIN, STYLED_TAGS, TABLE_PARTS, Style, inline_style, styled
from scraper.pages.tree import parse
from scraper.text.normalise import clean

# Menus, boxes and footers are on every page of a site; cleaning their words once is enough. Longer text belongs to one
# article and does not recur.
_MAX_REPEATED = 160
_clean_repeated = lru_cache(maxsize=4096)(clean)


def _cleaned(raw: str) -> str:
    return _clean_repeated(raw) if len(raw) <= _MAX_REPEATED else clean(raw)


_SKIPPED = frozenset(
    "script style noscript template iframe select option textarea object embed svg canvas audio video head title"
    " meta link map button datalist math applet frameset input".split()
)
_BLOCKS = frozenset(
    "html body p div td th tr table tbody thead tfoot caption ul ol li dl dt dd h1 h2 h3 h4 h5 h6 section article"
    " header footer nav aside main form fieldset legend center blockquote pre figure figcaption address hr details"
    " summary menu dir listing label".split()
)
# Menus for phones, dialogs and copies of the title are hidden too, but never make up this much of a page.
_HIDDEN_SHARE, _HIDDEN_CHARS = 0.9, 500
# Attributes with the true address of pictures that are loaded lazily.
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


@dataclass(slots=True, eq=False)
class ParsedPage:
    """All that is read of a page, once; it does not refer to the parsed tree."""

    blocks: list[Block]
    """All lines in page order."""
    boxes: Boxes
    links: list[Link]
    """All links in page order, including those without words."""
    head: Head
    warnings: list[str]


def build(html: bytes, targets: LinkTargets) -> ParsedPage | None:
    """The content of a page in UTF-8; None if it has no element.

    Args:
        html: the page.
        targets: resolves the page's links.
    """
    root, warnings = parse(html)
    if root is None:
        return None
    builder = _Builder(targets)
    builder.read(root)
    _show_what_is_all(builder.blocks)
    head = _head(root, html, builder.links, targets)
    return ParsedPage(builder.blocks, builder.boxes, builder.links, head, warnings)


class _Builder:
    """Walks one tree without recursion, since pages may nest deeper than Python's stack.

    This is the only code that runs for every element of every page: it is written for speed. The state of the open
    element is in local variables and that of the elements around it in tuples; the parts of one line are attributes.
    """

    def __init__(self, targets: LinkTargets) -> None:
        self.targets = targets
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
        self._emphasised = 0
        self._broken = False

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
        nothing   skipped                                                –
        ========  =====================================================  =====================================

        The words after a start or an end join the line, unless the element is skipped.
        """
        parts, pictures = self._parts, self._pictures
        parents, ends, tags = self.boxes.parents, self.boxes.ends, self.boxes.tags
        classes, ids = self.boxes.classes, self.boxes.ids
        style, bold = PLAIN, False
        box = row = cell = -1
        count = 0  # of boxes so far
        inline = 0  # open inline elements that are not boxes (yet), the innermost of all that are open
        # Changes by the open elements, to be undone at their ends; most change nothing.
        changes: list[tuple[Element, Style, bool, int, int]] = []
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
                    inner = styled(style, tag, get("align"), get("style"), name, get("hidden") is not None)
                if inner is not style or tag in TABLE_PARTS:
                    changes.append((element, style, bold, row, cell))
                    style, bold = inner, inner.emphasised
                    if tag == "tr":
                        row, cell = box, -1
                    elif tag in CELLS:
                        cell = box
                text = element.text
            elif role == _INLINE:
                inline += 1
                hidden = False
                inner_bold = bold or tag in EMPHASIS
                css, name = element.get("style"), element.get("class")
                if css is not None or name is not None:
                    hidden, heavy = inline_style(css, name)
                    inner_bold = inner_bold or heavy
                if hidden:
                    walk.skip_subtree()
                    continue
                if inner_bold is not bold:
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
                pictures.append(Picture(_source(element), get("width") or "", get("height") or "", self._link))
                if self._link is not None and not self._link.title and (alt := get("alt")):
                    self._link.title = _cleaned(alt)
                continue
            else:
                walk.skip_subtree()
                continue
            # Without the line breaks and indents of the page's source.
            if text and (parts or not text.isspace() or "\xa0" in text):
                parts.append(text)
                if bold:
                    self._emphasised += len(text)

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

    def _open_link(self, anchor: Element, bold: bool) -> int:
        """Start a link, if the element is one; one of words alone is read at once.

        In one piece, as :meth:`read`: most elements of menus and lists pass here.
        """
        get = anchor.get
        href = get("href")
        if href is None or self._link is not None or len(self.links) >= MAX_LINKS:
            return _OPENED
        name, css = get("class"), get("style")
        if (name is not None or css is not None) and inline_style(css, name)[0]:
            return _HIDDEN
        title, onclick = get("title") or get("aria-label"), get("onclick")
        link = Link(href, _cleaned(title) if title else "", targets=self.targets)
        if onclick is not None or href[:11].lower() == "javascript:":
            link.script = f"{href} {onclick or ''}"
        if (rel := get("rel")) is not None and "category" in rel:
            link.is_category = True
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
        """Credit the words so far of the open link to the link and to the line."""
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

    def _flush(self, style: Style, box: int, row: int, cell: int) -> None:
        """End the current line and make a block of it, if it has content."""
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
                    style.hidden,
                )
            )
            if spans:
                self._spans, self._span_chars = [], 0
            self._pictures.clear()
            self._broken = False
        parts.clear()
        self._link_from = self._emphasised = 0


def _source(image: Element) -> str:
    for name in _LATE_SOURCES:
        if value := image.get(name):
            return value.strip()
    return (image.get("src") or "").strip()


def _show_what_is_all(blocks: list[Block]) -> None:
    """Treat nothing as hidden if nearly everything is: such a page shows it by script."""
    hidden = sum(len(block.text) for block in blocks if block.hidden)
    if hidden > _HIDDEN_CHARS and hidden > _HIDDEN_SHARE * sum(len(block.text) for block in blocks):
        for block in blocks:
            block.hidden = False


_STATING = ("title", "base", "meta", "link", "script", "time", "input", "select", "button", "option")
# Outlinks other than <a href>: the attribute of each element that has one.
_OUTLINKS = {"frame": "src", "iframe": "src", "area": "href", "option": "value"}
_FEED_TYPE = re.compile(r"\b(?:rss|atom)\b", re.IGNORECASE)
_CHOICE = ("/", "?", "http")
# Written out: libxml2 builds a set of all nodes for "//@onclick", text and all, and tests each for "//*[@itemprop=…]".
_ONCLICK = etree.XPath("/descendant::*/@onclick | /descendant::*/@onchange", smart_strings=False)
_LOCATION = re.compile(r"(?:location(?:\.href)?|window\.open|location\.(?:assign|replace))\s*[=(]\s*['\"]([^'\"]+)")
# Checking all elements for an attribute takes a tenth of the walk: done only if the bytes contain it. Two patterns,
# since each begins with a literal, which is found fast.
_MAY_LEAD_ON = (
    re.compile(rb"location(?:\.href|\.assign|\.replace)?\s*[=(]\s*['\"&]"),
    re.compile(rb"window\.open\s*[=(]\s*['\"&]"),
)
_STATED = re.compile(rb"datePublished|articleSection|genre")
_SECTIONS = frozenset({"articleSection", "genre"})
# The longest distance in bytes from a tag's start to an attribute.
_LONG_TAG = 5_000
_TAG_NAME = re.compile(rb"<([a-zA-Z][a-zA-Z0-9]*)\s")
# A page with fewer links is a splash page: the target of its script is an outlink.
_FEW_LINKS = 3


def _head(root: Element, html: bytes, links: list[Link], targets: LinkTargets) -> Head:
    """The statements of a page outside its lines."""
    elements, dated, sections, hrefs = _stating(root, html)
    metas, scripts = elements["meta"], elements["script"]
    outlinks = dict.fromkeys(hrefs + _scripted_outlinks(root, html, links, scripts))
    return Head(
        titles=_titles(root.find("head"), elements["title"], metas),
        base=next((href for base in elements["base"] if (href := base.get("href")) is not None), None),
        canonical=next((a.get("href") or "" for a in elements["link"] if a.get("rel") == "canonical"), ""),
        og_url=next((_content(meta) for meta in metas if meta.get("property") == "og:url"), ""),
        og_type=next((_content(meta) for meta in metas if meta.get("property") == "og:type"), ""),
        published=_published(metas, dated, elements["time"]),
        sections=_sections(metas, sections),
        marked_sections=_marked_sections(sections),
        site_name=next((clean(_content(meta)) for meta in metas if meta.get("property") == "og:site_name"), ""),
        json_ld=[script.text or "" for script in scripts if script.get("type") == "application/ld+json"],
        feeds=[href for link in elements["link"] if _is_feed(link) and (href := link.get("href"))],
        has_password=any(element.get("type") == "password" for element in elements["input"]),
        outlinks=list(islice(outlinks, MAX_LINKS)),
        choices=_choices(root, html, elements, links, targets),
    )


def _stating(root: Element, html: bytes) -> tuple[dict[str, list[Element]], list[Element], list[Element], list[str]]:
    """Elements with statements, by tag; those with a time of publication; with a category; outlinks but of scripts."""
    elements: dict[str, list[Element]] = {tag: [] for tag in _STATING}
    hrefs: list[str] = []
    dated: list[Element] = []
    sections: list[Element] = []
    for element in root.iter(*_STATING, *_OUTLINKS, *_tags_around(html, _STATED)):
        tag = str(element.tag)
        if tag in elements:
            elements[tag].append(element)
        if tag in _OUTLINKS and (href := _outlink(element, tag)):
            hrefs.append(href)
        stated = element.get("itemprop")
        if stated == "datePublished":
            dated.append(element)
        elif stated in _SECTIONS:
            sections.append(element)
    return elements, dated, sections, hrefs


def _titles(head: Element | None, titles: list[Element], metas: list[Element]) -> list[str]:
    found = [element.text or "" for element in titles[:1]]
    found += [_content(meta) for meta in metas if meta.get("property") == "og:title" and meta.getparent() is head]
    return [title for title in map(clean, found) if title]


# Further names of the time of publication; `date` and `DC.date` are as often that of an update.
_PUBLISHED = frozenset(
    {"pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "datepublished", "article:published"}
    | {"dc.date.issued", "dcterms.issued", "dcterms.created", "og:published_time", "parsely-pub-date"}
)


def _published(metas: list[Element], dated: list[Element], times: list[Element]) -> list[str]:
    """Times of publication in markup, those for machines only first."""
    stated = [meta for meta in metas if meta.get("property") == "article:published_time"]
    stated += [element for element in dated if element.tag == "meta"]
    stated += [meta for meta in metas if (meta.get("name") or meta.get("property") or "").lower() in _PUBLISHED]
    stated += dated
    stated += [time for time in times if time.get("datetime") is not None]
    return [element.get("content") or element.get("datetime") or element.text or "" for element in stated]


def _sections(metas: list[Element], stated: list[Element]) -> list[str]:
    """The article's categories that the head names."""
    found = [meta for meta in metas if meta.get("property") == "article:section"]
    found += [element for element in stated if element.tag == "meta"]
    return [name for meta in found[:MAX_SECTIONS] if (name := clean(_content(meta)))]


def _marked_sections(stated: list[Element]) -> list[str]:
    visible = [element for element in stated if element.tag != "meta"][:MAX_SECTIONS]
    words = (_cleaned("".join(islice(element.itertext(), _MAX_PARTS))) for element in visible)
    return [name for name in words if name]


def _content(meta: Element) -> str:
    return meta.get("content") or ""


def _tags_around(html: bytes, word: re.Pattern[bytes]) -> set[str]:
    """Names of the tags that contain a word; checking all elements for an attribute takes a tenth of the walk."""
    names: set[str] = set()
    before = 0
    for match in word.finditer(html):
        at = match.start()
        start = html.rfind(b"<", max(at - _LONG_TAG, before), at)
        if start >= 0 and (found := _TAG_NAME.match(html, start)):
            names.add(found[1].decode().lower())
        before = at
    return names


def _scripted_outlinks(root: Element, html: bytes, links: list[Link], scripts: list[Element]) -> list[str]:
    """The targets of a page's scripts for clicks and choices."""
    texts: list[str] = _ONCLICK(root) if any(form.search(html) for form in _MAY_LEAD_ON) else []
    texts += [link.href for link in links if link.script]
    if len(links) < _FEW_LINKS:
        texts += [script.text or "" for script in scripts]
    # An address that ends with "=" is one that the script completes.
    return [href for text in texts for href in _LOCATION.findall(text) if not href.endswith("=")]


def _outlink(element: Element, tag: str) -> str | None:
    value = element.get(_OUTLINKS[tag])
    if tag == "option":
        return value if value is not None and value.startswith(_CHOICE) else None
    return value


def _is_feed(link: Element) -> bool:
    """True for a feed of the site, not for oEmbed, which repeats the page for programs."""
    return link.get("rel") == "alternate" and _FEED_TYPE.search(link.get("type", "")) is not None


_MAY_NAME_NEXT = re.compile(rb"""rel\s*=\s*["']?[^"'>]{0,40}[Nn]ext""")
_MAY_NAME_PAGES = re.compile(rb"data-(?:page|url|href|next|link)")
# Elements that readers click, and those around a list. Players, pictures and widgets use the same attributes.
_LOADING = frozenset("a button div span li ul ol nav section table tbody p input".split())
# A button has fewer starts and ends of elements, with its icon and counter; an entry of a list has more.
_MAX_PARTS = 20
# Levels from a pager's number to the element with the address of its list.
_MAX_LEVELS = 4
_CLICKED = frozenset({"a", "button"})
# Buttons of social networks name the page that they share.
_SHARES = re.compile(r"\b(?:fb|zalo|twitter|share|social)", re.IGNORECASE)
_TICKED = frozenset({"checkbox", "radio"})
_INERT = frozenset({"button", "reset", "image", "menu"})


def _choices(
    root: Element, html: bytes, elements: dict[str, list[Element]], links: list[Link], targets: LinkTargets
) -> list[Link]:
    """Further pages that controls of a page lead to, and marks at its links that lead to the next page."""
    # On an article, the next page is another article.
    is_list = not any(meta.get("property") == "article:published_time" for meta in elements["meta"])
    if is_list and _MAY_NAME_NEXT.search(html):
        _mark_next(root, links)
    choices = chain(
        _addresses_of_options(elements["option"]),
        _pages_of_forms(root, elements, targets),
        _pages_of_scripts(root, html),
        _next_pages(elements["link"], is_list=is_list),
    )
    found: dict[str, Choice] = {}
    for choice in choices:
        found.setdefault(choice.href, choice)  # lists have a pager above and below
        if len(found) == MAX_CHOICES:
            break
    return [Link(href, "", words, is_next=is_next, targets=targets) for href, words, is_next in found.values()]


def _addresses_of_options(options: list[Element]) -> Iterator[Choice]:
    """Options of a pager that are addresses themselves; others are outlinks without words."""
    for option in options:
        if (href := _outlink(option, "option")) and is_pager(words := _cleaned(option.text or "")):
            yield Choice(href, words)


def _pages_of_forms(root: Element, elements: dict[str, list[Element]], targets: LinkTargets) -> Iterator[Choice]:
    """Pages that options and buttons of forms lead to."""
    page_params = targets.resolver.tables.page_params
    controls = chain(elements["select"], elements["button"], elements["input"])
    if any(it.get("onchange") or is_page_param(it.get("name") or "", page_params) for it in controls):
        for form in _forms(root):
            yield from form_choices(form, targets.base, page_params)


def _forms(root: Element) -> Iterator[Form]:
    """Forms that are sent by GET, and selects with an address; a form within another belongs to it, as in browsers."""
    owner = form = select = scripted = None
    tags = ("form", "select", "option", "button", "input", "textarea")
    for event, element in etree.iterwalk(root, events=("start", "end"), tag=tags):
        if event == "end":
            if element is owner:
                if form is not None:
                    yield form
                owner = form = None
            elif element is select:
                if scripted is not None:
                    yield scripted[0]
                select = scripted = None
        elif element.tag == "form":
            if owner is None:
                owner = element
                is_get = (element.get("method") or "get").lower() == "get"
                form = Form((element.get("action") or "").strip()) if is_get else None
        elif element.tag == "select":
            select, scripted = element, form_of_script(element.get("onchange") or "")
        elif scripted is not None:
            scripted[0].controls.append(_control(element, scripted[1]))
        elif form is not None:
            named = element if element.tag != "option" else select
            form.controls.append(_control(element, named.get("name") or "" if named is not None else ""))


def _control(element: Element, name: str) -> Control:
    """A control as a plain value; ``name`` is that of an option's select."""
    tag, value, type_ = element.tag, element.get("value") or "", (element.get("type") or "").lower()
    if element.get("disabled") is not None or (type_ in _INERT and tag != "option"):
        return Control("", name, value)
    if tag == "option":
        words = _cleaned(element.text or "")
        return Control("option", name, value or words, words, is_selected=element.get("selected") is not None)
    if tag == "button" or type_ == "submit":
        return Control("button", name, value, _words(element))
    if type_ in _TICKED:
        return Control("hidden" if element.get("checked") is not None else "", name, value or "on")
    return Control("hidden" if type_ == "hidden" else "text", name, value)


def _pages_of_scripts(root: Element, html: bytes) -> Iterator[Choice]:
    """Pages that a script loads, by the attributes that name their addresses."""
    tags = _tags_around(html, _MAY_NAME_PAGES) & _LOADING
    for element in root.iter(*tags) if tags else ():
        data = {name: value.strip() for name, value in element.items() if name.startswith("data-")}
        is_link = element.tag == "a" and is_address(element.get("href") or "")
        if data and not is_link and not _SHARES.search(element.get("class") or ""):
            yield from data_choices(data, _address_around(element), partial(_words, element))


def _address_around(element: Element) -> str:
    """``data-url`` of the nearest element around one that has it."""
    around = islice(element.iterancestors(), _MAX_LEVELS)
    return next((url.strip() for outer in around if (url := outer.get("data-url"))), "")


def _words(element: Element) -> str:
    """The words of a button; of an element that holds buttons, or more than a button does, none."""
    parts: list[str] = []
    walk = etree.iterwalk(element, events=("start", "end"))
    for count, (event, inner) in enumerate(walk, 1):
        if count > _MAX_PARTS:
            return ""
        if event == "end":
            parts.append((inner.tail or "") if inner is not element else "")
        elif inner is not element and inner.tag in _CLICKED:
            return ""
        elif inner is element or inner.tag not in _SKIPPED:
            parts.append(inner.text or "")
        else:
            walk.skip_subtree()
    # Without text, a button is an icon with a name for screen readers, or an input.
    names = ("value", "title", "aria-label")
    return _cleaned("".join(parts)) or next((_cleaned(name) for it in names if (name := element.get(it))), "")


def _mark_next(root: Element, links: list[Link]) -> None:
    """Mark the links that the page calls the next page."""
    hrefs = {element.get("href") for element in root.iter("a", "link") if _is_next(element)}
    for link in links:
        # Links with scripts may share "#".
        if link.href in hrefs and not link.script and not link.href.startswith("#"):
            link.is_next = True


def _next_pages(elements: list[Element], *, is_list: bool) -> Iterator[Choice]:
    """The next page that the page's head names."""
    for element in elements:
        if _is_next(element) and (href := element.get("href")):
            yield Choice(href, _cleaned(element.get("title") or ""), is_list)


def _is_next(element: Element) -> bool:
    return "next" in (element.get("rel") or "").lower().split()
