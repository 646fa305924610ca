"""How much of old and broken TLS a source puts up with."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class TlsLevel(IntEnum):
    """Which servers are read; each level reads those of the levels before it too."""

    STRICT = 0
    """TLS 1.2 or newer, keys of 2,048 bits, a valid certificate."""
    LEGACY = 1
    """TLS 1.0, short keys and outdated signatures too; the certificate must still be valid."""
    UNVERIFIED = 2
    """Any certificate too: nothing shows that the pages are the site's."""


def tls_level(text: str) -> TlsLevel:
    """Parse the name of a level.

    Raises:
        ValueError: there is no such level.
    """
    try:
        return TlsLevel[text.upper()]
    except KeyError:
        raise ValueError(f"tls must be strict, legacy or unverified, not {text!r}") from None


def level_of(crawler: Crawler) -> TlsLevel:
    """The level of a crawl: that of ``-a tls=`` or the setting ``TLS``, which holds a source's ``tls``.

    Raises:
        ValueError: there is no such level.
    """
    given = vars(crawler.spider).get("tls") if crawler.spider is not None else None
    return tls_level(str(given or crawler.settings["TLS"] or "strict"))
