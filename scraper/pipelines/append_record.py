"""Append new and changed articles to ``output/NAME.jsonl``, one line each; the last line of an ``id`` counts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scrapy.exceptions import DropItem

from scraper.extensions.archive_recorder import ArchiveRecorder
from scraper.extensions.source_ledger import LedgerExtension, OutputFailedError
from scraper.items import Article, as_record
from scraper.pipelines import ledger_of, source_name
from scraper.pipelines.finished_record import FinishedRecord
from scraper.storage.records import RecordLine

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class AppendRecord:
    """Appends records that are not in the log in this form; log and ledger ensure that none is lost.

    Args:
        ledger: has the last line of each record.
        source: name of the source.
        recorder: archives the pages; None without an archive.
    """

    def __init__(self, ledger: LedgerExtension, source: str, recorder: ArchiveRecorder | None = None) -> None:
        self.ledger = ledger
        self.source = source
        self.recorder = recorder

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> AppendRecord:
        return cls(ledger_of(crawler), source_name(crawler), crawler.get_extension(ArchiveRecorder))

    def process_item(self, item: Article) -> Article:
        """Write one article, unless the log has the same record.

        Raises:
            DropItem: the disk is full or fails; the crawl is stopped, since no more records could be kept.
        """
        try:
            with self._disk():
                item.revision, is_new = self._revision(item.id, item.content_hash)
                if is_new:
                    text = json.dumps(as_record(item), ensure_ascii=False).encode()
                    self._append(item.id, item.content_hash, item.revision, text)
        except OutputFailedError as error:
            raise DropItem(f"Not written: {item.url}") from error
        return item

    def append_finished(self, record: FinishedRecord) -> None:
        """Write one finished record, unless the log has the same.

        Raises:
            OutputFailedError: the disk is full or fails; the crawl is stopped.
        """
        with self._disk():
            revision, is_new = self._revision(record.id, record.content_hash)
            if is_new:
                self._append(record.id, record.content_hash, revision, record.line(revision))

    @contextmanager
    def _disk(self) -> Iterator[None]:
        self.ledger.ensure(self.source)
        try:
            with self.ledger.disk_errors():
                yield
        except OutputFailedError:
            self.ledger.stats.inc_value("output/not_written")
            raise

    def _revision(self, record_id: str, content_hash: str) -> tuple[int, bool]:
        """The revision of a record, and whether the log lacks it."""
        writer = self.ledger.writer
        last = writer.last_line(record_id)
        if last is None:
            revision, outcome = 1, "new"
        elif last.hash.hex() != content_hash:
            revision, outcome = last.revision + 1, "changed"
        else:
            revision, outcome = last.revision, "lost" if last.is_lost else "unchanged"
        self.ledger.stats.inc_value(f"output/{outcome}")
        if outcome == "unchanged":
            writer.unchanged(record_id)
        return revision, outcome != "unchanged"

    def _append(self, record_id: str, content_hash: str, revision: int, text: bytes) -> None:
        if self.recorder is not None:
            self.recorder.sync()  # a record never refers to a page that a power cut could lose
        line = RecordLine(bytes.fromhex(record_id), bytes.fromhex(content_hash), revision)
        self.ledger.writer.append(line, text)
