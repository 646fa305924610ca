"""Crawl several sources in one process, at most so many at once; the others wait for their turn."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from contextvars import copy_context
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.utils.defer import deferred_from_coro
from twisted.internet.error import ReactorNotRunning

from scraper.commands.outcome import stats_so_far
from scraper.extensions.own_log_count import SOURCE
from scraper.finish_reasons import SHUTDOWN

# Seconds between two starts. A start takes the event loop a tenth of a second: all at once, those that have begun would
# hear of their answers late.
_BETWEEN_STARTS = 0.1
_CHECK_SECONDS = 0.1


class SourceQueue:
    """The sources of a run.

    Args:
        process: that crawls them.
        arguments: of each source, in the order in which they are begun.
        at_once: how many at a time.
    """

    def __init__(self, process: AsyncCrawlerProcess, arguments: Mapping[str, Mapping[str, str]], at_once: int) -> None:
        self._process = process
        self._arguments = arguments
        self._at_once = at_once
        self._crawlers: dict[str, Crawler] = {}
        self._running: dict[asyncio.Future[Any], Crawler] = {}
        self._is_stopping = False

    def run(self, tick: Callable[[], None], seconds: float) -> None:
        """Crawl all sources; returns when the last one has ended, or after a signal.

        Args:
            tick: is called at intervals.
            seconds: of the interval.
        """
        from twisted.internet import reactor
        from twisted.internet.task import LoopingCall

        LoopingCall(tick).start(seconds, now=False)
        task = asyncio.get_event_loop().create_task(self._crawl_all())
        # A signal lets Scrapy stop the crawls that run, and then the reactor: here are those that had not quite begun.
        reactor.addSystemEventTrigger(
            "before",
            "shutdown",  # type: ignore[arg-type]
            lambda: deferred_from_coro(self._stop()),
        )
        self._process.start(stop_after_crawl=False)
        if task.done():
            task.result()

    def stats(self) -> dict[str, dict[str, Any]]:
        """The stats of each source; empty while it waits."""
        return {
            name: stats_so_far(self._crawlers[name]) if name in self._crawlers else self._unbegun()
            for name in self._arguments
        }

    def _unbegun(self) -> dict[str, Any]:
        return {"finish_reason": SHUTDOWN, "interrupted": True} if self._is_stopping else {}

    async def _crawl_all(self) -> None:
        from twisted.internet import reactor

        try:
            for name in self._arguments:
                while len(self._running) >= self._at_once:
                    await self._wait()
                if self._is_stopping:
                    break
                # What the crawl logs is counted as its own.
                copy_context().run(self._start, name)
                await asyncio.sleep(_BETWEEN_STARTS)
            while self._running:
                await self._wait()
        finally:
            with suppress(ReactorNotRunning):
                reactor.stop()  # type: ignore[misc]

    def _start(self, name: str) -> None:
        SOURCE.set(name)
        crawler = self._crawlers[name] = self._process.create_crawler(name)
        self._running[self._process.crawl(crawler, **self._arguments[name])] = crawler

    async def _wait(self, seconds: float | None = None) -> None:
        """Wait until a crawl ends."""
        done, _ = await asyncio.wait(self._running, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            if crawler := self._running.pop(task, None):
                # Scrapy stops all crawls at a signal, and tells nobody else.
                self._is_stopping |= stats_so_far(crawler).get("finish_reason") == SHUTDOWN

    async def _stop(self) -> None:
        self._is_stopping = True
        while self._running:
            for crawler in list(self._running.values()):
                with suppress(RuntimeError):  # it has no engine yet
                    if crawler.engine.running:
                        await crawler.engine.stop_async()
            await self._wait(_CHECK_SECONDS)
