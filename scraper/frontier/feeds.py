"""Addresses and titles from sitemaps, RSS and Atom feeds.

The dates are not used: NukeViet writes the month where the minutes belong.
"""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import etree
from lxml.etree import _Element as Element
from scrapy.utils.gz import gunzip
from w3lib.html import remove_tags

from scraper.addresses.resolve import MAX_URL_LENGTH
from scraper.text.normalise import clean

# Sitemaps may have 50,000 entries and 50 MB (sitemaps.org); larger files are not sitemaps.
MAX_ENTRIES = 50_000
_MAX_BYTES = 50 * 1024 * 1024
# Declarations, comments and style sheets may precede the first tag; XHTML begins as a feed does.
_PROLOGUE = 20_000
_TAG = re.compile(rb"<(?:[a-zA-Z]+:)?([a-zA-Z]+)")
# What may precede it, and how each ends; the longer beginnings first.
_BEFORE_TAG = ((b"<!--", b"-->"), (b"<?", b"?>"), (b"<!", b">"))
_ROOTS = frozenset((b"rss", b"feed", b"urlset", b"sitemapindex", b"rdf"))
_GZIP = b"\x1f\x8b"
# A text sitemap has one address in each line, and nothing else.
_TEXT = "text/plain"
_ADDRESS_LINE = re.compile(rb"https?://\S+", re.IGNORECASE)
# A byte order mark, and white space.
_BEFORE_TEXT = b"\xef\xbb\xbf \t\r\n"
# Named entities and bare ampersands. The parser drops those of HTML, and after an error in the XML all of them, "&amp;"
# in addresses too; but no number.
_AMPERSAND = re.compile(rb"&(?:(amp|lt|gt|quot|apos);|(?!#[0-9]{1,7};|#x[0-9a-fA-F]{1,6};))")
_NUMBERS = {b"amp": b"&#38;", b"lt": b"&#60;", b"gt": b"&#62;", b"quot": b"&#34;", b"apos": b"&#39;", None: b"&#38;"}
# HTML in a description, neither escaped nor closed: the parser would take what follows as a part of it.
_HTML = re.compile(
    rb"</?(?:(a|b|i|u|em|strong|span|font|o:p)|br|hr|img|p|div|h[1-6]|center|table|tbody|tr|td|th|ul|ol|li)"
    rb"(?:\s[^<>]*|/)?>",
    re.IGNORECASE,
)
_CDATA, _CDATA_END = b"<![CDATA[", b"]]>"
# Whatever encoding they name: ASP.NET calls feeds UTF-16 that are UTF-8.
_UTF8 = re.compile(rb"\xef\xbb\xbf|<\?xml[^>]{0,100}utf-16", re.IGNORECASE)
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_ALTERNATE = "alternate"
# Relations of Atom links that lead to the feed, to comments, to files or into the CMS.
_OTHER_PAGES = frozenset({"self", "replies", "edit", "edit-media", "enclosure"})
# Words on both sides of these tags are two words.
_BREAK = re.compile(r"</?(?:br|p|div)\b[^<>]*>", re.IGNORECASE)

_Name = tuple[str, str]
_Children = list[tuple[_Name, Element]]


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An address in a sitemap or feed."""

    url: str
    """Absolute."""
    title: str
    """Of the item, as plain text; empty if the feed has none, as in most sitemaps."""
    is_item: bool
    """True if the feed announces an article; False for the page of the feed itself and for pages in a sitemap."""


def is_feed(body: bytes, content_type: str = "") -> bool:
    """True for a body that begins as a feed in XML, whatever its content type, and for a plain text of addresses."""
    found = _TAG.match(_from_first_tag(body[:_PROLOGUE]))
    if found is not None:
        return found[1].lower() in _ROOTS
    return content_type.strip().lower().startswith(_TEXT) and bool(_address_lines(body))


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


def feed_entries(body: bytes, base: str) -> list[FeedEntry]:
    """The entries of a sitemap, sitemap index, RSS or Atom feed, in order; of broken XML those that can be parsed.

    Args:
        body: of the feed, possibly gzipped.
        base: address of the feed.

    Returns:
        Each address once, at most ``MAX_ENTRIES``.
    """
    body = _unpacked(body)
    lines = [FeedEntry(line, "", is_item=False) for line in _address_lines(body)]
    found: dict[str, FeedEntry] = {}
    for entry in lines or _entries(_root(body), base):
        found.setdefault(entry.url, entry)
        if len(found) >= MAX_ENTRIES:
            break
    return list(found.values())


def _entries(root: Element | None, base: str) -> Iterator[FeedEntry]:
    waiting = [(root, base)] if root is not None else []
    while waiting:
        element, base = waiting.pop()
        base = _base(base, element)
        children = _children(element)
        entry = _entry(_name(element), children, base)
        if entry is not None and entry.url:
            yield entry
        waiting.extend((child, base) for _, child in reversed(children) if len(child))


def _entry(name: _Name, children: _Children, base: str) -> FeedEntry | None:
    """The entry that an element stands for, possibly without an address; None for other elements."""
    space, local = name
    if local in ("item", "entry"):
        return FeedEntry(_item_url(space, children, base), _title(space, children), is_item=True)
    if local in ("channel", "feed"):
        return FeedEntry(_links(children, base).get(_ALTERNATE, ""), "", is_item=False)
    if local in ("url", "sitemap"):
        location = _first(children, (space, "loc"))
        url = _resolved(_base(base, location), location.text) if location is not None else ""
        news = next(((its_space, child) for (its_space, its_name), child in children if its_name == "news"), None)
        title = _title(news[0], _children(news[1])) if news else ""
        return FeedEntry(url, title, is_item=news is not None)
    return None


def _item_url(space: str, children: _Children, base: str) -> str:
    """The address of an item: its alternate link, else another link, else its permanent identifier."""
    links = _links(children, base)
    if links:
        return links.get(_ALTERNATE) or next(iter(links.values()))
    guid = _first(children, (space, "guid"))
    if guid is None or guid.get("isPermaLink", "").strip().lower() == "false":
        return ""
    return _resolved("", guid.text)


def _links(children: _Children, base: str) -> dict[str, str]:
    """The first link of each relation; those of RSS have no relation and are alternate links."""
    found: dict[str, str] = {}
    for (_, name), link in children:
        if name != "link":
            continue
        relation = link.get("rel", _ALTERNATE).strip().lower()
        url = _resolved(_base(base, link), (link.text or "").strip() or link.get("href"))
        if url and relation not in _OTHER_PAGES:
            found.setdefault(relation, url)
    return found


def _title(space: str, children: _Children) -> str:
    """The title of an item as plain text: feeds write HTML into it, escaped or not."""
    title = _first(children, (space, "title"))
    if title is None:
        return ""
    return clean(html.unescape(remove_tags(_BREAK.sub(" ", "".join(title.itertext())))))


def _children(element: Element) -> _Children:
    return [(_name(child), child) for child in element.iterchildren("*")]


def _first(children: _Children, name: _Name) -> Element | None:
    """By namespace too: ``media:title`` is not the title of an item."""
    return next((child for its_name, child in children if its_name == name), None)


def _name(element: Element) -> _Name:
    """Namespace, or its undeclared prefix, and local name; etree.QName rejects names that broken feeds contain: <:>."""
    tag = str(element.tag)
    start = max(tag.rfind("}"), tag.rfind(":")) + 1
    return tag[:start], tag[start:].lower()


def _base(base: str, element: Element) -> str:
    """The address by which relative ones in an element are resolved."""
    own = element.get(_XML_BASE)
    return (_joined(base, own) or base) if own else base


def _resolved(base: str, text: str | None) -> str:
    """An absolute address, or nothing if the text is not one."""
    url = (text or "").strip().replace("&amp;", "&")  # escaped twice
    if not url or url.startswith(("#", "&")):
        return ""
    url = _joined(base, url)
    return url if url.lower().startswith(("http://", "https://")) else ""


def _joined(base: str, url: str) -> str:
    """The URL resolved by the base; nothing if it is not one, or longer than any that is requested."""
    try:
        joined = urljoin(base, url) if len(url) <= MAX_URL_LENGTH else ""
    except ValueError:  # "http://[…"
        return ""
    return joined if len(joined) <= MAX_URL_LENGTH else ""


def _address_lines(body: bytes) -> list[str]:
    """The lines of a text sitemap; nothing if any line is no address."""
    text = body.lstrip(_BEFORE_TEXT)
    if not _ADDRESS_LINE.match(text):
        return []
    lines = [line for line in map(bytes.strip, text.splitlines()) if line]
    return [line.decode("utf-8", "replace") for line in lines] if all(map(_ADDRESS_LINE.fullmatch, lines)) else []


def _unpacked(body: bytes) -> bytes:
    """The body without gzip, and without white space around it; nothing if it cannot be unpacked."""
    try:
        return (gunzip(body, max_size=_MAX_BYTES) if body.startswith(_GZIP) else body).strip()
    except (OSError, EOFError, zlib.error, ValueError):
        return b""


def _root(body: bytes) -> Element | None:
    """The tree of a feed, as far as it can be parsed; None if nothing can."""
    # No entities, no network: a feed is data.
    parser = etree.XMLParser(
        encoding="utf-8" if _UTF8.match(body) else None,
        recover=True,
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(_repaired(body.lstrip(_BEFORE_TEXT)), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _repaired(body: bytes) -> bytes:
    """XML without tags of HTML, and its named entities as numbers; CDATA sections as they are."""
    outside, *sections = body.split(_CDATA)
    parts = [_repaired_markup(outside)]
    for section in sections:
        inside, end, outside = section.partition(_CDATA_END)
        parts += [_CDATA, inside, end, _repaired_markup(outside)]
    return b"".join(parts)


def _repaired_markup(text: bytes) -> bytes:
    text = _HTML.sub(lambda tag: b"" if tag[1] else b" ", text)
    return _AMPERSAND.sub(lambda ampersand: _NUMBERS[ampersand[1]], text)
