"""The persons that a page states as its authors for machines: JSON-LD, ``<meta>``, and elements that markup names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from itertools import chain
from typing import Any

from scraper.pages.head import MAX_AUTHORS, schema_types
from scraper.pages.metadata import json_of
from scraper.pages.page import Page
from scraper.pages.title import letters
from scraper.text.fold import fold
from scraper.text.full_names import full_names
from scraper.text.names import is_account
from scraper.text.normalise import clean

# Types of schema.org whose author is the page's; a review's or a comment's is somebody else.
_ARTICLES = re.compile(r"(?:Article|BlogPosting|Posting|Report)$")
_PAGES = re.compile(r"^(?:WebPage|ItemPage|AboutPage|Blog|CreativeWork)$")
# Line breaks within a string make a script invalid, and many have them.
_CONTROLS = re.compile(r"[\x00-\x1f]")
# Without the first letters, which may be capitals.
_AUTHORED = (b"uthor", b"yline", b"vcard")
_MAX_AUTHORED = 200
# The distance in bytes from a tag's start to its attribute, and from its end to the name, with icons between.
_LONG_TAG, _NAME_BYTES = 400, 600
_START_TAG = re.compile(rb"<([a-z][a-z0-9]*)\s[^<>]*", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    rb"\s(?:class|rel|itemprop)\s*=\s*(?:\"[^\"]*|'[^']*|[^\s\"']*)(?:author|byline|vcard)", re.IGNORECASE
)
_NO_NAMES = frozenset({b"html", b"body", b"article", b"meta", b"script", b"style", b"link", b"img", b"svg", b"input"})
_TAG = re.compile(r"<[^<>]*>?")
_LABEL = re.compile(r"(?:(?:written|posted|viết|đăng) )?(?:by|bởi)|authors?|tác giả|the author", re.IGNORECASE)


def authors_in_json(page: Page) -> tuple[str, ...]:
    """The persons that JSON-LD states as authors of the page's article."""
    nodes: list[dict[str, Any]] = []
    named: dict[str, str] = {}

    def collect(node: dict[str, Any]) -> dict[str, Any]:
        if isinstance(key := node.get("@id"), str) and isinstance(name := node.get("name"), str):
            named.setdefault(key, name)
        if node.get("author"):
            nodes.append(node)
        return node

    for script in page.head.json_ld:
        if "author" in script:
            json_of(_CONTROLS.sub(" ", script), collect)
    articles = [node for node in nodes if _is_of(node, _ARTICLES)] or [node for node in nodes if _is_of(node, _PAGES)]
    titled = [node for node in articles if _is_titled(page, node)]
    found = [names for node in titled or articles if (names := _persons(page, _names(node["author"], named)))]
    # The articles of a list have different authors.
    return found[0] if found and (titled or len(set(found)) == 1) else ()


def authors_in_meta(page: Page) -> tuple[str, ...]:
    """The persons that ``<meta>`` elements state as authors."""
    return _persons(page, page.head.authors)


def marked_names(page: Page) -> set[str]:
    """The persons that elements named ``author`` and the like begin with, of this article or of others.

    Read from the bytes, since lines do not say which of their words were in which element.
    """
    found: set[str] = set()
    html = page.html
    for start in sorted(_starts(html)):
        if len(found) >= MAX_AUTHORS:
            break
        tag = _START_TAG.match(html, start, start + 2 * _LONG_TAG)
        if tag is None or tag[1].lower() in _NO_NAMES or not _ATTRIBUTE.search(tag[0]):
            continue
        inner = html[tag.end() + 1 : tag.end() + 1 + _NAME_BYTES].partition(b"</" + tag[1])[0]
        parts = [words for part in _TAG.split(inner.decode("utf-8", "replace")) if (words := clean(unescape(part)))]
        while parts and _LABEL.fullmatch(parts[0].strip(" :")):
            del parts[0]
        found.update(_persons(page, parts[:1]))
    return found


def _starts(html: bytes) -> set[int]:
    """Where the tags begin that may name an author: the nearest ``<`` before each of the words."""
    starts: set[int] = set()
    for word in _AUTHORED:
        at = html.find(word)
        for _ in range(_MAX_AUTHORED):
            if at < 0:
                break
            starts.add(html.rfind(b"<", max(at - _LONG_TAG, 0), at))
            at = html.find(word, at + 1)
    return starts - {-1}


def _is_of(node: dict[str, Any], types: re.Pattern[str]) -> bool:
    return any(types.search(name) for name in schema_types(node.get("@type")))


def _is_titled(page: Page, node: dict[str, Any]) -> bool:
    headline = letters(clean(str(node.get("headline") or node.get("name") or "")))
    return bool(headline) and any(
        headline in letters(title) or letters(title) in headline for title in page.head.titles
    )


def _names(stated: object, named: dict[str, str]) -> list[str]:
    """The names of JSON-LD authors: text, an object with a name, or a reference to one."""
    found: list[str] = []
    for author in (stated if isinstance(stated, list) else [stated])[:MAX_AUTHORS]:
        if isinstance(author, dict):
            name, key = author.get("name"), author.get("@id")
            author = name or (named.get(key, "") if isinstance(key, str) else "")
        if isinstance(author, list):
            found += [name for name in author[:MAX_AUTHORS] if isinstance(name, str)]
        elif isinstance(author, str):
            found.append(author)
    return [clean(name) for name in found]


def _persons(page: Page, values: Iterable[str]) -> tuple[str, ...]:
    """Those of some values that are persons, each once; the site and its publisher sign under their own name too."""
    site = {fold(page.head.site_name)}
    names = chain.from_iterable(full_names(value, site) for value in values)
    return tuple(dict.fromkeys(name for name in names if not is_account(name)))
