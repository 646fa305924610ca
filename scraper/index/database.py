"""An SQLite file as the book of a target, owned by one process at a time."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scraper.index.model import TargetDownError
from scraper.ledger.owner import lock

# Readers never wait in WAL mode, and there is one writer; a checkpoint may take this long.
_PATIENCE_SECONDS = 60
# Ids come in no order, and the index of a million has 50 MB. KiB, negative by SQLite's rule.
_CACHE = -64 * 1024


class SqliteConnection:
    """An open file.

    Args:
        path: made with its folder where it is not there.
        sync: put each change on the disk at once: where the documents are elsewhere, a power cut must not make the
            book forget what was sent.

    Raises:
        TakenError: another process writes to it.
        TargetDownError: it can not be made or read, or is no SQLite file.
    """

    def __init__(self, path: Path, *, sync: bool) -> None:
        self._path = path
        self._lock: int | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._lock = _lock_beside(path)
            self.raw = sqlite3.connect(path, timeout=_PATIENCE_SECONDS, isolation_level=None)
            self.raw.execute("PRAGMA journal_mode = WAL")
            # NORMAL syncs at checkpoints: a power cut may take the last transactions, in their order.
            self.raw.execute(f"PRAGMA synchronous = {'FULL' if sync else 'NORMAL'}")
            self.raw.execute(f"PRAGMA cache_size = {_CACHE}")
        except (sqlite3.Error, OSError) as error:
            self._unlock()
            raise TargetDownError(f"{path}: {error}") from error

    def execute(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement; its rows."""
        with self._down():
            return self.raw.execute(sql, values).fetchall()

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for many rows."""
        with self._down():
            self.raw.executemany(sql, rows)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make several changes one: all of them stay, or none."""
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.execute("COMMIT")
        except BaseException:
            if self.raw.in_transaction:  # SQLite ends it by itself when the disk is full
                self.raw.execute("ROLLBACK")
            raise

    @contextmanager
    def _down(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise TargetDownError(f"{self._path}: {error}") from error

    def close(self) -> None:
        """Close the file."""
        self.raw.close()
        self._unlock()

    def _unlock(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def _lock_beside(path: Path) -> int:
    # Not the file itself: SQLite's own locks on it would be lost when another handle of it is closed.
    beside = path.with_name(f"{path.name}.lock")
    file = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        lock(file, beside)
    except BaseException:
        os.close(file)
        raise
    return file
