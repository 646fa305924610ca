"""robots.txt by RFC 9309: one that cannot be fetched forbids everything for now, a missing one allows everything."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from scrapy import Request, signals
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest, StopDownload
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler

from scraper.middlewares.reasons import reason_of

if TYPE_CHECKING:
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

logger = logging.getLogger(__name__)

# RFC 9309, 2.5: a crawler reads at least that much. The rest is not read.
MAX_BYTES = 500 * 1024
# Limit of the declared size; a compressed body may expand to this size.
_MAX_DOWNLOAD = 64 * 1024 * 1024
_RECEIVED = "robots_received"


def robots_request(address: str, **how: Any) -> Request:
    """A request for a robots.txt: exempt from its rules, and cut at the part that is not read."""
    meta = {"dont_obey_robotstxt": True, "download_maxsize": _MAX_DOWNLOAD, _RECEIVED: 0}
    return Request(address, meta=meta, **how)


# A rule with more wildcards, or a longer one, is an attack on the matcher.
_MAX_LINE = 2_000
_MAX_RULES = 5_000
# RFC 9309, 2.3.1.3 and 2.3.1.4: gone is allowed, broken is forbidden; too many requests is "not now" as well.
_REDIRECT, _TOO_MANY, _SERVER_ERROR = 300, 429, 500


class NotNowError(IgnoreRequest):
    """An address is not fetched in this run; nothing is recorded of it, and the next run fetches it."""


class RobotsUnreachableError(NotNowError):
    """robots.txt is not available now: nothing of the host is fetched in this run."""


class Robots(RobotsTxtMiddleware):
    """Scrapy's middleware with the rules for errors; its decisions for a host do not change during a run."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._rules: dict[str, asyncio.Task[RobotParser]] = {}
        crawler.signals.connect(self.cut, signals.bytes_received)

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules of a request's host; all requests of a host wait for the same answer.

        Raises:
            RobotsUnreachableError: the rules are not available now.
        """
        url = urlparse_cached(request)
        if url.netloc not in self._rules:
            address = f"{url.scheme}://{url.netloc}/robots.txt"
            self._rules[url.netloc] = asyncio.ensure_future(self._rules_at(address, url.netloc, request))
        # A cancelled request must not cancel the others.
        return await asyncio.shield(self._rules[url.netloc])

    async def _rules_at(self, address: str, netloc: str, request: Request) -> RobotParser:
        self._stats.inc_value("robotstxt/request_count")
        asked = robots_request(address, priority=self.DOWNLOAD_PRIORITY, callback=NO_CALLBACK)
        try:
            response = await self.crawler.engine.download_async(asked)
        except Exception as error:
            self._stats.inc_value(f"robotstxt/exception_count/{type(error).__name__}")
            raise self._unreachable(netloc, reason_of(error)) from error
        self._stats.inc_value("robotstxt/response_count")
        self._stats.inc_value(f"robotstxt/response_status_count/{response.status}")
        if response.status == _TOO_MANY or response.status >= _SERVER_ERROR:
            raise self._unreachable(netloc, f"status {response.status}")
        parser = await asyncio.to_thread(build_from_crawler, self._parserimpl, self.crawler, self._readable(response))
        await self.crawler.signals.send_catch_log_async(
            signal=signals.robots_parsed, robotparser=parser, request=request
        )
        return parser

    def cut(self, data: bytes, request: Request) -> None:
        """Stop the download at the limit.

        Raises:
            StopDownload: the limit is reached; the received part is the answer.
        """
        if _RECEIVED in request.meta:
            request.meta[_RECEIVED] += len(data)
            if request.meta[_RECEIVED] > MAX_BYTES:
                raise StopDownload(fail=False)

    def _readable(self, response: Response) -> bytes:
        body = response.body if response.status < _REDIRECT else b""
        if len(body) > MAX_BYTES:
            self._stats.inc_value("robotstxt/cut")
            logger.warning("robots.txt of more than %d bytes, the rest is not read: %.300s", MAX_BYTES, response.url)
        return readable(body)

    def _unreachable(self, netloc: str, reason: str) -> RobotsUnreachableError:
        self._stats.inc_value("robotstxt/unreachable")
        return RobotsUnreachableError(f"robots.txt of {netloc} is not available ({reason}): nothing is requested")


def readable(body: bytes) -> bytes:
    """The part of a robots.txt that is read: whole lines without overlong rules."""
    whole = body if len(body) <= MAX_BYTES else body[: body.rfind(b"\n", 0, MAX_BYTES) + 1]
    return b"\n".join([line for line in whole.splitlines() if len(line) <= _MAX_LINE][:_MAX_RULES])
