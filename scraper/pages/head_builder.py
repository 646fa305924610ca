"""Read what a page states outside its lines: head, markup for machines, forms and scripts that lead to other pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from itertools import chain, islice

from lxml import etree
from lxml.etree import _Element as Element

from scraper.pages.blocks import MAX_LINKS, Link, LinkTargets
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
from scraper.pages.head import MAX_AUTHORS, MAX_SECTIONS, Head
from scraper.pages.labels import is_pager
from scraper.pages.tree import SKIPPED, cleaned
from scraper.text.normalise import clean

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
# Each begins with a literal, as above.
_STATED = tuple(map(re.compile, (rb"datePublished", rb"articleSection", rb"genre")))
_SECTIONS = frozenset({"articleSection", "genre"})
# The longest distance in bytes from a tag's start to an attribute.
_LONG_TAG = 5_000
_TAG_NAME = re.compile(rb"<([a-zA-Z][a-zA-Z0-9]*)\s")
# A page with fewer links is a splash page: the target of its script is an outlink.
_FEW_LINKS = 3


def read_head(root: Element, html: bytes, links: list[Link], targets: LinkTargets) -> Head:
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
        authors=_authors(metas),
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
    for element in root.iter(*_STATING, *_OUTLINKS, *_tags_around(html, *_STATED)):
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
    {
        "article:published_time",
        "pubdate",
        "publishdate",
        "publish-date",
        "publish_date",
        "publication_date",
        "datepublished",
        "article:published",
    }
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
    words = (cleaned("".join(islice(element.itertext(), _MAX_PARTS))) for element in visible)
    return [name for name in words if name]


_AUTHOR_METAS = frozenset(
    "author article:author citation_author byl parsely-author dc.creator dcterms.creator dc.author sailthru.author"
    " article.author article_author cxenseparse:author".split()
)


def _authors(metas: list[Element]) -> list[str]:
    """The authors that the head names."""
    stated = [meta for meta in metas if (meta.get("name") or meta.get("property") or "").lower() in _AUTHOR_METAS]
    return [name for meta in stated[:MAX_AUTHORS] if (name := clean(_content(meta)))]


def _content(meta: Element) -> str:
    return meta.get("content") or ""


def _tags_around(html: bytes, *words: re.Pattern[bytes]) -> set[str]:
    """Names of the tags that contain a word; checking all elements for an attribute takes a tenth of the walk."""
    names: set[str] = set()
    for word in words:
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
    return [Link(href, "", words, is_next=is_next) for href, words, is_next in found.values()]


def _addresses_of_options(options: list[Element]) -> Iterator[Choice]:
    """Options of a pager that are addresses themselves; others are outlinks without words."""
    for option in options:
        if (href := _outlink(option, "option")) and is_pager(words := cleaned(option.text or "")):
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
        words = cleaned(element.text or "")
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
        elif inner is element or inner.tag not in SKIPPED:
            parts.append(inner.text or "")
        else:
            walk.skip_subtree()
    # Without text, a button is an icon with a name for screen readers, or an input.
    names = ("value", "title", "aria-label")
    return cleaned("".join(parts)) or next((cleaned(name) for it in names if (name := element.get(it))), "")


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
            yield Choice(href, cleaned(element.get("title") or ""), is_list)


def _is_next(element: Element) -> bool:
    return "next" in (element.get("rel") or "").lower().split()
