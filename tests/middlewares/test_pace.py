"""Retry-After, hours, back-off and budget, with a clock of the test's own."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from scrapy.statscollectors import MemoryStatsCollector
from scrapy.utils.test import get_crawler

from scraper.addresses import UrlResolver
from scraper.cms import Cms
from scraper.middlewares.pace import Pace, retry_after
from scraper.sites import SourceSpider
from scraper.text.clock import VIETNAM

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC).timestamp()
URL = "http://x.vn/tin/1"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        (b"", None),
        (b"soon", None),
        (b"-5", None),
        (b"\xb2", None),
        (b"Wed, 01 May 99999999999999999999 12:00:00 GMT", None),
        (b"120", 120.0),
        (b" 7 ", 7.0),
        (b"Wed, 01 May 2024 12:01:30 GMT", 90.0),
        (b"Wed, 01 May 2024 11:00:00 GMT", 0.0),
        (b"\xff\xfe", None),
        (b"9" * 400, float("inf")),
    ],
)
def test_retry_after(value: bytes | None, seconds: float | None) -> None:
    assert retry_after(value, NOON) == seconds


class Slot:
    delay = 1.0
    concurrency = 1

    def __init__(self) -> None:
        self.active: set[Request] = set()


def held(hour: int = 12, hours: tuple[int, int] | None = None, **settings: Any) -> tuple[Pace, Slot]:
    """A pace at an hour of Vietnam's day, and the slot of its host."""
    crawler: Any = get_crawler(settings_dict={"DOWNLOAD_DELAY": 1, "REFUSAL_WAIT": 5, "BLOCKER_WAIT": 60, **settings})
    crawler.stats = MemoryStatsCollector(crawler)
    slot = Slot()
    downloader = SimpleNamespace(slots={"x.vn": slot}, get_slot_key=lambda request: "x.vn")
    crawler.engine = SimpleNamespace(downloader=downloader, spider=None)
    crawler.spider = type("Spider", (SourceSpider,), {"name": "x", "home": "http://x.vn/", "hours": hours})()
    crawler.spider.urls = UrlResolver(("x.vn",), ())
    crawler.crawling = True
    crawler.get_extension = lambda kind: None
    moment = datetime(2024, 5, 1, hour, 30, tzinfo=VIETNAM).timestamp()
    return Pace(crawler, lambda: moment), slot


def answer(held: Pace, status: int = 200, latency: float = 0.1, body: bytes = b"<p>x", wait: str = "") -> Response:
    request = Request(URL, meta={"download_latency": latency})
    return held.process_response(
        request, Response(URL, status=status, body=body, headers={"Retry-After": wait} if wait else {})
    )


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
def test_a_source_is_crawled_in_its_hours_only(hours: tuple[int, int] | None, hour: int, may: bool) -> None:
    pace_of_host, _ = held(hour, hours)
    spider: Any = pace_of_host.crawler.spider
    if may:
        pace_of_host.spider_opened(spider)
    else:
        with pytest.raises(CloseSpider) as refused:
            pace_of_host.spider_opened(spider)
        assert refused.value.reason == "outside_hours"


def test_each_refusal_in_a_row_doubles_the_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("random.uniform", lambda low, high: 1.0)
    now = [1000.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    pace_of_host, _ = held()
    waits = []
    for _ in range(8):
        answer(pace_of_host, 503)
        answer(pace_of_host, 503)  # was under way
        waits.append(pace_of_host._hosts["x.vn"].until - now[0])
        now[0] = pace_of_host._hosts["x.vn"].until
    assert waits == [5, 10, 20, 40, 80, 160, 300, 300]
    answer(pace_of_host)
    assert pace_of_host._hosts["x.vn"].refusals == 0


def test_after_a_refusal_the_host_is_asked_more_slowly_for_the_whole_run() -> None:
    pace_of_host, slot = held(BLOCKER_WAIT=90)
    answer(pace_of_host, 429, wait="3")
    assert slot.delay == 3.0
    answer(pace_of_host)
    assert slot.delay == 3.0


def test_without_the_setting_a_blocker_is_waited_out_as_the_cms_is_known_to_count() -> None:
    pace_of_host, slot = held(BLOCKER_WAIT=0)
    answer(pace_of_host, 429, wait="3")
    assert slot.delay == 2.0


def test_a_sources_own_cms_may_have_a_slower_blocker() -> None:
    pace_of_host, _ = held(BLOCKER_WAIT=0)
    spider: Any = pace_of_host.crawler.spider
    spider.urls = UrlResolver(("x.vn",), (Cms("own", wait=120.0),))
    assert Pace(pace_of_host.crawler)._blocker_wait == 120.0


def test_a_host_that_gets_slower_is_asked_more_slowly() -> None:
    pace_of_host, slot = held()
    answer(pace_of_host, latency=0.2)
    assert slot.delay == 1.0
    for _ in range(30):
        answer(pace_of_host, latency=8.0)
    assert slot.delay == pytest.approx(8.0, rel=0.01)
    for _ in range(60):
        answer(pace_of_host, latency=0.2)
    assert slot.delay == pytest.approx(1.0, rel=0.01)
    for _ in range(60):
        answer(pace_of_host, latency=900.0)
    assert slot.delay == 60.0


def test_a_page_that_says_wait_is_no_page() -> None:
    pace_of_host, _ = held()
    taken = answer(pace_of_host, body="<html><head><title>Hãy đợi...</title></head></html>".encode())
    assert taken.status == 503
    assert pace_of_host.stats.get_value("pace/waiting_pages") == 1
    assert pace_of_host._hosts["x.vn"].waits == 1


def test_crawl_delay_is_the_least_delay() -> None:
    pace_of_host, slot = held()
    pace_of_host.robots_parsed(SimpleNamespace(crawl_delay=lambda agent: 10.0), Request(URL))  # type: ignore[arg-type]
    assert slot.delay == 10.0
    answer(pace_of_host)
    assert slot.delay == 10.0


def test_who_waits_asks_when_the_time_has_come(monkeypatch: pytest.MonkeyPatch) -> None:
    pace_of_host, _ = held()
    now = [1000.0]
    slept = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    monkeypatch.setattr("time.monotonic", lambda: now[0])
    monkeypatch.setattr("asyncio.sleep", sleep)
    answer(pace_of_host, 503, wait="4")
    asyncio.run(pace_of_host.process_request(Request(URL)))
    assert 5 <= sum(slept) <= 7, "no less than REFUSAL_WAIT"


def test_nobody_stands_in_the_queue_while_an_answer_is_waited_for() -> None:
    pace_of_host, slot = held(DOWNLOAD_DELAY=0.01)
    first = Request(URL)
    slot.active.add(first)

    async def story() -> tuple[bool, bool]:
        waiting = asyncio.ensure_future(pace_of_host.process_request(Request(URL)))
        await asyncio.sleep(0.05)
        waited = not waiting.done()
        answer(pace_of_host, 503, wait="9")
        slot.active.clear()
        await asyncio.sleep(0.05)
        is_quiet = not waiting.done()
        waiting.cancel()
        return waited, is_quiet

    assert asyncio.run(story()) == (True, True)


def test_a_host_that_does_nothing_but_refuse_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    pace_of_host, _ = held()
    stopped: list[str] = []
    monkeypatch.setattr(pace_of_host, "_stop", lambda reason, why: stopped.append(reason))
    for _ in range(8):
        answer(pace_of_host, 503)
        now[0] += 1_000
    assert stopped == []
    answer(pace_of_host, 503)
    assert stopped == ["told_to_wait"]
