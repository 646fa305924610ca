"""Append new and changed articles to ``output/NAME.jsonl``, one line each; the last line of an ``id`` wins."""

from __future__ import annotations

import asyncio
import json
import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING

from scrapy.exceptions import DropItem

from scraper.items import Article, as_record
from scraper.pipelines import source_name

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.statscollectors import StatsCollector

logger = logging.getLogger(__name__)


class AppendRecord:
    """Knows what the file holds already, so that a second run adds only what changed.

    Args:
        path: the source's file; it and its folder are made when the first article comes.
        stats: where to count.
        stop: ends the crawl for a reason, when the disk takes no more.
    """

    def __init__(self, path: Path, stats: StatsCollector, stop: Callable[[str], None] | None = None) -> None:
        self.path = path
        self.stats = stats
        self._stop = stop
        self._known: dict[str, tuple[str, int]] = {}
        self._file: IO[str] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> AppendRecord:
        """Scrapy's way to make a component."""
        if crawler.stats is None:
            raise ValueError("stats are needed to count records")

        def stop(reason: str) -> None:
            if crawler.engine is not None:
                cls._stopping = asyncio.ensure_future(crawler.engine.close_spider_async(reason=reason))

        return cls(Path(crawler.settings["OUTPUT_DIR"]) / f"{source_name(crawler)}.jsonl", crawler.stats, stop)

    # The task that stops the crawl: somebody has to hold it until it is done.
    _stopping: asyncio.Future[None] | None = None

    def close_spider(self) -> None:
        """Close the file; every line is on its way to the disk since it was written."""
        if self._file is not None:
            self._file.close()

    def process_item(self, item: Article) -> Article:
        """Write one article, unless the file has it as it is.

        Raises:
            DropItem: the disk takes no more; the crawl is stopped, for nothing that it reads would be kept.
        """
        try:
            return self._append(item)
        except OSError as error:
            self.stats.inc_value("output/not_written")
            if self.stats.get_value("output/not_written") == 1 and self._stop is not None:
                logger.error("%s can not be written (%s): the crawl stops", self.path, error)  # noqa: TRY400
                self._stop("output_failed")
            raise DropItem(f"Not written: {item.url}") from error

    def _append(self, item: Article) -> Article:
        file = self._file or self._open()
        known = self._known.get(item.id)
        if known is not None and known[0] == item.content_hash:
            item.revision = known[1]
            self.stats.inc_value("output/unchanged")
            return item
        item.revision = known[1] + 1 if known else 1
        file.write(json.dumps(as_record(item), ensure_ascii=False) + "\n")
        file.flush()
        self._known[item.id] = (item.content_hash, item.revision)
        self.stats.inc_value("output/changed" if known else "output/new")
        return item

    def _open(self) -> IO[str]:
        """Read what is there, and mend a last line that a killed run left unfinished."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if self.path.exists():
            self._mend_tail()
            with self.path.open("rb") as lines:
                for number, line in enumerate(lines, 1):
                    self._remember(number, line)
        self._file = self.path.open("a", encoding="utf-8")
        return self._file

    def _remember(self, number: int, line: bytes) -> None:
        try:
            record = json.loads(line)
            self._known[record["id"]] = (record["content_hash"], record["revision"])
        except (ValueError, KeyError, TypeError):
            self.stats.inc_value("output/bad_line")
            logger.warning("Line %d of %s is no record; it is left as it is", number, self.path)

    def _mend_tail(self) -> None:
        """A line without its end would spoil the next one: half a record is cut, a whole one gets its end."""
        with self.path.open("rb+") as file:
            start = _start_of_last_line(file)
            file.seek(start)
            tail = file.read()
            if not tail:
                return
            try:
                json.loads(tail)
            except ValueError:
                file.truncate(start)
                self.stats.inc_value("output/torn_tail")
            else:
                file.write(b"\n")


def _start_of_last_line(file: IO[bytes]) -> int:
    """Position behind the last line end; the file's own end where it is whole."""
    position = file.seek(0, os.SEEK_END)
    while position > 0:
        start = max(0, position - 65_536)
        file.seek(start)
        newline = file.read(position - start).rfind(b"\n")
        if newline >= 0:
            return start + newline + 1
        position = start
    return 0
