"""Fetch a single page under all the rules of a crawl: robots.txt, retries, redirects, limits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from scraper.middlewares.reasons import reason_of


class OnePage(Spider):
    """Requests one address and keeps the answer."""

    name = "one_page"

    def __init__(self, url: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.url = url
        self.response: Response | None = None
        self.reason = "no answer"

    async def start(self) -> AsyncIterator[Any]:
        """Request the page."""
        yield Request(self.url, errback=self.no_page)

    def parse(self, response: Response, **kwargs: Any) -> None:
        """Keep the answer."""
        self.response = response

    def no_page(self, failure: Failure) -> None:
        """Keep the failure."""
        self.reason = reason_of(failure.value) if failure.value is not None else "no reason"
