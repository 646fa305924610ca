"""Pages whose text a script loads: the article in the page's own JSON, and pages that have none.

Such a page has an empty element that a script fills. Often the script's data is in the page: the state of Next.js,
Nuxt and others, or ``articleBody`` in JSON-LD. The article in it is written into the page as HTML, and the page is
then read by the usual rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from w3lib.html import remove_tags, replace_entities

from scraper.pages.blocks import Block
from scraper.pages.boxes import Boxes
from scraper.pages.head import ARTICLE_TYPES, Head, schema_types
from scraper.pages.json_pages import DATES, TITLES, plain_name, title_of
from scraper.pages.page_state import MAX_FIELDS, objects_in, values_of_scripts
from scraper.pages.title import letters, same_as_slug
from scraper.text.clock import VIETNAM
from scraper.text.fold import fold
from scraper.text.normalise import clean
from scraper.text.scripts import extent

WARNING_JSON = "body: from the page's JSON, its HTML has no text"

# Characters. A page with more text of its own has its article: footers have fewer.
_MAX_SAID = 600
# Lines of a footer or a notice; "Đang tải…" is shorter.
_MIN_LINE = 60
# A page that is only a shell has less text than this outside links: the footer.
_MAX_SHELL = 400
# A waiting line inside the element that a script fills.
_MAX_WAITING = 40
# Shorter links are those of menus.
_MIN_ENTRY = 30
# Shorter texts are summaries.
_MIN_BODY = 120
# The JSON's text must be this much longer than the page's.
_MORE = 2
# The beginning of a text, to find it on the page.
_BEGINNING = 40
# Shorter titles agree by chance.
_MIN_TITLE = 10
# Bytes, and objects: states of large pages have less than a tenth.
_MAX_STATE, _MAX_OBJECTS = 3_000_000, 100_000
_MAX_AUTHORS = 5

_MOUNTS = frozenset(
    "root app __next __nuxt ___gatsby q-app react-root app-root main-app svelte __layout nuxt ember-app".split()
)
_MOUNT = re.compile(
    rf"<(?:div|main|section|body)\b[^<>]*\bid\s*=\s*[\"']?(?:{'|'.join(sorted(_MOUNTS))})[\"'\s>][^<>]*>?"
    r"|<app-root\b[^<>]*>",
    re.IGNORECASE,
)
_SLOT = re.compile(r"\{\{[^{}]{1,80}\}\}")
_FILLED_BY_SCRIPT = re.compile(r"<app-root\b|\bng-(?:app|bind|bind-html)\s*=|\bv-cloak\b", re.IGNORECASE)
_ASKS = re.compile(
    r"(?:enable|requires?|turn on|needs?|activate|without|bat|kich hoat|cho phep|ho tro|can)\b.{0,40}\bjavascript"
    r"|javascript.{0,30}(?:disabled|enabled|bi tat|chua (?:duoc )?bat)"
)
# What is in every page with such data.
_STATE_NAMES = (
    *(b"__NEXT_DATA__", b"__NUXT", b"_STATE", b"articleBody", b"___gatsby", b"__next_f", b"application/json"),
    *(b"window.__", b"window['__", b'window["__', b"window.initial", b"window.pageData", b"window.page="),
)
_HAS_TAGS = re.compile(r"<(?:p|div|br|h[1-6]|ul|ol|table|figure|span|strong|em|img)\b", re.IGNORECASE)
# ASP.NET's form of a time in JSON.
_TICKS = re.compile(r"/Date\((\d{9,14})(?:[+-]\d{4})?\)/")
_PRINTED = re.compile(
    r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?:,? \d{1,2}:\d\d(?::\d\d)?)?|\d{1,2}:\d\d,? \d{1,2}[/.-]\d{1,2}[/.-]\d{4}"
)
# Smaller numbers are no seconds since 1970: 2001.
_MIN_SECONDS = 1_000_000_000
_LONG_NUMBER = re.compile(r"\d{3,}")
# Names of fields without case, hyphens and underscores.
_TITLES = frozenset([*TITLES, "tieudetin", "tieudebaiviet", "posttitle", "newstitle", "articletitle"])
_SUMMARIES = frozenset(
    "summary description excerpt lead sapo mota motangan tomtat abstract intro introtext shortdescription shortcontent"
    " metadescription seodescription ogdescription standfirst teaser".split()
)
_NO_TEXTS = frozenset("css style styles script scripts schema token html5 svg icon url link image thumbnail".split())
_AUTHORS = frozenset("author authors authorname tacgia byline creator writer".split())
_SECTIONS = frozenset(
    "category section categoryname chuyenmuc articlesection cat danhmuc tenchuyenmuc sectionname".split()
)
_PICTURES = frozenset("image cover featuredimage anhdaidien coverimage".split())
_IDS = frozenset("id articleid newsid postid itemid baivietid contentid".split())
_SLUGS = frozenset("slug alias seourl friendlyurl url link path permalink href canonical".split())


@dataclass(frozen=True, slots=True)
class JsonArticle:
    """An article in a page's JSON."""

    title: str
    html: str
    """Its text."""
    length: int
    """Number of characters of the text."""
    fields: dict[str, Any]
    """All fields, by their plain names."""
    is_stated: bool
    """True for an article of JSON-LD."""


def with_json_article(html: bytes, blocks: Sequence[Block], head: Head, url: str, slug: str) -> bytes | None:
    """The page with the article of its JSON in it; None for a page with text, or without such an article.

    Args:
        html: the page in UTF-8.
        blocks: its lines.
        head: its statements.
        url: its address.
        slug: the words of the title in the address.
    """
    said = _said(blocks)
    if said > _MAX_SAID or len(html) > _MAX_STATE or not any(name in html for name in _STATE_NAMES):
        return None
    text = html.decode("utf-8", "replace")
    found = _chosen(list(_articles(text)), head, url, slug)
    if found is None or found.length < _MORE * said:
        return None
    beginning = letters(_plain_text(found.html))[:_BEGINNING]
    if beginning in letters(" ".join(block.text for block in blocks)):
        return None
    mount = _MOUNT.search(text)
    at = mount.end() if mount else _end_of_body(text)
    return (text[:at] + _as_html(found) + text[at:]).encode("utf-8", "replace")


def is_empty_shell(blocks: Sequence[Block], boxes: Boxes) -> bool:
    """True for a page that is an empty element for a script, with little and no heading around it."""
    return _has_empty_mount(blocks, boxes) and not any(block.heading and not block.hidden for block in blocks)


def needs_script(html: bytes, blocks: Sequence[Block], boxes: Boxes) -> bool:
    """True for a page with little text that shows that a script fills it, if there is no article on it."""
    if _has_empty_mount(blocks, boxes):
        return True
    if _own_chars(blocks) > _MAX_SHELL or _has_entries(blocks) or b"<script" not in html.lower():
        return False
    if any(_SLOT.search(block.text) for block in blocks if not block.hidden):
        return True
    text = html.decode("utf-8", "replace")
    return _FILLED_BY_SCRIPT.search(text) is not None or any(_ASKS.search(fold(part)) for part in _noscripts(text))


def _has_empty_mount(blocks: Sequence[Block], boxes: Boxes) -> bool:
    if _own_chars(blocks) > _MAX_SHELL or _has_entries(blocks):
        return False
    return any(_is_empty(box, blocks, boxes) for box, name in boxes.ids.items() if name in _MOUNTS)


def _noscripts(text: str) -> Iterator[str]:
    at = 0
    while (start := text.find("<noscript", at)) >= 0 and (end := text.find("</noscript", start)) >= 0:
        yield " ".join(text[start:end].split())
        at = end


def _own_chars(blocks: Sequence[Block]) -> int:
    return sum(block.own_chars for block in blocks if not block.hidden)


def _has_entries(blocks: Sequence[Block]) -> bool:
    """True if there are links as long as titles, as in lists."""
    return any(len(link.text) >= _MIN_ENTRY for block in blocks for link in block.links)


def _said(blocks: Sequence[Block]) -> int:
    """Number of characters in lines of running text."""
    total = 0
    for block in blocks:
        if not block.hidden and len(block.text) >= _MIN_LINE and block.own_chars > block.link_chars:
            total += block.own_chars
            if total > _MAX_SAID:
                break
    return total


def _is_empty(box: int, blocks: Sequence[Block], boxes: Boxes) -> bool:
    inside = [block for block in blocks if not block.hidden and boxes.holds(box, block.box)]
    return sum(block.own_chars for block in inside) <= _MAX_WAITING


def _end_of_body(text: str) -> int:
    end = text.lower().rfind("</body")
    return end if end >= 0 else len(text)


def _articles(text: str) -> Iterator[JsonArticle]:
    """All objects in the page's JSON that have a title and a text."""
    count = 0
    for value, is_stated in values_of_scripts(text):
        for fields in objects_in(value):
            count += 1
            if count > _MAX_OBJECTS:
                return
            if article := _article(fields, is_stated=is_stated):
                yield article


def _article(fields: dict[str, Any], *, is_stated: bool) -> JsonArticle | None:
    """The article that an object is; None for most."""
    plain = {plain_name(name): value for name, value in fields.items()}
    title = next((title for name in plain if name in _TITLES and (title := title_of(plain[name]))), "")
    if is_stated:
        text = plain.get("articlebody") if schema_types(plain.get("type")) & ARTICLE_TYPES else None
        texts = [_text(text)]
        title = title_of(plain.get("headline")) or title
    else:
        others = _SUMMARIES | _NO_TEXTS | _TITLES
        texts = [_text(value) for name, value in plain.items() if name not in others]
    html = max(texts, key=len, default="")
    length = len(_plain_text(html))
    return JsonArticle(clean(title), html, length, plain, is_stated) if title and length >= _MIN_BODY else None


def _text(value: Any) -> str:
    """A text as HTML: of a string, of an object around it, or of a list of paragraphs."""
    if isinstance(value, dict):
        if any(plain_name(name) in _TITLES for name in value):
            return ""  # an article, or an entry of a list
        inner = [value.get(name) for name in ("rendered", "html", "value", "content", "text", "raw")]
        data = value.get("data")
        inner += [data.get("text")] if isinstance(data, dict) else []
        return next((text for text in map(_text_of_string, inner) if text), "")
    if isinstance(value, list):
        parts = [_text(part) if isinstance(part, dict) else _text_of_string(part) for part in value[:MAX_FIELDS]]
        return "\n".join(part if _HAS_TAGS.search(part) else f"<p>{part}</p>" for part in parts if part)
    return _text_of_string(value)


def _text_of_string(value: Any) -> str:
    if not isinstance(value, str) or " " not in value:
        return ""
    if _HAS_TAGS.search(value):
        return value
    if _HAS_TAGS.search(unescaped := replace_entities(value)):
        return unescaped
    return "\n".join(f"<p>{escape(line.strip())}</p>" for line in unescaped.splitlines() if line.strip())


def _plain_text(html: str) -> str:
    return " ".join(replace_entities(remove_tags(html)).split())


def _chosen(found: list[JsonArticle], head: Head, url: str, slug: str) -> JsonArticle | None:
    """The article that the page is about: its title, address or number is the page's; None if several are."""
    heads, own = [letters(title) for title in head.titles], letters(slug)
    agreeing = [article for article in found if _agrees(article, heads, own, url)]
    if not agreeing:
        agreeing = [article for article in found if article.is_stated]
    if len({letters(article.title) for article in agreeing}) != 1:
        return None
    return max(agreeing, key=lambda article: article.length)


def _agrees(article: JsonArticle, heads: Iterable[str], slug: str, url: str) -> bool:
    compact = letters(article.title)
    if extent(compact) >= _MIN_TITLE and any(head.startswith(compact) or head.endswith(compact) for head in heads):
        return True
    if same_as_slug(compact, slug):
        return True
    last = url.partition("?")[0].rstrip("/").rpartition("/")[2]
    named = {str(value).rstrip("/").rpartition("/")[2] for name, value in article.fields.items() if name in _SLUGS}
    if last and "-" in last and last in named:
        return True
    numbers = set(_LONG_NUMBER.findall(url.partition("://")[2].partition("/")[2]))
    return any(str(value) in numbers for name, value in article.fields.items() if name in _IDS)


def _as_html(article: JsonArticle) -> str:
    """The article as portals print it: section, title, date, summary, picture, text, author."""
    fields = article.fields
    section = _name(next((fields[name] for name in fields if name in _SECTIONS), None))
    date = _date(fields)
    summary = next((_text(fields[name]) for name in fields if name in _SUMMARIES), "")
    if letters(_plain_text(summary))[:_BEGINNING] in letters(_plain_text(article.html)):
        summary = ""
    picture = next((src for name in fields if name in _PICTURES and (src := _source(fields[name]))), "")
    authors = [name for name in fields if name in _AUTHORS]
    names = _names(fields[authors[0]]) if authors else []
    parts = [
        f'<ul class="breadcrumb"><li><a href="/">Trang chủ</a></li> » <li>{escape(section)}</li></ul>'
        if section
        else "",
        f"<h1>{escape(article.title)}</h1>",
        f'<div class="date">Ngày đăng: {date}</div>' if date else "",
        f'<div class="sapo">{summary}</div>' if summary else "",
        f'<div><img src="{escape(picture)}"></div>' if picture and "<img" not in article.html else "",
        f"<div>{article.html}</div>",
        f'<div class="author">Tác giả: {escape(", ".join(names))}</div>' if names else "",
    ]
    return f'<div class="article"><article>{"".join(parts)}</article></div>'


def _date(fields: dict[str, Any]) -> str:
    """The date of publication as Vietnamese pages print it; empty if there is none."""
    return next((date for name in DATES if name in fields and (date := _printed(fields[name]))), "")


def _printed(value: Any) -> str:
    """A date as pages print it: of ISO 8601, of seconds or milliseconds since 1970, or as it is."""
    if isinstance(value, str) and (ticks := _TICKS.fullmatch(value)):
        value = int(ticks[1])
    try:
        if isinstance(value, int) and value > _MIN_SECONDS:
            seconds = value / 1000 if value > _MIN_SECONDS * 1000 else value
            return datetime.fromtimestamp(seconds, VIETNAM).strftime("%d/%m/%Y %H:%M")
        if not isinstance(value, str):
            return ""
        time = datetime.fromisoformat(value.strip())
        if time.tzinfo is not None:
            time = time.astimezone(VIETNAM)
    except (ValueError, OverflowError, OSError):
        return escape(value) if isinstance(value, str) and _PRINTED.fullmatch(value.strip()) else ""
    return time.strftime("%d/%m/%Y %H:%M" if ":" in value else "%d/%m/%Y")


def _name(value: Any) -> str:
    """A name, of a string, of an object, or of the first in a list."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        plain = {plain_name(name): inner for name, inner in value.items()}
        value = next(
            (plain[name] for name in ("name", "ten", "title", "displayname", "fullname") if name in plain), None
        )
    return clean(replace_entities(value)) if isinstance(value, str) and len(value) < _MAX_NAME else ""


_MAX_NAME = 100


def _names(value: Any) -> list[str]:
    values = value[:_MAX_AUTHORS] if isinstance(value, list) else [value]
    values = [it for it in values if not (isinstance(it, dict) and "Organization" in schema_types(it.get("@type")))]
    return [name for name in map(_name, values) if name]


def _source(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("url") or value.get("src") or value.get("contentUrl")
    return value if isinstance(value, str) and "." in value and " " not in value else ""
