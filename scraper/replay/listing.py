"""First pass: list the captures of a file, and what its lists say of articles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlsplit

from scraper.addresses import Kind
from scraper.archive.exchange import warc_date
from scraper.archive.files import Archive
from scraper.archive.http import HttpAnswer, NoHttpError, answer_of, is_html
from scraper.archive.records import Damage, Record, fields_of, records
from scraper.archive.writer import CONTEXT_TYPE
from scraper.frontier.links import by_link, link_identity, may_be_article, title_and_date
from scraper.pages.charset import declared_in
from scraper.pages.page import EmptyPageError, Page
from scraper.reading import context_from_json
from scraper.sites import Site, Sites, host_of, resolver_of

# Kinds of captures. Only pages are read.
PAGE = "page"
NOT_SELECTED = "not selected"
NOT_WALKED = "not read by the crawl"
_OK, _REDIRECT, _CLIENT_ERROR, _NOT_MODIFIED = 200, 300, 400, 304
# The web is not older, and later years are errors of a program.
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
# Damaged places of a file that are named one by one.
_TOLD = 100
_CRAWLED = (Kind.PAGE, Kind.ARTICLE)


@dataclass(frozen=True, slots=True)
class Selection:
    """The selected captures."""

    url_prefix: str = ""
    since: str = ""
    """The beginning of an ISO 8601 time: ``2024``, ``2024-06-01``."""
    until: str = ""

    def takes(self, url: str, at: str) -> bool:
        """True for a selected capture."""
        is_late = self.since <= at[: len(self.since)]
        return url.startswith(self.url_prefix) and is_late and (not self.until or at[: len(self.until)] <= self.until)

    def hears(self, url: str) -> bool:
        """True for a page of the same host, whenever fetched: its lists may name selected articles."""
        return url.startswith("/".join(self.url_prefix.split("/")[:3]))


@dataclass(frozen=True, slots=True)
class Capture:
    """One archived answer."""

    offset: int
    record: str
    """``WARC-Record-ID``."""
    refers_to: tuple[str, str]
    """Address and ``WARC-Date`` of the record that contains the body, if this one does not."""
    source: str
    url: str
    at: str
    """``WARC-Date``."""
    kind: str
    own: bool
    """Archived by a crawl of this project: it is read if the walk archived its context."""
    info: int
    """Index of the ``warcinfo`` in the file that applies to it."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Title and date of an article in a list."""

    source: str
    identity: str
    text: str
    iso: str | None
    raw: str | None
    at: str
    """The time when the list was fetched."""

    def joined(self, other: Mention) -> Mention:
        """Merge the entries of two lists: the longer title, since lists cut them, and the first date."""
        longer = max(self.text, other.text, key=len)
        dated = [one for one in (self, other) if one.iso is not None] or [self]
        first = min(dated, key=lambda one: one.at)
        return Mention(self.source, self.identity, longer, first.iso, first.raw, first.at)


@dataclass(slots=True)
class Contents:
    """The content of a file."""

    infos: list[dict[str, str]] = field(default_factory=lambda: [{}])
    """Each ``warcinfo`` applies to the records after it; records before the first have none."""
    captures: list[Capture] = field(default_factory=list)
    notes: list[tuple[str, str, str]] = field(default_factory=list)
    """Record that it belongs to, time, and the context as JSON."""
    mentions: dict[tuple[str, str], Mention] = field(default_factory=dict)
    """By source and identity."""
    damage: list[Damage] = field(default_factory=list)
    """The first :data:`_TOLD`."""
    further_damage: int = 0

    def add_damage(self, damage: Damage) -> None:
        """Keep a damaged part, or count it."""
        if len(self.damage) < _TOLD:
            self.damage.append(damage)
        else:
            self.further_damage += 1


def contents(archive: Archive, sites: Sites, selection: Selection) -> Contents:
    """List a file.

    Raises:
        OSError: it cannot be opened.
    """
    found, ids = Contents(), dict[str, int]()
    for record in records(archive):
        if isinstance(record, Damage):
            found.add_damage(record)
        elif record.kind == "warcinfo":
            ids[record.headers.get("warc-record-id", "")] = len(found.infos)
            found.infos.append(fields_of(record))
        elif record.kind == "metadata":
            if record.headers.get("content-type") == CONTEXT_TYPE:
                _list_note(found, record)
        else:
            # By its name: after a damage it may be that of an earlier one.
            number = ids.get(record.headers.get("warc-warcinfo-id", ""), len(found.infos) - 1)
            _list(found, record, sites, selection, number)
    if found.further_damage:
        last = found.damage[-1]
        found.damage[-1] = replace(last, reason=f"{last.reason}; and {found.further_damage} further places behind it")
    return found


def _list_note(found: Contents, record: Record) -> None:
    try:
        text = record.block.decode()
        context_from_json(text)
    except ValueError as error:
        found.add_damage(Damage(record.offset, f"no note ({error})"))
        return
    found.notes.append((record.headers.get("warc-refers-to", ""), record.headers.get("warc-date", ""), text))


def _list(found: Contents, record: Record, sites: Sites, selection: Selection, number: int) -> None:
    url = _address(record.headers.get("warc-target-uri", ""))
    at = _moment(record.headers.get("warc-date", ""))
    if at is None:
        found.add_damage(Damage(record.offset, f"no valid WARC-Date, {url}"))
        return
    info = found.infos[number]
    site = sites.site(url, info)
    own = {"spider", "hosts"} <= info.keys()
    if own and host_of(url) not in info["hosts"].split():
        found.add_damage(Damage(record.offset, f"{url} is not a page of the archive's hosts ({info['hosts']})"))
        return
    is_meant = selection.takes(url, at)
    if site is None or not (is_meant or own or selection.hears(url)):
        return
    kind, answer = _kind(record, url, site, own=own)
    if kind == PAGE and answer is not None:
        _learn(found, answer, url, at, site)
    if not is_meant and not own:
        return
    if not is_meant and kind == PAGE:
        kind = NOT_SELECTED  # a later revisit may refer to its body
    name = record.headers.get("warc-record-id", "")
    refers = _refers_to(record, url)
    found.captures.append(Capture(record.offset, name, refers, site.source, url, at, kind, own, number))


def _learn(found: Contents, answer: HttpAnswer, url: str, at: str, site: Site) -> None:
    """Keep what a page from a foreign archive says of other pages."""
    for mention in _mentions(answer, url, at, site):
        key = mention.source, mention.identity
        found.mentions[key] = mention.joined(found.mentions[key]) if key in found.mentions else mention


def _refers_to(record: Record, url: str) -> tuple[str, str]:
    """The reference of a revisit to its body; without one, its own address."""
    if record.kind != "revisit":
        return "", ""
    said = _address(record.headers.get("warc-refers-to-target-uri", ""))
    return said or url, _moment(record.headers.get("warc-refers-to-date", "")) or ""


def _address(said: str) -> str:
    """An address in one spelling for all its captures: scheme and host in lower case."""
    said = said.strip("<>")
    try:
        parts = urlsplit(said)
    except ValueError:
        return said
    return parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower()).geturl()


def _moment(said: str) -> str | None:
    """A ``WARC-Date`` to the microsecond; None if it is not a date, or outside the accepted years."""
    try:
        moment = datetime.fromisoformat(said)
        return warc_date(moment) if _FIRST_YEAR <= moment.year <= _LAST_YEAR else None
    except ValueError:
        return None


def _kind(record: Record, url: str, site: Site, *, own: bool) -> tuple[str, HttpAnswer | None]:
    is_revisit = record.kind == "revisit"
    if is_revisit and "identical-payload-digest" not in record.headers.get("warc-profile", ""):
        return "not changed", None
    try:
        said = answer_of(record)
    except NoHttpError:
        if not is_revisit or record.block:
            return "not HTTP", None
        said = HttpAnswer(_OK, {}, b"")  # revisits may omit the headers too
    if said.status == _NOT_MODIFIED:
        return "not changed", None
    if said.status != _OK:
        return ("redirect" if _REDIRECT <= said.status < _CLIENT_ERROR else f"status {said.status}"), None
    if own:
        return PAGE, None
    address = resolver_of(site).address(url)
    if address is None or address.kind not in _CRAWLED:
        return "print view, search, file or trap", None
    if is_revisit:
        return PAGE, None
    return (PAGE, said) if is_html(said.body, said.content_type) else ("not HTML", None)


def _mentions(answer: HttpAnswer, url: str, at: str, site: Site) -> Iterator[Mention]:
    """The articles in a list; pages that are certainly articles are skipped, since they cost time and name few."""
    resolver = resolver_of(site)
    address = resolver.address(url)
    if address is None or (address.kind is Kind.ARTICLE and address.matched_exactly):
        return
    try:
        page = Page(url, answer.body, resolver, declared_in(answer.content_type))
    except EmptyPageError:
        return
    entries = by_link(page.entries)
    for link in page.outlinks:
        target = link.address
        if target is not None and may_be_article(target, link, urls_reliable=False):
            title, date = title_and_date(link, entries)
            iso, raw = (date.iso, date.raw) if date is not None else (None, None)
            yield Mention(site.source, link_identity(target, link.text), title, iso, raw, at)
