"""The state file: one SQLite file for all sources, shared by several processes, opened for a run of one source."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from scraper.storage.lock import lock_beside
from scraper.storage.sqlite import SqliteFile

_SCHEMA = files("scraper.ledger") / "schema.sql"
_LATER_TABLES = files("scraper.ledger") / "later_tables.sql"
_VERSION = 1

HOUR = 3_600
# After one failure an address is requested again in the next run, then after an hour, two, four, … up to a week.
MAX_WAIT = 7 * 24 * HOUR
# SQL for the time of the next try; parameters: now, HOUR, MAX_WAIT. ``failures`` is the count before this one.
NEXT_TRY = "? + CASE failures WHEN 0 THEN 0 ELSE min(? * (1 << min(failures - 1, 20)), ?) END"


class StateFile(SqliteFile):
    """An open state file.

    Raises:
        StorageError: it cannot be created, read or written, or is not an SQLite file; VersionError for another version.
    """

    def __init__(self, path: Path) -> None:
        # SQLite's own locks are not enough: if two processes switch a new file to WAL, one fails at once because it is
        # locked. The second process waits here.
        with lock_beside(path, wait=True):
            super().__init__(path, _SCHEMA.read_text("utf-8"), version=_VERSION)
            for statement in _LATER_TABLES.read_text("utf-8").split(";\n"):
                self.execute(statement)


class Database(StateFile):
    """A state file, open for a run of one source.

    Args:
        path: of the file.
        source: whose rows are read and written.

    Raises:
        StorageError: it cannot be created, read or written, or is not an SQLite file; VersionError for another version.
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
