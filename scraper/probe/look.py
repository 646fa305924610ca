"""The walk of a probe: some pages of a site, one after the other, each kept as it came."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response, TextResponse
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from scraper.base_spiders.page_reader import declared_charset
from scraper.base_spiders.portal import PortalSpider
from scraper.frontier.feeds import FeedEntry
from scraper.frontier.limits import pattern
from scraper.frontier.link_context import META_KEY, LinkContext
from scraper.frontier.pagers import without_page
from scraper.items import Article
from scraper.ledger.undecided import UndecidedPage
from scraper.middlewares.reasons import reason_of
from scraper.middlewares.robots import NotNowError
from scraper.pages.page import Page
from scraper.probe.plan import Part, Plan
from scraper.probe.size import page_position
from scraper.reading import Outcome, PageContext, PageType

# Addresses of one sitemap or feed from which pages are chosen.
_FOLLOWED = 1_000
# Key of a request's meta: it was sent, or led to by one that was.
_SENT = "probe_sent"


class NoPage(StrEnum):
    """What an answer is that is neither a page nor a feed."""

    ROBOTS = "robots.txt"
    ABSENT = "no sitemap"
    FAILED = "failed"


@dataclass(slots=True)
class SeenPage:
    """A page that was fetched, and what it was decided to be when it came."""

    page: Page
    outcome: Outcome
    key: str
    """Identity of the link that led to it."""
    charset: str | None
    """That the server declares."""
    fetched_at: datetime
    number: int
    """Page of its list."""
    root: str
    """Identity of the first page of its list: its own for a first page."""
    context: PageContext = field(default_factory=PageContext)
    """What links said of it in the end."""

    @property
    def name(self) -> str:
        """Its identity: where its address is state, that of the link that led to it."""
        address = self.page.address
        return self.key if address.is_stateful and self.key else address.identity


@dataclass(slots=True)
class SeenFeed:
    """A feed or sitemap that was fetched."""

    url: str
    entries: list[FeedEntry]
    is_sitemap: bool


@dataclass(slots=True)
class Look:
    """All that a probe saw."""

    url: str
    started: datetime
    pages: list[SeenPage] = field(default_factory=list)
    feeds: list[SeenFeed] = field(default_factory=list)
    feed_urls: set[str] = field(default_factory=set)
    """All feeds that pages name."""
    articles: list[Article] = field(default_factory=list)
    """With all steps of the pipelines."""
    undecided: list[UndecidedPage] = field(default_factory=list)
    failures: list[tuple[str, str]] = field(default_factory=list)
    """Addresses without a page, each with the reason."""
    robots: str | None = None
    """The text of robots.txt; None if there is none."""
    robots_status: int = 0
    """Status of its answer; 0 if there was none."""
    headers: dict[str, str] = field(default_factory=dict)
    """Of the first page, by name in lower case."""
    requests: int = 0
    """That the site got, with robots.txt, redirects and repetitions."""
    no_pages: Counter[NoPage] = field(default_factory=Counter)
    """Requests whose answers are no pages and no feeds; those that led to another request are left out."""
    refused: set[str] = field(default_factory=set)
    """Addresses of articles whose records are not valid."""
    left: int = 0
    """Addresses that were found and not looked at."""
    is_whole: bool = False
    """True if the walk came to its end, so that undecided pages were decided by all that was seen."""


class ProbeSpider(PortalSpider):
    """Walks as any source does, but looks at some pages of each kind only.

    Spider arguments:
        base_url: the site.
        pages: the greatest number of requests.
    """

    name = "portal"
    owner = ""
    home = ""

    def __init__(self, base_url: str, pages: str = "60", **kwargs: Any) -> None:
        super().__init__(base_url, **kwargs)
        self.limit = int(pages)
        self.look = Look(self.base_url, datetime.now(UTC))
        self._plan: Plan[Request] = Plan()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.count_request, signals.request_reached_downloader)
        crawler.signals.connect(spider.keep_article, signals.item_scraped)
        crawler.signals.connect(spider.keep_refused, signals.item_dropped)
        return spider

    def count_request(self, request: Request) -> None:
        """Count what the site is asked for."""
        self.look.requests += 1
        request.meta[_SENT] = True
        self.look.no_pages[NoPage.ROBOTS] += _is_robots(request)

    def keep_article(self, item: object) -> None:
        """Keep a record that passed all steps."""
        if isinstance(item, Article):
            self.look.articles.append(item)

    def keep_refused(self, item: object) -> None:
        """Keep the address of a record that did not."""
        if isinstance(item, Article):
            self.look.refused.add(item.url)

    # The walk.

    async def start(self) -> AsyncIterator[Any]:
        """Walk until enough is seen, then decide what is undecided."""
        async for result in super().start():
            if isinstance(result, Request) and self.look.pages:
                self._wait(result, "archive")  # lists by tag or day, when all others were walked
            else:
                yield result
        self.look.undecided = self.ledger.undecided.all()
        for seen in self.look.pages:
            last = self.frontier.context_of(seen.page.address, seen.key)
            seen.context = last if last.link_texts else seen.context
        self.look.left = len(self._plan)
        self.look.is_whole = True

    async def _end_of_walk(self) -> None:
        """Request the chosen pages, one after the other."""
        await super()._end_of_walk()
        engine = self.crawler.engine
        while self.look.requests < self.limit and engine is not None and engine.spider is not None:
            request = self._plan.take()
            if request is None:
                return
            engine.crawl(request)
            await super()._end_of_walk()

    def _wait(self, request: Request, found_on: str, depth: int = 0) -> None:
        request.meta["depth"] = depth
        link: LinkContext = request.meta[META_KEY]
        address = self._address(request.url)
        if request.errback == self.no_sitemap or _is_sitemap(request.url):
            part = Part.SITEMAP
        elif request.url in self.look.feed_urls:
            part = Part.FEED
        elif link.number > 1 or (link.list_root and link.list_root != link.key):
            part = Part.PAGER
        elif self.ledger.articles.has(link.key):
            part = Part.ARTICLE
        else:
            part = Part.LIST
        # Traps write ever new values into one form of address: together they have one turn.
        group = f"{self.urls.shape(address)} {found_on}" if part is Part.ARTICLE else pattern(request.url)
        # The highest page that a pager names shows how long the list is.
        position = page_position(request.url)
        rank = (position[0] if position is not None else link.number) if part is Part.PAGER else 0
        if part is Part.PAGER:
            group = link.list_root or without_page(request.url)
        self._plan.add(part, group, request, rank)

    async def parse(self, response: Response, **kwargs: Any) -> AsyncIterator[Request | Article]:
        """Let the requests of a page wait; its article is handed on."""
        if not self.look.headers:
            self.look.headers = {
                name.decode("latin-1").lower(): values[-1].decode("latin-1", "replace")
                for name, values in response.headers.items()
                if values
            }
        depth = response.meta.get("depth", 0) + 1
        before = len(self.look.pages), len(self.look.feeds)
        async for result in super().parse(response, **kwargs):
            if isinstance(result, Request):
                self._wait(result, response.url, depth)
            else:
                yield result
        if (len(self.look.pages), len(self.look.feeds)) == before:
            self.look.no_pages[NoPage.FAILED] += 1
            self.look.failures.append((response.url, "no page, but a file, nothing, or another page's address"))

    def _follow(
        self, page: Page, outcome: Outcome, response: TextResponse, link: LinkContext
    ) -> Iterator[Request | Article]:
        key = link.key or page.address.identity
        now = datetime.now(UTC)
        # What links say of an article is not kept once it is recorded.
        context = self.frontier.context_of(page.address, key)
        root = link.list_root or page.address.identity
        seen = SeenPage(page, outcome, key, declared_charset(response), now, link.number, root, context)
        self.look.pages.append(seen)
        if outcome.type not in (PageType.ARTICLE, PageType.UNDECIDED):  # an article's own feeds hold its comments
            self.look.feed_urls |= {feed.address.url for feed in page.feeds if feed.address is not None}
        return super()._follow(page, outcome, response, link)

    async def _follow_feed(self, response: Response) -> AsyncIterator[Request]:
        entries = await self.reader.careful.feed(response.url, response.body) or []
        is_sitemap = response.url not in self.look.feed_urls and not any(entry.is_item for entry in entries)
        self.look.feeds.append(SeenFeed(response.url, entries, is_sitemap))
        if not entries:
            self._warn("walk/empty_feed", "No address in the feed", response.url)
        with self.ledger.transaction():
            found = list(self.frontier.follow_feed(entries[:_FOLLOWED]))
        for url, link in found:
            yield self._request(str(url), link)

    def parse_robots(self, response: Response) -> Iterator[Request]:
        """Keep robots.txt, and let its sitemaps wait."""
        self.look.robots = response.body[:500_000].decode("utf-8", "replace")
        self.look.robots_status = response.status
        for request in super().parse_robots(response):
            self._wait(request, response.url)
        return iter(())

    def no_robots(self, failure: Failure) -> Iterator[Request]:
        """Let the default sitemap wait."""
        if isinstance(failure.value, HttpError):
            self.look.robots_status = failure.value.response.status
        for request in super().no_robots(failure):
            self._wait(request, "robots.txt")
        return iter(())

    def no_sitemap(self, failure: Failure) -> None:
        """Count a missing sitemap apart: most portals have none."""
        super().no_sitemap(failure)
        is_answer = isinstance(failure.value, HttpError)
        self._count_failure(failure, NoPage.ABSENT if is_answer else NoPage.FAILED)

    def _count_failure(self, failure: Failure, kind: NoPage) -> None:
        """Count a request that was sent; robots.txt, its own pace or the end of the run may forbid it before."""
        request: Request = failure.request  # type: ignore[attr-defined]
        self.look.no_pages[kind] += _SENT in request.meta

    def failed(self, failure: Failure) -> None:
        """Keep the reason."""
        super().failed(failure)
        self._count_failure(failure, NoPage.FAILED)
        request: Request = failure.request  # type: ignore[attr-defined]
        error = failure.value
        if isinstance(error, HttpError):
            self.look.failures.append((request.url, f"status {error.response.status}"))
        elif isinstance(error, NotNowError | IgnoreRequest):
            self.look.failures.append((request.url, str(error)))
        elif error is not None:
            self.look.failures.append((request.url, reason_of(error)))


def _is_robots(request: Request) -> bool:
    return urlsplit(request.url).path == "/robots.txt"


def _is_sitemap(url: str) -> bool:
    path = urlsplit(url).path.lower()
    return "sitemap" in path and path.endswith((".xml", ".xml.gz"))
