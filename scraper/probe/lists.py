"""The lists of a site as a look shows them: sections of menus, lists with their pagers, feeds and sitemaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from math import gcd
from statistics import median

from scraper.addresses import Kind
from scraper.frontier.limits import pattern
from scraper.frontier.links import is_archive, link_identity
from scraper.frontier.pagers import is_pager_link, page_number, postback_turns, visible_numbers, without_page
from scraper.pages.labels import is_pager, is_site_map
from scraper.pages.page import Page
from scraper.probe.findings import FeedFinding, ListFinding, SectionFinding
from scraper.probe.kinds import Kinds
from scraper.probe.look import SeenFeed, SeenPage
from scraper.probe.overlap import PageOfList, ReadList, together
from scraper.probe.size import Estimate, ListsEstimate, is_xml, page_position
from scraper.reading import PageType, is_title_like
from scraper.text.fold import fold

FRONT_PAGES = frozenset({"trang chu", "trang nhat", "home", "home page"})
"""Words for the front page, folded."""

# Names of sections are shorter than titles; menus have some dozens of them.
_SECTION_LENGTH = 40
_SECTIONS = 40
# An entry of this share of the lists belongs to a box of all pages. One of a list is on the front page and in a list or
# two.
_BOX_SHARE = 0.5
# … but in two lists of three it may be by chance.
_BOX_LISTS = 5


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
    listed = {seen.name for seen in lists}
    read = kinds.read | kinds.others
    shown = []
    for identity, section in names.items():
        address, _ = kinds.linked[identity]
        is_list = identity in listed or (identity not in read and kinds.is_like_list(address))
        if counts[identity] >= least and is_list and not kinds.is_like_article(address, section.name):
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
            found.setdefault(link_identity(address, link.text), SectionFinding(name, address.url))
    return found


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a list that was read."""

    seen: SeenPage
    entries: tuple[str, ...]
    """Identities of the articles in its list, without those of boxes."""


def list_pages(pages: list[SeenPage], kinds: Kinds) -> dict[str, list[ListPage]]:
    """The pages of each list, by the address of the first that was read; lists by tag, author or day are left out."""
    groups: dict[str, list[tuple[SeenPage, dict[str, list[int]]]]] = {}
    names: dict[str, str] = {}
    for seen in pages:
        url = seen.page.url
        if kinds.types[url] in (PageType.LIST, PageType.NO_ARTICLE) and not is_archive(url):
            # A page of a list has an address like that of the first, or was found as a further page of it.
            same = (f"root {seen.root}", f"address {without_page(url)}")
            name = next((names[it] for it in same if it in names), url)
            names |= dict.fromkeys(same, name)
            if entries := _entries(seen, kinds):
                groups.setdefault(name, []).append((seen, entries))
    together = ({identity for _, entries in group for identity in entries} for group in groups.values())
    counts = Counter(identity for entries in together for identity in entries)
    most = max(_BOX_LISTS, _BOX_SHARE * len(groups))
    lists: dict[str, list[ListPage]] = {}
    for name, group in groups.items():
        for seen, entries in group:
            if own := [identity for identity in entries if counts[identity] < most]:
                lists.setdefault(name, []).append(ListPage(seen, tuple(_with_boxed(seen.page, entries, own))))
    return lists


def _entries(seen: SeenPage, kinds: Kinds) -> dict[str, list[int]]:
    """The articles that a page lists, by identity, with the boxes around their links."""
    found: dict[str, list[int]] = {}
    for entry in seen.page.entries:
        address = entry.link.address
        if address is not None and kinds.is_like_article(address, entry.title):
            found.setdefault(link_identity(address, entry.title), []).append(seen.page.blocks[entry.link.block].box)
    return found


def _with_boxed(page: Page, entries: Mapping[str, Sequence[int]], own: Sequence[str]) -> Iterator[str]:
    """The entries of a list, with the newest, which a box of all pages has too: they are in the list's own element."""
    boxes = page.boxes
    around = reduce(boxes.around, (entries[identity][0] for identity in own))
    for identity, places in entries.items():
        if identity in own or any(boxes.holds(around, place) for place in places):
            yield identity


@dataclass(slots=True)
class _Walked:
    """The pages of one list that were read."""

    finding: ListFinding
    sizes: list[tuple[frozenset[str], int]] = field(default_factory=list)
    """Of each page, its names and the number of its entries."""
    reached: dict[str, int] = field(default_factory=dict)
    """The pages that pagers name: by identity, or ``#`` and the number where a form leads there; their numbers."""
    offsets: dict[str, int] = field(default_factory=dict)
    """The same where addresses count entries."""
    from_zero: bool = False
    """True if the second page has the number 1 in its address."""
    first: str = ""
    """Identity of the first page."""
    last: str = ""
    """Name of the highest of them."""
    end: int | None = None
    """Entries of that page, if it was read."""

    def add(self, seen: SeenPage, entries: int, further: frozenset[str], kinds: Kinds, own: Container[str]) -> None:
        """Add a page: its entries, and the pages that its pager names.

        Args:
            seen: the page.
            entries: of its list.
            further: patterns of addresses of further pages.
            kinds: what pages turned out to be: some addresses only look like those of further pages.
            own: identities of pages of this list.
        """
        page, one = seen.page, self.finding
        names = frozenset((page.address.identity, f"#{seen.number}"))
        if seen.number == 1 and not self.first:
            self.first = page.address.identity
        if names not in [known for known, _ in self.sizes]:
            self.sizes.append((names, entries))
        visible = visible_numbers(page.links)
        for link in page.outlinks:
            address = link.address
            if address is None or not is_pager_link(link, address.url, page.url):
                continue
            is_other = address.identity in kinds.read and address.identity not in own
            if is_other or kinds.is_shaped_like_article(address, ""):
                continue
            is_same = without_page(address.url) == without_page(page.url)
            # Further pages at addresses of another form: only where such were found to be, or where all is state.
            if not (is_same or pattern(address.url) in further or (address.is_stateful and is_pager(link.text))):
                continue
            one.pager = one.pager or "addresses"
            position = page_position(address.url, page.url) if is_same else None
            number = page_number(link, seen.number, visible)
            if position is not None and position.is_offset:
                self.offsets[address.identity] = position.number
            elif position is not None:
                self.reached[address.identity] = position.number
                # Some count from 0, which the words of a link show.
                self.from_zero |= link.text.isdecimal() and position.number == int(link.text) - 1
            elif number is not None:
                self.reached[f"#{number}" if address.is_stateful else address.identity] = number
        for turn in postback_turns(page.links, seen.number):
            one.pager = one.pager or "forms"
            self.reached[f"#{turn.number}"] = turn.number

    def measure(self, *, is_front: bool) -> bool:
        """Count the entries of a page; False if only pages were read that say little of the others.

        These are the first of a front page, which has boxes of all kinds, and the last of a list, which is not full.
        """
        one = self.finding
        most = max(size for _, size in self.sizes)
        # Of a long list, the first and the last page may be all that is known.
        step = min(gcd(*self.offsets.values()), most)
        if reached := self.offsets or self.reached:
            self.last, number = max(reached.items(), key=lambda item: item[1])
            one.last_page = number // (step or 1) + int(bool(step) or self.from_zero)
            first = {name for name, number in reached.items() if number == int(not (step or self.from_zero))}
            one.has_first_again = bool(first - {self.first})
        ends = [size for names, size in self.sizes if self.last in names]
        one.is_open = one.last_page is not None and not ends
        self.end = max(ends, default=None)
        usual = [size for names, size in self.sizes[int(is_front) :] if self.last not in names]
        one.entries = step or max(usual, default=most)
        return bool(usual)


def lists_of(pages: Mapping[str, Sequence[ListPage]], kinds: Kinds) -> list[ListFinding]:
    """The lists that were read; those with most articles first.

    Args:
        pages: as :func:`list_pages` returns them.
        kinds: what the pages turned out to be.
    """
    walked: list[_Walked] = []
    further = frozenset(pattern(page.seen.page.url) for read in pages.values() for page in read if page.seen.number > 1)
    for url, read in pages.items():
        walked.append(_Walked(ListFinding(url, 0, len(read))))
        own = {page.seen.name for page in read}
        for page in read:
            walked[-1].add(page.seen, len(page.entries), further, kinds, own)
    front = without_page(kinds.front)
    measured = [it.finding for it in walked if it.measure(is_front=without_page(it.finding.url) == front)]
    usual = round(median(one.entries for one in measured)) if measured else 0
    for it in walked:
        one = it.finding
        if one not in measured and one.url != kinds.front:
            one.entries = max(one.entries, usual)
        if one.last_page is not None and (one in measured or one.url != kinds.front):
            before = (one.last_page - 1) * one.entries
            one.articles = before + (one.entries if it.end is None else it.end)
            one.least = before + (1 if it.end is None else it.end)
        elif not one.pager and one.url != kinds.front:
            one.articles = one.least = one.entries
    return sorted((it.finding for it in walked), key=lambda one: (-(one.articles or 0), -one.entries))


def feed_of(feed: SeenFeed, kinds: Kinds) -> FeedFinding:
    """What a feed or sitemap has."""
    addresses = [a for entry in feed.entries if (a := kinds.urls.address(entry.url)) is not None]
    items = {entry.url for entry in feed.entries if entry.is_item}
    articles = sum(a.url in items or kinds.is_like_article(a, "") for a in addresses)
    is_index = feed.is_sitemap and bool(feed.entries) and all(is_xml(entry.url) for entry in feed.entries)
    kind = "sitemap index" if is_index else "sitemap" if feed.is_sitemap else "feed"
    return FeedFinding(feed.url, kind, len(feed.entries), 0 if is_index else articles)


def by_lists(
    lists: Iterable[ListFinding], pages: Mapping[str, Sequence[ListPage]], days: Mapping[str, str]
) -> ListsEstimate | None:
    """How many articles the lists have together, by their pagers and by what they share; None if there is no list.

    Args:
        lists: as :func:`lists_of` returns them.
        pages: of each list.
        days: of articles, by identity, as far as known.
    """
    counted = [one for one in lists if one.articles]
    if not counted:
        return None
    low, _ = together([_read_list(one, one.least or 0, pages) for one in counted], days)
    _, high = together([_read_list(one, one.articles or 0, pages) for one in counted], days)
    longest = max(counted, key=lambda one: one.articles or 0)
    # Where no list has a pager, a script may load further entries.
    is_open = any(one.is_open for one in counted) or not any(one.pager for one in counted)
    last = f"at least {longest.last_page}" if longest.is_open else f"{longest.last_page or 1}"
    evidence = [f"{last} pages of {longest.entries} in {longest.url}"]
    if len(counted) > 1:
        total = sum(one.articles or 0 for one in counted)
        evidence.append(
            f"{total} entries in {len(counted)} lists: {round(low)} to {round(high)} articles without doubles"
        )
    return ListsEstimate(round(low), round(high), evidence, is_least=is_open)


def _read_list(one: ListFinding, total: int, pages: Mapping[str, Sequence[ListPage]]) -> ReadList:
    found = [PageOfList(page.seen.number, page.entries) for page in pages[one.url]]
    return ReadList(total, found, None if one.is_open else one.last_page)


def by_sitemaps(feeds: Iterable[SeenFeed], found: Iterable[FeedFinding]) -> list[Estimate]:
    """What sitemaps say; those that were not read are taken to be as long as the others."""
    sitemaps = [one for one in found if one.kind == "sitemap"]
    articles = sum(one.articles for one in sitemaps)
    if not articles:
        return []
    forms = {pattern(one.url) for one in sitemaps if one.articles}
    named = {entry.url for feed in feeds if feed.is_sitemap for entry in feed.entries if is_xml(entry.url)}
    # Others have categories, authors and tags.
    unread = sum(pattern(url) in forms for url in named - {one.url for one in sitemaps})
    words = f"{articles} addresses like those of articles in {len(sitemaps)} sitemaps"
    if not unread:
        return [Estimate(articles, words)]
    more = articles + unread * articles // len(sitemaps)
    further = f"{unread} further sitemaps were not read: {more} if they are as long"
    return [Estimate(articles, words), Estimate(more, further)]
