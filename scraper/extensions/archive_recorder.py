"""Archive all answers of a crawl in the folder ``WARC_DIR``, if it is set."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.exceptions import NotConfigured

from scraper.archive.coding import as_archived
from scraper.archive.exchange import Exchange, Headers, WarcLocation
from scraper.archive.writer import ArchiveWriter
from scraper.finish_reasons import OUTPUT_FAILED
from scraper.paths import warc_dir
from scraper.sites import SourceSpider

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)

META_KEY = "archived"
"""Key of an answer's :class:`WarcLocation` in ``request.meta``."""


class ArchiveRecorder:
    """Owns the archive of a crawl's source; it is opened at the first answer.

    Settings: ``WARC_DIR`` is the folder; ``SYNC = False`` leaves out fsync.
    """

    def __init__(self, crawler: Crawler, folder: Path) -> None:
        if crawler.stats is None:
            raise ValueError("stats are needed to count archived answers")
        self.crawler = crawler
        self.stats = crawler.stats
        self.folder = folder
        self._writer: ArchiveWriter | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ArchiveRecorder:
        """Raise NotConfigured if nothing is to be archived."""
        folder = warc_dir(crawler.settings)
        if folder is None:
            raise NotConfigured
        recorder = cls(crawler, folder)
        crawler.signals.connect(recorder.spider_closed, signals.spider_closed)
        return recorder

    def keep(self, request: Request, response: Response) -> None:
        """Archive an answer, and store its location in the request's ``meta``.

        Raises:
            OSError: the disk is full or fails.
        """
        place = self._opened().write(exchange_of(request, response))
        request.meta[META_KEY] = place
        self.stats.inc_value("archive/answers")
        if place.is_revisit:
            self.stats.inc_value("archive/revisits")

    def write_metadata(self, url: str, location: WarcLocation, text: str) -> None:
        """Archive the context of a page as JSON; of several for one answer, the last counts."""
        self._opened().write_metadata(url, location, text)

    def sync(self) -> None:
        """Sync the archive to the disk."""
        if self._writer is not None:
            self._writer.sync()

    def spider_closed(self) -> None:
        """Complete the archive."""
        if self._writer is None:
            return
        try:
            self._writer.close()
        except OSError as error:
            self.stats.set_value("finish_reason", OUTPUT_FAILED)
            logger.error("The archive in %s cannot be completed (%s); the next run does it", self.folder, error)  # noqa: TRY400
        self._writer = None

    def _opened(self) -> ArchiveWriter:
        if self._writer is None:
            spider = self.crawler.spider
            name = spider.name if spider is not None else self.crawler.spidercls.name
            info = {"software": f"Scrapy {version('scrapy')}, warcio {version('warcio')}"}
            if isinstance(spider, SourceSpider):
                info |= {"spider": self.crawler.spidercls.name, "hosts": " ".join(sorted(spider.urls.hosts))}
                if spider.urls.border:
                    info["border"] = spider.urls.border
            info["http-header-user-agent"] = str(self.crawler.settings["USER_AGENT"])
            info["robots"] = "obey" if self.crawler.settings.getbool("ROBOTSTXT_OBEY") else "ignore"
            self._writer = ArchiveWriter(self.folder, name, info, fsync=self.crawler.settings.getbool("SYNC", True))
            for path, mended in self._writer.mended.items():
                if mended.cut:
                    self.stats.inc_value("archive/truncated_member")
                    logger.warning("%s ended in an incomplete record: %d bytes cut", path, mended.cut)
                if mended.damaged_at is not None:
                    self.stats.inc_value("archive/damaged_file")
                    logger.warning(
                        "%s is damaged at byte %d, before its end. Its whole records are kept, a new file is begun. "
                        "`scrapy replay` names what cannot be read; only a backup has it",
                        path,
                        mended.damaged_at,
                    )
        return self._writer


def exchange_of(request: Request, response: Response) -> Exchange:
    """An exchange as transferred, as far as Scrapy exposes it."""
    parts = urlsplit(request.url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    request_headers = [("Host", parts.netloc.rpartition("@")[2]), *_lines(request)]
    if request.body:
        request_headers.append(("Content-Length", str(len(request.body))))
    version_ = response.protocol or "HTTP/1.1"
    latency = float(request.meta.get("download_latency", 0.0))
    headers, body = as_archived(_lines(response), response.body)
    return Exchange(
        url=request.url,
        at=datetime.now(UTC) - timedelta(seconds=latency),
        request_line=f"{request.method} {path} {version_}",
        request_headers=request_headers,
        request_body=request.body,
        status_line=f"{version_} {response.status} {_reason(response.status)}",
        headers=headers,
        body=body,
        ip=str(response.ip_address) if response.ip_address else None,
        # Not "partial": an answer without a length ends with its connection, and is whole as far as anyone can tell.
        cut="dataloss" in response.flags,
    )


def _lines(message: Request | Response) -> Headers:
    """The headers one by one; bytes outside ASCII are unchanged."""
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in message.headers.items()
        for value in values
    ]


def _reason(status: int) -> str:
    """The standard phrase of a status; Scrapy keeps the number only."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
