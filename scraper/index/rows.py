"""The row of one document in the index state, and how a line of a log changes it."""

from __future__ import annotations

from dataclasses import dataclass

from scraper.index.logs import LogOffset
from scraper.index.near import to_signed
from scraper.storage.reader import LogLine
from scraper.storage.records import replaces
from scraper.text.fingerprints import simhash

# A version is the generation of the log in seconds since 2020, then 20 bits of the revision, increased if that version
# exists: 49 bits, which JavaScript can represent too.
_REVISION_BITS = 20


@dataclass(slots=True)
class DocumentRow:
    """The row of one document in the index state."""

    number: int
    id: str
    log: str
    start: int
    length: int
    digest: str
    generation: int
    revision: int
    is_deleted: int = 0
    is_shared: int = 0
    """True if another log has it too, such as a file of ``scrapy crawl -o`` among the logs."""
    version: int = 0
    simhash: int = 0
    age: str = ""
    """Sort key, date then id: of two copies the first is the original."""
    duplicate_of: str | None = None
    is_waiting: int = 0
    refusal: str | None = None


@dataclass(slots=True)
class LogState:
    """How far a log was read."""

    name: str
    position: LogOffset
    generation: int
    """The time when its reading began; once it is read through, rows with an older generation are no longer in it."""
    is_replay: bool


def is_newer(row: DocumentRow, log: LogState, line: LogLine) -> bool:
    """True if a line is newer than the row."""
    if row.log == log.name and row.generation < log.generation:
        return True  # known from a log that no longer exists
    if row.log != log.name:
        return line.record is None or line.revision > row.revision
    return replaces(line.revision, 0 if row.is_deleted else row.revision)


def update_row(row: DocumentRow, log: LogState, line: LogLine) -> None:
    """Update a row from a line; it waits to be sent if its document has changed."""
    was_deleted, was_digest = row.is_deleted, row.digest
    row.log, row.generation = log.name, max(row.generation, log.generation)
    row.start, row.length, row.digest = line.start, len(line.text), line.digest
    row.is_deleted = int(line.record is None)
    row.revision = line.revision or row.revision  # a deleted document is not restored by another log
    if was_digest and row.is_deleted == was_deleted and (row.is_deleted or row.digest == was_digest):
        return
    row.is_waiting = 1
    row.version = version_of(row)
    if line.record is not None:
        row.simhash = to_signed(int(simhash(line.record["body"]), 16))
        row.age = f"{line.record.get('date_published') or line.record.get('fetched_at')} {row.id}"


def version_of(row: DocumentRow) -> int:
    """The next version for the target's own version check: it increases with each change."""
    revision = min(row.revision, (1 << _REVISION_BITS) - 1)
    return max(row.version + 1, row.generation << _REVISION_BITS | revision)
