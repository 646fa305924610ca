"""The walk over a portal: from the front page to every article, through menus, lists, pagers and other news.

Which links lead where is told by addresses and visible words, not by markup. Lists are walked first; an article
whose link stands without a date waits until the lists are done, because one of them may still print its date and
the article's own page may not.
"""

from __future__ import annotations

import asyncio
import math
import re
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider, IgnoreRequest
from scrapy.http import Response, TextResponse
from scrapy.settings import BaseSettings
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.statscollectors import StatsCollector
from twisted.python.failure import Failure

from scraper.addresses import Address, Kind, Scheme, UrlResolver
from scraper.addresses.resolve import netloc
from scraper.archive.exchange import PageContext, WarcLocation
from scraper.base_spiders.arguments import days, front_page, switch
from scraper.extensions.archive_recorder import ArchiveRecorder
from scraper.extensions.source_ledger import LedgerExtension
from scraper.frontier.feeds import feed_locations, is_feed
from scraper.frontier.frontier import Frontier, identity_of
from scraper.frontier.link_context import META_KEY, LinkContext
from scraper.frontier.pagers import Turn, postback_request
from scraper.frontier.record_outcome import remember_article, remember_failure, remember_page
from scraper.items import Article
from scraper.ledger.health import Expectations
from scraper.middlewares.reasons import reason_of
from scraper.middlewares.robots import NotNowError, robots_request
from scraper.offload import run_in_thread_if_large
from scraper.pages.article import TAKEN, WARNING_UNSURE, NoArticleError
from scraper.pages.blocks import MAX_LINKS
from scraper.pages.charset import declared_in
from scraper.pages.notices import notice_of
from scraper.pages.page import EmptyPageError, Page
from scraper.pages.record import UnannouncedError, is_title_like, read_record

_NO_NAME = re.compile(r"[^a-z0-9]")
_DIGITS = re.compile(r"\d+")
_NOT_MODIFIED = 304
# Addresses of a sitemap that are looked at before others have their turn: a tenth of a second of work.
_AT_ONCE = 500


class PortalSpider(Spider):
    """Base of all sources; a source is its attributes.

    Spider arguments:
        base_url: crawl the site at this address instead; it is then the only host fetched.
        revisit: days; articles published since then are looked at again (14).
        full: 1 walks all lists to their ends and reads every article again.
    """

    home: ClassVar[str]
    """Front page; empty where ``base_url`` has to say which site is meant."""
    hosts: ClassVar[tuple[str, ...]] = ()
    """Further hosts that serve the same site (``www.``), with port where it is not the scheme's own."""
    schemes: ClassVar[tuple[Scheme, ...]]
    """How the CMS writes the addresses of articles."""
    owner: ClassVar[str]
    """Whose site it is, in Vietnamese."""
    verified: ClassVar[dict[str, str]] = {}
    """Facts of this source that were seen on the site, and where."""
    unverified: ClassVar[dict[str, str]] = {}
    """Facts that still have to be seen on the live site, and why they are believed."""
    verify_certificates: ClassVar[bool] = True
    """False for a site whose certificate is broken; better than not to read it, and worse than all others."""
    hours: ClassVar[tuple[int, int] | None] = None
    """Hours of the day, in Vietnam, in which it may be crawled: ``(22, 6)`` for the night."""
    expectations: ClassVar[Expectations] = Expectations()
    """What it gives when it is well; a run that falls short ends with exit status 3."""

    def __init__(self, base_url: str | None = None, revisit: str = "14", full: str = "0", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.is_given = base_url is not None
        self.base_url = front_page(base_url or self.home)
        self.revisit = days(revisit)
        self.full = switch(full)
        own = netloc(urlsplit(self.base_url))
        if not self.home:
            self.name = self.name_of(own)
        self.book = UrlResolver((own,) if base_url else (own, *self.hosts), self.schemes)
        # By identity, the id of the record.
        self._read: dict[str, str] = {}
        self._texts: set[int] = set()

    @staticmethod
    def name_of(place: str) -> str:
        """The name of a source that has no file, by its host and port; ``a-b.vn`` and ``a.b.vn`` are two sites."""
        return "portal_" + _NO_NAME.sub("_", place.replace("-", "__"))

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> PortalSpider:
        """Scrapy's way to make a spider."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.ask_for_waiting, signals.spider_idle)
        return spider

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Scrapy's way to let a spider change settings."""
        super().update_settings(settings)
        if not cls.verify_certificates:
            settings.set("DOWNLOAD_VERIFY_CERTIFICATES", False, priority="spider")

    @cached_property
    def memory(self) -> LedgerExtension:
        """What earlier runs know.

        Raises:
            ValueError: the settings have no such extension.
        """
        memory = self.crawler.get_extension(LedgerExtension)
        if memory is None:
            raise ValueError("sources need scraper.extensions.source_ledger.LedgerExtension among the EXTENSIONS")
        return memory

    @cached_property
    def frontier(self) -> Frontier:
        """What is asked for."""
        return Frontier(self.book, self.base_url, self.memory, self._stats)

    @property
    def _stats(self) -> StatsCollector:
        if self.crawler.stats is None:
            raise ValueError("sources need stats")
        return self.crawler.stats

    async def start(self) -> AsyncIterator[Any]:
        """What earlier runs left, the front page, and what the site lists for machines."""
        for fact, reason in self.unverified.items():
            self.logger.info("Not verified on the live site: %s (%s)", fact, reason)
        with self.memory.transaction():
            left = list(self.frontier.resume(self.revisit))
        for url, visit in left:
            yield self._request(str(url), visit)
        yield self._request(self.base_url, LinkContext())
        robots = self.base_url + "robots.txt"
        yield robots_request(robots, callback=self.parse_robots, errback=self.no_robots)

    def parse_robots(self, response: Response) -> Iterator[Request]:
        """Ask for the sitemaps that robots.txt names, and for the usual one."""
        lines = response.body[:500_000].decode("utf-8", "replace").splitlines()
        named = [line.split(":", 1)[1].strip() for line in lines if line.lower().startswith("sitemap:")]
        for url in dict.fromkeys([*named, self.base_url + "sitemap.xml"]):
            address = self.book.resolve(self.base_url, url)
            if address is not None and address.kind is not Kind.FOREIGN and self.frontier.first(address.identity):
                yield Request(address.url, self.parse, errback=self.no_sitemap, meta={META_KEY: LinkContext()})

    def no_robots(self, failure: Failure) -> Iterator[Request]:
        """A site without robots.txt may have a sitemap all the same."""
        self._count("walk/no_robots_txt")
        yield Request(
            self.base_url + "sitemap.xml", self.parse, errback=self.no_sitemap, meta={META_KEY: LinkContext()}
        )

    def no_sitemap(self, failure: Failure) -> None:
        """Most portals have none; nothing is missing then."""
        self._count("walk/no_sitemap")

    async def parse(self, response: Response, **kwargs: Any) -> AsyncIterator[Request | Article]:
        """One answer: its article, if it is one, and the requests that its links ask for."""
        visit: LinkContext = response.meta.get(META_KEY, LinkContext())
        if response.status == _NOT_MODIFIED:
            self._count("ledger/not_modified")
            with self.memory.transaction():
                self.memory.articles.mark_not_modified(visit.key)
            return
        if is_feed(response.body) or response.url.endswith(".gz"):
            async for request in self._follow_feed(response):
                yield request
            return
        page = await self._page(response, visit)
        if page is None or not isinstance(response, TextResponse):
            with self.memory.transaction():
                remember_failure(self.memory, response.request, response.status)
            return
        if len(page.links) >= MAX_LINKS:
            self._warn("walk/too_many_links", f"More than {MAX_LINKS} links, the rest is read as words", response.url)
        article = await self._article(page, response, visit)
        await run_in_thread_if_large(len(response.body), page.resolve_outlinks)
        depth = response.meta.get("depth", 0)
        with self.memory.transaction():
            self._remember(page, response, visit, article)
            asks = list(self.frontier.follow(page, visit, depth, is_article=article is not None))
        if article is not None:
            yield article
        if asks and depth >= (self.settings.getint("DEPTH_LIMIT") or math.inf):
            self._warn("walk/too_deep", f"{len(asks)} links not followed, {depth} clicks deep", response.url)
            return
        for way, further in asks:
            if isinstance(way, str):
                yield self._request(way, further)
            elif turned := self._turn(way, further, response):
                yield turned

    async def _page(self, response: Response, visit: LinkContext) -> Page | None:
        """The page that was asked for; None where something else came."""
        if self._led_astray(response):
            self._warn(
                "read/redirected_away", f"No article, the site led to {response.url}", response.meta["redirect_urls"][0]
            )
            return None
        if not isinstance(response, TextResponse):
            self._count("walk/not_html")
            self.logger.info("Not a page: %s", response.url)
            return None
        charset = declared_charset(response)
        try:
            page = await run_in_thread_if_large(
                len(response.body), Page, response.url, response.body, self.book, charset
            )
        except EmptyPageError:
            self._warn("read/empty_page", "Empty page", response.url)
            return None
        self._count("walk/pages")
        if len(self._texts) <= 1:
            self._texts.add(hash(tuple(_DIGITS.sub("", block.text) for block in page.blocks)))
            self._stats.set_value("walk/distinct_pages", len(self._texts))
            self._stats.set_value("walk/page_title", next(iter(page.head_titles), ""))
        if notice := notice_of(response.body, page, visit.link_text):
            self._warn(f"read/notice/{notice}", f"No page, but a notice of the site ({notice})", response.url)
            return None
        return page

    def _led_astray(self, response: Response) -> bool:
        """Many portals send an article that is gone to their front page."""
        asked = response.meta.get("redirect_urls")
        if not asked:
            return False
        return self._address(asked[0]).kind is Kind.ARTICLE and self._address(response.url).kind is not Kind.ARTICLE

    async def _article(self, page: Page, response: Response, visit: LinkContext) -> Article | None:
        """The record of the page at hand; None where it is none, or was read before."""
        place = self._archived(response, visit)
        now = place.at if place is not None else datetime.now(UTC)
        address = page.address
        if address.kind is not Kind.ARTICLE and (self.frontier.sure or not visit.link_text):
            return None
        identity = identity_of(address, "")
        if identity in self._read:
            self._count("read/known")
            return None
        try:
            article = await run_in_thread_if_large(
                len(response.body), read_record, page, self.name, visit.link_text, visit.listed, now
            )
        except UnannouncedError:
            self.frontier.waiting.add_undecided(identity, response.url, visit)
            return None
        except NoArticleError as error:
            self.book.observe(address, is_article=False)
            if address.kind is Kind.ARTICLE or (address.key and is_title_like(visit.link_text)):
                self._warn("read/no_article", f"No article ({error})", response.url)
            return None
        self.book.observe(address, is_article=article is not None)
        if article is None:
            return None
        if article.date_published is None and not visit.announced:
            self.frontier.waiting.add_link(identity, response.url, visit.link_text, None)
            return None
        if address.is_stateful:
            identity = f"{article.title}|{article.body}"
        if identity in self._read:  # asked again, for a large page may have been read beside others
            self._count("read/known")
            return None
        self._read[identity] = article.id
        if place is not None:
            article.archive = {"file": place.file, "offset": place.offset}
        self.frontier.waiting.drop(identity)
        self._count_reading(article)
        return article

    def _archived(self, response: Response, visit: LinkContext) -> WarcLocation | None:
        """Where the answer lies, where answers are archived; what is known of it so far is archived too."""
        recorder = self.crawler.get_extension(ArchiveRecorder)
        if recorder is None:
            return None
        listed = (visit.listed.iso, visit.listed.raw) if visit.listed is not None else None
        learned = tuple(sorted(self.book.learned))
        with self.memory.disk_errors():
            note = PageContext(visit.link_text, listed, visit.announced, self.frontier.sure, learned)
            return recorder.note(response, note)

    def _count_reading(self, article: Article) -> None:
        self._count("read/articles")
        for warning in article.warnings:
            if warning.startswith(WARNING_UNSURE):
                self._count("read/unsure")
                self._count("read/fallback_taken", int(warning.endswith(TAKEN)))
        self._set_share("read/unsure", "read/articles")

    def _remember(self, page: Page, response: Response, visit: LinkContext, article: Article | None) -> None:
        """Record in the memory what the page turned out to be."""
        # Where addresses are state, a page is the one whose link was followed.
        own = visit.key if page.address.is_stateful and visit.key else identity_of(page.address, visit.link_text)
        record_id = article.id if article is not None else self._read.get(own)
        if record_id is not None:
            remember_article(self.memory, own, response, visit, record_id, article)
        elif self.frontier.waiting.waits(own):
            self.memory.articles.record_link(
                own, response.url, page.address.canonical, visit.link_text, None, self.memory.now
            )
        else:
            remember_page(self.memory, page, own, visit)

    async def _follow_feed(self, response: Response) -> AsyncIterator[Request]:
        locations = await run_in_thread_if_large(len(response.body), feed_locations, response.body)
        if not locations:
            self._warn("walk/empty_feed", "No address in the feed", response.url)
        for start in range(0, len(locations), _AT_ONCE):
            with self.memory.transaction():
                asks = list(self.frontier.follow_feed(response.url, locations[start : start + _AT_ONCE]))
            for url, visit in asks:
                yield self._request(str(url), visit)
            await asyncio.sleep(0)

    def ask_for_waiting(self) -> None:
        """Lists are done for now: ask for articles whose links stood without a date.

        Only as many as are fetched at once: their lists of other news may print the dates of those still waiting.
        """
        if not self.memory.is_open:
            return
        portion = max(1, self.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"))
        asked = self.frontier.waiting.take(portion, lambda url: self._address(url).kind is Kind.ARTICLE)
        for identity, url, visit in asked:
            if identity not in self._read:
                self.crawler.engine.crawl(self._request(url, visit))
        if asked:
            raise DontCloseSpider
        with self.memory.transaction():
            self.frontier.note_lists()

    def failed(self, failure: Failure) -> None:
        """An address that gave no page: counted, with its name, and the walk goes on."""
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
            self.logger.info("Not asked for, or not taken (%s): %s", error, request.url)
        else:
            reason = reason_of(error) if error is not None else "no reason"
            self._warn("walk/failed/download", f"Not fetched ({reason})", request.url)
            self._stats.set_value("walk/last_failure", reason)
        with self.memory.transaction():
            remember_failure(self.memory, request, status)

    def _request(self, url: str, visit: LinkContext) -> Request:
        return Request(
            url,
            self.parse,
            errback=self.failed,
            headers=dict(visit.unless),
            meta={META_KEY: visit, "handle_httpstatus_list": [_NOT_MODIFIED] if visit.unless else []},
            dont_filter=True,
        )

    def _turn(self, turn: Turn, visit: LinkContext, response: TextResponse) -> Request | None:
        """The form that turns a list to another page; None where there is none."""
        try:
            request: Request = postback_request(response, turn)
        except ValueError as error:
            self._warn("walk/no_form", f"A pager without a form ({error})", response.url)
            return None
        if self._address(request.url).kind is not Kind.PAGE:
            return None
        return request.replace(callback=self.parse, errback=self.failed, meta={META_KEY: visit}, dont_filter=True)

    def _address(self, url: str) -> Address:
        address = self.book.resolve(self.base_url, url)
        if address is None:
            raise ValueError(f"not an address of this site: {url}")
        return address

    def _count(self, name: str, count: int = 1) -> None:
        self._stats.inc_value(name, count)

    def _set_share(self, part: str, whole: str) -> None:
        share = self._stats.get_value(part, 0) / self._stats.get_value(whole)
        self._stats.set_value(f"{part}_share", round(share, 4))

    def _warn(self, name: str, message: str, url: str) -> None:
        self._count(name)
        self.logger.warning("%s: %s", message, url)


def declared_charset(response: TextResponse) -> str | None:
    """The encoding that the server names, if it does."""
    return declared_in((response.headers.get("Content-Type") or b"").decode("latin-1"))
