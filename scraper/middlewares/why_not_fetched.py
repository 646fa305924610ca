"""Say why an address that a user typed is not fetched: Scrapy's shell, fetch, view and parse are silent about it."""

from __future__ import annotations

import logging

from scrapy import Request
from scrapy.http.request import NO_CALLBACK

from scraper.middlewares.contact import NoContactError
from scraper.middlewares.reasons import reason_of

logger = logging.getLogger(__name__)

not_fetched: list[str] = []
"""Addresses without an answer, in this process; the commands end with status 1 if there is one."""


class WhyNotFetched:
    """Logs each request that no answer came to, with the reason; a crawl counts it instead."""

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Log it."""
        # The contact rule has its own words; without robots.txt the request that waits for it fails too.
        if not isinstance(exception, NoContactError) and request.callback is not NO_CALLBACK:
            not_fetched.append(request.url)
            logger.error("Not fetched, %.300s: %s", request.url, reason_of(exception))
