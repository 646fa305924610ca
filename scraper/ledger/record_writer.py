"""Append records: a line goes to the log, then to the disk, and only then is its article marked as written."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from scraper.ledger.records import Records
from scraper.storage.log import RecordLog
from scraper.storage.reader import LogLine, warn_about
from scraper.storage.records import RecordLine, record_line

if TYPE_CHECKING:
    from scrapy.statscollectors import StatsCollector

# A batch of lines is synced at this size or age (seconds). Lines that are lost with the machine are fetched again.
_SYNC_LINES = 100
_SYNC_SECONDS = 1.0


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
        self._stats = stats
        self._fsync = fsync
        self._when_due = when_due
        self._unsynced: dict[bytes, RecordLine] = {}
        self._timer: asyncio.TimerHandle | None = None

    def reconcile(self) -> int:
        """Reconcile the ledger with the log: articles whose lines are in the log are written.

        Returns:
            Number of written records that are no longer in the log; their articles are set back to found.
        """
        known, mark = self._records.known_log()
        is_same = known <= self._log.end and self._log.mark(known) == mark
        if not is_same:
            self._records.doubt()
        start = known if is_same else 0
        self._records.wrote(filter(None, map(self._record_line, self._log.lines(start))), *self._place())
        return 0 if is_same else self._records.reopen_lost()

    def last_line(self, record_id: str) -> RecordLine | None:
        """The last line of a record, synced or not."""
        key = bytes.fromhex(record_id)
        return self._unsynced.get(key) or self._records.last_line(key)

    def append(self, line: RecordLine, text: str) -> None:
        """Append a line to the log.

        Raises:
            OSError: the disk is full or fails.
        """
        self._log.append(text.encode())
        self._unsynced[line.id] = line
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
        self._records.wrote(self._unsynced.values(), *self._place())
        self._unsynced.clear()
        self._stats.inc_value("output/syncs")

    def stop_timer(self) -> None:
        """Stop the timer of the batch."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _place(self) -> tuple[int, bytes]:
        return self._log.end, self._log.mark(self._log.end)

    def _record_line(self, line: LogLine) -> RecordLine | None:
        try:
            if line.reason:
                raise ValueError(line.reason)  # noqa: TRY301  (counted as the other reason is)
            return record_line(line.value)
        except ValueError as error:
            self._stats.inc_value("output/bad_line")
            warn_about(line, self._log.path, str(error))
            return None
