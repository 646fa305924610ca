"""The lists of a site as a look shows them: sections of menus, lists with their pagers, feeds and sitemaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from urllib.parse import urlsplit

from scraper.addresses import Kind
from scraper.frontier.limits import pattern
from scraper.frontier.links import is_archive
from scraper.frontier.pagers import is_pager_link, postback_turns, without_page
from scraper.pages.labels import is_pager, is_site_map
from scraper.probe.findings import FeedFinding, ListFinding, SectionFinding
from scraper.probe.kinds import Kinds
from scraper.probe.look import SeenFeed, SeenPage
from scraper.probe.overlap import ReadList, ReadPage, together
from scraper.probe.size import Estimate, ListsEstimate, page_position
from scraper.reading import PageType, is_title_like
from scraper.text.fold import fold

FRONT_PAGES = frozenset({"trang chu", "trang nhat", "home", "home page"})
"""Words for the front page, folded."""

# Names of sections are shorter than titles; menus have some dozens of them.
_SECTION_LENGTH = 40
_SECTIONS = 40
# A link on this share of the pages that are no articles belongs to a menu or a box. An entry of a list is on the front
# page and in a list or two.
_BOX_SHARE = 0.5
# … but on two pages of three it may be by chance.
_BOX_PAGES = 5


def sections_of(pages: list[SeenPage], kinds: Kinds, lists: Iterable[SeenPage]) -> list[SectionFinding]:
    """What the menus link: short words on at least half of the pages, whose pages are lists.

    Pages that were not read count if most pages of their shape that were read, and are no articles, are lists.

    Args:
        pages: all that were read.
        kinds: what they turned out to be.
        lists: the pages of lists among them.
    """
    counts: Counter[str] = Counter()
    names: dict[str, SectionFinding] = {}
    for seen in pages:
        for identity, found in _menu_links(seen).items():
            counts[identity] += 1
            names.setdefault(identity, found)
    least = max(1, len(pages) // 2)
    listed = {seen.page.address.identity for seen in lists}
    read = {seen.page.address.identity for seen in pages} | kinds.others
    alike = {one.shape for one in kinds.shapes if one.lists > one.others}
    shown = []
    for identity, section in names.items():
        address = kinds.linked[identity]
        is_list = identity in listed or (identity not in read and kinds.shape(address) in alike)
        if counts[identity] >= least and is_list and not kinds.is_like_article(address):
            shown.append(section)
    return shown[:_SECTIONS]


def _menu_links(seen: SeenPage) -> dict[str, SectionFinding]:
    found: dict[str, SectionFinding] = {}
    for link in seen.page.links:
        address, name = link.address, link.text.strip()
        if address is None or address.kind is not Kind.PAGE or address.is_front or is_archive(address.url):
            continue
        is_name = 1 < len(name) <= _SECTION_LENGTH and not (name.isdecimal() or is_pager(name) or is_site_map(name))
        if is_name and not is_title_like(name) and fold(name) not in FRONT_PAGES:
            found.setdefault(address.identity, SectionFinding(name, address.url))
    return found


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a list that was read."""

    seen: SeenPage
    entries: tuple[str, ...]
    """Identities of the articles in its list, without those of boxes."""


def list_pages(pages: list[SeenPage], kinds: Kinds) -> dict[str, list[ListPage]]:
    """The pages of each list, by the address without a page number; lists by tag, author or day are left out."""
    others = [seen for seen in pages if kinds.types[seen.page.url] is not PageType.ARTICLE]
    entries = [_entries(seen, kinds) for seen in others]
    counts = Counter(identity for found in entries for identity in found)
    most = max(_BOX_PAGES, _BOX_SHARE * len(others))
    lists: dict[str, list[ListPage]] = {}
    for seen, found in zip(others, entries, strict=True):
        url, own = seen.page.url, tuple(identity for identity in found if counts[identity] < most)
        if own and kinds.types[url] in (PageType.LIST, PageType.NO_ARTICLE) and not is_archive(url):
            lists.setdefault(without_page(url), []).append(ListPage(seen, own))
    return lists


def _entries(seen: SeenPage, kinds: Kinds) -> dict[str, None]:
    addresses = (entry.link.address for entry in seen.page.entries)
    return {address.identity: None for address in addresses if address is not None and kinds.is_like_article(address)}


@dataclass(slots=True)
class _Walked:
    """The pages of one list that were read."""

    finding: ListFinding
    sizes: list[tuple[frozenset[str], int]] = field(default_factory=list)
    """Of each page, its names and the number of its entries."""
    last: str = ""
    """Name of the highest page that a pager names: its identity, or ``#`` and its number where a form leads to it."""
    end: int | None = None
    """Entries of that page, if it was read."""

    def add(self, seen: SeenPage, entries: int) -> None:
        """Add a page: its entries, and the highest page that its pager names."""
        page, one = seen.page, self.finding
        self.sizes.append((frozenset((page.address.identity, f"#{seen.number}")), entries))
        for link in page.outlinks:
            address = link.address
            is_pager_of = address is not None and is_pager_link(link, address.url, page.url)
            if address is None or not is_pager_of or without_page(address.url) != without_page(page.url):
                continue
            one.pager = one.pager or "addresses"
            if (position := page_position(address.url, page.url)) is not None:
                number, is_offset = position
                self._reach(number // entries + 1 if is_offset else number, address.identity)
        for turn in postback_turns(page.links, seen.number):
            one.pager = one.pager or "forms"
            self._reach(turn.number, f"#{turn.number}")

    def _reach(self, number: int, name: str) -> None:
        if number > (self.finding.last_page or 0):
            self.finding.last_page, self.last = number, name

    def measure(self, *, is_front: bool) -> bool:
        """Count the entries of a page; False if only pages were read that say little of the others.

        These are the first of a front page, which has boxes of all kinds, and the last of a list, which is not full.
        The largest counts: the newest entries of a list are in boxes of all pages too.
        """
        one = self.finding
        one.read = len(self.sizes)
        ends = [size for names, size in self.sizes if self.last in names]
        one.is_open = one.last_page is not None and not ends
        self.end = max(ends, default=None)
        usual = [size for names, size in self.sizes[int(is_front) :] if self.last not in names]
        one.entries = max(usual or [size for _, size in self.sizes])
        return bool(usual)


def lists_of(pages: Mapping[str, Sequence[ListPage]], kinds: Kinds) -> list[ListFinding]:
    """The lists that were read; those with most articles first.

    Args:
        pages: as :func:`list_pages` returns them.
        kinds: what the pages turned out to be.
    """
    walked: dict[str, _Walked] = {}
    for root, found in pages.items():
        walked[root] = one = _Walked(ListFinding(found[0].seen.page.url, 0))
        for page in found:
            one.add(page.seen, len(page.entries))
    front = without_page(kinds.front)
    measured = [one.finding for root, one in walked.items() if one.measure(is_front=root == front)]
    usual = round(median(one.entries for one in measured)) if measured else 0
    for it in walked.values():
        one = it.finding
        if one not in measured and one.url != kinds.front:
            one.entries = max(one.entries, usual)
        if one.last_page is not None and (one in measured or one.url != kinds.front):
            before = (one.last_page - 1) * one.entries
            one.articles = before + (one.entries if it.end is None else it.end)
            one.least = before + (1 if it.end is None else it.end)
        elif not one.pager and one.url != kinds.front:
            one.articles = one.least = one.entries
    found = [it.finding for it in walked.values()]
    return sorted(found, key=lambda one: (-(one.articles or 0), -one.entries))


def feed_of(feed: SeenFeed, kinds: Kinds) -> FeedFinding:
    """What a feed or sitemap has."""
    addresses = [a for entry in feed.entries if (a := kinds.urls.address(entry.url)) is not None]
    items = {entry.url for entry in feed.entries if entry.is_item}
    articles = sum(a.url in items or kinds.is_like_article(a) for a in addresses)
    is_index = feed.is_sitemap and bool(feed.entries) and all(_is_xml(entry.url) for entry in feed.entries)
    kind = "sitemap index" if is_index else "sitemap" if feed.is_sitemap else "feed"
    return FeedFinding(feed.url, kind, len(feed.entries), 0 if is_index else articles)


def _is_xml(url: str) -> bool:
    return urlsplit(url).path.lower().endswith((".xml", ".xml.gz"))


def by_lists(
    lists: Iterable[ListFinding], pages: Mapping[str, Sequence[ListPage]], days: Mapping[str, str]
) -> ListsEstimate | None:
    """How many articles the lists have together, by their pagers and by what they share; None if none has a pager.

    Args:
        lists: as :func:`lists_of` returns them.
        pages: of each list.
        days: of articles, by identity, as far as known.
    """
    counted = [one for one in lists if one.articles]
    if not any((one.last_page or 0) > 1 for one in counted):
        return None
    low, _ = together([_read_list(one, one.least or 0, pages) for one in counted], days)
    _, high = together([_read_list(one, one.articles or 0, pages) for one in counted], days)
    longest = max(counted, key=lambda one: one.articles or 0)
    is_open = any(one.is_open for one in counted)
    last = f"at least {longest.last_page}" if longest.is_open else str(longest.last_page)
    evidence = [f"{last} pages of {longest.entries} in {longest.url}"]
    if len(counted) > 1:
        total = sum(one.articles or 0 for one in counted)
        evidence.append(
            f"{total} entries in {len(counted)} lists: {round(low)} to {round(high)} articles without doubles"
        )
    return ListsEstimate(round(low), round(high), evidence, is_least=is_open)


def _read_list(one: ListFinding, total: int, pages: Mapping[str, Sequence[ListPage]]) -> ReadList:
    found = [ReadPage(page.seen.number, page.entries) for page in pages[without_page(one.url)]]
    return ReadList(total, found, None if one.is_open else one.last_page)


def by_sitemaps(feeds: Iterable[SeenFeed], found: Iterable[FeedFinding]) -> list[Estimate]:
    """What sitemaps say; those that were not read are taken to be as long as the others."""
    sitemaps = [one for one in found if one.kind == "sitemap"]
    articles = sum(one.articles for one in sitemaps)
    if not articles:
        return []
    forms = {pattern(one.url) for one in sitemaps if one.articles}
    named = {entry.url for feed in feeds if feed.is_sitemap for entry in feed.entries if _is_xml(entry.url)}
    # Others have categories, authors and tags.
    unread = sum(pattern(url) in forms for url in named - {one.url for one in sitemaps})
    words = f"{articles} addresses like those of articles in {len(sitemaps)} sitemaps"
    if not unread:
        return [Estimate(articles, words)]
    more = articles + unread * articles // len(sitemaps)
    further = f"{unread} further sitemaps were not read: {more} if they are as long"
    return [Estimate(articles, words), Estimate(more, further)]
