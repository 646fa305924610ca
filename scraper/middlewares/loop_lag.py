"""How late the event loop is: time of our own load, which must not be taken for a host's slowness."""

from __future__ import annotations

import asyncio
import time
from collections import deque

# Seconds between two samples. A shorter lag is not seen, and does not matter beside a pace of a second.
_INTERVAL = 0.05
# Lags are kept for this time in seconds: longer than a request may take (DOWNLOAD_TIMEOUT).
_KEPT = 300.0
# How often the loop has to notice something before an answer is there: the host's name is known, the connection is
# open, TLS is agreed on, the answer has begun. Each may be noticed late.
_EVENTS = 4


class LoopLag:
    """Notes how late the loop calls back. All crawls of a process use one; times are monotonic, in seconds."""

    _shared: LoopLag | None = None

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._users = 0
        self._lags: deque[tuple[float, float]] = deque()
        self._due = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._wait()

    @classmethod
    def shared(cls) -> LoopLag:
        """The one of the running loop; every user calls :meth:`leave` at its end."""
        if cls._shared is None or cls._shared._loop is not asyncio.get_running_loop():
            cls._shared = cls()
        cls._shared._users += 1
        return cls._shared

    def leave(self) -> None:
        """Stop if this was the last user."""
        self._users -= 1
        if not self._users:
            if self._timer is not None:
                self._timer.cancel()
            if LoopLag._shared is self:
                LoopLag._shared = None

    def _wait(self) -> None:
        self._due = time.monotonic() + _INTERVAL
        self._timer = self._loop.call_at(self._due, self._sample)

    def _sample(self) -> None:
        now = time.monotonic()
        if (lag := now - self._due) > _INTERVAL:
            # A lag that is longer than those before it is the longest since each of them.
            while self._lags and self._lags[-1][1] <= lag:
                self._lags.pop()
            self._lags.append((now, lag))
        while self._lags and self._lags[0][0] < now - _KEPT:
            self._lags.popleft()
        self._wait()

    def longest(self, since: float) -> float:
        """The longest lag between a moment and now."""
        overdue = max(time.monotonic() - self._due, 0.0)
        return max(overdue, next((lag for noted, lag in self._lags if noted >= since), 0.0))

    def latency(self, seconds: float, since: float) -> float:
        """How long a host took to answer, at least.

        Args:
            seconds: from request to answer, as the loop saw it.
            since: when the request was sent.
        """
        return max(seconds - _EVENTS * self.longest(since), 0.0)
