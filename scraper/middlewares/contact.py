"""Offices want to know who reads their pages: no live host is asked without a contact address."""

from __future__ import annotations

import asyncio
import logging
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scraper.finish_reasons import NO_CONTACT
from scraper.middlewares.public_resolver import is_public
from scraper.middlewares.robots import NotNowError

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

# A mail or web address; Scrapy's own is not a contact.
_CONTACT = re.compile(r"[^\s@:+()]+@[\w-]+(?:\.[\w-]+)+|https?://(?!scrapy\.org)[\w-]+(?:\.[\w-]+)+")

refused_hosts: set[str] = set()
"""Hosts that were not asked because of the rule, in this process; the commands end with status 2 if there is one."""


class NoContactError(NotNowError):
    """A request to a live host without a contact; nothing was sent."""


class ContactRule:
    """Passes no request to a live host whose ``User-Agent``, as it would be sent, names no contact.

    The first one ends the run.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._closing: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ContactRule:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Pass the request, or end the run.

        Raises:
            NoContactError: the user agent has no contact, and the host is not one of an inner network.
        """
        agent = (request.headers.get("User-Agent") or b"").decode("latin-1")
        if has_contact(agent) or is_inner(request.url):
            return
        host = urlsplit(request.url).hostname or ""
        reason = f"{host} is not asked: {without_contact(agent)}"
        refused_hosts.add(host)
        if self.crawler.stats is not None:
            self.crawler.stats.inc_value("contact/refused")
        if self._closing is None:
            logger.error(reason)
            self._closing = asyncio.ensure_future(self._close())
        raise NoContactError(reason)

    async def _close(self) -> None:
        engine = self.crawler.engine
        if engine is not None and engine.spider is not None and self.crawler.crawling:  # a shell is not crawling
            await engine.close_spider_async(reason=NO_CONTACT)


def has_contact(agent: str) -> bool:
    """True if a user agent names a mail or web address."""
    return bool(_CONTACT.search(agent))


def without_contact(agent: str) -> str:
    """What is wrong with a user agent, and what to do."""
    return (
        f'USER_AGENT is "{agent}": offices want to know who reads them. Put a mail or web address of yours in it, '
        '-s USER_AGENT="our-crawler (+mailto:data@example.org)", or in the settings, or as SCRAPER_USER_AGENT'
    )


def is_inner(address: str) -> bool:
    """True for an address of this machine or an inner network, without resolving names."""
    host = urlsplit(address).hostname or ""
    try:
        return not is_public(host)
    except ValueError:
        return host == "localhost"
