"""How late the event loop is, with a loop that is made late."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine

import pytest

from scraper.middlewares.loop_lag import LoopLag

Story = Callable[[LoopLag], Coroutine[None, None, None]]


def run(story: Story) -> None:
    async def whole() -> None:
        lag = LoopLag.shared()
        try:
            await story(lag)
        finally:
            lag.leave()

    asyncio.run(whole())


async def samples(number: int = 3) -> None:
    """Time for the next samples."""
    await asyncio.sleep(0.06 * number)


def test_a_blocked_loop_is_noticed_while_it_is_and_later() -> None:
    async def story(lag: LoopLag) -> None:
        await samples()
        began = time.monotonic()
        time.sleep(0.5)  # noqa: ASYNC251
        assert lag.longest(began) >= 0.4, "before the next sample"
        await samples()
        assert lag.longest(began) >= 0.4
        time.sleep(0.2)  # noqa: ASYNC251
        await samples()
        assert lag.longest(began) >= 0.4, "the longest"

    run(story)


def test_what_was_late_before_a_request_does_not_count_for_it() -> None:
    async def story(lag: LoopLag) -> None:
        time.sleep(1.0)  # noqa: ASYNC251
        await samples()
        assert lag.longest(time.monotonic()) < 0.9

    run(story)


@pytest.mark.parametrize(("seconds", "least", "most"), [(0.6, 0.0, 0.0), (60.0, 50.0, 58.5)])
def test_a_late_loop_is_not_a_slow_host_and_a_slow_host_stays_one(seconds: float, least: float, most: float) -> None:
    async def story(lag: LoopLag) -> None:
        began = time.monotonic()
        time.sleep(0.5)  # noqa: ASYNC251
        await samples()
        assert least <= lag.latency(seconds, began) <= most

    run(story)


def test_all_crawls_of_a_loop_use_one_and_the_last_one_stops_it() -> None:
    async def story(lag: LoopLag) -> None:
        other = LoopLag.shared()
        assert other is lag
        other.leave()
        assert LoopLag.shared() is lag
        lag.leave()

    run(story)
    assert LoopLag._shared is None
