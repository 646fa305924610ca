"""Download over HTTP: by the TLS level of the source, through the proxy of the settings, with errors in words."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler, TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
)
from scrapy.utils.defer import deferred_to_future
from twisted.internet.error import ConnectError
from twisted.internet.error import TimeoutError as ConnectTimeoutError

from scraper.finish_reasons import PROXY_FAILED
from scraper.middlewares.fetch_guard import FetchGuard
from scraper.middlewares.proxy import (
    Proxies,
    Proxy,
    ProxyError,
    ProxyUnavailableError,
    is_proxys_own,
    refusal,
    tunnel_refusal,
)
from scraper.middlewares.tls import TlsPolicy
from scraper.middlewares.tls_errors import TlsError, handshake_error
from scraper.middlewares.tls_level import level_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.internet.defer import Deferred

logger = logging.getLogger(__name__)

_PORTS = {"http": 80, "https": 443}
# Attempts in a row, retries too, at which the proxy failed; then the run stops, and the next one continues.
_MAX_PROXY_FAILURES = 8


class SiteDownloadHandler(HTTP11DownloadHandler):
    """Scrapy's handler, one for each crawl and scheme, with the connections of that crawl alone.

    Settings: ``TLS``, ``TLS_CA_FILE``, ``PROXY``.
    """

    lazy = True  # made with the first request: the guard and the spider are there by then

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        guard = crawler.get_downloader_middleware(FetchGuard)
        self._policy = TlsPolicy(level_of(crawler), guard.is_own if guard else _is_nobodys, crawler.settings)
        # Scrapy has no setting for it that is not deprecated.
        policy: Any = self._policy
        self._contextFactory = policy
        self._proxies = Proxies(crawler.settings["PROXY"] or "")
        self._proxy_failures = 0

    async def download_request(self, request: Request) -> Response:
        """Fetch a page.

        Raises:
            TlsError: the site's TLS is refused or refuses.
            ProxyError: the proxy refuses or fails.
        """
        proxy = self._proxies.of(urlsplit(request.url))
        if proxy is None:
            return await self._download(request)
        # Only while the request is under way: neither archive nor log nor redirects see proxy or password.
        request.meta["proxy"] = proxy.url
        if proxy.authorization:
            request.headers["Proxy-Authorization"] = proxy.authorization
        try:
            response = await self._download_through(proxy, request)
        except ProxyError:
            self._count_proxy_failure()
            raise
        finally:
            request.meta.pop("proxy", None)
            request.headers.pop("Proxy-Authorization", None)
        self._proxy_failures = 0
        response.ip_address = None  # it is the proxy's
        return response

    async def close(self) -> None:
        """Close the connections; a server that does not let go is not waited for.

        Scrapy's own has a timer that fails if the loop is late, as it is with many crawls in a process.
        """
        closing: Deferred[None] = self._pool.closeCachedConnections()  # type: ignore[no-untyped-call]
        closed = deferred_to_future(closing)
        await asyncio.wait([closed], timeout=self._disconnect_timeout)

    async def _download(self, request: Request) -> Response:
        try:
            return await super().download_request(request)
        except DownloadFailedError as error:
            found = self._in_words(request, error)
            if found is None:
                raise
            raise found from None

    async def _download_through(self, proxy: Proxy, request: Request) -> Response:
        parts = urlsplit(request.url)
        host = parts.hostname or ""
        is_tunnel = parts.scheme == "https"
        connections = self._policy.connections
        try:
            response = await self._download(request)
        except TunnelError as error:
            raise tunnel_refusal(proxy, host, str(error)) from error
        except CannotResolveHostError as error:
            raise ProxyUnavailableError(f"the proxy {proxy.url} has a name that no name server knows") from error
        except DownloadConnectionRefusedError as error:
            raise ProxyUnavailableError(f"the proxy {proxy.url} accepts no connection") from error
        except (DownloadTimeoutError, DownloadFailedError, ConnectError) as error:
            if isinstance(error, TlsError):
                raise
            is_connecting = isinstance(error, ConnectError) or isinstance(error.__cause__, ConnectTimeoutError)
            has_no_tunnel = self._policy.connections == connections and host not in self._policy.spoken_with
            if is_connecting or (is_tunnel and has_no_tunnel):
                raise ProxyUnavailableError(f"the proxy {proxy.url} does not answer") from error
            if isinstance(error, DownloadFailedError):
                raise ProxyUnavailableError(f"the proxy {proxy.url} closes the connection to {host}") from error
            raise
        if not is_tunnel and is_proxys_own(response):
            raise refusal(proxy, host, response.status)
        return response

    def _in_words(self, request: Request, error: DownloadFailedError) -> TlsError | None:
        """The error of TLS behind a failed download, if it is one."""
        parts = urlsplit(request.url)
        host = parts.hostname or ""
        if parts.scheme != "https":
            return None
        reasons = [it.value for it in getattr(error.__cause__, "reasons", ())]
        if host in self._policy.spoken_with:  # then a closed connection is an ordinary failure
            reasons = [it for it in reasons if isinstance(it, TlsError)]
        found = handshake_error(host, parts.port or _PORTS[parts.scheme], reasons, self._policy.level(host))
        if found is not None and self._crawler.stats is not None:
            self._crawler.stats.inc_value(f"tls/{found.kind}")
        return found

    def _count_proxy_failure(self) -> None:
        self._proxy_failures += 1
        if self._crawler.stats is not None:
            self._crawler.stats.inc_value("proxy/failed")
        engine = self._crawler.engine
        if self._proxy_failures == _MAX_PROXY_FAILURES and engine is not None and engine.spider is not None:
            name = engine.spider.name
            logger.error("%s: the proxy failed %d times in a row; the next run continues", name, self._proxy_failures)
            self._closing = asyncio.ensure_future(engine.close_spider_async(reason=PROXY_FAILED))


def _is_nobodys(host: str) -> bool:  # noqa: ARG001
    """Without the guard no host is known to be the source's own."""
    return False
