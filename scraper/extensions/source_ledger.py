"""Open ledger and log of a source for a crawl, and stop the crawl when the disk fails.

Order of events for one article: its link is seen (*found*), its page is read (*fetched*), its line is appended to the
log, the log is synced, and only then the ledger marks it as *written*. If the process dies in between, the next run
continues from there.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import CloseSpider

from scraper.finish_reasons import FINISHED, OUTPUT_FAILED, SHUTDOWN, TAKEN, WRONG_USAGE
from scraper.items import Article, tombstone
from scraper.ledger.articles import RUNS_TO_BE_GONE, Articles, KnownArticle
from scraper.ledger.database import HOUR, Database
from scraper.ledger.health import FAILED, SHORT, Expectations, History
from scraper.ledger.pages import Pages
from scraper.ledger.reading_marks import ReadingMarks
from scraper.ledger.readings import Readings
from scraper.ledger.record_writer import RecordWriter
from scraper.ledger.records import Records
from scraper.ledger.runs import Runs
from scraper.ledger.undecided import Undecided
from scraper.paths import output_dir, state_file
from scraper.sites import SourceSpider
from scraper.storage.lock import TakenError, lock_beside
from scraper.storage.log import RecordLog
from scraper.storage.records import RecordLine
from scraper.storage.sqlite import DamagedError, StorageError

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

# Every list is walked to its end once a week, whatever its first pages show: an article that an editor put further
# down, or that moved there while a site was unavailable, is found within this time.
_LISTS_EVERY = timedelta(days=7).total_seconds()
# If at least this number of articles and most of those fetched again are missing, the site has an error.
_MANY_MISSING = 10


class OutputFailedError(CloseSpider):
    """The disk is full or fails: the crawl stops."""

    def __init__(self) -> None:
        super().__init__(OUTPUT_FAILED)


class LedgerExtension:
    """The open ledger and log of a crawl's source.

    Settings: ``OUTPUT_DIR`` holds ``NAME.jsonl``; ``STATE_FILE`` is the ledger; ``SYNC = False`` leaves out fsync.
    """

    articles: Articles
    pages: Pages
    readings: Readings
    runs: Runs
    undecided: Undecided
    writer: RecordWriter

    def __init__(self, crawler: Crawler, clock: Callable[[], float] = time.time) -> None:
        if crawler.stats is None:
            raise ValueError("stats are needed to count records")
        self.crawler = crawler
        self.stats = crawler.stats
        self._clock = clock
        self._open: ExitStack | None = None
        self._source = ""
        self._expectations: Expectations | None = None
        self._successor = ""
        self.has_failed = False
        self._closing: asyncio.Future[None] | None = None
        self._rejected: RecordLog | None = None
        self._missing: list[KnownArticle] = []
        self._asked_again = 0
        self.full = False
        """True if everything is to be fetched again."""
        self.run = 0
        """Number of this run, from 1 on."""
        self.horizon = 0
        """Number of the run up to which all seen articles are known; 0 if all lists are walked to their ends."""
        self.is_complete = True
        """False once a page failed that has to be walked again and could not be recorded."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> LedgerExtension:
        ledger = cls(crawler)
        crawler.signals.connect(ledger.spider_opened, signals.spider_opened)
        crawler.signals.connect(ledger.spider_closed, signals.spider_closed)
        crawler.signals.connect(ledger.item_scraped, signals.item_scraped)
        crawler.signals.connect(ledger.item_refused, signals.item_dropped)
        crawler.signals.connect(ledger.item_refused, signals.item_error)
        return ledger

    @property
    def now(self) -> int:
        """Seconds since 1970."""
        return int(self._clock())

    @property
    def is_open(self) -> bool:
        """True while ledger and log of a source are open."""
        return self._open is not None

    # A run.

    def spider_opened(self, spider: Spider) -> None:
        """Open ledger and log of a source; for other spiders they are opened by their first record.

        Raises:
            CloseSpider: an argument is unknown, another process has the source, or the files cannot be opened.
        """
        if isinstance(spider, SourceSpider):
            if spider.wrong_usage:
                logger.error("%s is not crawled: %s", spider.name, spider.wrong_usage)
                raise CloseSpider(WRONG_USAGE)
            self._successor = spider.successor
            self.open(spider.name, full=spider.full, expectations=spider.expectations)

    def open(self, source: str, *, full: bool = False, expectations: Expectations | None = None) -> None:
        """Open log and ledger, and reconcile them.

        Raises:
            CloseSpider: another process has the source, or the files cannot be opened.
        """
        state, log = state_file(self.crawler.settings), RecordLog(self._path(source, "jsonl"))
        self.full, self._source, self._expectations = full, source, expectations
        with ExitStack() as opened:
            try:
                self._set_up(opened, source, state, log)
            except TakenError as error:
                logger.error("%s is crawled already: %s. This run stops.", source, error)  # noqa: TRY400
                raise CloseSpider(TAKEN) from error
            except StorageError as error:
                logger.error("%s cannot start: %s", source, error)  # noqa: TRY400
                raise CloseSpider(OUTPUT_FAILED) from error
            except OSError as error:
                logger.error("%s cannot start: %s (%s, %s)", source, error, state, log.path)  # noqa: TRY400
                raise CloseSpider(OUTPUT_FAILED) from error
            self._open = opened.pop_all()

    def _set_up(self, opened: ExitStack, source: str, state: Path, log: RecordLog) -> None:
        opened.enter_context(lock_beside(state, source))
        cut = log.open()
        opened.callback(log.close)
        database = Database(state, source)
        opened.callback(database.close)
        self.articles, self.pages, self.runs = Articles(database), Pages(database), Runs(database)
        marks = ReadingMarks(state.with_name(f"{state.name}.{source}.reading"))
        opened.callback(marks.close)
        self.undecided, self.readings = Undecided(database), Readings(database, marks)
        self.writer = RecordWriter(
            log,
            Records(database),
            self.stats,
            fsync=self.crawler.settings.getbool("SYNC"),
            when_due=self._sync_in_time,
        )
        self._transaction = database.transaction
        self.run = database.run
        self.runs.begin(self.now)
        if cut:
            self.stats.inc_value("output/truncated_tail")
            logger.warning("%s ended in an incomplete line: %d bytes cut, the article is fetched again", log.path, cut)
        if lost := self.writer.reconcile():
            self.stats.set_value("ledger/lost_lines", lost)
            logger.warning("%d records are not in %s any more: their articles are fetched again", lost, log.path)
        walked_run, lists_at = self.runs.progress()
        is_recent = 0 <= self.now - lists_at < _LISTS_EVERY  # a clock may have been set back
        self.horizon = walked_run if is_recent and not self.full else 0
        database.guard = self.disk_errors  # also for what the walk reads outside a transaction

    def ensure(self, source: str) -> None:
        """Open ledger and log for a spider that is not a source but yields records."""
        if self._open is None:
            self.open(source)

    def spider_closed(self, reason: str) -> None:
        """Write what is still pending, and record how far the walk came."""
        if reason == SHUTDOWN:
            self.stats.set_value("interrupted", True)
        if self._open is None:
            return
        try:
            self._end(reason)
        except OutputFailedError:
            self.stats.set_value("finish_reason", OUTPUT_FAILED)
        finally:
            self.writer.stop_timer()
            self._open.close()
            self._open = None

    def _end(self, reason: str) -> None:
        with self.disk_errors():
            if reason == FINISHED:
                self._write_tombstones()
            self.writer.sync()
            self.readings.end_all()
            if reason == FINISHED and not self._falls_short() and self.is_complete:
                self.runs.walked(None if self.horizon else self.now)
            self.runs.end(reason, self.stats.get_stats(), self.now)

    def _falls_short(self) -> bool:
        """True if the run fell short of the source's expectations; the reasons go to the stats."""
        if self._expectations is None:
            return False
        since = self.now - self._expectations.days * 24 * HOUR
        history = History(
            self.runs.before(),
            found=self.articles.found_since(since),
            recorded=self.articles.recorded(),
            is_long=self.runs.is_older(since),
        )
        short = self._expectations.shortcomings(self.stats.get_stats(), history, self._successor)
        if short:
            self.stats.set_value(SHORT, short)
            self.stats.set_value(FAILED, len(short))
        return bool(short)

    def _opened(self) -> ExitStack:
        if self._open is None:
            raise ValueError("the ledger is not open; EXTENSIONS opens it for spiders of portals")
        return self._open

    # Disk errors.

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One step of the walk as one transaction.

        Raises:
            OutputFailedError: the disk failed, now or before.
        """
        with self.disk_errors(), self._transaction():
            yield

    @contextmanager
    def disk_errors(self) -> Iterator[None]:
        """Stop the crawl when the disk fails, with one error in the log.

        Raises:
            OutputFailedError: it failed, now or before.
        """
        if self.has_failed:
            raise OutputFailedError
        try:
            yield
        except OSError as error:
            self.has_failed = True
            self.stats.inc_value("output/failed")
            if isinstance(error, DamagedError):
                logger.error("The crawl stops, a file is damaged: %s", error)  # noqa: TRY400
            else:
                self._tell_failed(error)
            self.stop()
            raise OutputFailedError from error

    def _tell_failed(self, error: OSError) -> None:
        logger.error(
            "Output cannot be written (%s; %s, %s): the crawl stops. What is written is complete, the next run "
            "fetches the rest.",
            error,
            output_dir(self.crawler.settings),
            state_file(self.crawler.settings),
        )

    def stop(self) -> None:
        """Close the crawl, if it is still open."""
        engine = self.crawler.engine
        if engine is not None and engine.spider is not None:
            self._closing = asyncio.ensure_future(engine.close_spider_async(reason=OUTPUT_FAILED))

    def _sync_in_time(self) -> None:
        if self.has_failed:
            return
        try:
            with self.disk_errors():
                self.writer.sync()
        except OutputFailedError:
            return  # logged already, and the crawl is stopping

    # Records.

    def item_scraped(self, item: object) -> None:
        """Record that the page of a written article was read to its end."""
        if isinstance(item, Article) and self._open is not None and not self.has_failed:
            with self.disk_errors():
                self.readings.end_record(item.id)

    def item_refused(self, item: object) -> None:
        """Reopen an article whose record did not reach the log; it is fetched again later."""
        if isinstance(item, Article) and self._open is not None and not self.has_failed:
            with self.transaction():
                self.articles.reopen(item.id, self.now)
                self.readings.end_record(item.id)

    def reject(self, text: str) -> Path:
        """Keep an invalid record with the reason in a file for inspection.

        Returns:
            The file.
        """
        with self.disk_errors():
            if self._rejected is None:
                self._rejected = RecordLog(self._path(self._source, "rejected.jsonl"))
                self._rejected.open()
                self._opened().callback(self._rejected.close)
            self._rejected.append(text.encode())
            return self._rejected.path

    def _path(self, source: str, ending: str) -> Path:
        return output_dir(self.crawler.settings) / f"{source}.{ending}"

    # Articles that are gone.

    def asked_again(self) -> None:
        """Count a written article that was fetched again."""
        self._asked_again += 1
        self.stats.inc_value("ledger/revisited")

    def missing(self, known: KnownArticle) -> None:
        """Record that a written article is missing (404 or 410); the end of the run decides whether it counts."""
        self._missing.append(known)

    def _write_tombstones(self) -> None:
        """Record missing articles; write a tombstone for those that were missing in the previous run too."""
        if len(self._missing) >= _MANY_MISSING and 2 * len(self._missing) > self._asked_again:
            self.stats.set_value("ledger/missing_not_believed", len(self._missing))
            logger.warning("%d articles answer 404, most of those requested: not taken as deleted", len(self._missing))
            return
        for known in self._missing:
            last = self.writer.last_line(known.id.hex()) if known.id else None
            if known.missing + 1 >= RUNS_TO_BE_GONE and last is not None and last.hash:
                at = datetime.fromtimestamp(self.now, UTC)
                text = tombstone(last.id.hex(), self._source, known.url, at)
                self.writer.append(RecordLine(last.id, b"", last.revision), text)
                self.stats.inc_value("output/deleted")
        self.writer.sync()
        with self._transaction():
            for known in self._missing:
                self.articles.missing(known.key, self.now)
