"""Which of a page's links are asked for, and why: never twice, never what is known and has not changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scraper.addresses import Address, Kind, UrlResolver
from scraper.addresses.resolve import netloc
from scraper.extensions.source_ledger import LedgerExtension
from scraper.frontier.limits import MAX_IDLE, MAX_IDLE_PATTERN, MAX_STALE, OVERLAP, ListProgress, TrapGuard, pattern
from scraper.frontier.link_context import LinkContext, article_context
from scraper.frontier.pagers import Turn, is_pager_link, page_number, postback_turns, visible_numbers
from scraper.frontier.waiting import WaitingArticles
from scraper.ledger.articles import KnownArticle, State
from scraper.ledger.pages import KnownPage
from scraper.pages.blocks import Link
from scraper.pages.entries import ListEntry
from scraper.pages.labels import is_pager
from scraper.pages.page import Page
from scraper.pages.record import is_title_like
from scraper.text.fold import slug

if TYPE_CHECKING:
    from scrapy.statscollectors import StatsCollector

# What stands within two clicks of the front page is a menu's, however many entries of one pattern it has.
_FREE_CLICKS = 2
# Links that stand on so many pages are a box's, not the page's own.
_REPEATED = 5

# Enough to learn how a site writes the addresses of its articles.
_SAMPLE = 200

Ask = tuple[str | Turn, LinkContext]
"""An address to ask for, or the turn of a list's pager by a form, and why."""


class Frontier:
    """What was asked for in this run, and what waits to be.

    Args:
        urls: the addresses of the site.
        home: its front page.
        memory: what earlier runs know; open.
        stats: where to count.
    """

    def __init__(self, urls: UrlResolver, home: str, memory: LedgerExtension, stats: StatsCollector) -> None:
        self.urls = urls
        self.home = home
        self.memory = memory
        self.stats = stats
        self.waiting = WaitingArticles()
        self.sure = False
        """An address showed that the schemes are right; until then words and content tell articles from lists."""
        self.patience = OVERLAP if memory.horizon else MAX_STALE
        """Pages of a list in a row that show nothing new, before it is left."""
        self._asked: set[str] = set()
        self._lists = ListProgress()
        self._traps = TrapGuard()
        self._barren: frozenset[str] = frozenset()
        self._shown: dict[str, list[int]] = {}

    def first(self, identity: str) -> bool:
        """True the first time that a page is asked for."""
        if identity in self._asked:
            return False
        self._asked.add(identity)
        return True

    def resume(self, days: float) -> Iterator[Ask]:
        """What earlier runs left: articles found and not written, pages that failed, recent articles, known lists.

        Args:
            days: how old a written article may be to be looked at again.
        """
        memory = self.memory
        self._learn()
        for known in memory.articles.pending():
            if (memory.full or known.due(memory.now)) and self.first(known.key):
                yield self._moved(known.url), article_context(known, unless_same=False, run=memory.run)
        since = datetime.fromtimestamp(memory.now, UTC) - timedelta(days=days)
        for known in memory.articles.due_for_revisit("" if memory.full else since.date().isoformat()):
            if self.first(known.key):
                memory.asked_again()
                yield self._moved(known.url), article_context(known, unless_same=not memory.full, run=memory.run)
        pages = memory.pages.due_for_retry(memory.now)
        if memory.horizon:
            known_pages = memory.pages.walked_pages()
            self._barren = barren_patterns(known_pages)
            pages += [page for page in known_pages if page.lists and page.number == 1]
        for page in pages:
            address = self.urls.resolve(self.home, self._moved(page.url))
            # Where addresses are state, menus have newer ones.
            is_stale = address is not None and address.is_stateful and page.number == 1
            if address is not None and not is_stale and self.first(page.key):
                yield (
                    address.url,
                    LinkContext(list_root=page.list_root, number=page.number, announced=False, key=page.key),
                )

    def _learn(self) -> None:
        """How the site writes addresses, from those that earlier runs read."""
        for urls, is_article in (
            (self.memory.articles.sample(_SAMPLE), True),
            (self.memory.pages.sample(_SAMPLE), False),
        ):
            for url in urls:
                if address := self.urls.resolve(self.home, self._moved(url)):
                    self.urls.observe(address, is_article=is_article)

    def _moved(self, url: str) -> str:
        """An address of the memory on the host that is crawled now: the site may have moved, or be a mirror."""
        parts = urlsplit(url)
        if netloc(parts) in self.urls.hosts:
            return url
        return self.home.rstrip("/") + url.partition("://")[2].removeprefix(parts.netloc)

    def follow(self, page: Page, visit: LinkContext, depth: int, *, is_article: bool) -> Iterator[Ask]:
        """What a page's links ask for.

        Args:
            page: the page.
            visit: why it was asked for.
            depth: clicks from the front page.
            is_article: it was read as one.
        """
        # Not back to the start; but /?lang=vi and /web/guest may be another page than it.
        outlinks = [(link, a) for link in page.outlinks if (a := link.address) is not None and a.url != self.home]
        self.sure = self.sure or (self.urls.all_exact and any(a.kind is Kind.ARTICLE for _, a in outlinks))
        articles = [identity_of(a, link.text) for link, a in outlinks if self._may_be_article(a, link)]
        productive = is_article or any(identity not in self._asked for identity in articles)
        if articles or is_article:
            self.stats.inc_value("walk/pages_with_articles")
        self._traps.observe(page.url, productive=productive)
        idle = 0 if productive else visit.idle + 1
        root = visit.list_root or page.address.identity
        stale = self.patience if is_article else self._lists.stale(root, self._new(articles), visit.stale)
        if not is_article and visit.number == 1:
            self._shown[visit.key or page.address.identity] = [hash(identity) for identity in dict.fromkeys(articles)]
        numbers = visible_numbers(page.links)
        dated = {id(entry.link): entry for entry in page.entries}
        for link, address in outlinks:
            identity = identity_of(address, link.text)
            if address.has_state and is_pager(link.text):
                identity = f"{root}#{page_number(link, visit.number, numbers)}"
            if identity in self._asked and identity not in self.waiting:
                continue  # most links of most pages
            entry = dated.get(id(link))
            if self._is_article(identity, address, link):
                yield from self.ask_for_article(identity, address, link, entry)
            elif address.kind is not Kind.PAGE:
                self._skip(identity, address.kind.value)
            elif is_pager_link(link, address.url, page.url):
                number = page_number(link, visit.number, numbers) or visit.number
                if stale < self.patience and self._is_near(number, visit) and self.first(identity):
                    # "?p=12" is a page of a list, or an article: what is no pager's word may be a title.
                    words = "" if is_pager(link.text) else link.text
                    yield (
                        address.url,
                        LinkContext(words, None, root, number, stale, idle, announced=False, key=identity),
                    )
            elif idle < MAX_IDLE:
                if self._leads_into_trap(page.url, depth, address):
                    self._skip(identity, "trap")
                    continue
                listed = entry.date if entry else None
                yield from self.ask_for_page(
                    address.url, LinkContext(link.text, listed, idle=idle, announced=False, key=identity)
                )
        if stale < self.patience:
            # Pagers of ASP.NET lists: the address stays, a form says which page is meant.
            for turn in postback_turns(page.links, visit.number):
                identity = f"{root}#{turn.pager}#{turn.number}"
                if self._is_near(turn.number, visit) and self.first(identity):
                    yield turn, LinkContext("", None, root, turn.number, stale, 0, key=identity)

    def follow_feed(self, base: str, locations: list[str]) -> Iterator[Ask]:
        """What a sitemap or feed asks for."""
        for url in locations:
            address = self.urls.resolve(base, url)
            if address is None:
                continue
            packed = address.kind is Kind.FILE and address.url.lower().endswith(".xml.gz")
            if address.kind is Kind.ARTICLE:
                yield from self.ask_for_article(identity_of(address, ""), address, Link(url, ""), None)
            elif address.kind is Kind.PAGE or packed:
                # The end of the address is all that a feed says of a page whose kind the address does not tell.
                words = re.sub(r"[-+_]", " ", address.title_slug)
                yield from self.ask_for_page(address.url, LinkContext(words, idle=MAX_IDLE - 1, key=address.identity))

    def ask_for_article(self, identity: str, address: Address, link: Link, entry: ListEntry | None) -> Iterator[Ask]:
        """A link to an article: asked for if it is not known, and once a list has printed its date."""
        known_waiting = identity in self.waiting
        if not known_waiting and not self.first(identity):
            return
        title, date = (entry.title, entry.date) if entry else (link.text, None)
        listed = (date.iso, date.raw) if date else None
        now = self.memory.now
        known = self.memory.articles.record_link(identity, address.url, address.canonical, title, listed, now)
        if not known_waiting and known is not None and not self._wanted(known):
            return
        found = self.waiting.add_link(identity, address.url, title, date)
        if found is not None:
            yield found

    def ask_for_page(self, url: str, visit: LinkContext) -> Iterator[Ask]:
        """A link to another page: asked for if it is not known, or shows articles of its own."""
        if not self.first(visit.key):
            return
        if pattern(url) in self._barren:
            self._skip(visit.key, "trap")
            return
        known = self.memory.pages.get(visit.key) if self.memory.horizon else None
        if known is not None and known.first_run <= self.memory.horizon and not known.lists:
            self.stats.inc_value("walk/skipped/known")
            return
        yield url, visit

    def note_lists(self) -> None:
        """The walk is at its end: remember which pages show articles of their own, and not only those of a box."""
        counts = Counter(article for articles in self._shown.values() for article in articles)
        lists = [key for key, shown in self._shown.items() if any(counts[article] < _REPEATED for article in shown)]
        self.memory.pages.list_articles(lists)

    def _wanted(self, known: KnownArticle) -> bool:
        """Is a known article asked for? What is written is looked at again for other reasons than a link."""
        return self.memory.full or (known.state != State.WRITTEN and known.due(self.memory.now))

    def _new(self, articles: list[str]) -> list[str]:
        """Articles that earlier runs did not know when their walk came to its end."""
        horizon = self.memory.horizon
        if not horizon:
            return articles
        known = map(self.memory.articles.get, articles)
        return [key for key, it in zip(articles, known, strict=True) if it is None or it.first_run > horizon]

    def _may_be_article(self, address: Address, link: Link) -> bool:
        """By address; where addresses do not tell, by words as long as a title's."""
        if address.kind is Kind.ARTICLE:
            return True
        return address.kind is Kind.PAGE and not self.sure and is_title_like(link.text)

    def _is_article(self, identity: str, address: Address, link: Link) -> bool:
        """The same, when earlier runs do not know it better."""
        if address.kind is not Kind.PAGE:
            return address.kind is Kind.ARTICLE
        if self.memory.articles.get(identity) is not None:
            return True
        return self._may_be_article(address, link) and self.memory.pages.get(identity) is None

    def _is_near(self, number: int, visit: LinkContext) -> bool:
        """Page by page where the next one may show that there is nothing new; all that are offered at once else."""
        return not self.memory.horizon or number <= visit.number + 1

    def _leads_into_trap(self, url: str, depth: int, address: Address) -> bool:
        """Calendars and filters lead from each of their pages to more of the same; menus do not."""
        if depth < _FREE_CLICKS or not self._traps.is_trap(address.url):
            return False
        return pattern(address.url) == pattern(url) or self._traps.is_trap(url)

    def _skip(self, identity: str, why: str) -> None:
        """Count an address that is never crawled, once."""
        self._asked.add(identity)
        self.stats.inc_value(f"walk/skipped/{why}")


def barren_patterns(pages: list[KnownPage]) -> frozenset[str]:
    """Patterns of addresses, all of whose many pages showed no article of their own: calendars, session ids."""
    counts = Counter(pattern(page.url) for page in pages)
    fertile = {pattern(page.url) for page in pages if page.lists}
    return frozenset(name for name, count in counts.items() if count >= MAX_IDLE_PATTERN and name not in fertile)


def identity_of(address: Address, link_text: str) -> str:
    """What makes two links lead to the same page; where addresses are state, their words have to tell."""
    return f"{address.identity}|{slug(link_text)}" if address.is_stateful else address.identity
