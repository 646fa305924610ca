"""The lists of a site as a look shows them: sections of menus, lists with their pagers, feeds and sitemaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
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
from scraper.probe.size import Estimate, page_position
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


def sections_of(pages: list[SeenPage], kinds: Kinds) -> list[SectionFinding]:
    """What the menus link: short words on at least half of the pages, if their pages are lists as far as known."""
    counts: Counter[str] = Counter()
    names: dict[str, SectionFinding] = {}
    for seen in pages:
        for identity, found in _menu_links(seen).items():
            counts[identity] += 1
            names.setdefault(identity, found)
    least = max(1, len(pages) // 2)
    lists = {it.page.address.identity for it in pages if it.outcome.type in (PageType.LIST, PageType.NO_ARTICLE)}
    read = {seen.page.address.identity for seen in pages}
    shown = [it for it in names if counts[it] >= least and (it in lists or it not in read | kinds.others)]
    return [names[it] for it in shown if not kinds.is_like_article(kinds.linked[it])][:_SECTIONS]


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


def lists_of(pages: list[SeenPage], kinds: Kinds) -> list[ListFinding]:
    """The lists that were read; those with most articles first."""
    others = [seen for seen in pages if kinds.types[seen.page.url] is not PageType.ARTICLE]
    entries = {seen.page.url: _entries(seen, kinds) for seen in others}
    counts = Counter(identity for found in entries.values() for identity in found)
    most = max(_BOX_PAGES, _BOX_SHARE * len(others))
    found: dict[str, ListFinding] = {}
    sizes: dict[str, list[int]] = {}
    for seen in others:
        page = seen.page
        own = {identity for identity in entries[page.url] if counts[identity] < most}
        if kinds.types[page.url] not in (PageType.LIST, PageType.NO_ARTICLE) or is_archive(page.url) or not own:
            continue
        root = without_page(page.url)
        one = found.setdefault(root, ListFinding(page.url, 0))
        sizes.setdefault(root, []).append(len(own))
        _add_pager(one, seen, len(own))
    for root, one in found.items():
        # A front page shows boxes of all sections besides its list.
        further = sizes[root][1:] or sizes[root]
        one.entries = round(median(further))
        is_front_only = len(sizes[root]) == 1 and without_page(one.url) == without_page(kinds.front)
        if one.last_page is not None and not is_front_only:
            one.articles = one.last_page * one.entries
    return sorted(found.values(), key=lambda one: (-(one.articles or 0), -one.entries))


def _entries(seen: SeenPage, kinds: Kinds) -> set[str]:
    addresses = (entry.link.address for entry in seen.page.entries)
    return {address.identity for address in addresses if address is not None and kinds.is_like_article(address)}


def _add_pager(one: ListFinding, seen: SeenPage, entries: int) -> None:
    """Add what a page shows of its pager: the highest page that it names."""
    page = seen.page
    for link in page.outlinks:
        address = link.address
        if address is None or not is_pager_link(link, address.url, page.url):
            continue
        if without_page(address.url) != without_page(page.url):
            continue
        one.pager = one.pager or "addresses"
        if (position := page_position(address.url, page.url)) is not None:
            number, is_offset = position
            one.last_page = max(one.last_page or 1, number // entries + 1 if is_offset else number)
    if turns := list(postback_turns(page.links, seen.number)):
        one.pager = one.pager or "forms"
        one.last_page = max(one.last_page or 1, *(turn.number for turn in turns))


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


def by_lists(lists: Iterable[ListFinding], front: str) -> list[Estimate]:
    """What pagers say: of the longest list, and of all together."""
    counted = [one for one in lists if one.articles and one.last_page and one.last_page > 1]
    if not counted:
        return []
    longest = max(counted, key=lambda one: one.articles or 0)
    found = [Estimate(longest.articles or 0, f"{longest.last_page} pages of {longest.entries} in {longest.url}")]
    # A front page's list has the entries of all others.
    sections = [one for one in counted if one.url != front]
    total = sum(one.articles or 0 for one in sections)
    if len(sections) > 1:
        found.append(Estimate(total, f"{total} entries in all pages of {len(sections)} lists, if none is in two"))
    return found


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
