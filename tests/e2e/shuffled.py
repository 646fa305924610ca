"""A scheduler that returns requests in an order that only a seed decides."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from scrapy.core.scheduler import BaseScheduler

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


class ShuffledScheduler(BaseScheduler):
    """Ignores priorities; ``SHUFFLE_SEED`` is the seed."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._requests: list[Request] = []
        self._seen: set[tuple[str, str, bytes]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ShuffledScheduler:
        return cls(crawler.settings.getint("SHUFFLE_SEED"))

    def has_pending_requests(self) -> bool:
        """True if requests are waiting."""
        return bool(self._requests)

    def enqueue_request(self, request: Request) -> bool:
        """Take a request, unless it is a duplicate that Scrapy would drop."""
        name = request.method, request.url, request.body
        if not request.dont_filter and name in self._seen:
            return False
        self._seen.add(name)
        self._requests.append(request)
        return True

    def next_request(self) -> Request | None:
        """Any of the waiting requests."""
        if not self._requests:
            return None
        chosen = self._random.randrange(len(self._requests))
        self._requests[chosen], self._requests[-1] = self._requests[-1], self._requests[chosen]
        return self._requests.pop()
