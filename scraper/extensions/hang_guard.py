"""End a process whose event loop hangs: its traceback is printed, and the next run sets the page aside that did it."""

from __future__ import annotations

import faulthandler
import signal
import sys
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import NotConfigured
from twisted.internet.task import LoopingCall

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

# Seconds between two signs of life.
_INTERVAL = 5.0


class HangGuard:
    """Restarts a timer of CPU time from the event loop; the system ends the process when it runs out.

    The timer counts CPU time, so that neither a busy machine nor a stopped process (Ctrl-Z) lets it run out.

    Args:
        seconds: of CPU time without a turn of the loop; setting ``HANG_CPU_SECONDS``.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._timer = LoopingCall(self._restart)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> HangGuard:
        seconds = crawler.settings.getfloat("HANG_CPU_SECONDS")
        if not seconds:
            raise NotConfigured("HANG_CPU_SECONDS is 0")
        guard = cls(seconds)
        crawler.signals.connect(guard.engine_started, signals.engine_started)
        crawler.signals.connect(guard.engine_stopped, signals.engine_stopped)
        return guard

    def engine_started(self) -> None:
        """Start the timer."""
        if sys.__stderr__ is not None:
            faulthandler.register(signal.SIGPROF, file=sys.__stderr__, chain=True)
        self._timer.start(_INTERVAL)

    def engine_stopped(self) -> None:
        """Stop the timer; that of another crawl of this process starts it again."""
        if self._timer.running:
            self._timer.stop()
        signal.setitimer(signal.ITIMER_PROF, 0)

    def _restart(self) -> None:
        signal.setitimer(signal.ITIMER_PROF, self._seconds)
