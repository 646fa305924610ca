"""The state file: one SQLite file for all sources, shared by several processes, opened for a run of one source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from scraper.ledger.values import LATER_TABLES, SCHEMA, VALUE_CHECKS
from scraper.storage.lock import lock_beside
from scraper.storage.sqlite import Row, SqliteFile, StorageError

VERSION = 1

HOUR = 3_600
# After one failure an address is requested again in the next run, then after an hour, two, four, … up to a week.
MAX_WAIT = 7 * 24 * HOUR
# SQL for the time of the next try; parameters: now, HOUR, MAX_WAIT. ``failures`` is the count before this one.
NEXT_TRY = "? + CASE failures WHEN 0 THEN 0 ELSE min(? * (1 << min(failures - 1, 20)), ?) END"


class StateFile(SqliteFile):
    """An open state file.

    Raises:
        VersionError, DamagedError: another version or another program wrote it, or it is damaged.
        StorageError: it cannot be created, read or written.
    """

    advice = (
        "If it is damaged, `scrapy state --rebuild` keeps it under another name and makes a new one from the logs; "
        "nothing is lost: the logs (*.jsonl) are untouched, and what a new one does not know is read again"
    )
    cache = 4 * 1024  # a process may crawl hundreds of sources, and the system caches the file too
    checks = VALUE_CHECKS
    guard: Callable[[], AbstractContextManager[object]] = nullcontext
    """What is done when a statement of a run fails."""

    def __init__(self, path: Path) -> None:
        # SQLite's own locks are not enough: if two processes switch a new file to WAL, one fails at once because it is
        # locked. The second process waits here.
        with lock_beside(path, wait=True):
            super().__init__(path, SCHEMA, version=VERSION)
            try:
                for statement in LATER_TABLES.split(";\n"):
                    self.execute(statement)
                self.check_tables(LATER_TABLES)
            except BaseException:
                self.close()
                raise

    def execute(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """Run one statement and return its rows."""
        try:
            return super().execute(sql, values)
        except StorageError:
            with self.guard():
                raise


class Database(StateFile):
    """A state file, open for a run of one source.

    Args:
        path: of the file.
        source: whose rows are read and written.

    Raises:
        VersionError, DamagedError: another version or another program wrote it, or it is damaged.
        StorageError: it cannot be created, read or written.
    """

    def __init__(self, path: Path, source: str) -> None:
        super().__init__(path)
        self.source: int
        """Number of the source."""
        self.run: int
        """Number of this run, from 1 on."""
        try:
            ((self.source, self.run),) = self.execute(
                "INSERT INTO sources (name, run) VALUES (?, 1) ON CONFLICT DO UPDATE SET run = run + 1"
                " RETURNING id, run",
                (source,),
            )
        except BaseException:
            self.close()
            raise
