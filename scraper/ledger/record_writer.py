"""Append records: a line goes to the log, then to the disk, and only then is its article marked as written."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from scraper.ledger.log_lines import WrittenLine, digest_of, mark_of_file, placed_line
from scraper.ledger.records import Records
from scraper.storage.log import RecordLog
from scraper.storage.reader import LogLine, warn_about
from scraper.storage.records import LinePlace, RecordLine

if TYPE_CHECKING:
    from scrapy.statscollectors import StatsCollector

# A batch of lines is synced at this size or age (seconds). Lines that are lost with the machine are fetched again.
_SYNC_LINES = 100
_SYNC_SECONDS = 1.0
# Lines of the log that are named; of more, their number.
_NAMED = 10

logger = logging.getLogger(__name__)


class RecordWriter:
    """Appends lines in batches.

    Args:
        log: the open log.
        records: the ledger's entries of its lines.
        stats: Scrapy's stats.
        fsync: False leaves out fsync; for measuring its cost.
        when_due: called when a batch is old enough to be synced.
    """

    def __init__(
        self, log: RecordLog, records: Records, stats: StatsCollector, *, fsync: bool, when_due: Callable[[], None]
    ) -> None:
        self._log = log
        self._records = records
        self._lines = records.lines
        self._stats = stats
        self._fsync = fsync
        self._when_due = when_due
        self._unsynced: dict[bytes, RecordLine] = {}
        self._batch: list[RecordLine] = []
        """The same lines, and earlier ones of the same ids."""
        self._timer: asyncio.TimerHandle | None = None

    def reconcile(self) -> int:
        """Reconcile the ledger with the log: articles whose lines are in the log are written.

        Returns:
            Number of written records that are no longer in the log; their articles are set back to found.

        Raises:
            DamagedError: articles and records of the ledger contradict each other.
        """
        self._records.check()
        known, mark = self._records.known_log()
        is_same = (
            known <= self._log.end
            and self._log.mark(known) == mark
            and self._lines.is_as_written(self._log.file, known)
        )
        if is_same:
            self._records.wrote(map(self._record_line, self._log.lines(known)), *self._place())
            return 0
        before = self._lines.last_of_each(known)
        self._lines.forget()
        self._records.doubt()
        found = _Digests(map(self._record_line, self._log.lines()))
        self._records.wrote(found, *self._place())
        lost = {key: line for key, line in before.items() if line.digest not in found.digests}
        self._tell_changed(list(lost.values()), len(before))
        self._records.lose(lost)
        return self._records.reopen_lost()

    def _tell_changed(self, lost: list[WrittenLine], count: int) -> None:
        """Name lines that were overwritten in place; another log has nearly none of the lines."""
        if 2 * len(lost) > count or not self._log.end:
            return
        for line in lost[:_NAMED]:
            logger.warning(
                "Byte %d of %s is no longer what was written, the record %s, but %.80r: it is fetched again",
                line.start,
                self._log.path,
                line.id.hex(),
                os.pread(self._log.file, line.end - line.start, line.start),
            )

    def last_line(self, record_id: str) -> RecordLine | None:
        """The last line of a record, synced or not."""
        key = bytes.fromhex(record_id)
        return self._unsynced.get(key) or self._records.last_line(key)

    def append(self, line: RecordLine, text: str | bytes) -> None:
        """Append a line to the log.

        Raises:
            OSError: the disk is full or fails.
        """
        data = text.encode() if isinstance(text, str) else text
        line = replace(line, place=LinePlace(self._log.end, digest_of(data, b"\n")))
        self._log.append(data)
        self._unsynced[line.id] = line
        self._batch.append(line)
        if len(self._unsynced) >= _SYNC_LINES:
            self.sync()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(_SYNC_SECONDS, self._when_due)

    def unchanged(self, record_id: str) -> None:
        """Record that the log already has the same record."""
        key = bytes.fromhex(record_id)
        if key not in self._unsynced:
            self._records.unchanged(key)

    def sync(self) -> None:
        """Sync all lines to the disk, then mark their articles as written.

        Raises:
            OSError: the lines could not be synced.
            StorageError: they are synced, but the ledger could not record it; the next run will.
        """
        self.stop_timer()
        if not self._unsynced:
            return
        if self._fsync:
            self._log.sync()
        self._records.wrote(self._batch, *self._place())
        self._unsynced.clear()
        self._batch.clear()
        self._stats.inc_value("output/syncs")

    def stop_timer(self) -> None:
        """Stop the timer of the batch."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _place(self) -> tuple[int, bytes, str]:
        end = self._log.end
        return end, self._log.mark(end), mark_of_file(self._log.file)

    def _record_line(self, line: LogLine) -> RecordLine:
        placed, reason = placed_line(line)
        if reason:
            self._stats.inc_value("output/bad_line")
            warn_about(line, self._log.path, reason)
        return placed


class _Digests:
    """Lines on their way to the ledger; their fingerprints stay."""

    def __init__(self, lines: Iterable[RecordLine]) -> None:
        self._of = lines
        self.digests: set[bytes] = set()

    def __iter__(self) -> Iterator[RecordLine]:
        for line in self._of:
            if line.place is not None:
                self.digests.add(line.place.digest)
            yield line
