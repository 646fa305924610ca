"""Politeness: crawl hours; one pace, back-off and daily budget for each host, shared by all that request its pages."""

from __future__ import annotations

import asyncio
import logging
import math
import random
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, NoReturn, TypeVar

from scrapy import signals
from scrapy.exceptions import CloseSpider

from scraper.cms import KNOWN_TABLES
from scraper.extensions.source_ledger import LedgerExtension, OutputFailedError
from scraper.finish_reasons import BUDGET_SPENT, OUTPUT_FAILED, OUTSIDE_HOURS, SHUTDOWN, TOLD_TO_WAIT, WRONG_SETTING
from scraper.ledger.hosts import Hosts, Reservation, hold, is_busy
from scraper.middlewares.host_figures import HostFigures
from scraper.middlewares.loop_lag import LoopLag
from scraper.middlewares.retry_after import retry_after
from scraper.middlewares.robots import NotNowError
from scraper.pages.notices import Notice, alone
from scraper.paths import state_file
from scraper.sites import SourceSpider, host_of
from scraper.text.clock import VIETNAM

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser
    from scrapy.settings import BaseSettings

logger = logging.getLogger(__name__)
T = TypeVar("T")

_REFUSALS = (429, 503)
# Pages that mean the same with status 200.
_ASK_LATER = (Notice.WAIT, Notice.REFUSED)
# If a host requests a longer wait, once or between all requests, the run stops and the next one continues.
_LONGEST_WAIT = 300.0
# A host that asks to come back in a month is asked again after a week, as a failing address is.
_LONGEST_ABSENCE = 7 * 24 * 3_600
# Interval at which a waiting request checks whether the run is ending.
_CHECK_SECONDS = 0.5
# After this number of refusals in a row, with a wait after each, the run stops; the next run tries again.
_MAX_REFUSALS = 8
# Requests in the window of a host's blocker after it has refused once: one every two seconds, where the known blocker
# (NukeViet's) allows 40 pages in 60 s.
_PAGES_A_WINDOW = 30
# Another process may write a large log's lines to the state file for seconds; after a minute there is another problem.
_PATIENCE_SECONDS = 60.0
_LOCKED_SECONDS = 0.05
# Key of a request's meta: when it was sent.
_SENT = "pace_sent"


@dataclass(slots=True)
class HostPace:
    """What this crawler knows of a host."""

    name: str
    delay: float = 0.0
    """Seconds between an answer and the next request, as far as known."""
    least: float = 0.0
    """The least delay: by the settings, by Crawl-delay, or after a refusal."""
    refusals: int = 0
    """In a row."""
    until: float = 0.0
    """End of the pause after a refusal."""
    in_flight: int = 0
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held by the next request."""
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    """Set while no request is in flight."""
    figures: HostFigures = field(default_factory=HostFigures)


@dataclass(slots=True)
class OpenRequest:
    """A request that was sent and is not answered yet."""

    host: HostPace
    reserved: Reservation
    sent: float
    until: float
    """End of its reservation."""
    renewal: asyncio.Task[None] | None = None


class Pace:
    """The pace of a crawl, for each host by name and port. Times are in seconds.

    Settings: ``DOWNLOAD_DELAY`` is the least time from an answer to the next request; with a delay, one request at a
    time is in flight. ``HOST_GROUPS`` names hosts that are one server; ``DAILY_PAGES`` the requests to a host per day,
    0 for no limit; ``REFUSAL_WAIT`` and ``BLOCKER_WAIT`` how long requests to a refusing host are paused;
    ``BLOCKER_WAIT`` 0 stands for the values known from CMSes. All that use one ``STATE_FILE`` share this. A source's
    ``hours`` are the hours of the day, in Vietnam, in which it may be crawled.
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
        self._groups: dict[str, str] | None = host_groups(crawler.settings)
        self._owner = secrets.token_hex(8)
        self._shared: Hosts | None = None
        self._hosts: dict[str, HostPace] = {}
        self._open: dict[Request, OpenRequest] = {}
        self._releases: set[asyncio.Task[None]] = set()
        self._closing: asyncio.Future[None] | None = None
        self._is_crawl = False
        self._lag: LoopLag | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Pace:
        pace = cls(crawler)
        crawler.signals.connect(pace.spider_opened, signals.spider_opened)
        crawler.signals.connect(pace.engine_started, signals.engine_started)
        crawler.signals.connect(pace.spider_closed, signals.spider_closed)
        crawler.signals.connect(pace.robots_parsed, signals.robots_parsed)
        crawler.signals.connect(pace.left_downloader, signals.request_left_downloader)
        return pace

    def spider_opened(self, spider: Spider) -> None:
        """Do not start outside the source's hours.

        Raises:
            CloseSpider: it is not the time, or a setting is wrong.
        """
        self._is_crawl = self.crawler.crawling
        if self._groups is None:
            logger.error('HOST_GROUPS must be like {"a.example.vn": "server 1", "b.example.vn": "server 1"}')
            raise CloseSpider(WRONG_SETTING)
        if not self._is_time():
            logger.warning("%s is crawled from %d to %d o'clock only, not now", spider.name, *self._hours())
            raise CloseSpider(OUTSIDE_HOURS)

    def engine_started(self) -> None:
        """Note from now on how late the loop is."""
        self._lag = LoopLag.shared()

    # Before a request.

    async def process_request(self, request: Request) -> None:
        """Wait until a request may go out.

        Raises:
            NotNowError: the run is ending, or the host must not be asked now.
        """
        host = self._host(request)
        request.meta.pop("download_latency", None)  # of an earlier attempt
        async with host.turn:
            reserved = await self._reserve(host)
            sent = time.monotonic()
            request.meta[_SENT] = sent
            self._open[request] = sending = OpenRequest(host, reserved, sent, reserved.until)
            host.in_flight += 1
            host.answered.clear()
            if reserved.delay:
                sending.renewal = asyncio.ensure_future(self._renew(sending))

    async def _reserve(self, host: HostPace) -> Reservation:
        while True:
            self._check()
            if host.delay and host.in_flight:
                with suppress(TimeoutError):
                    await asyncio.wait_for(host.answered.wait(), _CHECK_SECONDS)
                continue
            found = await self._ask(
                lambda hosts: hosts.reserve(
                    host.name, self._owner, host.least, day=self._day(), now=self._clock(), daily=self._daily
                )
            )
            if found.told_until:
                until = datetime.fromtimestamp(found.told_until, VIETNAM)
                self._refuse(TOLD_TO_WAIT, f"{host.name} has asked for a pause until {until:%Y-%m-%d %H:%M} (Vietnam)")
            if found.is_spent:
                self._refuse(BUDGET_SPENT, f"{found.pages} pages today, as many as DAILY_PAGES allows")
            host.delay = found.delay
            if not found.wait:
                host.refusals = found.refusals
                return found
            await asyncio.sleep(found.retry)

    def _check(self) -> None:
        if not self._is_time():
            self._refuse(OUTSIDE_HOURS, "its hours are over")
        if not self._goes_on():
            if self._is_crawl and not self.crawler.crawling and not self._is_closing():
                # Scrapy was told to stop before the crawl had quite begun, and does not come back to it.
                self._stop(SHUTDOWN, "it was stopped")
            raise NotNowError("the run is at its end")

    def _goes_on(self) -> bool:
        """False once the run is ending; no signal announces it."""
        ledger = self.crawler.get_extension(LedgerExtension)
        return (
            self._closing is None
            and (self.crawler.crawling or not self._is_crawl)  # scrapy shell fetches without a crawl
            and not self._is_closing()
            and not (ledger is not None and ledger.has_failed)
        )

    def _is_closing(self) -> bool:
        engine = self.crawler.engine
        slot = None if engine is None else engine._slot
        return slot is not None and slot.closing is not None

    async def _renew(self, sending: OpenRequest) -> None:
        """Keep the reservation while the answer is awaited."""
        delay = sending.reserved.delay
        while True:
            await asyncio.sleep(hold(delay) / 2)
            # A file that fails is reported by the next reservation.
            with suppress(OSError):
                sending.until = self._table().renew(sending.host.name, sending.until, delay)

    # After it.

    def left_downloader(self, request: Request) -> None:
        """Count a request that was sent, and release its host."""
        sending = self._open.get(request)
        if sending is not None:
            sending.host.figures.add(
                sending.sent, time.monotonic(), self._latency(request, sending), sending.reserved.since
            )
            self._release(request)

    def _latency(self, request: Request, sending: OpenRequest) -> float:
        """Seconds that the host took to answer, or to fail; without those in which our own loop was late."""
        seconds: float = request.meta.get("download_latency", time.monotonic() - sending.sent)
        return self._lag.latency(seconds, sending.sent) if self._lag else seconds

    def _release(self, request: Request) -> None:
        sending = self._open.pop(request, None)
        if sending is None:
            return
        if sending.renewal is not None:
            sending.renewal.cancel()
        latency = self._latency(request, sending)
        if not sending.reserved.delay:
            self._has_landed(sending.host)
            return
        task = asyncio.ensure_future(self._release_host(sending, latency))
        self._releases.add(task)
        task.add_done_callback(self._releases.discard)

    async def _release_host(self, sending: OpenRequest, latency: float) -> None:
        host = sending.host
        try:
            # The file fails: reported, and the run is ending.
            with suppress(NotNowError):
                await self._ask(
                    lambda hosts: hosts.release(host.name, sending.until, host.least, day=self._day(), latency=latency)
                )
        finally:
            self._has_landed(host)

    def _has_landed(self, host: HostPace) -> None:
        if host.figures.requests > 1:  # not at the end only: the ledger stores the stats when the spider closes
            self.stats.set_value(f"pace/seconds_between_requests/{host.name}", round(host.figures.interval, 3))
        host.in_flight -= 1
        if not host.in_flight:
            host.answered.set()

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Release the host of a request that was not sent."""
        self._release(request)

    async def process_response(self, request: Request, response: Response) -> Response:
        """Record how the host answers; a waiting page counts as 503, whatever its status."""
        self._release(request)  # from a cache
        with suppress(NotNowError):  # the file fails: reported, and the run is ending
            if alone(response.body) in _ASK_LATER:
                self.stats.inc_value("pace/waiting_pages")
                await self._back_off(request, response, self._blocker_wait, growth=1)
                response = response.replace(status=503)
            elif response.status in _REFUSALS:
                await self._back_off(request, response, self._refusal_wait, growth=2)
            elif (host := self._host(request)).refusals:
                host.refusals = 0
                await self._ask(lambda hosts: hosts.accept(host.name, request.meta.get(_SENT, 0.0)))
        return response

    async def _back_off(self, request: Request, response: Response, first: float, growth: int) -> None:
        host, now = self._host(request), time.monotonic()
        host.refusals = await self._ask(lambda hosts: hosts.refuse(host.name, request.meta.get(_SENT, now)))
        if host.refusals > _MAX_REFUSALS:
            self._stop(TOLD_TO_WAIT, f"{host.refusals} refusals in a row, and nothing else")
            return
        usual = first * growth ** (host.refusals - 1)
        said = retry_after(response.headers.get("Retry-After"), self._clock())
        # A host with a slow clock may name a time in the past.
        wait = usual if said is None else max(said, self._refusal_wait)
        if wait > _LONGEST_WAIT and said is not None:
            await self._leave(host, wait)
            return
        # Jitter: crawlers with other state files that were refused together do not return together.
        wait = min(wait, _LONGEST_WAIT) * random.uniform(1.0, 1.25)  # noqa: S311
        host.least = max(host.least, self._delay_after_refusal)
        await self._ask(lambda hosts: hosts.pause(host.name, wait, self._delay_after_refusal, day=self._day()))
        host.delay = max(host.delay, host.least)
        until = now + wait
        if until > host.until:
            host.figures.waited += until - max(host.until, now)
            host.until = until
            host.figures.waits += 1
            self.stats.inc_value("pace/waits")
            logger.warning("%s refuses (status %d): paused for %.0f s", host.name, response.status, wait)

    async def _leave(self, host: HostPace, wait: float) -> None:
        """Stop because of a long Retry-After; who shares the host keeps it too, in this run and later ones."""
        why = f"it asks to come back in {wait:.0f} s"
        if wait > _LONGEST_ABSENCE:
            wait = _LONGEST_ABSENCE
            why += ", it is asked again in a week"
        now = self._clock()
        await self._ask(lambda hosts: hosts.tell(host.name, now=now, until=now + wait))
        self._stop(TOLD_TO_WAIT, why)

    async def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Apply the host's Crawl-delay."""
        asked = float(robotparser.crawl_delay(self.crawler.settings["USER_AGENT"]) or 0.0)
        if not asked > 0 or math.isnan(asked):
            return
        host = self._host(request)
        logger.info("robots.txt of %s asks for %.1f s between requests", host.name, asked)
        self.stats.set_value(f"pace/crawl_delay/{host.name}", asked)
        if asked > _LONGEST_WAIT:
            self._stop(
                TOLD_TO_WAIT,
                f"robots.txt of {host.name} asks for {asked:.0f} s between requests, a run waits {_LONGEST_WAIT:.0f} s",
            )
            return
        host.least = max(host.least, asked)
        host.delay = max(host.delay, host.least)
        with suppress(NotNowError):  # the file fails: reported, and the run is ending
            await self._ask(lambda hosts: hosts.ask_for(host.name, asked, day=self._day()))

    # The shared table.

    async def _ask(self, step: Callable[[Hosts], T]) -> T:
        """Run one transaction; while another process writes, it is tried again without blocking the event loop.

        Raises:
            NotNowError: the state file fails; it is reported, and the run is stopped.
        """
        give_up = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                return step(self._table())
            except OSError as error:
                if not is_busy(error) or time.monotonic() > give_up:
                    self._fail(error)
            await asyncio.sleep(_LOCKED_SECONDS)

    def _table(self) -> Hosts:
        if self._shared is None:
            self._shared = Hosts.shared(state_file(self.crawler.settings))
        return self._shared

    def _fail(self, error: OSError) -> NoReturn:
        ledger = self.crawler.get_extension(LedgerExtension)
        why = f"the state file, by which crawls share the pace of a host, cannot be used ({error})"
        if ledger is None:
            self._stop(OUTPUT_FAILED, why)
        else:
            with suppress(OutputFailedError), ledger.disk_errors():
                raise error
        raise NotNowError(f"{why}: nothing is requested") from error

    def _day(self) -> str:
        return datetime.fromtimestamp(self._clock(), VIETNAM).date().isoformat()

    # The run.

    def _refuse(self, reason: str, why: str) -> NoReturn:
        self._stop(reason, why)
        raise NotNowError(why)

    def _stop(self, reason: str, why: str) -> None:
        engine = self.crawler.engine
        if self._closing is None and engine is not None and engine.spider is not None:
            logger.warning("%s: %s; the next run continues", engine.spider.name, why)
            self._closing = asyncio.ensure_future(engine.close_spider_async(reason=reason))

    async def spider_closed(self) -> None:
        """Log the pace of each host."""
        for request in list(self._open):
            self._release(request)
        await asyncio.gather(*self._releases)
        if self._lag is not None:
            self._lag.leave()
            self._lag = None
        if self._shared is not None:
            self._shared.leave()
            self._shared = None
        for name, host in self._hosts.items():
            if host.figures.requests:
                self.stats.set_value(f"pace/seconds_between_requests/{name}", round(host.figures.interval, 3))
                logger.info("Pace: %s: %s", name, host.figures)

    def _hours(self) -> tuple[int, int]:
        spider = self.crawler.spider
        hours = spider.hours if isinstance(spider, SourceSpider) else None
        return hours or (0, 24)

    def _is_time(self) -> bool:
        begin, end = self._hours()
        hour = datetime.fromtimestamp(self._clock(), VIETNAM).hour
        return begin <= hour < end if begin < end else not end <= hour < begin

    def _host(self, request: Request) -> HostPace:
        name = shared_name(host_of(request.url) or "", self._groups or {})
        if name not in self._hosts:
            self._hosts[name] = HostPace(name, self._delay, self._delay)
        return self._hosts[name]


def _known_wait(crawler: Crawler) -> float:
    """The window in seconds of the blockers of known CMSes."""
    spider = crawler.spider
    return (spider.urls.tables if isinstance(spider, SourceSpider) else KNOWN_TABLES).wait


def host_groups(settings: BaseSettings) -> dict[str, str] | None:
    """The setting HOST_GROUPS; None if it is not a table of names."""
    try:
        groups = settings.getdict("HOST_GROUPS")
    except (ValueError, TypeError):
        return None
    return groups if all(isinstance(name, str) for pair in groups.items() for name in pair) else None


def shared_name(host: str, groups: dict[str, str]) -> str:
    """The name under which a host is asked: that of its group, else its own without ``www.``."""
    bare = host.removeprefix("www.")
    return groups.get(host) or groups.get(bare, bare)
