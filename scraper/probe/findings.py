"""What a probe found, as plain values for a table or JSON; nothing here requests anything."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from scraper.addresses import Address, Kind, UrlResolver
from scraper.extensions.field_coverage import filled_fields
from scraper.frontier.links import is_archive
from scraper.frontier.pagers import is_pager_link, postback_turns, without_page
from scraper.items import SITE_FIELDS, Article, stamp
from scraper.pages.labels import is_pager
from scraper.probe.cms_evidence import CmsFinding, cms_of
from scraper.probe.look import Look, SeenFeed, SeenPage
from scraper.probe.robots_rules import RobotsFinding, robots_of
from scraper.probe.size import Estimate, SizeFinding, TimeFinding, page_position, size_of, times_of
from scraper.reading import PageType, is_title_like

# Records that are shown.
_RECORDS = 3
# Characters of a text that are shown.
_SHORT = 100
_FIELDS = (*SITE_FIELDS, "document_refs")
# Names of sections are shorter than titles; menus have some dozens of them.
_SECTION_LENGTH = 40
_SECTIONS = 40
# A record's first 14 days are those in which it is revisited.
_REVISITED = timedelta(days=14)


@dataclass(slots=True)
class ShapeFinding:
    """Addresses of one shape."""

    shape: str
    linked: int = 0
    """Different addresses."""
    read: int = 0
    articles: int = 0
    lists: int = 0
    example: str = ""


@dataclass(slots=True)
class SectionFinding:
    """A link that a menu has."""

    name: str
    url: str


@dataclass(slots=True)
class ListFinding:
    """A list of articles, with its further pages."""

    url: str
    entries: int
    """Links to articles on its first page that was seen."""
    pager: str = ""
    """``addresses``, ``forms`` (postbacks), or nothing."""
    last_page: int | None = None
    """The highest that the pager names."""
    articles: int | None = None
    """Pages times entries."""


@dataclass(slots=True)
class FeedFinding:
    """A feed or sitemap."""

    url: str
    kind: str
    entries: int
    articles: int
    """Entries whose addresses are like those of the articles."""


@dataclass(slots=True)
class RecordFinding:
    """A record in short."""

    url: str
    title: str
    date: str | None
    authors: list[str]
    section: str | None
    body: str
    """Its beginning."""
    characters: int
    """Of the whole body."""


@dataclass(slots=True)
class UndecidedFinding:
    """A page that reads like an article and is not recorded."""

    url: str
    title: str
    reason: str


@dataclass(slots=True)
class Findings:
    """All that a probe found."""

    url: str
    at: str
    requests: int
    pages: int
    cms: CmsFinding
    robots: RobotsFinding
    size: SizeFinding
    times: TimeFinding
    site_name: str = ""
    page_types: dict[str, int] = field(default_factory=dict)
    trouble: list[str] = field(default_factory=list)
    """Of TLS, proxy, waiting pages and failed requests, in words."""
    shapes: list[ShapeFinding] = field(default_factory=list)
    sections: list[SectionFinding] = field(default_factory=list)
    lists: list[ListFinding] = field(default_factory=list)
    feeds: list[FeedFinding] = field(default_factory=list)
    articles: int = 0
    filled: dict[str, float] = field(default_factory=dict)
    """Share of the articles with each field."""
    records: list[RecordFinding] = field(default_factory=list)
    undecided: list[UndecidedFinding] = field(default_factory=list)
    needs_browser: list[str] = field(default_factory=list)
    is_interrupted: bool = False
    reasons: list[str] = field(default_factory=list)
    """Why it would not make a good source; empty if it would."""


def findings_of(look: Look, urls: UrlResolver, stats: Mapping[str, Any], agent: str) -> Findings:
    """What a look at a site shows.

    Args:
        look: all that was seen.
        urls: the addresses of the site.
        stats: of the crawl.
        agent: its user agent.
    """
    recorded = {article.url for article in look.articles}
    types = {seen.page.url: _type(seen, recorded) for seen in look.pages}
    linked = _linked(look.pages)
    shapes = _shapes(look.pages, types, linked, urls)
    similar = _article_shapes(shapes)
    targets = {a.identity for a in linked.values() if _is_like_article(a, urls, similar)}
    lists = _lists(look.pages, types, urls, similar)
    feeds = [_feed(feed, urls, similar) for feed in look.feeds]
    is_whole = look.is_whole and not look.left and not look.failures and bool(look.articles)
    seen = len(look.articles) if is_whole else max(len(targets), len(look.articles))
    size = size_of(seen, [*_by_lists(lists), *_by_sitemaps(look.feeds, feeds)], is_whole=is_whole)
    interval = _interval(stats)
    with_entries = [found.entries for found in lists if found.entries]
    times = times_of(
        size,
        interval,
        per_page=sum(with_entries) / len(with_entries) if with_entries else 10.0,
        lists=len(lists),
        paged_lists=sum(found.pager != "" for found in lists),
        recent=_recent(look.articles, look.started, seen),
    )
    undecided = _undecided(look, types)
    return Findings(
        look.url,
        stamp(look.started),
        look.requests,
        len(look.pages),
        cms_of([it.page.received for it in look.pages], look.headers, [it.url for it in look.articles]),
        robots_of(look.robots, look.robots_status, look.url, agent),
        size,
        times,
        site_name=_site_name(look.pages),
        page_types=dict(Counter(str(kind) for kind in types.values()).most_common()),
        trouble=_trouble(look, stats),
        shapes=shapes,
        sections=_sections(look.pages),
        lists=lists,
        feeds=feeds,
        articles=len(look.articles),
        filled=_filled(look.articles),
        records=[_short(article) for article in _spread(look.articles)],
        undecided=undecided,
        needs_browser=[it.page.url for it in look.pages if types[it.page.url] is PageType.SHELL],
        is_interrupted=not look.is_whole,
    )


def _type(seen: SeenPage, recorded: set[str]) -> PageType:
    """What a page turned out to be; undecided ones may have become articles at the end."""
    return PageType.ARTICLE if seen.page.url in recorded else seen.outcome.type


def _linked(pages: Iterable[SeenPage]) -> dict[str, Address]:
    """The pages of the site that links lead to, by identity."""
    found: dict[str, Address] = {}
    for seen in pages:
        for link in seen.page.outlinks:
            address = link.address
            if address is not None and address.kind in (Kind.PAGE, Kind.ARTICLE):
                found.setdefault(address.identity, address)
    return found


def _shapes(
    pages: Iterable[SeenPage], types: Mapping[str, PageType], linked: Mapping[str, Address], urls: UrlResolver
) -> list[ShapeFinding]:
    found: dict[str, ShapeFinding] = {}

    def of(address: Address) -> ShapeFinding:
        shape = urls.shape(address) or ("(addresses that are state)" if address.has_state else "/")
        return found.setdefault(shape, ShapeFinding(shape, example=address.url))

    for address in linked.values():
        of(address).linked += 1
    for seen in pages:
        one, kind = of(seen.page.address), types[seen.page.url]
        one.read += 1
        if kind is PageType.ARTICLE:
            one.example = seen.page.url if not one.articles else one.example
            one.articles += 1
        one.lists += kind is PageType.LIST
    return sorted(found.values(), key=lambda one: (-one.articles, -one.linked, one.shape))


def _article_shapes(shapes: Iterable[ShapeFinding]) -> frozenset[str]:
    """Shapes most of whose pages that were read are articles."""
    return frozenset(one.shape for one in shapes if one.articles and 2 * one.articles > one.read)


def _is_like_article(address: Address, urls: UrlResolver, similar: frozenset[str]) -> bool:
    if is_archive(address.url) or page_position(address.url) is not None:
        return False
    return address.matched_exactly or urls.shape(address) in similar


def _sections(pages: list[SeenPage]) -> list[SectionFinding]:
    """What the menus link: short words that are on most of the pages."""
    counts: Counter[str] = Counter()
    names: dict[str, SectionFinding] = {}
    for seen in pages:
        for identity, found in _menu_links(seen).items():
            counts[identity] += 1
            names.setdefault(identity, found)
    least = max(1, len(pages) // 2)
    return [names[identity] for identity in names if counts[identity] >= least][:_SECTIONS]


def _menu_links(seen: SeenPage) -> dict[str, SectionFinding]:
    found: dict[str, SectionFinding] = {}
    for link in seen.page.links:
        address, name = link.address, link.text.strip()
        if address is None or address.kind is not Kind.PAGE or address.is_front or is_pager(name):
            continue
        if 1 < len(name) <= _SECTION_LENGTH and not is_title_like(name) and not name.isdecimal():
            found.setdefault(address.identity, SectionFinding(name, address.url))
    return found


def _lists(
    pages: Iterable[SeenPage], types: Mapping[str, PageType], urls: UrlResolver, similar: frozenset[str]
) -> list[ListFinding]:
    found: dict[str, ListFinding] = {}
    for seen in pages:
        if types[seen.page.url] is PageType.ARTICLE or is_archive(seen.page.url):
            continue
        page = seen.page
        entries = {
            a.identity
            for entry in page.entries
            if (a := entry.link.address) is not None and _is_like_article(a, urls, similar)
        }
        if not entries:
            continue
        root = _root(page.url)
        one = found.setdefault(root, ListFinding(page.url, len(entries)))
        if seen.number > 1:
            # Boxes beside the list are on the front page above all.
            one.entries = min(one.entries, len(entries))
        _add_pager(one, seen)
    for one in found.values():
        if one.last_page is not None:
            one.articles = one.last_page * one.entries
    return sorted(found.values(), key=lambda one: (-(one.articles or 0), -one.entries))


def _root(url: str) -> str:
    return without_page(url)


def _add_pager(one: ListFinding, seen: SeenPage) -> None:
    """Add what a page shows of its pager: the highest page that it names."""
    page = seen.page
    for link in page.outlinks:
        address = link.address
        if address is None or not is_pager_link(link, address.url, page.url):
            continue
        if _root(address.url) != _root(page.url):
            continue
        one.pager = one.pager or "addresses"
        if (position := page_position(address.url)) is not None:
            number, is_offset = position
            last = number // max(one.entries, 1) + 1 if is_offset else number
            one.last_page = max(one.last_page or 1, last)
    turns = list(postback_turns(page.links, seen.number))
    if turns:
        one.pager = one.pager or "forms"
        one.last_page = max(one.last_page or 1, *(turn.number for turn in turns))


def _feed(feed: SeenFeed, urls: UrlResolver, similar: frozenset[str]) -> FeedFinding:
    addresses = [a for entry in feed.entries if (a := urls.address(entry.url)) is not None]
    items = {entry.url for entry in feed.entries if entry.is_item}
    articles = sum(a.url in items or _is_like_article(a, urls, similar) for a in addresses)
    is_index = feed.is_sitemap and bool(feed.entries) and all(_is_xml(entry.url) for entry in feed.entries)
    kind = "sitemap index" if is_index else "sitemap" if feed.is_sitemap else "feed"
    return FeedFinding(feed.url, kind, len(feed.entries), 0 if is_index else articles)


def _is_xml(url: str) -> bool:
    return urlsplit(url).path.lower().endswith((".xml", ".xml.gz"))


def _by_lists(lists: Iterable[ListFinding]) -> list[Estimate]:
    """One of the longest list, and one of all together, if they are several."""
    counted = [one for one in lists if one.articles and one.last_page and one.last_page > 1]
    if not counted:
        return []
    longest = max(counted, key=lambda one: one.articles or 0)
    words = f"{longest.last_page} pages of {longest.entries} entries in {longest.url}"
    found = [Estimate(longest.articles or 0, words)]
    total = sum(one.articles or 0 for one in counted)
    if len(counted) > 1:
        found.append(Estimate(total, f"{total} entries in all pages of {len(counted)} lists, some of them in several"))
    return found


def _by_sitemaps(feeds: Iterable[SeenFeed], found: Iterable[FeedFinding]) -> list[Estimate]:
    sitemaps = [one for one in found if one.kind == "sitemap"]
    articles = sum(one.articles for one in sitemaps)
    if not articles:
        return []
    named = {entry.url for feed in feeds if feed.is_sitemap for entry in feed.entries if _is_xml(entry.url)}
    unread = len(named - {one.url for one in sitemaps})
    words = f"{articles} addresses of articles in {len(sitemaps)} sitemaps"
    if not unread:
        return [Estimate(articles, words)]
    # Those that were not read are taken to be as long as the others.
    return [Estimate(articles, words), Estimate(articles + unread * articles // len(sitemaps), f"{unread} not read")]


def _interval(stats: Mapping[str, Any]) -> float:
    prefix = "pace/seconds_between_requests/"
    return max((float(value) for name, value in stats.items() if name.startswith(prefix)), default=0.0)


def _recent(articles: Iterable[Article], now: datetime, total: int) -> float:
    """About how many articles are younger than the days in which they are revisited."""
    days = [date.fromisoformat(it.date_published[:10]) for it in articles if it.date_published]
    if not days:
        return 0.0
    since = now.date() - _REVISITED
    return sum(day >= since for day in days) * max(1.0, total / len(days)) if total else 0.0


def _filled(articles: list[Article]) -> dict[str, float]:
    counts = Counter(name for article in articles for name in filled_fields(article))
    return {name: round(counts[name] / len(articles), 3) for name in _FIELDS} if articles else {}


def _spread(articles: list[Article]) -> list[Article]:
    """Some records, of different sections where there are such."""
    by_section: defaultdict[str, list[Article]] = defaultdict(list)
    for article in articles:
        by_section[article.section or ""].append(article)
    first = [group[0] for group in by_section.values()]
    return (first + [it for it in articles if it not in first])[:_RECORDS]


def _short(article: Article) -> RecordFinding:
    body = " ".join(article.body.split())
    text = body if len(body) <= _SHORT else f"{body[:_SHORT]}…"
    return RecordFinding(
        article.url, article.title, article.date_published, article.authors, article.section, text, len(article.body)
    )


def _undecided(look: Look, types: Mapping[str, PageType]) -> list[UndecidedFinding]:
    if look.is_whole:
        return [UndecidedFinding(it.url, it.title, it.reason) for it in look.undecided]
    # The end did not come: what was undecided when it came.
    return [
        UndecidedFinding(it.page.url, it.outcome.fields.title if it.outcome.fields else "", it.outcome.reason)
        for it in look.pages
        if types[it.page.url] is PageType.UNDECIDED
    ]


def _site_name(pages: Iterable[SeenPage]) -> str:
    for seen in pages:
        head = seen.page.head
        if name := head.site_name or next(iter(head.titles), ""):
            return name
    return ""


def _trouble(look: Look, stats: Mapping[str, Any]) -> list[str]:
    """What went wrong, the most frequent first."""
    reasons = Counter(reason for _, reason in look.failures)
    examples = {reason: url for url, reason in reversed(look.failures)}
    found = [f"{reason} ({count} times; {examples[reason]})" for reason, count in reasons.most_common()]
    if waits := stats.get("pace/waits"):
        found.append(f"the site refused {waits} times (429, 503 or a waiting page), and was paused each time")
    if refused := stats.get("fetch_guard/refused"):
        found.append(f"{refused} addresses lead out of the site, by redirect or link, and were not requested")
    return found
