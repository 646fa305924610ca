"""Append new and changed articles to ``output/NAME.jsonl``, one line each; the last line of an ``id`` counts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from scrapy.exceptions import DropItem

from scraper.extensions.archive_recorder import ArchiveRecorder
from scraper.extensions.source_ledger import LedgerExtension, OutputFailedError
from scraper.items import Article, as_record
from scraper.pipelines import ledger_of, source_name
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
        self.ledger.ensure(self.source)
        try:
            with self.ledger.disk_errors():
                self._append(item)
        except OutputFailedError as error:
            self.ledger.stats.inc_value("output/not_written")
            raise DropItem(f"Not written: {item.url}") from error
        return item

    def _append(self, item: Article) -> None:
        writer, stats = self.ledger.writer, self.ledger.stats
        last = writer.last_line(item.id)
        if last is None:
            item.revision, outcome = 1, "new"
        elif last.hash.hex() != item.content_hash:
            item.revision, outcome = last.revision + 1, "changed"
        else:
            item.revision, outcome = last.revision, "lost" if last.is_lost else "unchanged"
        stats.inc_value(f"output/{outcome}")
        if outcome == "unchanged":
            writer.unchanged(item.id)
            return
        line = RecordLine(bytes.fromhex(item.id), bytes.fromhex(item.content_hash), item.revision)
        if self.recorder is not None:
            self.recorder.sync()  # a record never refers to a page that a power cut could lose
        writer.append(line, json.dumps(as_record(item), ensure_ascii=False))
