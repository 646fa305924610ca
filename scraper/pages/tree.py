"""Parse the bytes of a page into a tree, without losing text, and with bounded time for any page.

libxml2 stops at 2,048 levels and keeps what it has read; and its time grows with the square of the attributes of one
element. Both occur: Word paste nests one ``<span>`` in another, and hijacked pages may contain anything.
"""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import etree
from lxml.etree import _Element as Element

from scraper.text.normalise import clean

SKIPPED = frozenset(
    "script style noscript template iframe select option textarea object embed svg canvas audio video head title"
    " meta link map button datalist math applet frameset input dialog".split()
)
"""Elements whose content is no text of the page."""

# Menus, boxes and footers are on every page of a site; cleaning their words once is enough. Longer text belongs to one
# article and does not recur.
_MAX_REPEATED = 160
_clean_repeated = lru_cache(maxsize=4096)(clean)

WARNING_FLAT = "page: nested deeper than 2,048 levels, read without its boxes"

WARNING_CUT = "page: more than 250,000 tags, the rest is not read"
# Each tag costs half a kilobyte of memory; a table of 20,000 rows and five columns has this number.
_MAX_TAGS = 250_000

# A hundred kilobytes of attributes cost a third of a second; smaller pages need no check.
_LARGE = 100_000
_LONG_TAG = re.compile(rb"<([a-zA-Z][a-zA-Z0-9:]*)\s[^<>]{10000,}>")
_ATTRIBUTE = re.compile(rb"\s[^\s=>\"'/]+")
# Pages of the worst editors have thirty attributes on one element.
_MAX_ATTRIBUTES = 500

# An element without an end, which the parser does not know: all text behind it would be inside it.
_EMBED = re.compile(rb"<embed\b[^<>]*>(?!\s*</embed)", re.IGNORECASE)

_KEPT = "html|head|title|meta|link|base|body|script|style|a|img|br|p|h[1-6]|form|input|time"
_BOXES = re.compile(
    rb"</?(?:div|section|article|main|aside|header|footer|nav|table|tbody|thead|tfoot|tr|td|th|caption|ul|ol|li|dl|dt|dd"
    rb"|blockquote|center|figure|figcaption|fieldset)\b[^>]*>",
    re.IGNORECASE,
)
_OTHER_TAGS = re.compile(rf"</?(?!(?:{_KEPT})\b)[a-zA-Z][^>]*>".encode(), re.IGNORECASE)


def cleaned(raw: str) -> str:
    """The words of a text as people see them."""
    return _clean_repeated(raw) if len(raw) <= _MAX_REPEATED else clean(raw)


def parse(body: bytes) -> tuple[Element | None, list[str]]:
    """The root of a page in UTF-8, None if it has no element; and the warnings for its record."""
    warnings: list[str] = []
    if len(body) > _LARGE:
        if body.count(b"<") > _MAX_TAGS:
            body = body[: len(body) - len(body.split(b"<", _MAX_TAGS)[-1]) - 1]
            warnings.append(WARNING_CUT)
        body = _LONG_TAG.sub(_bare_if_crowded, body)
    if b"<embed" in body:
        body = _EMBED.sub(rb"\g<0></embed>", body)
    root, complete = _parse(body)
    if complete:
        return root, warnings
    root, _ = _parse(_OTHER_TAGS.sub(b"", _BOXES.sub(b"<br>", body)))
    return root, [*warnings, WARNING_FLAT]


def reserialised(body: bytes) -> str:
    """A page in the form for other extractors: with the repairs and omissions of :func:`parse`."""
    root, _ = parse(body)
    return "" if root is None else etree.tostring(root, encoding="unicode", method="html")


def _parse(body: bytes) -> tuple[Element | None, bool]:
    # huge_tree: without it libxml2 silently drops all text nested deeper than 255 elements.
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError:  # it has nothing to parse
        return None, True
    error = parser.error_log.last_error  # the limit ends the parsing, so its error is the last
    return root, error is None or error.type != etree.ErrorTypes.ERR_RESOURCE_LIMIT


def _bare_if_crowded(tag: re.Match[bytes]) -> bytes:
    many = sum(1 for _ in _ATTRIBUTE.finditer(tag[0])) > _MAX_ATTRIBUTES
    return b"<" + tag[1] + b">" if many else tag[0]
