"""Cookie stubs: the small first answer of some .gov.vn hosts, whose script sets a cookie and reloads the page."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from scrapy.utils.httpobj import urlparse_cached

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)

# The stub seen has 177 bytes; a page with text has more than a few thousand.
_MAX_BYTES = 3_000
# A stub shows a word or two; the shortest page has a title.
_MAX_LETTERS = 40
# By name, or by what the script does: set one cookie from a literal, and reload the same address.
_COOKIE = re.compile(
    rb"\b(D1N)\s*=\s*([0-9a-fA-F]{8,128})\b"
    rb"|document\s*(?:\.\s*cookie|\[\s*['\"]cookie['\"]\s*\])\s*=\s*['\"`](\w{1,40})=([^'\"`;\s<>]{1,200})"
    rb"|[sS]et_?[cC]ookie\(\s*['\"](\w{1,40})['\"]\s*,\s*['\"]([^'\"`;\s<>]{1,200})['\"]"
)
# "D1N=" + "0123": a literal that is split into parts.
_JOINT = re.compile(rb"['\"]\s*\+\s*['\"]")
_RELOAD = re.compile(rb"\blocation\b|\breload\b|history\s*\.\s*go|http-equiv\s*=\s*['\"]?refresh", re.IGNORECASE)
_UNSEEN = re.compile(
    rb"<(?:script|noscript|style|title)\b.*?(?:</(?:script|noscript|style|title)|\Z)|<[^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
# Stubs in a row, for any cookies: a host that sends more does not accept cookies as an answer.
_MAX_ANSWERS = 3


class Challenge:
    """Answers with the cookie, and sends it with all further requests to that host."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._cookies: dict[str, dict[bytes, bytes]] = {}
        self._answers: dict[str, int] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Challenge:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Send the cookies that the host requires."""
        cookies = self._cookies.get(urlparse_cached(request).netloc)
        if cookies:
            request.headers["Cookie"] = b"; ".join(name + b"=" + value for name, value in cookies.items())

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Repeat the request with the cookie if the answer is such a stub."""
        found = cookie_of(response.body)
        host = urlparse_cached(request).netloc
        if found is None:
            self._answers.pop(host, None)
            return response
        name, value = found
        known = self._cookies.setdefault(host, {})
        # Other requests were in flight when the cookie arrived.
        was_sent = name + b"=" + value in (request.headers.get("Cookie") or b"").split(b"; ")
        if was_sent or self._answers.get(host, 0) >= _MAX_ANSWERS:
            self._count("challenge/not_satisfied")
            logger.warning("A cookie stub instead of a page, and its cookie does not help: %.300s", response.url)
            return response.replace(status=503)
        if known.get(name) != value:
            known[name] = value
            self._answers[host] = self._answers.get(host, 0) + 1
            logger.info("%s asks for the cookie %s; it is sent from now on", host, name.decode("ascii"))
        self._count("challenge/answered")
        return request.replace(dont_filter=True)

    def _count(self, name: str) -> None:
        if self.crawler.stats is not None:
            self.crawler.stats.inc_value(name)


def cookie_of(body: bytes) -> tuple[bytes, bytes] | None:
    """Name and value of the cookie that a stub's script sets; None if the body is not such a stub."""
    if len(body) > _MAX_BYTES or not _RELOAD.search(body):
        return None
    found = _COOKIE.search(_JOINT.sub(b"", body))
    if found is None or len(b"".join(_UNSEEN.sub(b"", body).split())) > _MAX_LETTERS:
        return None
    name, value = filter(None, found.groups())
    return name, value
