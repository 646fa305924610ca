"""robots.txt as RFC 9309 has it: what can not be had forbids everything for now, what is not there allows it."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.misc import build_from_crawler

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

logger = logging.getLogger(__name__)

# RFC 9309, 2.5: a crawler reads at least that much. More is no robots.txt.
MAX_BYTES = 500 * 1024
# A rule with more wildcards, or longer, is made to be slow.
_MAX_LINE = 2_000
_MAX_RULES = 5_000
# RFC 9309, 2.3.1.3 and 2.3.1.4: gone is allowed, broken is forbidden; too many requests is "not now" as well.
_NOT_NOW = 429
_SERVER_ERROR = 500


class RobotsUnreachableError(IgnoreRequest):
    """robots.txt can not be had now: nothing of the host is asked for in this run."""


class Robots(RobotsTxtMiddleware):
    """Scrapy's middleware with the rules for errors; what it decides is the same for a host until the run ends."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._unreachable: dict[str, str] = {}

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules of a request's host; None where there are none.

        Raises:
            RobotsUnreachableError: nobody can tell now.
        """
        parser = await super().robot_parser(request)
        netloc = request.url.split("/")[2]
        if reason := self._unreachable.get(netloc):
            raise RobotsUnreachableError(f"robots.txt of {netloc} can not be had ({reason}), so nothing is asked for")
        return parser

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        self._stats.inc_value("robotstxt/response_count")
        self._stats.inc_value(f"robotstxt/response_status_count/{response.status}")
        if response.status == _NOT_NOW or response.status >= _SERVER_ERROR:
            self._set_unreachable(netloc, f"status {response.status}")
            self._finish(netloc, None)
            return
        body = response.body if response.status < 300 else b""
        if len(body) > MAX_BYTES:
            self._stats.inc_value("robotstxt/cut")
            logger.warning("robots.txt of more than %d bytes, the rest is not read: %.300s", MAX_BYTES, response.url)
        parser = await asyncio.to_thread(build_from_crawler, self._parserimpl, self.crawler, readable(body))
        await self.crawler.signals.send_catch_log_async(
            signal=signals.robots_parsed, robotparser=parser, request=request
        )
        self._finish(netloc, parser)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._stats.inc_value(f"robotstxt/exception_count/{type(exc).__name__}")
        self._set_unreachable(netloc, str(exc) or type(exc).__name__)
        self._finish(netloc, None)

    def _set_unreachable(self, netloc: str, reason: str) -> None:
        self._stats.inc_value("robotstxt/unreachable")
        self._unreachable[netloc] = reason

    def _finish(self, netloc: str, parser: RobotParser | None) -> None:
        waiting = self._parsers[netloc]
        self._parsers[netloc] = parser
        waiting.callback(parser)  # type: ignore[union-attr]


def readable(body: bytes) -> bytes:
    """The part of a robots.txt that is read: whole lines, none of them made to be slow."""
    whole = body if len(body) <= MAX_BYTES else body[: body.rfind(b"\n", 0, MAX_BYTES) + 1]
    return b"\n".join([line for line in whole.splitlines() if len(line) <= _MAX_LINE][:_MAX_RULES])
