"""A spider that fetches nothing: its articles come from archives and pass through the same pipelines."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

from pydispatch.dispatcher import getAllReceivers, liveReceivers  # type: ignore[import-untyped]
from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.extensions.corestats import CoreStats

from scraper.extensions.field_coverage import FieldCoverage
from scraper.extensions.source_ledger import LedgerExtension
from scraper.finish_reasons import REPLAYED
from scraper.paths import output_dir
from scraper.pipelines.append_record import AppendRecord
from scraper.pipelines.validate_record import ValidateRecord
from scraper.replay.catalogue import Catalogue
from scraper.replay.passes import outcomes, read_pages
from scraper.replay.reading import PageResult, RecordForm, Task
from scraper.replay.workers import Workers
from scraper.storage.reader import read_lines

# Who takes part in the records of a replay.
_OWN_STEPS = (ValidateRecord, AppendRecord)
_OWN_RECEIVERS = (CoreStats, FieldCoverage, LedgerExtension, Spider)
# At most this much work, in seconds, is repeated after a kill.
_KEEP_SECONDS = 2.0


class ReplaySpider(Spider):
    """Reads the archived pages of one source.

    Records are finished where their pages are read, and appended here; those that break a rule of the schema, and all
    if others take part in the records (see :func:`is_alone`), pass through the pipelines.
    """

    name = "replay"

    def __init__(self, source: str, catalogue: Catalogue, workers: Workers, told: Callable[[int], None]) -> None:
        super().__init__(source)
        self.catalogue = catalogue
        self.workers = workers
        self.told = told
        self._under_way = 0
        self._all_arrived = asyncio.Event()
        self._all_arrived.set()
        self.done, self.counts = 0, Counter[str]()
        self._filled = Counter[tuple[str, ...]]()
        """Fields of the finished records that are not counted yet."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> ReplaySpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        for signal in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(spider.arrived, signal)
        return spider

    def arrived(self) -> None:
        """Count an article that has left the pipelines."""
        self._under_way -= 1
        if not self._under_way:
            self._all_arrived.set()

    async def start(self) -> AsyncIterator[Any]:
        """Yield the articles, in the order of their pages."""
        ledger = self.crawler.get_extension(LedgerExtension)
        if ledger is None:
            raise ValueError("replays need scraper.extensions.source_ledger.LedgerExtension among the EXTENSIONS")
        self.done, self.counts = self.catalogue.progress(self.name, size_of(self._log))
        for record_id, at, place in _known(self._log):
            self.catalogue.is_newest(self.name, record_id, at, place)
        kept = time.monotonic()
        form = RecordForm(self.settings.getbool("REPAIR_TEXT"), finish=is_alone(self.crawler))
        sink = AppendRecord.from_crawler(self.crawler)
        for batch, future in read_pages(self.catalogue, self.name, self.done, self.workers, form):
            readings = await asyncio.wrap_future(future)
            for task, reading in outcomes(self.catalogue, self.name, batch, readings):
                if not self._is_taken(reading, task):
                    pass
                elif reading.record is not None:
                    await self._all_arrived.wait()  # the order of the pages is that of the log
                    sink.append_finished(reading.record)
                    self._filled[reading.record.filled] += 1
                elif reading.article is not None:
                    ledger.ensure(self.name)  # for a host without articles no files are created
                    self._under_way += 1
                    self._all_arrived.clear()
                    yield reading.article
                self.done += 1
            self._count_finished()
            self.told(len(batch))
            if time.monotonic() - kept > _KEEP_SECONDS:
                await self._keep(ledger)
                kept = time.monotonic()
        await self._keep(ledger)
        raise CloseSpider(REPLAYED)

    def _is_taken(self, reading: PageResult, task: Task | None) -> bool:
        """True if the article of a result goes to the log; the outcome of the page is counted."""
        kind, found = reading.kind, reading.record or reading.article
        if reading.reason and task is not None:
            self.logger.warning("Not read, %s: %s at %d (%s)", task.url, task.archive.path, task.offset, reading.reason)
        is_taken = found is not None and self.catalogue.is_newest(self.name, found.id, found.fetched_at, found.archive)
        if found is not None and not is_taken:
            kind = "article, older than its record"
        self.counts[kind] += 1
        return is_taken

    def _count_finished(self) -> None:
        """Count the records that did not pass through the pipelines as Scrapy counts the others."""
        coverage = self.crawler.get_extension(FieldCoverage)
        for filled, count in self._filled.items():
            if coverage is not None:
                coverage.count(filled, count)
            if self.crawler.stats is not None:
                self.crawler.stats.inc_value("item_scraped_count", count)
        self._filled.clear()

    @property
    def _log(self) -> Path:
        return output_dir(self.settings) / f"{self.name}.jsonl"

    async def _keep(self, ledger: LedgerExtension) -> None:
        await self._all_arrived.wait()
        with ledger.disk_errors():
            if ledger.is_open:
                ledger.writer.sync()
            self.catalogue.keep(self.name, self.done, self.counts, size_of(self._log))


def is_alone(crawler: Crawler) -> bool:
    """True if nobody but this project takes part in the records, so that they may be finished where they are read."""
    if crawler.engine is None or crawler.settings.getdict("SPIDER_MIDDLEWARES"):
        return False
    owners = [getattr(it, "__self__", None) for it in liveReceivers(getAllReceivers(crawler, signals.item_scraped))]
    steps = crawler.engine.scraper.itemproc.middlewares
    return all(isinstance(it, _OWN_RECEIVERS) for it in owners) and all(isinstance(it, _OWN_STEPS) for it in steps)


def size_of(log: Path) -> int:
    """Size of a log in bytes; 0 if it is missing."""
    return log.stat().st_size if log.exists() else 0


def _known(log: Path) -> Iterator[tuple[str, str, dict[str, Any] | None]]:
    """Id, time and archive location of the records in a log."""
    if not log.exists():
        return
    for line in read_lines(log, is_closed=True):
        try:
            place = line.value.get("archive")
            yield line.value["id"], line.value["fetched_at"], place and {**place, "offset": int(place["offset"])}
        except (ValueError, KeyError, TypeError):
            continue  # the ledger warns of it


def kinds(counts: Counter[str]) -> str:
    """The outcomes of the pages on one line."""
    return ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])))
