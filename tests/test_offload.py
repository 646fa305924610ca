"""Large work leaves the event loop free; small work stays where it is."""

from __future__ import annotations

import asyncio
import threading

from scraper.offload import LARGE, run_in_thread_if_large


def where(size: int) -> tuple[threading.Thread, int]:
    """The thread that did the work, and how often the loop turned meanwhile."""

    async def watched() -> tuple[threading.Thread, int]:
        turns = 0
        done = asyncio.Event()

        async def turn() -> None:
            nonlocal turns
            while not done.is_set():
                turns += 1
                await asyncio.sleep(0)

        turning = asyncio.create_task(turn())
        await asyncio.sleep(0)
        before = turns
        thread = await run_in_thread_if_large(size, work)
        seen = turns - before
        done.set()
        await turning
        return thread, seen

    def work() -> threading.Thread:
        sum(range(200_000))
        return threading.current_thread()

    return asyncio.run(watched())


def test_small_work_is_done_on_the_spot() -> None:
    thread, turns = where(LARGE - 1)
    assert (thread, turns) == (threading.main_thread(), 0)


def test_the_loop_goes_on_while_large_work_is_done() -> None:
    thread, turns = where(LARGE)
    assert thread is not threading.main_thread()
    assert turns > 0
