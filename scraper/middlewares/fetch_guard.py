"""Restrict requests to the source's own hosts: no link, redirect, feed or robots.txt leads elsewhere."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from scrapy import signals
from scrapy.exceptions import CannotResolveHostError, CloseSpider, IgnoreRequest
from scrapy.http.request import NO_CALLBACK

from scraper.addresses.resolve import MAX_URL_LENGTH, netloc
from scraper.finish_reasons import WRONG_SETTING
from scraper.ledger.health import PRIVATE_ADDRESS
from scraper.middlewares.contact import is_inner
from scraper.middlewares.proxy import Proxies
from scraper.middlewares.public_resolver import allow_private, is_public_host, last_refused_ip
from scraper.middlewares.tls import context_of
from scraper.middlewares.tls_level import TlsLevel, level_of
from scraper.sites import SourceSpider

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

_PORTS = {"http": 80, "https": 443}


class FetchGuard:
    """Refuses every request whose scheme is not http(s) or whose host and port are not the source's.

    It is the first of the downloader middlewares, so it sees the hops of redirects as well as first requests. The IP
    address of a host is checked when the connection is made, by ``public_resolver``; behind a proxy, which makes the
    connection, the host's name is checked here.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._typed: set[tuple[str, int]] = set()
        self._proxies = Proxies("")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> FetchGuard:
        guard = cls(crawler)
        crawler.signals.connect(guard.spider_opened, signals.spider_opened)
        return guard

    def spider_opened(self, spider: Spider) -> None:
        """Check the settings of the network before the first request, and allow the proxy to be private.

        Raises:
            CloseSpider: a setting cannot be used.
        """
        try:
            level = level_of(self.crawler)
            context_of(level, self.crawler.settings)
            self._proxies = Proxies(self.crawler.settings["PROXY"] or "")
        except ValueError as error:
            logger.error("%s: %s", spider.name, error)  # noqa: TRY400
            raise CloseSpider(WRONG_SETTING) from error
        if level is not TlsLevel.STRICT:
            logger.warning('%s is read with tls = "%s"', spider.name, level.name.lower())
        for proxy in self._proxies.all:
            allow_private(proxy.host, proxy.port)
            allow_private(proxy.host, 0)  # for tunnels, Twisted resolves the name without the port

    def is_own(self, host: str) -> bool:
        """True for a host of the source, or one that the user typed."""
        spider = self.crawler.spider
        if isinstance(spider, SourceSpider):
            return any(urlsplit(f"//{own}").hostname == host for own in spider.urls.hosts)
        return any(host == typed for typed, _ in self._typed)

    def process_request(self, request: Request) -> None:
        """Pass the request, or refuse it.

        Raises:
            IgnoreRequest: it would leave the source's host.
        """
        spider = self.crawler.spider
        source = spider if isinstance(spider, SourceSpider) else None
        parts = urlsplit(request.url)
        if parts.scheme not in _PORTS or parts.username is not None:
            self._refuse("neither a plain http nor a plain https address", request)
        if len(request.url) > MAX_URL_LENGTH:
            self._refuse(f"an address of more than {MAX_URL_LENGTH} characters", request)
        if source is not None and netloc(parts) not in source.urls.hosts:
            self._refuse("not this source's host", request)
        if "proxy" in request.meta:
            self._refuse("the request names a proxy; the setting PROXY is for all requests", request)
        place = _place(parts)
        if any(place == (proxy.host, proxy.port) for proxy in self._proxies.all):
            self._refuse("the proxy's own address", request)
        if _is_typed(request) if source is None else _is_named(source, place):
            self._typed.add(place)
            allow_private(*place)
        if self._proxies.of(parts) and place not in self._typed and not is_public_host(place[0]):
            self._refuse("a name of an inner network, which the proxy may reach", request)

    def _refuse(self, why: str, request: Request) -> None:
        if self.crawler.stats is not None:
            self.crawler.stats.inc_value("fetch_guard/refused")
        origin = request.meta.get("redirect_urls", [])
        logger.warning(
            "Refused, %s: %.300s%s", why, request.url, f" (redirected from {origin[0]:.300})" if origin else ""
        )
        raise IgnoreRequest(f"refused, {why}: {request.url:.300}")


class AddressGuard:
    """Reports names that resolve to an inner network; no connection was made."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> AddressGuard:
        return cls(crawler)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Raise before the retry middleware, since another attempt has the same result.

        Raises:
            IgnoreRequest: the host's address is private.
        """
        if not isinstance(exception, CannotResolveHostError):
            return
        host, port = _place(urlsplit(request.url))
        address = last_refused_ip(host, port)
        if address is None:
            return
        if self.crawler.stats is not None:
            self.crawler.stats.inc_value(PRIVATE_ADDRESS)
        what = f"{host} is {'' if host == address else f'{address}, '}an address of an inner network"
        logger.warning("Refused, %s: %.300s%s", what, request.url, remedy := self._remedy(host))
        raise IgnoreRequest(f"{what}{remedy}")

    def _remedy(self, host: str) -> str:
        """How to crawl the source there, if that is meant; for the host of its file only."""
        spider = self.crawler.spider
        if not isinstance(spider, SourceSpider) or spider.is_given or urlsplit(spider.home).hostname != host:
            return ""
        return f"; if that is meant, -a base_url={spider.home} crawls it there"


def _is_typed(request: Request) -> bool:
    """True for the address that a user gave to a command; False for its redirects and its robots.txt."""
    return "redirect_urls" not in request.meta and request.callback is not NO_CALLBACK


def _is_named(source: SourceSpider, place: tuple[str, int]) -> bool:
    """True for a place that the user named, by ``base_url`` or as an inner address in the source's own file.

    A name in that file leads where its name server says, an address does not.
    """
    return source.is_given or (is_inner(source.home) and place == _place(urlsplit(source.home)))


def _place(parts: SplitResult) -> tuple[str, int]:
    return parts.hostname or "", parts.port or _PORTS[parts.scheme]
