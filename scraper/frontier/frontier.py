"""Which of a page's outlinks are requested, and why: none twice, and none that is known and unchanged.

A page is surveyed, each link classified (:mod:`scraper.frontier.links`), and each class has its policy here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scraper.addresses import Address, Kind, UrlResolver
from scraper.addresses.keys import KeyTrust
from scraper.addresses.resolve import netloc
from scraper.extensions.source_ledger import LedgerExtension
from scraper.frontier.evidence import SiteEvidence
from scraper.frontier.feeds import FeedEntry
from scraper.frontier.limits import MAX_IDLE, MAX_IDLE_PATTERN, MAX_STALE, OVERLAP, ListProgress, TrapGuard, pattern
from scraper.frontier.link_context import LinkContext, article_context
from scraper.frontier.links import (
    KnownAs,
    LinkType,
    by_link,
    classify,
    link_identity,
    may_be_article,
    title_and_date,
)
from scraper.frontier.outlinks import OutlinkRecorder
from scraper.frontier.pagers import Turn, page_number, postback_turns, visible_numbers
from scraper.hash_set import HashSet
from scraper.ledger.articles import KnownArticle, State
from scraper.ledger.pages import KnownPage
from scraper.pages.blocks import Link
from scraper.pages.entries import ListEntry
from scraper.pages.labels import is_pager
from scraper.pages.page import Page
from scraper.reading import PageContext, PageType
from scraper.text.dates import PrintedDate

if TYPE_CHECKING:
    from scrapy.statscollectors import StatsCollector

# Pages within two clicks of the front page belong to menus, however many entries of one pattern there are.
_FREE_CLICKS = 2
# Links that are on this number of pages belong to a box, not to the page itself.
_REPEATED = 5

# From this number of articles on, the rules of a site's own CMS have shown that they match it.
_ENOUGH_EXACT = 5
# Tags, authors and days are three kinds of lists; a few of each show whether they hold anything new.
_ARCHIVES_AT_ONCE = 6
# Priority of a list's further pages: first what its pages link, so that few addresses wait in memory.
_FURTHER_PAGES = -1
# Priority of what only a sitemap names.
_AFTER_LISTS = -10
# Enough to learn the address shapes of a site's articles.
_SAMPLE = 200

NextRequest = tuple[str | Turn, LinkContext]
"""An address to request, or a form post that turns a list's page, and why."""


@dataclass(frozen=True, slots=True)
class Survey:
    """Facts of a page that decide about its links."""

    url: str
    number: int
    """Page of the list."""
    depth: int
    """Clicks from the front page."""
    outlinks: list[tuple[Link, Address, str]]
    """With the identities of their targets."""
    entries: dict[int, ListEntry]
    """By the ``id()`` of their links."""
    visible_numbers: list[int]
    """Page numbers that the pager shows."""
    root: str
    """Identity of the first page of the list."""
    stale: int
    """Pages of the list in a row, with this one, that showed nothing new."""
    idle: int
    """Pages in a row, with this one, that led to no article not known before."""


class Frontier:
    """What was requested in this run, and what still waits.

    Args:
        urls: the addresses of the site.
        home: its front page.
        ledger: what earlier runs recorded; open.
        stats: Scrapy's stats.
    """

    def __init__(self, urls: UrlResolver, home: str, ledger: LedgerExtension, stats: StatsCollector) -> None:
        self.urls = urls
        self.home = home
        self.ledger = ledger
        self.stats = stats
        self.evidence = SiteEvidence()
        self.keys = KeyTrust()
        self._recorder = OutlinkRecorder(self.evidence, self.keys)
        self._exact = HashSet()
        self._unmatched = HashSet()
        self.patience = OVERLAP if ledger.horizon else MAX_STALE
        """Pages of a list in a row with nothing new after which it is left."""
        self._asked = HashSet()
        self._archives: dict[str, tuple[str, LinkContext]] = {}
        """Lists by tag, author or day, which wait until all others are walked."""
        self._asked_before_archives = -1
        self._lists = ListProgress()
        self._traps = TrapGuard()
        self._barren: frozenset[str] = frozenset()
        self._shown: dict[str, list[int]] = {}

    @property
    def urls_reliable(self) -> bool:
        """True if the site's own rules match most links that may lead to articles; else words tell what to follow."""
        return len(self._exact) >= _ENOUGH_EXACT and len(self._exact) > len(self._unmatched)

    def context_of(self, address: Address, key: str) -> PageContext:
        """What links and the site say of a page.

        Args:
            address: its own.
            key: identity of the link that led to it.
        """
        own = () if address.is_stateful else (address.identity,)
        context = self.evidence.context(*own, key)
        return replace(context, is_key_trusted=self.keys.trusts(address))

    def is_known(self, identity: str) -> bool | None:
        """Whether earlier runs recorded a page as an article, or found it to be another page; None for neither."""
        known = self.ledger.articles.get(identity)
        if known is not None and known.state == State.WRITTEN:
            return True
        page = self.ledger.pages.get(identity)
        is_page = page is not None and page.first_run < self.ledger.run
        # A walk of all lists did not show it to be one; a later run sees only a part of them.
        is_left = bool(self.ledger.horizon) and self.ledger.undecided.has(identity)
        return False if is_page or is_left else None

    def first(self, identity: str) -> bool:
        """True the first time that this page is to be requested."""
        return self._asked.add(identity)

    def resume(self, days: float) -> Iterator[NextRequest]:
        """Requests that earlier runs left: articles found but not written, recent articles, failed pages, known lists.

        Args:
            days: the greatest age of a written article that is revisited.
        """
        self._learn()
        yield from self._pending_articles()
        yield from self._revisits(days)
        yield from self._pages_to_walk()

    def _pending_articles(self) -> Iterator[NextRequest]:
        for known in self.ledger.articles.pending():
            if (self.ledger.full or known.due(self.ledger.now)) and self.first(known.key):
                yield self._again(known, unless_same=False)

    def _revisits(self, days: float) -> Iterator[NextRequest]:
        ledger = self.ledger
        since = datetime.fromtimestamp(ledger.now, UTC) - timedelta(days=days)
        for known in ledger.articles.due_for_revisit("" if ledger.full else since.date().isoformat()):
            if self.first(known.key):
                ledger.asked_again()
                yield self._again(known, unless_same=not ledger.full)

    def _again(self, known: KnownArticle, *, unless_same: bool) -> NextRequest:
        """The request for an article that the ledger knows; what earlier links said of it counts as a link."""
        listed = PrintedDate.stored(known.listed, known.listed_raw or "") if known.listed else None
        self.evidence.add_link(known.key, [known.title], listed, None)
        return self._moved(known.url), article_context(known, unless_same=unless_same)

    def _pages_to_walk(self) -> Iterator[NextRequest]:
        pages = self.ledger.pages.due_for_retry(self.ledger.now)
        if self.ledger.horizon:
            known_pages = self.ledger.pages.walked_pages()
            self._barren = barren_patterns(known_pages)
            pages += [page for page in known_pages if page.lists and page.number == 1]
        for page in pages:
            address = self.urls.resolve(self.home, self._moved(page.url))
            # If addresses are state, menus have newer ones.
            is_stale = address is not None and address.is_stateful and page.number == 1
            if address is not None and not is_stale and self.first(page.key):
                yield address.url, LinkContext(page.key, page.list_root, page.number)

    def _learn(self) -> None:
        """Learn the site's address shapes from pages that earlier runs read."""
        for urls, is_article in (
            (self.ledger.articles.sample(_SAMPLE), True),
            (self.ledger.pages.sample(_SAMPLE), False),
        ):
            for url in urls:
                if address := self.urls.resolve(self.home, self._moved(url)):
                    self.evidence.add_earlier(self.urls.shape(address), is_article=is_article)

    def _moved(self, url: str) -> str:
        """An address from the ledger on the host that is crawled now: the site may have moved, or be a mirror."""
        parts = urlsplit(url)
        if netloc(parts) in self.urls.hosts:
            return url
        home = urlsplit(self.home)
        return f"{home.scheme}://{home.netloc}{url.partition('://')[2].removeprefix(parts.netloc)}"

    def follow(self, page: Page, context: LinkContext, depth: int, page_type: PageType) -> Iterator[NextRequest]:
        """The requests that follow from a page's links; what the links say is recorded.

        Args:
            page: the page.
            context: why it was requested.
            depth: clicks from the front page.
            page_type: what it was decided to be.
        """
        survey = self._survey(page, context, depth, page_type)
        links = [
            (link, address, self._identity(link, identity, survey) if address.has_state else identity)
            for link, address, identity in survey.outlinks
            if "#!" not in link.href
        ]
        for link, _, _ in survey.outlinks:
            if "#!" in link.href:  # a page that a script makes of an address: it cannot be requested
                self._skip(link.href, "hash_bang")
        self._recorder.record(page, links, survey.entries)
        for link, address, identity in links:
            if identity in self._asked:
                continue  # most links of most pages
            known_as = self._known_as(identity, address, link)
            link_type = classify(
                link,
                address,
                page.url,
                urls_reliable=self.urls_reliable,
                known_as=known_as,
                tables=self.urls.tables,
            )
            match link_type:
                case LinkType.ARTICLE:
                    title, _ = title_and_date(link, survey.entries)
                    yield from self._follow_article(identity, address, title)
                case LinkType.ARCHIVE:
                    self._archives.setdefault(identity, (address.url, LinkContext(identity, idle=survey.idle)))
                case LinkType.SKIPPED:
                    self._skip(identity, address.kind.value)
                case LinkType.PAGER:
                    yield from self._follow_pager(identity, address, link, survey)
                case LinkType.PAGE:
                    yield from self._follow_page(identity, address, link, survey)
        yield from self._follow_postbacks(page, survey)

    def _survey(self, page: Page, context: LinkContext, depth: int, page_type: PageType) -> Survey:
        """Survey a page before its links are followed; the result is recorded for the pages that it links."""
        # Not back to the front page; but /?lang=vi and /web/guest may be other pages.
        # An article's own feeds hold its comments.
        links = page.outlinks if page_type in (PageType.ARTICLE, PageType.UNDECIDED) else page.outlinks + page.feeds
        outlinks = [
            (link, a, link_identity(a, link.text))
            for link in links
            if (a := link.address) is not None and a.url != self.home
        ]
        own, entries = page.address.identity, by_link(page.entries)
        articles = [it for it in self._articles_among(outlinks, entries) if it != own]
        is_article = page_type is PageType.ARTICLE
        is_productive = is_article or any(identity not in self._asked for identity in articles)
        if articles or is_article:
            self.stats.inc_value("walk/pages_with_articles")
        self._traps.observe(page.url, productive=is_productive)
        root = context.list_root or page.address.identity
        stale = self.patience if is_article else self._lists.stale(root, self._new(articles), context.stale)
        if not is_article and context.number == 1:
            shown = [hash(identity) for identity in dict.fromkeys(articles)]
            self._shown[context.key or page.address.identity] = shown
        return Survey(
            page.url,
            context.number,
            depth,
            outlinks,
            entries,
            visible_numbers(page.links),
            root,
            stale,
            idle=0 if is_productive else context.idle + 1,
        )

    def _articles_among(self, outlinks: list[tuple[Link, Address, str]], entries: dict[int, ListEntry]) -> list[str]:
        """Identities of possible articles: by their addresses, or by titles and dates of the list."""
        found = []
        are_reliable, all_exact = self.urls_reliable, self.urls.all_exact
        for link, address, identity in outlinks:
            if address.matched_exactly:
                if identity not in self._exact:
                    self._exact.add(identity)
                    are_reliable = self.urls_reliable
            elif all_exact and may_be_article(address, link, urls_reliable=False) and identity not in self._unmatched:
                self._unmatched.add(identity)
                are_reliable = self.urls_reliable
            if address.kind is Kind.ARTICLE:
                found.append(identity)
            elif address.kind is Kind.PAGE and not are_reliable:
                entry = entries.get(id(link))
                is_dated = entry is not None and entry.date is not None
                if is_dated or may_be_article(address, link, urls_reliable=False):
                    found.append(identity)
        return found

    @staticmethod
    def _identity(link: Link, identity: str, survey: Survey) -> str:
        """The identity of a link's target; pagers whose address is state are distinguished by their numbers."""
        if is_pager(link.text):
            return f"{survey.root}#{page_number(link, survey.number, survey.visible_numbers)}"
        return identity

    def _known_as(self, identity: str, address: Address, link: Link) -> KnownAs:
        """What earlier runs found; the ledger is asked only where the answer changes the class of the link."""
        if address.kind is not Kind.PAGE:
            return KnownAs.NOTHING
        if self.ledger.articles.has(identity):
            return KnownAs.ARTICLE
        if not may_be_article(address, link, urls_reliable=self.urls_reliable):
            return KnownAs.NOTHING
        return KnownAs.NOTHING if self.ledger.pages.get(identity) is None else KnownAs.PAGE

    def _follow_article(self, identity: str, address: Address, title: str, priority: int = 0) -> Iterator[NextRequest]:
        """Follow a link to an article: requested unless it is known and needs no visit."""
        if not self.first(identity):
            return
        now = self.ledger.now
        known = self.ledger.articles.record_link(identity, address.url, address.canonical, title, None, now)
        if known is None or self._wanted(known):
            yield address.url, LinkContext(identity, priority=priority)

    def _follow_pager(self, identity: str, address: Address, link: Link, survey: Survey) -> Iterator[NextRequest]:
        """Follow a link to another page of this list: requested until the list shows nothing new."""
        number = page_number(link, survey.number, survey.visible_numbers) or survey.number
        if survey.stale >= self.patience or not self._is_near(number, survey) or not self.first(identity):
            return
        yield address.url, LinkContext(identity, survey.root, number, survey.stale, survey.idle, _FURTHER_PAGES)

    def _follow_page(self, identity: str, address: Address, link: Link, survey: Survey) -> Iterator[NextRequest]:
        """Follow a link to another page: requested unless the path so far found nothing or it leads into a trap."""
        if survey.idle >= MAX_IDLE:
            return
        if self._leads_into_trap(survey.url, survey.depth, address):
            self._skip(identity, "trap")
            return
        yield from self._request_page(address.url, LinkContext(identity, idle=survey.idle))

    def _follow_postbacks(self, page: Page, survey: Survey) -> Iterator[NextRequest]:
        """Follow the pagers of ASP.NET lists: the address stays the same, a form names the page."""
        if survey.stale >= self.patience:
            return
        for turn in postback_turns(page.links, survey.number):
            identity = f"{survey.root}#{turn.pager}#{turn.number}"
            if self._is_near(turn.number, survey) and self.first(identity):
                yield turn, LinkContext(identity, survey.root, turn.number, survey.stale, priority=_FURTHER_PAGES)

    def follow_feed(self, entries: list[FeedEntry]) -> Iterator[NextRequest]:
        """The requests that follow from a sitemap or feed; lists come first, because they say more."""
        for entry in entries:
            address = self.urls.address(entry.url)
            if address is None:
                continue
            identity = link_identity(address, entry.title)
            is_packed = address.kind is Kind.FILE and address.url.lower().endswith((".xml.gz", ".txt"))
            if is_packed or address.kind in (Kind.PAGE, Kind.ARTICLE):
                self.keys.observe(address)
                self.evidence.add_link(identity, [entry.title], None, None)
                if entry.is_item:
                    self.evidence.add_item(identity)
            if address.kind is Kind.ARTICLE or (entry.is_item and address.kind is Kind.PAGE):
                yield from self._follow_article(identity, address, entry.title, _AFTER_LISTS)
            elif is_packed or address.kind is Kind.PAGE or self._is_index(entry.url):
                context = LinkContext(identity, idle=MAX_IDLE - 1, priority=_AFTER_LISTS)
                yield from self._request_page(address.url, context)

    def _is_index(self, url: str) -> bool:
        """True for a sitemap on the site's host, which may be outside the site's folder."""
        parts = urlsplit(url)
        return parts.path.lower().endswith(".xml") and parts.netloc in self.urls.hosts

    def _request_page(self, url: str, context: LinkContext) -> Iterator[NextRequest]:
        """Request another page if it is not known, or shows articles of its own."""
        if not self.first(context.key):
            return
        if pattern(url) in self._barren:
            self.stats.inc_value("walk/skipped/trap")
            return
        known = self.ledger.pages.get(context.key) if self.ledger.horizon else None
        if known is not None and known.first_run <= self.ledger.horizon and not known.lists:
            self.stats.inc_value("walk/skipped/known")
            return
        yield url, context

    def take_archives(self) -> list[NextRequest]:
        """Some lists by tag, author or day, as long as they lead to pages that no other list has."""
        is_idle = len(self._asked) == self._asked_before_archives
        taken = [] if is_idle else sorted(self._archives)[:_ARCHIVES_AT_ONCE]
        found: list[NextRequest] = [self._archives.pop(identity) for identity in taken]
        self._asked.update(taken)
        self._asked_before_archives = len(self._asked)
        if not found:
            for identity in self._archives:
                self._skip(identity, "archive")
            self._archives.clear()
        return found

    def note_lists(self) -> None:
        """At the end of the walk, record which pages show articles of their own, and not only those of a box."""
        counts = Counter(article for articles in self._shown.values() for article in articles)
        lists = [key for key, shown in self._shown.items() if any(counts[article] < _REPEATED for article in shown)]
        self.ledger.pages.list_articles(lists)

    def _wanted(self, known: KnownArticle) -> bool:
        """True if a link is reason enough to request a known article; written ones are revisited for other reasons."""
        return self.ledger.full or (known.state != State.WRITTEN and known.due(self.ledger.now))

    def _new(self, articles: list[str]) -> list[str]:
        """Those of the articles that were unknown when the last complete walk ended."""
        horizon = self.ledger.horizon
        if not horizon:
            return articles
        known = map(self.ledger.articles.get, articles)
        return [key for key, it in zip(articles, known, strict=True) if it is None or it.first_run > horizon]

    def _is_near(self, number: int, survey: Survey) -> bool:
        """True if this page of a list may be requested now: in incremental runs only the next one, else any."""
        return not self.ledger.horizon or number <= survey.number + 1

    def _leads_into_trap(self, url: str, depth: int, address: Address) -> bool:
        """True if a link leads into a trap: calendars and filters link ever more pages of their kind; menus do not."""
        if depth < _FREE_CLICKS or not self._traps.is_trap(address.url):
            return False
        return pattern(address.url) == pattern(url) or self._traps.is_trap(url)

    def _skip(self, identity: str, why: str) -> None:
        """Count an address that is never crawled, once."""
        if identity in self._asked:
            return
        self._asked.add(identity)
        self.stats.inc_value(f"walk/skipped/{why}")


def barren_patterns(pages: list[KnownPage]) -> frozenset[str]:
    """Patterns of addresses with many pages, none of which showed an article of its own: calendars, session ids."""
    counts = Counter(pattern(page.url) for page in pages)
    fertile = {pattern(page.url) for page in pages if page.lists}
    return frozenset(name for name, count in counts.items() if count >= MAX_IDLE_PATTERN and name not in fertile)
