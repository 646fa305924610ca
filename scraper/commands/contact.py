"""Offices want to know who reads their pages: no live host is crawled without a contact address."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from scrapy.exceptions import UsageError

from scraper.middlewares.public_resolver import is_public

# A mail or web address; Scrapy's own is not a contact.
_CONTACT = re.compile(r"[^\s@:+()]+@[\w-]+(?:\.[\w-]+)+|https?://(?!scrapy\.org)[\w-]+(?:\.[\w-]+)+")


def check_contact(address: str, user_agent: str) -> None:
    """Refuse to crawl a live host without a contact in the user agent.

    Raises:
        UsageError: the user agent has no contact, and the host of the address is not in an inner network.
    """
    if not address or _CONTACT.search(user_agent) or is_inner(address):
        return
    raise UsageError(
        f'USER_AGENT is "{user_agent}": offices want to know who reads them. Put a mail or web address of yours in it, '
        '-s USER_AGENT="our-crawler (+mailto:data@example.org)" or in scraper/settings.py',
        print_help=False,
    )


def is_inner(address: str) -> bool:
    """True for an address of this machine or an inner network, without resolving names."""
    host = urlsplit(address).hostname or ""
    try:
        return not is_public(host)
    except ValueError:
        return host == "localhost"
