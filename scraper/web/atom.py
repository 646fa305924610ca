"""A search as an Atom feed, the newest first: for people who want to be told of new articles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from starlette.requests import Request
from starlette.responses import Response

from scraper.search.answer import Hit
from scraper.search.search import article, newest
from scraper.text.harmful import escape
from scraper.web.html import linkable
from scraper.web.places import ServedFiles
from scraper.web.search_address import address, asked, pairs_of

_ATOM = "http://www.w3.org/2005/Atom"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ENTRIES = 50
"""Articles in a feed."""
_MIDNIGHT = "T00:00:00+07:00"
# Of a feed without an entry.
_LONG_AGO = "1970-01-01T00:00:00Z"


def feed(served: ServedFiles, request: Request) -> Response:
    """The feed of a search.

    Raises:
        QueryError, StorageError: as for :func:`scraper.search.search.search`.
    """
    index = served.existing_index()
    query = asked(request.query_params, paged=False)
    base = str(request.base_url).rstrip("/")
    pairs = pairs_of(query)
    hits = [(hit, _moment(index, hit)) for hit in newest(index, replace(query, limit=ENTRIES))]
    root = ET.Element("feed", {"xmlns": _ATOM, _XML_LANG: "vi"})
    own = base + address("/feed.atom", pairs)
    _text(root, "id", own)
    _text(root, "title", f"Search: {' '.join(value for _, value in pairs)}" if pairs else "New articles")
    _text(root, "updated", max((moment for _, moment in hits), default=_LONG_AGO))
    ET.SubElement(root, "link", rel="self", type="application/atom+xml", href=own)
    ET.SubElement(root, "link", rel="alternate", type="text/html", href=base + address("/", pairs))
    for hit, moment in hits:
        root.append(_entry(hit, moment, base))
    return Response(ET.tostring(root, "utf-8", xml_declaration=True), media_type="application/atom+xml")


def _entry(hit: Hit, moment: str, base: str) -> ET.Element:
    entry = ET.Element("entry")
    _text(entry, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, hit.id)}")
    _text(entry, "title", hit.title)
    _text(entry, "updated", moment)
    for name in hit.authors or (hit.source,):
        _text(ET.SubElement(entry, "author"), "name", name)
    ET.SubElement(entry, "link", rel="alternate", type="text/html", href=f"{base}/article/{quote(hit.id)}")
    if linkable(hit.url):
        ET.SubElement(entry, "link", rel="via", href=hit.url)
    for term in _terms(hit):
        ET.SubElement(entry, "category", term=escape(term))
    _text(entry, "summary", hit.snippet)
    return entry


def _terms(hit: Hit) -> Iterator[str]:
    yield hit.source
    if hit.section:
        yield hit.section


def _moment(index: Path, hit: Hit) -> str:
    """When it was published; of one without a date, when it was fetched."""
    date = hit.date
    if not date:
        found = article(index, hit.id)
        date = found.fetched_at if found else None
    if not date:
        return _LONG_AGO
    return date if "T" in date else date[:10] + _MIDNIGHT


def _text(parent: ET.Element, name: str, text: str) -> None:
    # XML has no form for control characters.
    ET.SubElement(parent, name).text = escape(text)
