"""The only access to SQLite files: pragmas, version check, transactions, and one kind of error."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar, Self

# Transactions take milliseconds, a checkpoint of a large file some seconds: after a minute there is another problem.
_PATIENCE_SECONDS = 60
# Ids come in random order, and the index of a million has 50 MB. In KiB, negative by SQLite's convention.
_CACHE = -64 * 1024

Row = tuple[Any, ...]


class StorageError(OSError):
    """An SQLite file cannot be opened, read or written; the message names the file."""


class VersionError(StorageError):
    """The file was written by another version of this project."""


class SqliteFile:
    """An open SQLite file; every change is a transaction of its own unless it is made within :meth:`transaction`.

    Readers and one writer work concurrently (WAL). A change survives the death of the process at once, and that of the
    machine after the next checkpoint; changes are never lost out of order.

    Args:
        path: created with its folder if it is missing; None for a temporary file.
        schema: the statements that create the tables, separated by a semicolon at the end of a line; if the file has no
            version, they are run each time.
        version: of the schema, stored in the file; 0 for a file without one.
        sync: sync each change to the disk at once.
        batches: changes are committed by :meth:`commit` only.

    Raises:
        VersionError: another version wrote the file.
        StorageError: the file cannot be opened, or is not an SQLite file.
    """

    error: ClassVar[type[Exception]] = StorageError
    """The class that is raised instead of SQLite's own errors."""

    def __init__(
        self,
        path: Path | None,
        schema: str = "",
        *,
        version: int = 0,
        sync: bool = False,
        batches: bool = False,
    ) -> None:
        if path is not None:
            with self._errors(path):
                path.parent.mkdir(parents=True, exist_ok=True)
        self._connect(path, str(path or ""), batches=batches)
        try:
            self._prepare(schema, version, sync=sync)
        except BaseException:
            self.close()
            raise

    @classmethod
    def read_only(cls, path: Path) -> Self:
        """Open an existing file for reading.

        Raises:
            StorageError: it is missing, or not an SQLite file.
        """
        opened = cls.__new__(cls)
        opened._connect(path, f"{path.resolve().as_uri()}?mode=ro", batches=False)
        return opened

    def _connect(self, path: Path | None, name: str, *, batches: bool) -> None:
        self._path = path
        with self._errors(path):
            self._raw = sqlite3.connect(
                name,
                timeout=_PATIENCE_SECONDS,
                isolation_level="DEFERRED" if batches else None,
                uri=name.startswith("file:"),
            )

    def _prepare(self, schema: str, version: int, *, sync: bool) -> None:
        with self.transaction():
            found = self.execute("PRAGMA user_version")[0][0]
            if found not in (0, version):
                raise VersionError(
                    f"{self._path} has version {found}, this program writes {version}: use the program that wrote it, "
                    "or move the file away and a new one is made"
                )
            if not found:
                for statement in schema.split(";\n"):
                    self.execute(statement)
                self.execute(f"PRAGMA user_version = {version}")
        self.execute("PRAGMA journal_mode = WAL")
        # NORMAL syncs at checkpoints: a power cut may lose the last transactions, in their order.
        self.execute(f"PRAGMA synchronous = {'FULL' if sync else 'NORMAL'}")
        self.execute(f"PRAGMA cache_size = {_CACHE}")

    def execute(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """Run one statement and return its rows."""
        with self._errors(self._path):
            return self._raw.execute(sql, values).fetchall()

    def first(self, sql: str, values: Sequence[Any] = ()) -> Row | None:
        """Run one statement and return its first row, or None."""
        rows = self.execute(sql, values)
        return rows[0] if rows else None

    def iterate(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Row]:
        """Run one statement and yield its rows, for results that do not fit into memory."""
        with self._errors(self._path):
            yield from self._raw.execute(sql, values)

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for many rows."""
        with self._errors(self._path):
            self._raw.executemany(sql, rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make several changes atomically: all of them, or none."""
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.commit()
        except BaseException:
            if self._raw.in_transaction:  # SQLite rolls back by itself when the disk is full
                with self._errors(self._path):
                    self._raw.execute("ROLLBACK")
            raise

    def commit(self) -> None:
        """Commit the changes so far."""
        with self._errors(self._path):
            self._raw.commit()

    def close(self) -> None:
        """Close the file."""
        self._raw.close()

    @contextmanager
    def _errors(self, path: Path | None) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise self.error(f"{path or 'temporary file'}: {error}") from error
