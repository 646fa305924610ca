"""The walk over a portal: from the front page to every article, through menus, lists, pagers and other news.

Which links lead where is told by addresses and visible words, not by markup. Lists are walked first; an article
whose link stands without a date waits until the lists are done, because one of them may still print its date and
the article's own page may not.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any, ClassVar
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider, IgnoreRequest
from scrapy.http import Response, TextResponse
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from scraper.addresses import Address, AddressBook, Kind, Scheme
from scraper.addresses.resolve import netloc
from scraper.aside import aside
from scraper.items import Article
from scraper.pages.article import TAKEN, WARNING_UNSURE, NoArticleError
from scraper.pages.blocks import Link
from scraper.pages.entries import Entry
from scraper.pages.labels import is_pager
from scraper.pages.page import EmptyPageError, Page
from scraper.pages.record import UnannouncedError, is_title_like, read_record
from scraper.text.fold import slug
from scraper.walks.feeds import feed_locations, is_feed
from scraper.walks.limits import MAX_IDLE, MAX_STALE, ListProgress, TrapGuard, pattern
from scraper.walks.pagers import is_pager_link, page_number, postback_request, postback_turns, visible_numbers
from scraper.walks.visit import META_KEY, Visit
from scraper.walks.waiting import WaitingArticles

_NO_NAME = re.compile(r"[^a-z0-9]")
# What stands within two clicks of the front page is a menu's, however many entries of one pattern it has.
_FREE_CLICKS = 2


class PortalSpider(Spider):
    """Base of all sources; a source is its attributes.

    Spider arguments:
        base_url: crawl the site at this address instead; it is then the only host fetched.
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

    def __init__(self, base_url: str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.base_url = front_page(base_url or self.home)
        own = netloc(urlsplit(self.base_url))
        if not self.home:
            self.name = self.name_of(own)
        self.book = AddressBook((own,) if base_url else (own, *self.hosts), self.schemes)
        # Until an address shows that the schemes are right, words and content have to tell articles from lists.
        self._sure = False
        self._asked: set[str] = set()
        self._read: set[str] = set()
        self._waiting = WaitingArticles()
        self._lists = ListProgress()
        self._traps = TrapGuard()

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

    async def start(self) -> AsyncIterator[Any]:
        """The front page, and what the site lists for machines."""
        for fact, reason in self.unverified.items():
            self.logger.info("Not verified on the live site: %s (%s)", fact, reason)
        yield self._request(self.base_url, Visit())
        robots = self.base_url + "robots.txt"
        yield Request(robots, self.parse_robots, errback=self.no_robots, meta={"dont_obey_robotstxt": True})

    def parse_robots(self, response: Response) -> Iterator[Request]:
        """Ask for the sitemaps that robots.txt names, and for the usual one."""
        lines = response.body[:500_000].decode("utf-8", "replace").splitlines()
        named = [line.split(":", 1)[1].strip() for line in lines if line.lower().startswith("sitemap:")]
        for url in dict.fromkeys([*named, self.base_url + "sitemap.xml"]):
            address = self.book.resolve(self.base_url, url)
            if address is not None and address.kind is not Kind.FOREIGN and self._first(address.identity):
                yield Request(address.url, self.parse, errback=self.no_sitemap, meta={META_KEY: Visit()})

    def no_robots(self, failure: Failure) -> Iterator[Request]:
        """A site without robots.txt may have a sitemap all the same."""
        self._count("walk/no_robots_txt")
        yield Request(self.base_url + "sitemap.xml", self.parse, errback=self.no_sitemap, meta={META_KEY: Visit()})

    def no_sitemap(self, failure: Failure) -> None:
        """Most portals have none; nothing is missing then."""
        self._count("walk/no_sitemap")

    async def parse(self, response: Response, **kwargs: Any) -> AsyncIterator[Request | Article]:
        """One answer: its article, if it is one, and the requests that its links ask for."""
        visit: Visit = response.meta.get(META_KEY, Visit())
        if is_feed(response.body) or response.url.endswith(".gz"):
            for request in self._follow_feed(response):
                yield request
            return
        if self._led_astray(response):
            self._warn(
                "read/redirected_away", f"No article, the site led to {response.url}", response.meta["redirect_urls"][0]
            )
            return
        if not isinstance(response, TextResponse):
            self._count("walk/not_html")
            self.logger.info("Not a page: %s", response.url)
            return
        size = len(response.body)
        try:
            page = await aside(size, Page, response.url, response.body, self.book, declared_charset(response))
        except EmptyPageError:
            self._warn("read/empty_page", "Empty page", response.url)
            return
        self._count("walk/pages")
        self._sure = self._sure or (self.book.sure and _shows_articles(page))
        article = await self._article(page, response, visit)
        if article is not None:
            yield article
        await aside(size, page.look_for_ways)
        for request in self._follow(page, response, visit, is_article=article is not None):
            yield request

    def _led_astray(self, response: Response) -> bool:
        """Many portals send an article that is gone to their front page."""
        asked = response.meta.get("redirect_urls")
        if not asked:
            return False
        return self._address(asked[0]).kind is Kind.ARTICLE and self._address(response.url).kind is not Kind.ARTICLE

    async def _article(self, page: Page, response: Response, visit: Visit) -> Article | None:
        """The record of the page at hand; None where it is none, or was read before."""
        address = page.address
        if address.kind is not Kind.ARTICLE and (self._sure or not visit.link_text):
            return None
        identity = identity_of(address, "")
        if identity in self._read:
            self._count("read/known")
            return None
        try:
            now = datetime.now(UTC)
            article = await aside(len(response.body), read_record, page, self.name, visit.link_text, visit.listed, now)
        except UnannouncedError:
            self._waiting.doubt(identity, response.url, visit)
            return None
        except NoArticleError as error:
            self.book.note(address, is_article=False)
            if address.kind is Kind.ARTICLE or (address.key and is_title_like(visit.link_text)):
                self._warn("read/no_article", f"No article ({error})", response.url)
            return None
        self.book.note(address, is_article=article is not None)
        if article is None:
            return None
        if article.date_published is None and not visit.announced:
            self._waiting.hear(identity, response.url, visit.link_text, None)
            return None
        if address.opaque:
            identity = f"{article.title}|{article.body}"
        if identity in self._read:  # asked again, for a large page may have been read beside others
            self._count("read/known")
            return None
        self._read.add(identity)
        self._waiting.drop(identity)
        self._count("read/articles")
        for warning in article.warnings:
            if warning.startswith(WARNING_UNSURE):
                self._count("read/unsure")
                self._count("read/second_opinion_taken", int(warning.endswith(TAKEN)))
        self._set_share("read/unsure", "read/articles")
        return article

    def _follow(self, page: Page, response: TextResponse, visit: Visit, *, is_article: bool) -> Iterator[Request]:
        """The requests that a page's links ask for."""
        # Not back to the start; but /?lang=vi and /web/guest may be another page than it.
        ways = [(link, a) for link in page.ways if (a := link.address) is not None and a.url != self.base_url]
        articles = [identity_of(a, link.text) for link, a in ways if self._may_be_article(a, link)]
        productive = any(identity not in self._asked for identity in articles)
        self._traps.note(response.url, productive=productive or is_article)
        idle = 0 if productive or is_article else visit.idle + 1
        root = visit.list_root or page.address.identity
        stale = MAX_STALE if is_article else self._lists.stale(root, articles, visit.stale)
        numbers = visible_numbers(page.links)
        dated = {id(entry.link): entry for entry in page.entries}
        for link, address in ways:
            identity = identity_of(address, link.text)
            if address.state and is_pager(link.text):
                identity = f"{root}#{page_number(link, visit.number, numbers)}"
            if identity in self._asked and identity not in self._waiting:
                continue  # most links of most pages
            entry = dated.get(id(link))
            if self._may_be_article(address, link):
                yield from self._ask_for_article(address, link, entry)
            elif address.kind is not Kind.PAGE:
                self._skip(identity, address)
            elif is_pager_link(link, address.url, response.url):
                if stale < MAX_STALE:
                    number = page_number(link, visit.number, numbers) or visit.number
                    # "?p=12" is a page of a list, or an article: what is no pager's word may be a title.
                    words = "" if is_pager(link.text) else link.text
                    way = Visit(words, None, root, number, stale, idle, announced=False)
                    yield from self._ask_for_page(identity, address, way)
            elif idle < MAX_IDLE:
                listed = entry.date if entry else None
                if self._leads_into_trap(response, address):
                    self._skip_trap(identity)
                    continue
                yield from self._ask_for_page(identity, address, Visit(link.text, listed, idle=idle, announced=False))
        if stale < MAX_STALE:
            yield from self._follow_postbacks(page, response, visit, root, stale)

    def _may_be_article(self, address: Address, link: Link) -> bool:
        """By address; where addresses do not tell, by words as long as a title's."""
        if address.kind is Kind.ARTICLE:
            return True
        return address.kind is Kind.PAGE and not self._sure and is_title_like(link.text)

    def _ask_for_article(self, address: Address, link: Link, entry: Entry | None) -> Iterator[Request]:
        identity = identity_of(address, link.text)
        if identity not in self._waiting and not self._first(identity):
            return
        found = self._waiting.hear(
            identity, address.url, entry.title if entry else link.text, entry.date if entry else None
        )
        if found is not None:
            yield self._request(*found)

    def _ask_for_page(self, identity: str, address: Address, visit: Visit) -> Iterator[Request]:
        if identity in self._asked:
            return
        self._asked.add(identity)
        yield self._request(address.url, visit)

    def _leads_into_trap(self, response: Response, address: Address) -> bool:
        """Calendars and filters lead from each of their pages to more of the same; menus do not."""
        if response.meta.get("depth", 0) < _FREE_CLICKS or not self._traps.is_trap(address.url):
            return False
        return pattern(address.url) == pattern(response.url) or self._traps.is_trap(response.url)

    def _skip_trap(self, identity: str) -> None:
        self._asked.add(identity)
        self._count("walk/skipped/trap")

    def _follow_postbacks(
        self, page: Page, response: TextResponse, visit: Visit, root: str, stale: int
    ) -> Iterator[Request]:
        """Pagers of ASP.NET lists: the address stays, a form says which page is meant."""
        for turn in postback_turns(page.links, visit.number):
            if not self._first(f"{root}#{turn.pager}#{turn.number}"):
                continue
            try:
                request = postback_request(response, turn)
            except ValueError as error:
                self._warn("walk/no_form", f"A pager without a form ({error})", response.url)
                return
            if self._address(request.url).kind is Kind.PAGE:
                further = Visit("", None, root, turn.number, stale, 0)
                yield request.replace(
                    callback=self.parse, errback=self.failed, meta={META_KEY: further}, dont_filter=True
                )

    def _follow_feed(self, response: Response) -> Iterator[Request]:
        locations = feed_locations(response.body)
        if not locations:
            self._warn("walk/empty_feed", "No address in the feed", response.url)
        for url in locations:
            address = self.book.resolve(response.url, url)
            if address is None:
                continue
            packed = address.kind is Kind.FILE and address.url.lower().endswith(".xml.gz")
            if address.kind not in (Kind.ARTICLE, Kind.PAGE) and not packed:
                continue
            if address.kind is Kind.ARTICLE:
                yield from self._ask_for_article(address, Link(url, ""), None)
            elif self._first(address.identity):
                # The end of the address is all that a feed says of a page whose kind the address does not tell.
                words = re.sub(r"[-+_]", " ", address.title_slug)
                yield self._request(address.url, Visit(words, idle=MAX_IDLE - 1))

    def ask_for_waiting(self) -> None:
        """Lists are done for now: ask for articles whose links stood without a date.

        Only as many as are fetched at once: their lists of other news may print the dates of those still waiting.
        """
        portion = max(1, self.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"))
        asked = self._waiting.take(portion, lambda url: self._address(url).kind is Kind.ARTICLE)
        for identity, url, visit in asked:
            if identity not in self._read:
                self.crawler.engine.crawl(self._request(url, visit))
        if asked:
            raise DontCloseSpider

    def failed(self, failure: Failure) -> None:
        """An address that gave no page: counted, with its name, and the walk goes on."""
        request: Request = failure.request  # type: ignore[attr-defined]
        error = failure.value
        if isinstance(error, HttpError):
            status = error.response.status
            self._warn(f"walk/failed/{status}", f"Status {status}", request.url)
        elif isinstance(error, IgnoreRequest):
            self._count("walk/ignored")
        else:
            self._warn("walk/failed/download", f"Not fetched ({failure.getErrorMessage()})", request.url)

    def _request(self, url: str, visit: Visit) -> Request:
        return Request(url, self.parse, errback=self.failed, meta={META_KEY: visit}, dont_filter=True)

    def _address(self, url: str) -> Address:
        address = self.book.resolve(self.base_url, url)
        if address is None:
            raise ValueError(f"not an address of this site: {url}")
        return address

    def _skip(self, identity: str, address: Address) -> None:
        """Count an address that is never crawled, once."""
        self._asked.add(identity)
        self._count(f"walk/skipped/{address.kind.value}")

    def _first(self, identity: str) -> bool:
        """True the first time that a page is asked for."""
        if identity in self._asked:
            return False
        self._asked.add(identity)
        return True

    def _count(self, name: str, count: int = 1) -> None:
        if self.crawler.stats is not None:
            self.crawler.stats.inc_value(name, count)

    def _set_share(self, part: str, whole: str) -> None:
        if self.crawler.stats is not None:
            share = self.crawler.stats.get_value(part, 0) / self.crawler.stats.get_value(whole)
            self.crawler.stats.set_value(f"{part}_share", round(share, 4))

    def _warn(self, name: str, message: str, url: str) -> None:
        self._count(name)
        self.logger.warning("%s: %s", message, url)


def _shows_articles(page: Page) -> bool:
    return any(link.address is not None and link.address.kind is Kind.ARTICLE for link in page.links)


def front_page(base_url: str) -> str:
    """``http://HOST[:PORT]/`` of an address.

    Raises:
        ValueError: it is no http or https address with a host.
    """
    parts = urlsplit(base_url.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"base_url must be http://HOST[:PORT] or https://HOST[:PORT], not {base_url!r}")
    return f"{parts.scheme}://{netloc(parts)}/"


def identity_of(address: Address, link_text: str) -> str:
    """What makes two links lead to the same page; where addresses are state, their words have to tell."""
    return f"{address.identity}|{slug(link_text)}" if address.opaque else address.identity


def declared_charset(response: TextResponse) -> str | None:
    """The encoding that the server names, if it does."""
    content_type = response.headers.get("Content-Type", b"")
    _, _, charset = (content_type or b"").decode("latin-1").lower().partition("charset=")
    return charset.strip(" \"';") or None
