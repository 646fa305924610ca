"""Addresses from sitemaps, RSS and Atom feeds.

Only the addresses are used. The dates are not: NukeViet writes the month where the minutes belong.
"""

from __future__ import annotations

import re
import zlib

from lxml import etree
from lxml.etree import _Element as Element
from scrapy.utils.gz import gunzip

# Sitemaps may have 50,000 entries and 50 MB (sitemaps.org); larger files are not sitemaps.
MAX_ENTRIES = 50_000
_MAX_BYTES = 50 * 1024 * 1024
# Declarations, comments and style sheets may precede the first tag; XHTML begins as a feed does.
_PROLOGUE = 20_000
_TAG = re.compile(rb"<([a-zA-Z:]+)")
# What may precede it, and how each ends; the longer beginnings first.
_BEFORE_TAG = ((b"<!--", b"-->"), (b"<?", b"?>"), (b"<!", b">"))
_ROOTS = frozenset((b"rss", b"feed", b"urlset", b"sitemapindex", b"rdf:rdf", b"rdf"))
_GZIP = b"\x1f\x8b"
_LOCATIONS = frozenset({"loc", "link", "guid"})


def is_feed(body: bytes) -> bool:
    """True for a body that begins as XML, whatever its content type."""
    found = _TAG.match(_from_first_tag(body[:_PROLOGUE]))
    return found is not None and found[1].lower() in _ROOTS


def _from_first_tag(text: bytes) -> bytes:
    """The text from its first tag on. Found step by step, since a pattern could backtrack over a row of comments."""
    position = len(b"\xef\xbb\xbf") if text.startswith(b"\xef\xbb\xbf") else 0
    while True:
        position += len(text) - position - len(text[position:].lstrip())
        end = next((end for begin, end in _BEFORE_TAG if text.startswith(begin, position)), None)
        if end is None:
            return text[position:]
        found = text.find(end, position)
        if found < 0:
            return b""
        position = found + len(end)


def feed_locations(body: bytes) -> list[str]:
    """The addresses in a sitemap, sitemap index, RSS or Atom feed, in order; of broken XML those that can be parsed."""
    root = _root(body)
    if root is None:
        return []
    found: dict[str, None] = {}
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        name = element.tag.rpartition("}")[2]  # etree.QName rejects names that broken feeds contain: <:>
        if name not in _LOCATIONS:
            continue
        entry = element.getparent()
        if name == "guid" and entry is not None and entry.find("link") is not None:
            continue  # only if an entry has no other address
        location = (element.text or "").strip() or element.get("href", "").strip()
        if location.startswith(("http", "/")):
            found[location] = None
        if len(found) >= MAX_ENTRIES:
            break
    return list(found)


def _root(body: bytes) -> Element | None:
    """The tree of a feed, as far as it can be parsed; None if nothing can."""
    try:
        if body.startswith(_GZIP):
            body = gunzip(body, max_size=_MAX_BYTES)
        # No entities, no network: a feed is data.
        return etree.fromstring(body.strip(), etree.XMLParser(recover=True, resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, OSError, EOFError, zlib.error, ValueError):
        return None
