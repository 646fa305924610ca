"""Hours, back-off and pace of one crawler, with clocks of the test's own; several crawlers are in tests/e2e."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector
from scrapy.utils.test import get_crawler

from scraper.addresses import UrlResolver
from scraper.cms import Cms
from scraper.middlewares.pace import HostPace, Pace, host_groups, shared_name
from scraper.middlewares.robots import NotNowError
from scraper.sites import SourceSpider
from scraper.text.clock import VIETNAM

URL = "http://x.vn/tin/1"


class Held:
    """The pace of a crawl that is not there, and a monotonic clock that only sleepers move."""

    def __init__(self, folder: Path, hour: int = 12, hours: tuple[int, int] | None = None, **settings: Any) -> None:
        self.now = 1_000.0
        self.closed: list[str] = []
        usual = {"DOWNLOAD_DELAY": 1, "REFUSAL_WAIT": 5, "BLOCKER_WAIT": 60, "OUTPUT_DIR": str(folder)}
        crawler: Any = get_crawler(settings_dict={**usual, **settings})
        crawler.stats = MemoryStatsCollector(crawler)
        crawler.spider = type("Spider", (SourceSpider,), {"name": "x", "home": "http://x.vn/", "hours": hours})()
        crawler.spider.urls = UrlResolver(("x.vn",), ())
        crawler.engine = SimpleNamespace(
            spider=crawler.spider, close_spider_async=self.close, _slot=SimpleNamespace(closing=None)
        )
        crawler.crawling = True
        crawler.get_extension = lambda kind: None
        self.wall = datetime(2024, 5, 1, hour, 30, tzinfo=VIETNAM).timestamp()
        self.crawler = crawler
        self.pace = Pace(crawler, lambda: self.wall)

    async def close(self, reason: str) -> None:
        self.closed.append(reason)

    async def sleep(self, seconds: float) -> None:
        self.now += seconds

    @property
    def host(self) -> HostPace:
        return self.pace._hosts["x.vn"]

    async def send(self) -> Request:
        """A request that goes out when its time has come."""
        request = Request(URL)
        await self.pace.process_request(request)
        return request

    async def arrive(self, request: Request, status: int = 200, body: bytes = b"<p>x", wait: str = "") -> Response:
        """Its answer."""
        self.pace.left_downloader(request)
        await asyncio.gather(*self.pace._releases)
        headers = {"Retry-After": wait} if wait else {}
        return await self.pace.process_response(request, Response(URL, status=status, body=body, headers=headers))

    async def ask(self, status: int = 200, latency: float = 0.0, **how: Any) -> Response:
        """A request and its answer."""
        request = await self.send()
        self.now += latency
        return await self.arrive(request, status, **how)

    async def gap(self) -> float:
        """Seconds that the next request has to wait."""
        before = self.now
        await self.arrive(await self.send())
        return self.now - before


@pytest.fixture
def held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Held]]:
    """Makes a pace at an hour of Vietnam's day."""
    made: list[Held] = []

    async def renew(*_: object) -> None:
        await asyncio.Event().wait()  # by real clocks, in tests/e2e

    def make(*when: Any, **settings: Any) -> Held:
        made.append(Held(tmp_path, *when, **settings))
        monkeypatch.setattr("time.monotonic", lambda: made[0].now)
        monkeypatch.setattr("asyncio.sleep", made[0].sleep)
        return made[-1]

    monkeypatch.setattr("random.uniform", lambda low, high: 1.0)
    monkeypatch.setattr(Pace, "_renew", renew)
    yield make
    for one in made:
        if one.pace._shared is not None:
            one.pace._shared.leave()


@pytest.mark.parametrize(
    ("hours", "hour", "may"),
    [
        (None, 3, True),
        ((22, 6), 23, True),
        ((22, 6), 5, True),
        ((22, 6), 6, False),
        ((22, 6), 12, False),
        ((1, 5), 1, True),
        ((1, 5), 5, False),
        ((1, 5), 0, False),
    ],
)
def test_a_source_is_crawled_in_its_hours_only(
    hours: tuple[int, int] | None, hour: int, may: bool, held: Callable[..., Held]
) -> None:
    run = held(hour, hours)
    if may:
        run.pace.spider_opened(run.crawler.spider)
    else:
        with pytest.raises(CloseSpider) as refused:
            run.pace.spider_opened(run.crawler.spider)
        assert refused.value.reason == "outside_hours"


def test_a_crawl_that_was_stopped_before_it_had_begun_ends_as_stopped(held: Callable[..., Held]) -> None:
    run = held()

    async def story() -> None:
        run.pace.spider_opened(run.crawler.spider)
        run.crawler.crawling = False
        for _ in range(2):
            with pytest.raises(NotNowError):
                await run.send()
        await asyncio.sleep(0)

    asyncio.run(story())
    assert run.closed == ["shutdown"]


def test_the_delay_counts_from_the_answer(held: Callable[..., Held]) -> None:
    run = held()

    async def story() -> list[float]:
        await run.ask(latency=0.7)
        return [await run.gap(), await run.gap()]

    assert asyncio.run(story()) == pytest.approx([1.0, 1.0])


def test_each_refusal_in_a_row_doubles_the_wait(held: Callable[..., Held]) -> None:
    run = held()

    async def story() -> list[float]:
        waits = []
        for _ in range(8):
            await run.ask(503)
            waits.append(run.host.until - run.now)
        await run.ask()
        return waits

    assert asyncio.run(story()) == pytest.approx([5, 10, 20, 40, 80, 160, 300, 300])
    assert run.host.refusals == 0


def test_refusals_of_requests_in_flight_count_once(held: Callable[..., Held]) -> None:
    run = held(DOWNLOAD_DELAY=0)

    async def story() -> None:
        in_flight = [await run.send() for _ in range(8)]
        for request in in_flight:
            await run.arrive(request, 503)

    asyncio.run(story())
    assert run.host.refusals == 1
    assert run.host.figures.waits == 1


def test_after_a_refusal_the_host_is_asked_more_slowly_for_the_whole_run(held: Callable[..., Held]) -> None:
    run = held(BLOCKER_WAIT=90)

    async def story() -> list[float]:
        await run.ask(429, wait="3")
        return [await run.gap(), await run.gap()]

    assert asyncio.run(story()) == pytest.approx([5.0, 3.0])


def test_without_the_setting_a_blocker_is_waited_out_as_the_cms_is_known_to_count(held: Callable[..., Held]) -> None:
    run = held(BLOCKER_WAIT=0)

    async def story() -> float:
        await run.ask(429, wait="3")
        await run.gap()
        return await run.gap()

    assert asyncio.run(story()) == pytest.approx(2.0)


def test_a_sources_own_cms_may_have_a_slower_blocker(held: Callable[..., Held]) -> None:
    run = held(BLOCKER_WAIT=0)
    run.crawler.spider.urls = UrlResolver(("x.vn",), (Cms("own", wait=120.0),))
    assert Pace(run.crawler)._blocker_wait == 120.0


def test_a_page_that_says_wait_is_no_page(held: Callable[..., Held]) -> None:
    run = held()
    page = "<html><head><title>Hãy đợi...</title></head></html>".encode()
    assert asyncio.run(run.ask(body=page)).status == 503
    assert run.pace.stats.get_value("pace/waiting_pages") == 1
    assert run.host.figures.waits == 1


@pytest.mark.parametrize(("asked", "gap"), [(10.0, 10.0), (0.5, 1.0), (300.0, 300.0), (None, 1.0), (float("nan"), 1.0)])
def test_crawl_delay_is_the_least_delay(asked: float | None, gap: float, held: Callable[..., Held]) -> None:
    run = held()
    parser: Any = SimpleNamespace(crawl_delay=lambda agent: asked)

    async def story() -> float:
        await run.ask()
        await run.pace.robots_parsed(parser, Request(URL))
        await run.gap()
        return await run.gap()

    assert asyncio.run(story()) == pytest.approx(gap)
    assert run.closed == []


@pytest.mark.parametrize("asked", [301.0, float("inf")])
def test_a_crawl_delay_beyond_reason_ends_the_run(asked: float, held: Callable[..., Held]) -> None:
    run = held()
    parser: Any = SimpleNamespace(crawl_delay=lambda agent: asked)

    async def story() -> None:
        await run.pace.robots_parsed(parser, Request(URL))
        with pytest.raises(NotNowError):
            await run.ask()

    asyncio.run(story())
    assert run.closed == ["told_to_wait"]


def test_who_waits_asks_when_the_time_has_come(held: Callable[..., Held]) -> None:
    run = held()

    async def story() -> float:
        await run.ask(503, wait="4")
        return await run.gap()

    assert asyncio.run(story()) == pytest.approx(5.0), "no less than REFUSAL_WAIT"


def test_a_long_retry_after_ends_this_run_and_those_before_its_time(held: Callable[..., Held]) -> None:
    run, next_run, later_run = held(), held(), held()
    next_run.wall += 7_000
    later_run.wall += 7_300

    async def story() -> None:
        await run.ask(503, wait="7200")
        for one in (run, next_run):
            with pytest.raises(NotNowError):
                await one.ask()
        await later_run.ask()

    asyncio.run(story())
    assert [run.closed, next_run.closed, later_run.closed] == [["told_to_wait"], ["told_to_wait"], []]


def test_an_endless_retry_after_lasts_a_week(held: Callable[..., Held]) -> None:
    run, later_run = held(), held()
    later_run.wall += 7 * 24 * 3_600

    async def story() -> None:
        await run.ask(503, wait="9" * 400)
        await later_run.ask()

    asyncio.run(story())
    assert later_run.closed == []


def test_a_spent_budget_ends_the_run_before_it_asks(held: Callable[..., Held]) -> None:
    run = held(DAILY_PAGES=2)

    async def story() -> None:
        await run.ask()
        await run.ask()
        with pytest.raises(NotNowError, match="2 pages today"):
            await run.ask()

    asyncio.run(story())
    assert run.closed == ["daily_pages_spent"]
    assert run.host.figures.requests == 2


def test_one_request_is_in_flight_if_there_is_a_delay(held: Callable[..., Held]) -> None:
    run = held()

    async def story() -> bool:
        first = await run.send()
        second = asyncio.ensure_future(run.send())
        for _ in range(100):
            await asyncio.wait([second], timeout=0)
        is_waiting = not second.done()
        await run.arrive(first)
        await run.arrive(await second)
        return is_waiting

    assert asyncio.run(story())
    assert run.host.figures.shortest == pytest.approx(1.0)


def test_without_a_delay_requests_do_not_wait_for_answers(held: Callable[..., Held]) -> None:
    run = held(DOWNLOAD_DELAY=0)

    async def story() -> None:
        for request in [await run.send() for _ in range(8)]:
            await run.arrive(request)

    asyncio.run(story())
    assert run.now == 1_000.0
    assert run.host.figures.requests == 8


@pytest.mark.parametrize("ending", ["crawling", "closing"])
def test_a_run_that_is_ending_does_not_wait_for_its_turn(ending: str, held: Callable[..., Held]) -> None:
    run = held()

    async def story() -> None:
        await run.ask(503, wait="200")
        if ending == "crawling":
            run.crawler.crawling = False
        else:
            run.crawler.engine._slot.closing = object()
        with pytest.raises(NotNowError, match="at its end"):
            await run.send()

    run.pace.spider_opened(run.crawler.spider)
    asyncio.run(story())
    assert run.now == 1_000.0


def test_a_request_that_was_never_sent_gives_its_turn_back(held: Callable[..., Held]) -> None:
    run = held()

    async def story() -> None:
        request = await run.send()
        run.pace.process_exception(request, ValueError("a later middleware refused it"))
        await asyncio.gather(*run.pace._releases)
        await run.ask()

    asyncio.run(story())
    assert run.host.figures.requests == 1


def test_a_host_that_does_nothing_but_refuse_is_left(held: Callable[..., Held]) -> None:
    run = held()

    async def story() -> list[str]:
        for _ in range(8):
            await run.ask(503)
        before = list(run.closed)
        await run.ask(503)
        await asyncio.wait([asyncio.ensure_future(run.sleep(0))])
        return before

    assert asyncio.run(story()) == []
    assert run.closed == ["told_to_wait"]


def test_a_state_file_that_fails_ends_the_run_and_nothing_is_asked(held: Callable[..., Held], tmp_path: Path) -> None:
    (tmp_path / "state.sqlite3").write_bytes(b"no database" * 100)
    run = held()

    async def story() -> None:
        with pytest.raises(NotNowError, match="state file, by which crawls share the pace of a host, cannot be used"):
            await run.ask()

    asyncio.run(story())
    assert run.closed == ["output_failed"]


GROUPS = {"a.vn": "one", "b.vn:8080": "one"}


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("a.vn", "one"),
        ("www.a.vn", "one"),
        ("b.vn:8080", "one"),
        ("b.vn", "b.vn"),
        ("www.c.vn", "c.vn"),
        ("c.vn:81", "c.vn:81"),
    ],
)
def test_names_of_one_server(host: str, name: str) -> None:
    assert shared_name(host, GROUPS) == name


@pytest.mark.parametrize("value", [GROUPS, '{"a.vn": "one", "b.vn:8080": "one"}'])
def test_groups_are_a_table(value: object) -> None:
    assert host_groups(Settings({"HOST_GROUPS": value})) == GROUPS


@pytest.mark.parametrize("value", ["a.vn, b.vn", "[1]", '{"a.vn": 1}', [["a.vn"]]])
def test_groups_that_are_no_table_end_the_run(value: object, held: Callable[..., Held]) -> None:
    run = held(HOST_GROUPS=value)
    with pytest.raises(CloseSpider) as refused:
        run.pace.spider_opened(run.crawler.spider)
    assert refused.value.reason == "wrong_setting"
