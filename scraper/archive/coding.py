"""Content codings that other tools cannot read from an archive: such bodies are archived unpacked."""

from __future__ import annotations

from scraper.archive.exchange import Headers
from scraper.archive.http import MAX_UNPACKED, HttpAnswer

# warcio 1.8, and what is built on it, fails with brotli's current release.
_UNREADABLE = "br"
_CODING = "content-encoding"
_MASKED = (_CODING, "content-length")
# StormCrawler's convention for headers that no longer describe the body.
_MASK = "X-Crawler-"


def as_archived(headers: Headers, body: bytes) -> tuple[Headers, bytes]:
    """Headers and body of an answer as they are archived: as received, save for brotli.

    A crawl that archives does not ask for brotli, but some servers send it all the same. Such a body is unpacked, and
    the headers that described it are renamed. What cannot be unpacked, or is larger than what a crawl reads, stays as
    it is.
    """
    said = ", ".join(value for name, value in headers if name.lower() == _CODING)
    if _UNREADABLE not in [coding.strip() for coding in said.lower().split(",")]:
        return headers, body
    unpacked = HttpAnswer(0, {_CODING: said}, body).body
    masked = [(f"{_MASK}{name}" if name.lower() in _MASKED else name, value) for name, value in headers]
    return masked, unpacked if len(unpacked) < MAX_UNPACKED else body
