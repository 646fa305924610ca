"""Gives up soon on the addresses that never end; all others have the usual time, on a busy machine too."""

from __future__ import annotations

from scrapy import Request

SECONDS = 5
_ENDLESS = ("-drip-", "-endless-", "-huge-length-", "-long-length-")


class Impatience:
    """A downloader middleware."""

    def process_request(self, request: Request) -> None:
        if any(name in request.url for name in _ENDLESS):
            request.meta["download_timeout"] = SECONDS
