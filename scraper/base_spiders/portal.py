"""The walk over a portal: from the front page to every article, through menus, lists, pagers and other news.

Links are classified by addresses and visible words, not by markup. A page that cannot be decided when it comes is
decided at the end of the walk, when all links to it, the dates of lists, and the site's other articles are known.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator, Iterator
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response, TextResponse
from scrapy.settings import BaseSettings
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.statscollectors import StatsCollector
from twisted.python.failure import Failure

from scraper.addresses import Address, Kind
from scraper.addresses.resolve import netloc
from scraper.base_spiders.arguments import border, days, front_page, start_page, switch, unknown_argument
from scraper.base_spiders.end_of_walk import EndOfWalk
from scraper.base_spiders.page_reader import PageReader
from scraper.extensions.archive_recorder import META_KEY as ARCHIVED_KEY
from scraper.extensions.source_ledger import LedgerExtension
from scraper.frontier.feeds import is_feed
from scraper.frontier.frontier import Frontier
from scraper.frontier.link_context import META_KEY, LinkContext
from scraper.frontier.pagers import Turn, page_of_forms, postback_request
from scraper.frontier.record_outcome import record_article, record_failure, record_page, validators
from scraper.items import Article
from scraper.ledger.health import EXAMPLE
from scraper.middlewares.reasons import reason_of
from scraper.middlewares.robots import NotNowError, robots_request
from scraper.pages.page import Page
from scraper.reading import Outcome, PageType
from scraper.sites import SourceSpider, host_of, resolver_of, source_of

_NOT_MODIFIED = 304
# Short beside a request; the end of a walk is not awaited longer than it takes.
_POLL_SECONDS = 0.05
# Addresses of a sitemap that are processed in one go: a tenth of a second of work.
_AT_ONCE = 500


class PortalSpider(SourceSpider):
    """Base of all sources; a source is its attributes.

    Spider arguments:
        base_url: crawl the site at this address instead; no other host is then fetched, and of a host with several
            sites (``https://HOST/sotuphap/``) only that folder.
        revisit: days; articles published within them are revisited (14).
        full: 1 walks all lists to their ends and revisits every article.
    """

    def __init__(self, base_url: str | None = None, revisit: str = "14", full: str = "0", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        # Commands refuse it before; scrapyd's own start and scripts come here.
        self.wrong_usage = unknown_argument(type(self), kwargs)
        self.is_given = base_url is not None
        self.base_url = start_page(base_url or self.home)
        self.revisit = days(revisit)
        self.full = switch(full)
        source, host = source_of(type(self)), netloc(urlsplit(self.base_url))
        folder = border(self.base_url)
        self.site = source.at(host, folder) if base_url else source.at_any(host, folder)
        if not self.home:
            self.name = self.site.source
        self.urls = resolver_of(self.site)
        self.root = front_page(self.base_url)
        """Where robots.txt and sitemaps are."""

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        if cls.tls != "strict":
            settings.set("TLS", cls.tls, priority="spider")

    @cached_property
    def ledger(self) -> LedgerExtension:
        """The ledger of earlier runs.

        Raises:
            ValueError: the settings have no such extension.
        """
        ledger = self.crawler.get_extension(LedgerExtension)
        if ledger is None:
            raise ValueError("sources need scraper.extensions.source_ledger.LedgerExtension among the EXTENSIONS")
        return ledger

    @cached_property
    def frontier(self) -> Frontier:
        """The frontier of this crawl."""
        return Frontier(self.urls, self.base_url, self.ledger, self._stats)

    @cached_property
    def reader(self) -> PageReader:
        """The reader of this crawl's answers."""
        return PageReader(self.crawler, self.site, self.frontier, self.ledger, self._stats)

    def closed(self, reason: str) -> None:
        """Remove the temporary file of this crawl, if it came to read pages."""
        if "reader" in vars(self):
            self.reader.recorded.close()

    @property
    def _stats(self) -> StatsCollector:
        if self.crawler.stats is None:
            raise ValueError("sources need stats")
        return self.crawler.stats

    async def start(self) -> AsyncIterator[Any]:
        """Request what earlier runs left, the front page, and the site's sitemaps."""
        for fact, reason in self.unverified.items():
            self.logger.info("Not verified on the live site: %s (%s)", fact, reason)
        with self.ledger.transaction():
            left = list(self.frontier.resume(self.revisit))
        for url, link in left:
            yield self._request(str(url), link)
        yield self._request(self.base_url, LinkContext())
        robots = self.root + "robots.txt"
        yield robots_request(robots, callback=self.parse_robots, errback=self.no_robots)
        await self._end_of_walk()
        while self.ledger.is_open and (archives := self.frontier.take_archives()):
            for url, link in archives:
                yield self._request(str(url), link)
            await self._end_of_walk()
        if not self.ledger.is_open:  # closed meanwhile: the host told it to wait, or the run was stopped
            return
        end = EndOfWalk(self.reader)
        async for held, article in end.decide_held():
            with self.ledger.transaction():
                names = (held.identity, held.key)
                record_article(self.ledger, names, held.url, article.id, article, held.validators)
            yield article
        end.tell_wrong_schemes()
        with self.ledger.transaction():
            self.frontier.note_lists()

    async def _end_of_walk(self) -> None:
        """Wait until no request is open: only then is all known that helps to decide."""
        engine = self.crawler.engine
        if engine is None or engine.scraper.slot is None:
            raise ValueError("no crawl is running")
        # Scrapy has no event for this: its own, spider_idle, is not sent before start() has ended.
        while self.ledger.is_open and (  # noqa: ASYNC110
            engine.downloader.active or not engine.scraper.slot.is_idle() or self._scheduled()
        ):
            await asyncio.sleep(_POLL_SECONDS)

    def _scheduled(self) -> bool:
        """True if requests are waiting."""
        slot = self.crawler.engine._slot if self.crawler.engine is not None else None
        return slot is not None and slot.scheduler.has_pending_requests()

    def parse_robots(self, response: Response) -> Iterator[Request]:
        """Request the sitemaps that robots.txt lists, and the default one."""
        lines = response.body[:500_000].decode("utf-8", "replace").splitlines()
        named = [line.split(":", 1)[1].strip() for line in lines if line.lower().startswith("sitemap:")]
        for url in dict.fromkeys([*named, self.root + "sitemap.xml"]):
            if host_of(url) in self.urls.hosts and self.frontier.first(url):
                yield Request(url, self.parse, errback=self.no_sitemap, meta={META_KEY: LinkContext()})

    def no_robots(self, failure: Failure) -> Iterator[Request]:
        """Request the default sitemap: a site without robots.txt may still have one."""
        self._count("walk/no_robots_txt")
        yield Request(self.root + "sitemap.xml", self.parse, errback=self.no_sitemap, meta={META_KEY: LinkContext()})

    def no_sitemap(self, failure: Failure) -> None:
        """Ignore a missing sitemap: most portals have none."""
        self._count("walk/no_sitemap")

    async def parse(self, response: Response, **kwargs: Any) -> AsyncIterator[Request | Article]:
        """One answer: its article, if it is one, and the requests for its outlinks."""
        link: LinkContext = response.meta.get(META_KEY, LinkContext())
        if response.status == _NOT_MODIFIED:
            self._count("ledger/not_modified")
            with self.ledger.transaction():
                self.ledger.articles.mark_not_modified(link.key)
        elif is_feed(response.body, _content_type(response)) or response.url.endswith(".gz"):
            async for request in self._follow_feed(response):
                yield request
        elif (read := await self.reader.read(response, link)) is None or not isinstance(response, TextResponse):
            self._record_failure(response)
        else:
            for result in self._follow(*read, response, link):
                yield result

    def _follow(
        self, page: Page, outcome: Outcome, response: TextResponse, link: LinkContext
    ) -> Iterator[Request | Article]:
        depth, key = response.meta.get("depth", 0), link.key or page.address.identity
        if outcome.type is PageType.NOTICE:
            self._record_failure(response)
            self.reader.careful.end(key)
            return
        article = self.reader.accept(outcome, page.address, link.key, response.meta.get(ARCHIVED_KEY))
        with self.ledger.transaction():
            self._record_outcome(page, response, link, outcome, article)
            found = list(self.frontier.follow(page, link, depth, outcome.type))
            self.reader.careful.end(key, article)
        if article is not None:
            yield article
        if found and depth >= (self.settings.getint("DEPTH_LIMIT") or math.inf):
            self._warn("walk/too_deep", f"{len(found)} links not followed, {depth} clicks deep", response.url)
            return
        forms = page_of_forms(response) if any(isinstance(target, Turn) for target, _ in found) else response
        for target, further in found:
            if isinstance(target, str):
                yield self._request(target, further)
            elif turned := self._turn(target, further, forms):
                yield turned

    def _record_outcome(
        self, page: Page, response: Response, link: LinkContext, outcome: Outcome, article: Article | None
    ) -> None:
        """Record the outcome of a page in the ledger."""
        # If addresses are state, the followed link identifies the page.
        own = link.key if page.address.is_stateful and link.key else page.address.identity
        record_id = article.id if article is not None else self.reader.recorded.id_of(outcome.identity)
        if record_id is not None:
            names = (own, link.key or own)
            record_article(self.ledger, names, response.url, record_id, article, validators(response))
        elif outcome.type is PageType.UNDECIDED:
            title = outcome.fields.title if outcome.fields is not None else ""
            self.ledger.articles.record_link(
                link.key or own, response.url, page.address.canonical, title, None, self.ledger.now
            )
        else:
            record_page(self.ledger, page, own, link)

    def _record_failure(self, response: Response) -> None:
        with self.ledger.transaction():
            record_failure(self.ledger, response.request, response.status)

    async def _follow_feed(self, response: Response) -> AsyncIterator[Request]:
        entries = await self.reader.careful.feed(response.url, response.body)
        if entries is None:
            return
        if not entries:
            self._warn("walk/empty_feed", "No address in the feed", response.url)
        for start in range(0, len(entries), _AT_ONCE):
            with self.ledger.transaction():
                found = list(self.frontier.follow_feed(entries[start : start + _AT_ONCE]))
            for url, link in found:
                yield self._request(str(url), link)
            await asyncio.sleep(0)

    def failed(self, failure: Failure) -> None:
        """Count and log an address that returned no page; the walk continues."""
        request: Request = failure.request  # type: ignore[attr-defined]
        error = failure.value
        status = 0
        if isinstance(error, HttpError):
            status = error.response.status
            self._warn(f"walk/failed/{status}", f"Status {status}", request.url)
            self._stats.set_value("walk/last_failure", f"status {status}")
        elif isinstance(error, NotNowError):
            self._count("walk/ignored")
            self._stats.set_value("walk/last_failure", str(error))
            return
        elif isinstance(error, IgnoreRequest):
            self._count("walk/ignored")
            self._stats.set_value("walk/last_failure", str(error))
            self.logger.info("Not requested, or not accepted (%s): %s", error, request.url)
        else:
            reason = reason_of(error) if error is not None else "no reason"
            self._warn("walk/failed/download", f"Not fetched ({reason})", request.url)
            self._stats.set_value("walk/last_failure", reason)
        with self.ledger.transaction():
            record_failure(self.ledger, request, status)

    def _request(self, url: str, link: LinkContext) -> Request:
        return Request(
            url,
            self.parse,
            errback=self.failed,
            headers=dict(link.conditional_headers),
            priority=link.priority,
            meta={META_KEY: link, "handle_httpstatus_list": [_NOT_MODIFIED] if link.conditional_headers else []},
            dont_filter=True,
        )

    def _turn(self, turn: Turn, link: LinkContext, response: TextResponse) -> Request | None:
        """The form request that turns a list to another page; None if the page has no such form."""
        try:
            request: Request = postback_request(response, turn)
        except ValueError as error:
            self._warn("walk/no_form", f"A pager without a form ({error})", response.url)
            return None
        if self._address(request.url).kind is not Kind.PAGE:
            return None
        return request.replace(
            callback=self.parse, errback=self.failed, priority=link.priority, meta={META_KEY: link}, dont_filter=True
        )

    def _address(self, url: str) -> Address:
        address = self.urls.resolve(self.base_url, url)
        if address is None:
            raise ValueError(f"not an address of this site: {url}")
        return address

    def _count(self, name: str, count: int = 1) -> None:
        self._stats.inc_value(name, count)

    def _warn(self, name: str, message: str, url: str) -> None:
        self._count(name)
        self._stats.set_value(EXAMPLE + name, url)
        self.logger.warning("%s: %s", message, url)


def _content_type(response: Response) -> str:
    return (response.headers.get("Content-Type") or b"").decode("latin-1")
