"""Pages in whose reading a process ended, by whatever cause: tried once more, then set aside as poisoned."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scraper.ledger.database import Database
from scraper.ledger.reading_marks import ReadingMarks

ENDS_TO_BE_POISONED = 2
"""Processes that end in the reading of a page before it is set aside."""
KILLED = "the run was killed while it read the page"


@dataclass(frozen=True, slots=True)
class PoisonedPage:
    """A page that is not read any more until it changes."""

    url: str
    reason: str
    body: bytes = b""
    """Hash of its body."""


class Readings:
    """One source's pages that are being read; opening it counts those that a killed run has left.

    Args:
        database: has the pages in whose reading a process ended.
        marks: the pages that are being read now.
    """

    def __init__(self, database: Database, marks: ReadingMarks) -> None:
        self._db, self._source, self._marks = database, database.source, marks
        database.execute(  # of an earlier version, which had its marks here
            "UPDATE readings SET ends = 1, reason = ? WHERE source = ? AND ends = 0", (KILLED, self._source)
        )
        database.executemany(
            "INSERT INTO readings (source, key, url, ends, reason) VALUES (?, ?, ?, 1, ?) ON CONFLICT DO NOTHING",
            [(self._source, key, url, KILLED) for key, url in marks.left().items()],
        )
        marks.clear()
        rows = database.execute("SELECT key, url, ends, reason, body FROM readings WHERE source = ?", (self._source,))
        self._ends: dict[str, int] = {key: ends for key, _, ends, _, _ in rows}
        self._poisoned = {
            key: PoisonedPage(url, reason, body) for key, url, ends, reason, body in rows if ends >= ENDS_TO_BE_POISONED
        }
        self._keys: dict[str, str] = {}
        """Keys of the pages whose records are on their way to the log, by id of the record."""

    def ends(self, key: str) -> int:
        """How many processes have ended while they read a page."""
        return self._ends.get(key, 0)

    def poisoned(self, key: str) -> PoisonedPage | None:
        """The page that is set aside at an address, or None."""
        return self._poisoned.get(key)

    def begin(self, key: str, url: str) -> None:
        """Record that the reading of a page begins."""
        self._marks.add(key, url)

    def end(self, key: str) -> None:
        """Record that a page was read to its end."""
        if self._ends.pop(key, None):
            self._db.execute("DELETE FROM readings WHERE source = ? AND key = ?", (self._source, key))
            self._poisoned.pop(key, None)
        self._marks.remove(key)

    def end_later(self, key: str, record_id: str) -> None:
        """Record that a page was read as an article, whose record is still to be enriched and written."""
        self._keys[record_id] = key

    def end_record(self, record_id: str) -> None:
        """Record that a record was written or refused."""
        if (key := self._keys.pop(record_id, None)) is not None:
            self.end(key)

    def end_all(self) -> None:
        """Record that a run ends in order: no page is being read any more."""
        self._marks.clear()

    def ended(self, key: str, page: PoisonedPage) -> int:
        """Record that a process ended while it read a page.

        Returns:
            How many have ended so far.
        """
        ((ends,),) = self._db.execute(
            "INSERT INTO readings (source, key, url, ends, reason, body) VALUES (?, ?, ?, 1, ?, ?) ON CONFLICT DO"
            " UPDATE SET url = excluded.url, ends = ends + 1, reason = excluded.reason, body = excluded.body"
            " RETURNING ends",
            (self._source, key, page.url, page.reason, page.body),
        )
        self._marks.remove(key)
        self._ends[key] = ends
        if ends >= ENDS_TO_BE_POISONED:
            self._poisoned[key] = page
        return int(ends)


def read_poisoned(path: Path, source: str) -> list[PoisonedPage]:
    """The pages of a source that are set aside, in a state file that may be in use.

    Raises:
        StorageError: it cannot be read.
    """
    opened = Database.read_only(path)
    try:
        if not opened.has_table("readings"):
            return []  # the file of an earlier version
        rows = opened.execute(
            "SELECT url, reason, body FROM readings JOIN sources ON sources.id = readings.source"
            " WHERE sources.name = ? AND ends >= ? ORDER BY url",
            (source, ENDS_TO_BE_POISONED),
        )
    finally:
        opened.close()
    return [PoisonedPage(*row) for row in rows]
