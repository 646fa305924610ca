"""Fetch a few pages under all the rules of a crawl, and keep their answers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from scraper.middlewares.reasons import reason_of


class FewPages(Spider):
    """Requests addresses that a user has typed; nothing is followed but redirects."""

    name = "few_pages"

    def __init__(self, urls: Sequence[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.urls = urls
        self.answers: dict[str, Response] = {}
        """By the address that was requested."""
        self.reasons: dict[str, str] = {}
        """Why there is no answer."""

    async def start(self) -> AsyncIterator[Any]:
        """Request the pages."""
        for url in self.urls:
            yield Request(url, errback=self.no_page, cb_kwargs={"asked": url}, dont_filter=True)

    def parse(self, response: Response, asked: str = "", **kwargs: Any) -> None:
        """Keep an answer."""
        self.answers[asked] = response

    def no_page(self, failure: Failure) -> None:
        """Keep a failure."""
        request: Request = failure.request  # type: ignore[attr-defined]
        self.reasons[request.cb_kwargs["asked"]] = _reason(failure.value)


def _reason(error: BaseException | None) -> str:
    if isinstance(error, HttpError):
        return f"status {error.response.status}"
    return reason_of(error) if error is not None else "no reason"
