"""The peers of the crawl benchmark: Scrapy that only downloads, and Scrapy with trafilatura in the callback."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response, TextResponse
from trafilatura import bare_extraction


class BareSpider(Spider):
    """Downloads each address and does nothing with it."""

    name = "bare"

    def __init__(self, addresses: str) -> None:
        super().__init__()
        self.addresses = Path(addresses)

    async def start(self) -> AsyncIterator[Any]:
        """Each address once."""
        for url in self.addresses.read_text("utf-8").splitlines():
            yield Request(url)

    def parse(self, response: Response, **kwargs: Any) -> Iterator[dict[str, Any]]:
        """Nothing."""
        yield from ()


class TrafilaturaSpider(BareSpider):
    """Text and metadata by trafilatura, written by Scrapy's feeds."""

    name = "trafilatura"

    def parse(self, response: Response, **kwargs: Any) -> Iterator[dict[str, Any]]:
        """One record a page."""
        assert isinstance(response, TextResponse)
        document = bare_extraction(response.text, url=response.url, with_metadata=True, include_comments=False)
        if document is not None:
            fields = document if isinstance(document, dict) else document.as_dict()
            yield {name: fields.get(name) for name in ("url", "title", "author", "date", "text")}
