"""The state of an index: how far each log was read, the current line of each document, and which are still to be sent.

The texts stay in the log only: the state has the offset of each document's current line.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from importlib.resources import files
from operator import attrgetter
from typing import Any

from scraper.index.logs import LogOffset
from scraper.index.model import Connection, Outcomes
from scraper.index.rows import DocumentRow, LogState, is_newer, update_row, version_of
from scraper.storage.reader import LogLine

_SCHEMA = files("scraper.index") / "index_state.sql"
# Increased when the folding or the sent fields change: the state is emptied, and everything is sent again.
_FORMAT = "2"

# Generations are numbered by the second in which they begin, from this time on: 2020.
_EPOCH = 1_577_836_800

# Values in one statement: SQLite allows 32,766.
_AT_ONCE = 500


_COLUMNS = tuple(each.name for each in fields(DocumentRow))
_values = attrgetter(*_COLUMNS)
_PUT = (
    f"INSERT INTO book_doc ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
    f" ON CONFLICT (number) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _COLUMNS[1:])}"
)
_SELECT = f"SELECT {', '.join('d.' + name for name in _COLUMNS)} FROM book_doc d"


class IndexState:
    """The tables of the state, in the database of the target or in a file beside it."""

    def __init__(self, connection: Connection, now: float | None = None) -> None:
        self._db = connection
        self._now = int(time.time() if now is None else now)
        for statement in _SCHEMA.read_text("utf-8").split(";\n"):
            connection.execute(statement)
        self._next = 1 + (connection.execute("SELECT max(number) FROM book_doc")[0][0] or 0)

    def is_of(self, identity: str) -> bool:
        """True if the state belongs to the documents in the target."""
        known = self._db.execute("SELECT value FROM book_meta WHERE name = 'target'")
        return known == [(f"{_FORMAT} {identity}",)]

    def empty(self, identity: str) -> None:
        """Reset the state: all logs are read from their start, and all documents are sent."""
        for table in ("book_meta", "book_log", "book_doc"):
            self._db.execute(f"DELETE FROM {table}")
        self._db.execute("INSERT INTO book_meta VALUES ('target', ?)", (f"{_FORMAT} {identity}",))

    # Logs.

    def log(self, name: str) -> LogState | None:
        """How far a log was read; None if it is new."""
        found = self._db.execute(
            "SELECT name, place, mark, generation, is_replay FROM book_log WHERE name = ?", (name,)
        )
        return LogState(name, LogOffset(*found[0][1:3]), found[0][3], bool(found[0][4])) if found else None

    def log_names(self) -> list[str]:
        """All logs that were ever read."""
        return [name for (name,) in self._db.execute("SELECT name FROM book_log ORDER BY name")]

    def save_progress(self, log: LogState) -> None:
        """Record how far a log was read."""
        self._db.execute(
            "INSERT INTO book_log (name, place, mark, generation, is_replay) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (name) DO UPDATE SET place = excluded.place, mark = excluded.mark,"
            " generation = excluded.generation, is_replay = excluded.is_replay",
            (log.name, log.position.offset, log.position.mark, log.generation, int(log.is_replay)),
        )

    def new_generation(self) -> int:
        """A number greater than all before, including those of a state that was lost."""
        last = self._db.execute("SELECT max(generation) FROM book_log")[0][0] or 0
        return int(max(last + 1, self._now - _EPOCH))

    # Documents.

    def apply(self, log: LogState, lines: Sequence[LogLine]) -> list[DocumentRow]:
        """The rows that lines change; :func:`~scraper.storage.records.replaces` decides which line counts."""
        rows = {row.id: row for row in self.rows({line.id for line in lines})}
        changed: dict[str, DocumentRow] = {}
        for line in lines:
            row = rows.get(line.id)
            if row is None:
                row = DocumentRow(self._next, line.id, log.name, 0, 0, "", log.generation, 0, is_deleted=1)
                rows[line.id] = row
                self._next += 1
            elif row.log != log.name and not row.is_shared:
                row.is_shared = 1
                changed[line.id] = row
            if is_newer(row, log, line):
                update_row(row, log, line)
                changed[line.id] = row
        return list(changed.values())

    def relocate(self, name: str, lines: Sequence[LogLine]) -> None:
        """Record the present offsets of the known lines of a log."""
        found = {row.id: row for row in self.rows({line.id for line in lines})}
        moved = []
        for line in lines:
            row = found.get(line.id)
            if row is not None and row.log == name and row.digest == line.digest and row.start != line.start:
                row.start = line.start
                moved.append(row)
        self.put(moved)

    def put(self, rows: Iterable[DocumentRow]) -> None:
        """Write rows."""
        self._db.executemany(_PUT, map(_values, rows))

    def rows(self, ids: Iterable[str]) -> Iterator[DocumentRow]:
        """The existing rows of some ids."""
        for some in _slices(sorted(ids)):
            for row in self._db.execute(f"{_SELECT} WHERE d.id IN ({_marks(some)})", some):
                yield DocumentRow(*row)

    def copies_of(self, ids: Iterable[str]) -> Iterator[DocumentRow]:
        """The rows that are marked as duplicates of some ids."""
        for some in _slices(sorted(ids)):
            for row in self._db.execute(f"{_SELECT} WHERE d.duplicate_of IN ({_marks(some)})", some):
                yield DocumentRow(*row)

    def numbered(self, numbers: Iterable[int]) -> Iterator[DocumentRow]:
        """The rows with some numbers."""
        for some in _slices(sorted(numbers)):
            for row in self._db.execute(f"{_SELECT} WHERE d.number IN ({_marks(some)})", some):
                yield DocumentRow(*row)

    def simhashes(self) -> list[tuple[Any, ...]]:
        """Number and simhash of the living documents."""
        return self._db.execute("SELECT number, simhash FROM book_doc WHERE is_deleted = 0")

    def removed_rows(self, log: LogState) -> list[DocumentRow]:
        """Some documents that were in a log before it was rewritten and no longer are; they are marked as gone."""
        found = self._db.execute(
            f"{_SELECT} WHERE d.log = ? AND d.generation < ?"
            f" AND (d.is_deleted = 0 OR d.is_shared = 1 AND d.revision > 0) ORDER BY d.number LIMIT {_AT_ONCE}",
            (log.name, log.generation),
        )
        rows = [DocumentRow(*row) for row in found]
        for row in rows:
            row.generation, row.is_deleted, row.is_waiting = log.generation, 1, 1
            row.version = version_of(row)
            row.revision = 0  # any line of it restores it
        return rows

    def read_others_again(self, log: LogState) -> None:
        """Reread the other logs, which may contain what is gone from this one."""
        self._db.execute(
            "UPDATE book_log SET place = 0, mark = '', generation = ?, is_replay = 1 WHERE name <> ?",
            (self.new_generation(), log.name),
        )

    # Documents to send.

    def waiting(self, after: int) -> list[DocumentRow]:
        """Documents that the target has not acknowledged yet, in the order of their numbers."""
        found = self._db.execute(
            f"{_SELECT} WHERE d.is_waiting = 1 AND d.number > ? ORDER BY d.number LIMIT {_AT_ONCE}", (after,)
        )
        return [DocumentRow(*row) for row in found]

    def sent(self, rows: Iterable[DocumentRow], outcomes: Outcomes) -> None:
        """Record which rows the target has acknowledged or refused."""
        self._db.executemany(
            "UPDATE book_doc SET is_waiting = 0, refusal = ? WHERE number = ?",
            [(outcomes[row.id], row.number) for row in rows],
        )

    def refused(self) -> list[DocumentRow]:
        """The rows that the target has refused."""
        found = self._db.execute(f"{_SELECT} WHERE d.refusal IS NOT NULL ORDER BY d.number")
        return [DocumentRow(*row) for row in found]

    def try_refused_again(self) -> None:
        """Mark refused rows as waiting: the target may have been repaired."""
        self._db.execute("UPDATE book_doc SET is_waiting = 1 WHERE refusal IS NOT NULL")


def _marks(values: list[Any]) -> str:
    return ", ".join("?" * len(values))


def _slices(values: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]
