"""Parse the bytes of a page into a tree, without losing text, and with bounded time for any page.

libxml2 stops at 2,048 levels and keeps what it has read; and its time grows with the square of the attributes of one
element. Both occur: Word paste nests one ``<span>`` in another, and hijacked pages may contain anything.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

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

# Ten kilobytes of attributes cost a fortieth of a second, and the square of it for more. Pages of up to this size are
# checked only if a tag may be longer than that: between two ">", or with a ">" in a value.
_LARGE = 250_000
_LONG_TAG = 10_000
_HIDES_END = re.compile(rb"=\s*+(?:\"[^\">]*+>|'[^'>]*+>)")
# Pages of the worst editors have thirty attributes on one element.
_MAX_ATTRIBUTES = 100

# As browsers read it: an unfinished comment, script, tag or value takes the rest of the page, so that each byte is read
# once; for the same reason no part gives back what it took.
_VALUE = r"""=\s*+(?:"[^"]*+"?+|'[^']*+'?+|[^\s>"'][^\s>]*+)?+"""
_MARKUP = re.compile(
    rf"""<(?:
      !--(?:-?>|(?:[^-]++|-(?!-!?>))*+(?:--!?>)?+)
    | [!?][^>]*+>?+
    | (?:(?P<raw>(?:script|style|title|textarea|xmp|iframe|noembed|noframes)(?=[\s/>]))|(?P<name>/?[a-z][^\s/>]*+))
      (?P<attributes>(?:[^>=]++|{_VALUE})*+)>?+
      (?(raw)(?:[^<]++|<(?!/(?P=raw)))*+)
    )""".encode(),
    re.IGNORECASE | re.VERBOSE,
)
_ATTRIBUTE = re.compile(rf"[^\s/=>][^\s/=>]*+(?:\s*+{_VALUE})?+".encode())

# An element without an end, which the parser does not know: all text behind it would be inside it.
_EMBED = re.compile(rb"<embed\b[^<>]*+>(?!\s*+</embed)", re.IGNORECASE)

# What a page keeps that is nested too deep: elements that matter without what is around them.
_KEPT = frozenset(
    b"html head title meta link base body script style a img br p h1 h2 h3 h4 h5 h6 form input time".split()
)
_BOXES = frozenset(
    b"div section article main aside header footer nav table tbody thead tfoot tr td th caption ul ol li dl dt dd"
    b" blockquote center figure figcaption fieldset".split()
)


def cleaned(raw: str) -> str:
    """The words of a text as people see them."""
    return _clean_repeated(raw) if len(raw) <= _MAX_REPEATED else clean(raw)


def parse(body: bytes) -> tuple[Element | None, list[str]]:
    """The root of a page in UTF-8, None if it has no element; and the warnings for its record."""
    cut = _cut(body)
    warnings = [] if cut is body else [WARNING_CUT]
    body = _without_crowds(cut)
    if b"<embed" in body:
        body = _EMBED.sub(rb"\g<0></embed>", body)
    root, complete = _parse(body)
    if complete:
        return root, warnings
    root, _ = _parse(_MARKUP.sub(_flat, body))
    return root, [*warnings, WARNING_FLAT]


def bounded(body: bytes) -> bytes:
    """A page with as many tags and attributes as any parser reads quickly; itself if it has no more."""
    return _without_crowds(_cut(body))


def _cut(body: bytes) -> bytes:
    if len(body) <= _MAX_TAGS or body.count(b"<") <= _MAX_TAGS:
        return body
    first_over = next(islice(re.finditer(b"<", body), _MAX_TAGS, None))
    return body[: first_over.start()]


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


def _may_be_crowded(body: bytes) -> bool:
    """False if no tag can have thousands of attributes; a quick test, since hardly any page has such a tag."""
    return len(body) > _LARGE or _has_long_piece(body) or _HIDES_END.search(body) is not None


def _has_long_piece(body: bytes) -> bool:
    """True if two ">" are further apart than the longest tag that is not checked."""
    start = 0
    while len(body) - start > _LONG_TAG:
        end = body.rfind(b">", start, start + _LONG_TAG + 1)
        if end < 0:
            return True
        start = end + 1
    return False


def _without_crowds(body: bytes) -> bytes:
    """The page with those tags bare that have more attributes than any editor writes; itself if there are none."""
    if not _may_be_crowded(body):
        return body
    parts: list[bytes] = []
    kept = 0
    for tag in _MARKUP.finditer(body):
        start, end = tag.span("attributes")
        if end - start > _MAX_ATTRIBUTES and _is_crowd(body[start:end]):
            parts.append(body[kept:start])
            kept = end
    return b"".join([*parts, body[kept:]]) if parts else body


def _is_crowd(attributes: bytes) -> bool:
    return next(islice(_ATTRIBUTE.finditer(attributes), _MAX_ATTRIBUTES, None), None) is not None


def _flat(markup: re.Match[bytes]) -> bytes:
    """A line break in place of a box, nothing in place of other elements without which the text is the same."""
    name = markup["name"]
    if name is None:
        return markup[0]
    tag = name.lower().removeprefix(b"/")
    return markup[0] if tag in _KEPT else b"<br>" if tag in _BOXES else b""
