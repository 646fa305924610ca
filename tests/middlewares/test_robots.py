"""What of a robots.txt is read, and that all who wait for it hear the same."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.statscollectors import MemoryStatsCollector
from scrapy.utils.test import get_crawler

from scraper.middlewares.robots import MAX_BYTES, Robots, RobotsUnreachableError, readable


def test_a_long_one_is_cut_at_a_line() -> None:
    body = b"User-agent: *\n" + b"Disallow: /a-path-of-a-certain-length\n" * 100_000
    read = readable(body)
    assert len(read) <= MAX_BYTES
    assert all(line == b"Disallow: /a-path-of-a-certain-length" for line in read.splitlines()[1:])


def test_endless_lines_are_left_out() -> None:
    assert readable(b"User-agent: *\nDisallow: /" + b"*a" * 5_000 + b"\nDisallow: /b") == b"User-agent: *\nDisallow: /b"


@given(st.binary(max_size=300))
def test_short_ones_are_read_whole(body: bytes) -> None:
    assert readable(body).rstrip(b"\r\n") == b"\n".join(body.splitlines()).rstrip(b"\r\n")


def asked_at_once(answer: Response | Exception, *paths: str) -> tuple[list[Any], int]:
    """What becomes of several requests that come before the answer; how often robots.txt was asked for."""
    crawler: Any = get_crawler(settings_dict={"ROBOTSTXT_OBEY": True})
    crawler.stats = MemoryStatsCollector(crawler)

    async def download(request: Request) -> Response:
        await asyncio.sleep(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    crawler.engine = SimpleNamespace(download_async=download)
    robots = Robots(crawler)

    async def all_of_them() -> list[Any]:
        requests = [Request(f"http://x.vn{path}") for path in paths]
        outcomes: list[Any] = await asyncio.gather(
            *(robots.process_request(one) for one in requests), return_exceptions=True
        )
        return outcomes

    return asyncio.run(all_of_them()), crawler.stats.get_value("robotstxt/request_count")


def test_all_who_wait_for_the_rules_obey_them() -> None:
    rules = Response("http://x.vn/robots.txt", body=b"User-agent: *\nDisallow: /no/\n")
    outcomes, count = asked_at_once(rules, "/no/1", "/no/2", "/yes", "/no/3", "/yes/4")
    assert [isinstance(one, IgnoreRequest) for one in outcomes] == [True, True, False, True, False]
    assert count == 1


@pytest.mark.parametrize("answer", [OSError("refused"), Response("http://x.vn/robots.txt", status=503)])
def test_all_who_wait_for_rules_that_can_not_be_had_are_told_so(answer: Response | Exception) -> None:
    outcomes, count = asked_at_once(answer, "/a", "/b", "/c")
    assert [type(one) for one in outcomes] == [RobotsUnreachableError] * 3
    assert count == 1
