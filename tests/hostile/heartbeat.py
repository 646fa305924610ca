"""Measures how long the event loop was held by work of its own (``test/longest_hold``, CPU seconds), how long work of
known size takes beside it (``test/unit``, CPU seconds), and the process's peak memory (``test/peak_mb``, the kernel's
own figure, which does not count what the process was forked from).
"""

from __future__ import annotations

import asyncio
import re
import time
from itertools import count
from pathlib import Path

from scrapy import signals
from scrapy.crawler import Crawler

_EVERY = 0.02
# A core that other processes use too needs more of its own seconds for the same work, so the unit is measured often.
_UNIT_EVERY = 50
_UNIT = range(1_000_000)


class Heartbeat:
    """Beats while a crawl is open."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._beating: asyncio.Task[None] | None = None
        self._units: list[float] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Heartbeat:
        """Scrapy's way to make a component."""
        heartbeat = cls(crawler)
        crawler.signals.connect(heartbeat.opened, signals.spider_opened)
        crawler.signals.connect(heartbeat.closed, signals.spider_closed)
        return heartbeat

    def opened(self) -> None:
        self._beating = asyncio.ensure_future(self._beat())

    def closed(self) -> None:
        if self._beating is not None:
            self._beating.cancel()
        assert self.crawler.stats is not None
        self._measure()
        self.crawler.stats.set_value("test/unit", round(max(self._units), 4))
        peak = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii"))
        assert peak
        self.crawler.stats.set_value("test/peak_mb", int(peak[1]) // 1024)

    def _measure(self) -> None:
        """Do the unit of work."""
        before = time.thread_time()
        sum(_UNIT)
        self._units.append(time.thread_time() - before)

    async def _beat(self) -> None:
        assert self.crawler.stats is not None
        for number in count():
            if number % _UNIT_EVERY == 0:
                self._measure()
            before, worked = time.monotonic(), time.thread_time()
            await asyncio.sleep(_EVERY)
            late, work = time.monotonic() - before - _EVERY, time.thread_time() - worked
            # A loop that is late without work of its own waited for a core that other processes had.
            self.crawler.stats.max_value("test/longest_hold", round(min(late, work), 3))
