"""Archive answers as received: this middleware is nearer to the network than those that decompress or follow them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import IgnoreRequest, NotConfigured

from scraper.extensions.archive_recorder import META_KEY, ArchiveRecorder
from scraper.extensions.source_ledger import LedgerExtension, OutputFailedError

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_ENCODINGS = "gzip, deflate"


class ArchiveAnswers:
    """Passes each answer to the recorder before anything else reads it."""

    def __init__(self, recorder: ArchiveRecorder, ledger: LedgerExtension) -> None:
        self.recorder = recorder
        self.ledger = ledger

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ArchiveAnswers:
        """Raise NotConfigured if nothing is to be archived."""
        recorder, ledger = crawler.get_extension(ArchiveRecorder), crawler.get_extension(LedgerExtension)
        if recorder is None or ledger is None:
            raise NotConfigured
        return cls(recorder, ledger)

    def process_request(self, request: Request) -> None:
        """Request only common encodings: `warcio check` of 1.8 fails with brotli's current release."""
        request.headers["Accept-Encoding"] = _ENCODINGS

    def process_response(self, request: Request, response: Response) -> Response:
        """Archive one answer.

        Raises:
            IgnoreRequest: the disk is full or fails; the crawl is stopped.
        """
        request.meta.pop(META_KEY, None)
        if "cached" in response.flags:  # from Scrapy's HTTP cache, not from the network
            return response
        try:
            with self.ledger.disk_errors():
                self.recorder.keep(request, response)
        except OutputFailedError as error:
            raise IgnoreRequest(f"not archived: {request.url}") from error
        return response
