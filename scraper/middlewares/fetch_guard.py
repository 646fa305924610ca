"""Nothing is fetched but the source's own host: no link, redirect, feed or robots.txt leads elsewhere."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest

from scraper.addresses import AddressBook
from scraper.addresses.resolve import netloc

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)


class FetchGuard:
    """Refuses every request whose scheme is not http(s) or whose host and port are not the source's.

    It stands before all other downloader middlewares, so it sees the hops of redirects as well as first requests.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> FetchGuard:
        """Scrapy's way to make a component."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Let the request pass, or refuse it.

        Raises:
            IgnoreRequest: it would leave the source's host.
        """
        book: AddressBook | None = getattr(self.crawler.spider, "book", None)
        parts = urlsplit(request.url)
        if book is None or (parts.scheme in ("http", "https") and netloc(parts) in book.hosts):
            return  # scrapy fetch and shell ask for what a person typed
        if self.crawler.stats is not None:
            self.crawler.stats.inc_value("fetch_guard/refused")
        origin = request.meta.get("redirect_urls", [])
        logger.warning(
            "Refused, not this source's host: %s%s", request.url, f" (redirected from {origin[0]})" if origin else ""
        )
        raise IgnoreRequest(f"outside the source's host: {request.url}")
