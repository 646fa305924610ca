"""Politeness: adaptive delay, back-off on 429 and 503, crawl hours, a daily budget of pages."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import CloseSpider
from scrapy.utils.httpobj import urlparse_cached

from scraper.cms import KNOWN_TABLES
from scraper.extensions.source_ledger import LedgerExtension
from scraper.finish_reasons import BUDGET_SPENT, OUTSIDE_HOURS, TOLD_TO_WAIT
from scraper.middlewares.robots import NotNowError
from scraper.pages.notices import Notice, alone
from scraper.sites import SourceSpider
from scraper.text.clock import VIETNAM

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.core.downloader import Slot
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

logger = logging.getLogger(__name__)

_REFUSALS = (429, 503)
# Pages that mean the same with status 200.
_ASK_LATER = (Notice.WAIT, Notice.REFUSED)
# If a host requests a longer wait, the run stops and the next one continues.
_LONGEST_WAIT = 300.0
# Interval at which a waiting request checks whether the run is ending.
_CHECK_SECONDS = 0.5
# Weight of the last answer in the moving average of a host's latency.
_MEMORY = 0.2
# After this number of refusals in a row, with a wait after each, the run stops; the next run tries again.
_MAX_REFUSALS = 8
# Interval at which a waiting request checks whether the previous answer has arrived; a tenth of the delay, if less.
_TURN = 0.05
# The longest delay between two requests, whatever a host's latency or its robots.txt.
_LONGEST_DELAY = 60.0
# Requests in the window of a host's blocker after it has refused once: one every two seconds, where the known blocker
# (NukeViet's) allows 40 pages in 60 s.
_PAGES_A_WINDOW = 30


@dataclass(slots=True)
class HostPace:
    """The requests to a host in this run, and its answers."""

    first: float = 0.0
    last: float = 0.0
    requests: int = 0
    latency: float = 0.0
    refusals: int = 0
    """Refusals in a row."""
    waits: int = 0
    waited: float = 0.0
    until: float = 0.0
    """No request goes out before this time."""
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held by the next request."""


class Pace:
    """The pace of a crawl, for each host by name and port. Times are in seconds.

    Settings: ``DOWNLOAD_DELAY`` is the minimum delay; ``DAILY_PAGES`` the answers of a host per day, 0 for no limit;
    ``REFUSAL_WAIT`` and ``BLOCKER_WAIT`` how long requests to a refusing host are paused; ``BLOCKER_WAIT`` 0 stands for
    the values known from CMSes. A source's ``hours`` are the hours of the day, in Vietnam, in which it may be crawled.
    """

    def __init__(self, crawler: Crawler, clock: Callable[[], float] = time.time) -> None:
        if crawler.stats is None:
            raise ValueError("stats are needed to report the pace")
        self.crawler = crawler
        self.stats = crawler.stats
        self._clock = clock
        self._delay = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self._daily = crawler.settings.getint("DAILY_PAGES")
        self._refusal_wait = crawler.settings.getfloat("REFUSAL_WAIT")
        self._blocker_wait = crawler.settings.getfloat("BLOCKER_WAIT") or _known_wait(crawler)
        self._delay_after_refusal = self._blocker_wait / _PAGES_A_WINDOW
        self._hosts: dict[str, HostPace] = {}
        self._closing: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Pace:
        pace = cls(crawler)
        crawler.signals.connect(pace.spider_opened, signals.spider_opened)
        crawler.signals.connect(pace.spider_closed, signals.spider_closed)
        crawler.signals.connect(pace.robots_parsed, signals.robots_parsed)
        return pace

    def spider_opened(self, spider: Spider) -> None:
        """Do not start outside the source's hours.

        Raises:
            CloseSpider: it is not the time.
        """
        if not self._is_time():
            logger.warning("%s is crawled from %d to %d o'clock only, not now", spider.name, *self._hours())
            raise CloseSpider(OUTSIDE_HOURS)

    async def process_request(self, request: Request) -> None:
        """Wait until a request may go out.

        Raises:
            NotNowError: the run is ending.
        """
        host = self._host(request)
        async with host.turn:
            # A request in the downloader's queue cannot be recalled: the previous answer is processed first.
            while self._delay and self._goes_on():
                await asyncio.sleep(min(_TURN, self._delay / 10))
                if not self._is_busy(request):
                    break
            # No signal announces that a run is closing: it has to be polled.
            while (wait := host.until - time.monotonic()) > 0 and self._goes_on():  # noqa: ASYNC110
                await asyncio.sleep(min(wait, _CHECK_SECONDS))
        if not self._is_time():
            self._stop(OUTSIDE_HOURS, "its hours are over")
        if not self._goes_on():
            raise NotNowError("the run is at its end")
        host.first = host.first or time.monotonic()

    def _is_busy(self, request: Request) -> bool:
        slot = self._slot(request)
        return slot is not None and len(slot.active) >= slot.concurrency

    def _goes_on(self) -> bool:
        ledger = self.crawler.get_extension(LedgerExtension)
        return self._closing is None and self.crawler.crawling and not (ledger is not None and ledger.has_failed)

    def process_response(self, request: Request, response: Response) -> Response:
        """Record how the host answers; a waiting page counts as 503, whatever its status."""
        host = self._host(request)
        host.requests += 1
        host.last = time.monotonic()
        latency = request.meta.get("download_latency", 0.0)
        host.latency += (latency - host.latency) * (_MEMORY if host.requests > 1 else 1.0)
        self._count_page(urlparse_cached(request).netloc)
        if alone(response.body) in _ASK_LATER:
            self.stats.inc_value("pace/waiting_pages")
            self._back_off(request, response, self._blocker_wait, growth=1)
            response = response.replace(status=503)
        elif response.status in _REFUSALS:
            self._back_off(request, response, self._refusal_wait, growth=2)
        else:
            host.refusals = 0
            self._adapt(request, max(self._delay, host.latency) if self._delay else 0.0)
        return response

    def _back_off(self, request: Request, response: Response, first: float, growth: int) -> None:
        host = self._host(request)
        now = time.monotonic()
        if now >= host.until:  # else it was sent before the refusal arrived
            host.refusals += 1
        if host.refusals > _MAX_REFUSALS:
            self._stop(TOLD_TO_WAIT, f"{host.refusals} refusals in a row, and nothing else")
            return
        usual = first * growth ** (host.refusals - 1)
        said = retry_after(response.headers.get("Retry-After"), self._clock())
        # A host with a slow clock may name a time in the past.
        wait = usual if said is None else max(said, self._refusal_wait)
        if wait > _LONGEST_WAIT and said is not None:
            self._stop(TOLD_TO_WAIT, f"it asks to come back in {wait:.0f} s")
            return
        # Jitter: several crawlers that were refused together do not return together.
        wait = min(wait, _LONGEST_WAIT) * random.uniform(1.0, 1.25)  # noqa: S311
        until = now + wait
        if until > host.until:
            host.waited += until - max(host.until, now)
            host.until = until
            host.waits += 1
            self.stats.inc_value("pace/waits")
            logger.warning("%s refuses (status %d): paused for %.0f s", self._name(request), response.status, wait)
        self._adapt(request, self._delay_after_refusal)

    def _adapt(self, request: Request, delay: float) -> None:
        """Set the host's delay to at least this long."""
        slot = self._slot(request)
        if slot is None:
            return
        asked = self.stats.get_value(f"pace/crawl_delay/{self._name(request)}", 0.0)
        floor = self._delay_after_refusal if self._host(request).waits else 0.0
        slot.delay = min(max(delay, asked, floor, self._delay), _LONGEST_DELAY)

    def _slot(self, request: Request) -> Slot | None:
        engine = self.crawler.engine
        return None if engine is None else engine.downloader.slots.get(engine.downloader.get_slot_key(request))

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Apply the host's Crawl-delay."""
        asked = robotparser.crawl_delay(self.crawler.settings["USER_AGENT"])
        if asked:
            name = self._name(request)
            logger.info("robots.txt of %s asks for %.1f s between requests", name, asked)
            self.stats.set_value(f"pace/crawl_delay/{name}", float(asked))
            self._adapt(request, float(asked))

    def _count_page(self, name: str) -> None:
        ledger = self.crawler.get_extension(LedgerExtension)
        if not self._daily or ledger is None or not ledger.is_open:
            return
        day = datetime.fromtimestamp(self._clock(), VIETNAM).date().isoformat()
        with ledger.transaction():
            pages = ledger.runs.count_page(name, day)
        if pages >= self._daily:
            self._stop(BUDGET_SPENT, f"{pages} pages today, as many as DAILY_PAGES allows")

    def _stop(self, reason: str, why: str) -> None:
        engine = self.crawler.engine
        if self._closing is None and engine is not None and engine.spider is not None:
            logger.warning("%s: %s; the next run continues", engine.spider.name, why)
            self._closing = asyncio.ensure_future(engine.close_spider_async(reason=reason))

    def spider_closed(self) -> None:
        """Log the pace of each host."""
        for name, host in self._hosts.items():
            seconds = host.last - host.first
            every = seconds / (host.requests - 1) if host.requests > 1 else 0.0
            self.stats.set_value(f"pace/seconds_between_requests/{name}", round(every, 3))
            logger.info(
                "Pace: %s: %d requests in %.0f s, one every %.2f s; it took %.2f s to answer; paused %d"
                " times, %.0f s in all",
                name,
                host.requests,
                seconds,
                every,
                host.latency,
                host.waits,
                host.waited,
            )

    def _hours(self) -> tuple[int, int]:
        spider = self.crawler.spider
        hours = spider.hours if isinstance(spider, SourceSpider) else None
        return hours or (0, 24)

    def _is_time(self) -> bool:
        begin, end = self._hours()
        hour = datetime.fromtimestamp(self._clock(), VIETNAM).hour
        return begin <= hour < end if begin < end else not end <= hour < begin

    def _host(self, request: Request) -> HostPace:
        return self._hosts.setdefault(self._name(request), HostPace())

    @staticmethod
    def _name(request: Request) -> str:
        return urlparse_cached(request).netloc


def _known_wait(crawler: Crawler) -> float:
    """The window in seconds of the blockers of known CMSes."""
    spider = crawler.spider
    return (spider.urls.tables if isinstance(spider, SourceSpider) else KNOWN_TABLES).wait


def retry_after(value: bytes | None, now: float) -> float | None:
    """Seconds of a Retry-After header; None if it cannot be parsed."""
    text = (value or b"").decode("latin-1").strip()
    if text.isdecimal() and text.isascii():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, moment.timestamp() - now)
