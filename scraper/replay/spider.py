"""A spider that fetches nothing: its articles come from archives and pass through the same pipelines."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider

from scraper.extensions.source_ledger import LedgerExtension
from scraper.finish_reasons import REPLAYED
from scraper.items import Article
from scraper.replay.catalogue import Catalogue
from scraper.replay.passes import outcomes, read_pages
from scraper.replay.reading import PageResult, Task
from scraper.replay.workers import Workers
from scraper.storage.reader import read_lines

# At most this much work, in seconds, is repeated after a kill.
_KEEP_SECONDS = 2.0


class ReplaySpider(Spider):
    """Reads the archived pages of one source."""

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
        repair = self.settings.getbool("REPAIR_TEXT")
        work = read_pages(self.catalogue, self.name, self.done, self.workers, repair=repair)
        for batch, future in work:
            readings = await asyncio.wrap_future(future)
            for task, reading in outcomes(self.catalogue, self.name, batch, readings):
                article = self._take(reading, task)
                if article is not None:
                    ledger.ensure(self.name)  # for a host without articles no files are created
                    self._under_way += 1
                    self._all_arrived.clear()
                    yield article
                self.done += 1
            self.told(len(batch))
            if time.monotonic() - kept > _KEEP_SECONDS:
                await self._keep(ledger)
                kept = time.monotonic()
        await self._keep(ledger)
        raise CloseSpider(REPLAYED)

    def _take(self, reading: PageResult, task: Task | None) -> Article | None:
        """The article of a result, if it goes to the log; the outcome of the page is counted."""
        kind = reading.kind
        if reading.reason and task is not None:
            self.logger.warning("Not read, %s: %s at %d (%s)", task.url, task.archive.path, task.offset, reading.reason)
        article = reading.article
        if article is not None and not self._is_newest(article):
            kind, article = "article, older than its record", None
        self.counts[kind] += 1
        return article

    def _is_newest(self, article: Article) -> bool:
        return self.catalogue.is_newest(self.name, article.id, article.fetched_at, article.archive)

    @property
    def _log(self) -> Path:
        return Path(self.settings["OUTPUT_DIR"]) / f"{self.name}.jsonl"

    async def _keep(self, ledger: LedgerExtension) -> None:
        await self._all_arrived.wait()
        with ledger.disk_errors():
            if ledger.is_open:
                ledger.writer.sync()
            self.catalogue.keep(self.name, self.done, self.counts, size_of(self._log))


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
