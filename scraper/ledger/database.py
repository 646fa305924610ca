"""The SQLite file: opened for one source, shared by several processes."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

_SCHEMA = files("scraper.ledger") / "schema.sql"
_VERSION = 1
# Transactions take milliseconds; who waits a minute for the others' has another trouble.
_PATIENCE_SECONDS = 60

HOUR = 3_600
# What failed once is asked for in the next run, then after an hour, two, four, … and at last every week.
MAX_WAIT = 7 * 24 * HOUR
# SQL for the time of the next try; parameters: now, HOUR, MAX_WAIT. ``failures`` is the count before this one.
NEXT_TRY = "? + CASE failures WHEN 0 THEN 0 ELSE min(? * (1 << min(failures - 1, 20)), ?) END"


class VersionError(Exception):
    """The file was written by another version of this project."""


@dataclass(frozen=True, slots=True)
class Database:
    """An open file, and whose part of it is meant.

    Every change is a transaction of its own unless it stands in :meth:`together`. A change survives the death of the
    process at once, and that of the machine after the next checkpoint; changes are never lost out of order.
    """

    connection: sqlite3.Connection
    source: int
    """Number of the source."""
    run: int
    """Number of this run, from 1 on."""

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make several changes one: all of them stay, or none."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self.connection.in_transaction:  # SQLite ends it by itself when the disk is full
                self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def close(self) -> None:
        """Close the file."""
        self.connection.close()


def open_database(path: Path, source: str) -> Database:
    """Open the file for one more run of a source; it is made with its folder where it is not there.

    Raises:
        VersionError: the file is another version's.
        sqlite3.Error: it can not be made, read or written, or is no SQLite file.
        OSError: its folder can not be made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=_PATIENCE_SECONDS, isolation_level=None)
    try:
        with _alone(path):
            _prepare(connection, path)
        number, run = connection.execute(
            "INSERT INTO sources (name, run) VALUES (?, 1) ON CONFLICT DO UPDATE SET run = run + 1 RETURNING id, run",
            (source,),
        ).fetchone()
    except BaseException:
        connection.close()
        raise
    return Database(connection, number, run)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """The first process makes the tables, others that start at the same time wait for it here.

    SQLite's own locks do not do: of two that want to turn a new file to WAL, one is told at once that it is locked.
    """
    file = os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("BEGIN EXCLUSIVE")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version == 0:
        for statement in _SCHEMA.read_text("utf-8").split(";\n"):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {_VERSION}")
    connection.execute("COMMIT")
    if version not in (0, _VERSION):
        raise VersionError(f"{path} has version {version}, this program writes {_VERSION}")
    connection.execute("PRAGMA journal_mode = WAL")
    # Syncs at checkpoints only: what a power cut takes away is found again, and the log says what is written.
    connection.execute("PRAGMA synchronous = NORMAL")
