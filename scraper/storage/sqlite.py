"""The only access to SQLite files: pragmas, version check, transactions, damage, and one kind of error."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, ClassVar, Self

# Transactions take milliseconds, a checkpoint of a large file some seconds: after a minute there is another problem.
_PATIENCE_SECONDS = 60

# SQLite's errors that only a file causes whose content is not what this program wrote: its statements are tested.
_DAMAGE = (
    *(sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CONSTRAINT),
    *(sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_FORMAT),
)
# What SQLite raises.
_CAUGHT = (sqlite3.Error, OverflowError, UnicodeDecodeError, OSError)
_KINDS: Mapping[str, tuple[type, ...]] = {
    "TEXT": (str,),
    "REAL": (float, int),
    "INTEGER": (int,),
    "BIGINT": (int,),
    "BLOB": (bytes,),
}

Row = tuple[Any, ...]
ValueCheck = Callable[[Any], bool]
"""True for a value that a column may have."""


class StorageError(OSError):
    """An SQLite file cannot be opened, read or written; the message names the file."""


class VersionError(StorageError):
    """The file was written by another version of this project."""


class DamagedError(StorageError):
    """The content of a file is damaged, or another program's; the message says what helps."""


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
        DamagedError: it is not an SQLite file, or not this program's, or damaged.
        StorageError: the file cannot be opened.
    """

    error: ClassVar[type[Exception]] = StorageError
    """The class that is raised instead of SQLite's own errors, except those of damage."""
    advice: ClassVar[str] = "Move it away, with -wal and -shm beside it, and a new one is made"
    """What helps if the file is damaged."""
    cache: ClassVar[int] = 64 * 1024
    """KiB of memory at most: ids come in random order, and the index of a million has 50 MB."""
    checks: ClassVar[Mapping[str, ValueCheck]] = {}
    """By column, what each value that is read must be: SQLite returns whatever a damaged page holds."""

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
        if path is not None and path.exists() and not path.is_file():
            raise self.damage("a folder or device, and no file")
        with self._errors(path):
            self._raw = sqlite3.connect(
                name,
                timeout=_PATIENCE_SECONDS,
                isolation_level="DEFERRED" if batches else None,
                uri=name.startswith("file:"),
            )
            self._raw.execute("PRAGMA cell_size_check = ON")  # damage is noticed when a page is read, not later

    def _prepare(self, schema: str, version: int, *, sync: bool) -> None:
        with self.transaction():
            found = self.execute("PRAGMA user_version")[0][0]
            if found not in (0, version):
                raise VersionError(
                    f"{self._path} has version {found}, this program writes {version}: use the program that wrote it, "
                    f"or move the file away and a new one is made. {self.advice}"
                )
            if version and not found and self.execute("SELECT 1 FROM sqlite_master LIMIT 1"):
                raise self.damage("an SQLite file of another program")
            if not found:
                for statement in schema.split(";\n"):
                    self.execute(statement)
                self.execute(f"PRAGMA user_version = {version}")
            if version:
                self.check_tables(schema)
        self.execute("PRAGMA journal_mode = WAL")
        # NORMAL syncs at checkpoints: a power cut may lose the last transactions, in their order.
        self.execute(f"PRAGMA synchronous = {'FULL' if sync else 'NORMAL'}")
        self.execute(f"PRAGMA cache_size = {-self.cache}")  # negative: KiB, not pages

    def check_tables(self, schema: str) -> None:
        """Check that the file has the tables, columns and indexes of a schema; it may have more.

        Raises:
            DamagedError: it lacks one.
        """
        missing = columns_of(schema).keys() - {(row[0], row[1]) for row in self.execute(_COLUMNS_IN)}
        if missing:
            table, column = min(missing)
            raise self.damage(f"{table} {f'has no {column}' if column else 'is missing'}")

    def has_table(self, name: str) -> bool:
        """True if the file has a table; files of earlier versions lack the later ones."""
        return self.first("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (name,)) is not None

    def execute(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """Run one statement and return its rows."""
        try:
            cursor = self._raw.execute(sql, values)
            rows: list[Row] = cursor.fetchall()
        except _CAUGHT as error:
            raise self._error(error, self._path) from error
        if rows and self.checks:
            self._check(cursor, rows)
        return rows

    def first(self, sql: str, values: Sequence[Any] = ()) -> Row | None:
        """Run one statement and return its first row, or None."""
        rows = self.execute(sql, values)
        return rows[0] if rows else None

    def iterate(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Row]:
        """Run one statement and yield its rows, for results that do not fit into memory."""
        with self._errors(self._path):
            cursor = self._raw.execute(sql, values)
            for row in cursor:
                self._check(cursor, (row,))
                yield row

    def _check(self, cursor: sqlite3.Cursor, rows: Sequence[Row]) -> None:
        for place, (name, *_) in enumerate(cursor.description):
            check = self.checks.get(name)
            if check is not None:
                for row in rows:
                    if not check(row[place]):
                        raise self.damage(f"{name} is {row[place]!r:.60}")

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
        except StorageError:
            raise
        except _CAUGHT as error:
            raise self._error(error, path) from error

    def _error(self, error: Exception, path: Path | None) -> Exception:
        """The error of this class for one of SQLite's."""
        # Text that is not UTF-8, also in SQLite's own messages, and numbers beyond 64 bits have no code.
        code = getattr(error, "sqlite_errorcode", None)
        if not isinstance(error, OSError) and (code is None or code & 0xFF in _DAMAGE):
            is_text = isinstance(error, UnicodeDecodeError)
            return self.damage("text that is not UTF-8" if is_text else str(error))
        return self.error(f"{path or 'temporary file'}: {error}")

    def damage(self, reason: str) -> DamagedError:
        """The error for content that is not what this program wrote."""
        return DamagedError(f"{self._path or 'temporary file'}: {reason}. {self.advice}")


_COLUMNS_IN = (
    'SELECT m.name, p.name, p.type, p."notnull" FROM sqlite_master m JOIN pragma_table_info(m.name) p'
    " WHERE m.type = 'table' UNION ALL SELECT name, '', '', 0 FROM sqlite_master WHERE type = 'index' AND sql <> ''"
)


@lru_cache
def columns_of(schema: str) -> dict[tuple[str, str], tuple[str, bool]]:
    """By table and column, the type of a schema's columns and whether they may be null; indexes have no column."""
    with closing(sqlite3.connect(":memory:")) as made:
        made.executescript(schema)
        return {(table, name): (kind, not needed) for table, name, kind, needed in made.execute(_COLUMNS_IN)}


def key_of_table(schema: str, table: str) -> list[str]:
    """The columns of a table's primary key."""
    with closing(sqlite3.connect(":memory:")) as made:
        made.executescript(schema)
        return [
            name for (name,) in made.execute("SELECT name FROM pragma_table_info(?) WHERE pk ORDER BY pk", (table,))
        ]


def type_checks(schema: str) -> dict[str, ValueCheck]:
    """By column, a check of its type; columns of one name in several tables may have the types of all of them."""
    kinds: dict[str, set[type]] = {}
    for (_, name), (kind, is_optional) in columns_of(schema).items():
        kinds.setdefault(name, set()).update(_KINDS.get(kind, (object,)), [type(None)] if is_optional else [])
    return {name: partial(_is_of, tuple(some)) for name, some in kinds.items()}


def _is_of(kinds: tuple[type, ...], value: Any) -> bool:
    return isinstance(value, kinds)
