"""Restrict requests to the source's own hosts: no link, redirect, feed or robots.txt leads elsewhere."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.http.request import NO_CALLBACK

from scraper.addresses.resolve import MAX_URL_LENGTH, netloc
from scraper.middlewares.public_resolver import allow_private, last_refused_ip
from scraper.sites import SourceSpider

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

_PORTS = {"http": 80, "https": 443}


class FetchGuard:
    """Refuses every request whose scheme is not http(s) or whose host and port are not the source's.

    It is the first of the downloader middlewares, so it sees the hops of redirects as well as first requests. The IP
    address of a host is checked when the connection is made, by ``public_resolver``.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> FetchGuard:
        return cls(crawler)

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
        if _is_typed(request) if source is None else source.is_given:
            allow_private(*_place(parts))

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
            self.crawler.stats.inc_value("fetch_guard/private_address")
        logger.warning("Refused, %s is %s, an address of an inner network: %.300s", host, address, request.url)
        raise IgnoreRequest(f"{host} is {address}, an address of an inner network")


def _is_typed(request: Request) -> bool:
    """True for the address that a user gave to a command; False for its redirects and its robots.txt."""
    return "redirect_urls" not in request.meta and request.callback is not NO_CALLBACK


def _place(parts: SplitResult) -> tuple[str, int]:
    return parts.hostname or "", parts.port or _PORTS[parts.scheme]
