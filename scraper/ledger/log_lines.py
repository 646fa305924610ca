"""The lines of a log as they were written, to notice one that was overwritten in place, by a disk or by a person.

Reading a whole log in every run costs too much (100,000 records are 500 MB). A log that only this program has written
since the last run has the same inode, size and time of change: then a part of it is compared, the next one in each run.
Any other log is compared as a whole.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import blake2b
from zlib import crc32

from scraper.ledger.database import Database
from scraper.storage.reader import LogLine
from scraper.storage.records import LinePlace, RecordLine, record_line

# Half a second of reading and comparing: all of a log of 500 MB in 16 runs.
_PART = 32 << 20
_BLOCK = 1 << 20
# Eight bytes tell a hundred thousand lines apart, and each from what it may become.
_DIGEST = 8


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """A line as it was written."""

    start: int
    end: int
    id: bytes
    digest: bytes


class LogLines:
    """One source's lines."""

    def __init__(self, database: Database, source: int | None = None) -> None:
        self._db, self._source = database, database.source if source is None else source

    def written(self, start: int, end: int) -> Iterator[WrittenLine]:
        """The lines from an offset on, up to the end of the known log.

        Raises:
            DamagedError: a row is not as it was stored.
        """
        rows = self._db.iterate(
            'SELECT start, lead(start, 1, ?1) OVER (ORDER BY start) AS "end", id, digest FROM log_lines'
            " WHERE source = ?2 AND start >= ?3 ORDER BY start",
            (end, self._source, start),
        )
        return (self._unsealed(*row) for row in rows)

    def _unsealed(self, start: int, end: int, record_id: bytes, sealed: bytes) -> WrittenLine:
        digest = sealed[:_DIGEST]
        if sealed != _seal(start, record_id, digest):
            raise self._db.damage(f"what is stored of the log's line at byte {start} is damaged, not the line")
        return WrittenLine(start, end, record_id, digest)

    def changed(self, file: int, start: int, end: int, stop: int | None = None) -> Iterator[WrittenLine]:
        """The lines that are no longer as they were written.

        Args:
            file: the open log.
            start: offset of the first line to compare.
            end: of the known log.
            stop: lines from this offset on are not compared.
        """
        read = _LogBlocks(file)
        for line in self.written(start, end):
            if stop is not None and line.start >= stop:
                return
            if digest_of(read.at(line.start, line.end)) != line.digest:
                yield line

    def is_as_written(self, file: int, end: int) -> bool:
        """Compare the log, or the part that is due; the next run continues there.

        Args:
            file: the open log.
            end: of the known log.
        """
        row = self._db.first("SELECT file, checked FROM log_checks WHERE source = ?", (self._source,))
        if row is None:
            return end == 0  # of an earlier version: read once from its start
        is_untouched = row[0] == mark_of_file(file)
        start = row[1] if is_untouched and row[1] < end else 0
        stop = start + _PART if is_untouched else end
        if next(self.changed(file, start, end, stop), None) is not None:
            return False
        self._db.execute(
            "UPDATE log_checks SET checked = coalesce((SELECT min(start) FROM log_lines"
            " WHERE source = ?1 AND start >= ?2), 0) WHERE source = ?1",
            (self._source, stop),
        )
        return True

    def last_of_each(self, end: int) -> dict[bytes, WrittenLine]:
        """The last line of each id."""
        return {line.id: line for line in self.written(0, end) if line.id}

    def wrote(self, lines: Iterable[tuple[bytes, LinePlace]]) -> None:
        """Record lines by the ids of their records, in a transaction of the caller."""
        self._db.executemany(
            "INSERT OR REPLACE INTO log_lines VALUES (?, ?, ?, ?)",
            (
                (self._source, place.start, record_id, _seal(place.start, record_id, place.digest))
                for record_id, place in lines
            ),
        )

    def is_in(self, file: str) -> None:
        """Record which file the log is, in a transaction of the caller."""
        self._db.execute(
            "INSERT INTO log_checks VALUES (?, ?, 0) ON CONFLICT DO UPDATE SET file = excluded.file",
            (self._source, file),
        )

    def forget(self) -> None:
        """Remove all lines, before the log is read from its start."""
        self._db.execute("DELETE FROM log_lines WHERE source = ?", (self._source,))


def placed_line(line: LogLine) -> tuple[RecordLine, str]:
    """What the ledger stores of a line, and why it is not a record if it is not one."""
    place, reason = LinePlace(line.start, digest_of(line.text)), line.reason
    if not reason:
        try:
            return replace(record_line(line.value), place=place), ""
        except ValueError as error:
            reason = str(error)
    return RecordLine(b"", b"", 0, place=place), reason


def digest_of(text: bytes, end: bytes = b"") -> bytes:
    """The fingerprint of a line with its end."""
    found = blake2b(text, digest_size=_DIGEST)
    found.update(end)
    return found.digest()


def _seal(start: int, record_id: bytes, digest: bytes) -> bytes:
    """A digest with a checksum of its row, which tells a damaged state file from a damaged log."""
    return digest + crc32(b"%d %b %b" % (start, record_id, digest)).to_bytes(4)


def mark_of_file(file: int) -> str:
    """Inode, size and time of the last change of an open file."""
    found = os.fstat(file)
    return f"{found.st_ino} {found.st_size} {found.st_mtime_ns}"


class _LogBlocks:
    """Reads ascending parts of a file in large blocks."""

    def __init__(self, file: int) -> None:
        self._file, self._start, self._block = file, 0, b""

    def at(self, start: int, end: int) -> bytes:
        if start < self._start or end > self._start + len(self._block):
            self._start, self._block = start, os.pread(self._file, max(_BLOCK, end - start), start)
        return self._block[start - self._start : end - self._start]
