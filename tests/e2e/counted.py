"""A site that notes when each request arrives and how many are in flight, for tests of the pace."""

from __future__ import annotations

import socket
import threading
import time
from itertools import pairwise

from tests.hostile.server import Hostile, article, fixed, reply

PATH = "/tin-chi-tiet/-/bai-viet/hoi-lang-mo-lai-lan-thu-{0}-{0}-2.html"
TITLE = "Hội làng mở lại lần thứ {0} sau ba năm"
# The server's clock is read when a request was read, ours when it is handed over.
TOLERANCE = 0.005


class Counted(Hostile):
    """A front page that lists some articles; the time of each request, and the most that were in flight at once."""

    def __init__(self, articles: int = 2, robots: bytes = b"", seconds: float = 0.0) -> None:
        super().__init__()
        self.seconds = seconds
        self.times: list[float] = []
        self.most = 0
        self._in_flight = 0
        self._lock = threading.Lock()
        links = "".join(f"<li><a href='{PATH.format(n)}'>{TITLE.format(n)}</a>" for n in range(10, 10 + articles))
        self.answers["/"] = fixed(reply(f"<ul>{links}</ul>".encode()))
        for n in range(10, 10 + articles):
            self.answers[PATH.format(n)] = fixed(reply(article(TITLE.format(n))))
        self.answers["/robots.txt"] = fixed(reply(b"User-agent: *\n" + robots, kind="text/plain"))

    def __enter__(self) -> Counted:
        return self

    def answer(self, head: bytes, connection: socket.socket) -> None:
        with self._lock:
            self.times.append(time.monotonic())
            self._in_flight += 1
            self.most = max(self.most, self._in_flight)
        time.sleep(self.seconds)
        with self._lock:
            self._in_flight -= 1
        super().answer(head, connection)

    def gaps(self, since: int = 0) -> list[float]:
        """Seconds between arrivals, of all but the first requests."""
        return gaps(self.times[since:])


def gaps(times: list[float]) -> list[float]:
    """Seconds between arrivals."""
    times = sorted(times)
    return [later - earlier for earlier, later in pairwise(times)]
