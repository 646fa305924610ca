"""The second SIGTERM or Ctrl-C ends the process at once, whatever it is doing: a killed run loses nothing."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING, Any

from scrapy import signals

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class SecondSignal:
    """Lets Scrapy end in order at the first signal, and the system end the process at the second.

    Scrapy's own second handler needs the event loop, which a long reading occupies, and ignores all further signals.
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> SecondSignal:
        extension = cls()
        crawler.signals.connect(extension.engine_started, signals.engine_started)
        return extension

    def engine_started(self) -> None:
        """Wait for the loop to run: Scrapy sets its handlers when it starts."""
        from twisted.internet import reactor

        if threading.current_thread() is threading.main_thread():
            reactor.callLater(0, self._install)  # type: ignore[arg-type]

    def _install(self) -> None:
        for number in _SIGNALS:
            handler = signal.getsignal(number)
            if callable(handler) and handler is not signal.default_int_handler and not isinstance(handler, _First):
                signal.signal(number, _First(handler))


class _First:
    """Handles the first signal by Scrapy's handler; the next has the system's default action."""

    def __init__(self, handler: Any) -> None:
        self._handler = handler

    def __call__(self, number: int, frame: Any) -> None:
        self._handler(number, frame)
        for each in _SIGNALS:
            signal.signal(each, signal.SIG_DFL)
