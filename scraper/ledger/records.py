"""What the log holds, so that nobody has to read it through: the last line of each id, and up to where it is known."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from scraper.ledger.database import Database


@dataclass(frozen=True, slots=True)
class RecordLine:
    """What a line of the log says."""

    id: bytes
    hash: bytes
    """``content_hash``; empty for a tombstone."""
    revision: int
    """0 for a tombstone: the revision stays that of the line before."""
    is_lost: bool = False
    """The log held it once, and does not any more."""


# Databases have 32 bits for it.
_TOO_MANY_REVISIONS = 1 << 31


def parsed(text: bytes) -> dict[str, Any]:
    """The object of a line, with the ``revision`` that all but tombstones have.

    Raises:
        ValueError: it is none.
    """
    try:
        value = json.loads(text.decode())
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(value, dict):
        raise ValueError("no object")  # noqa: TRY004  (what was read has a wrong value, whatever its type)
    if b"\\u" in text:
        json.dumps(value, ensure_ascii=False).encode()  # half a surrogate pair is no text for anybody
    revision = value.get("revision")
    if value.get("deleted") is not True and not (type(revision) is int and 0 < revision < _TOO_MANY_REVISIONS):
        raise ValueError("no revision")
    return value


def line_of(text: bytes) -> RecordLine | None:
    """What a line of a log says; None where it is no record."""
    try:
        record = parsed(text)
        if record.get("deleted"):
            return RecordLine(bytes.fromhex(record["id"]), b"", 0)
        return RecordLine(bytes.fromhex(record["id"]), bytes.fromhex(record["content_hash"]), record["revision"])
    except (ValueError, KeyError, TypeError):
        return None


def replaces(revision: int, former: int) -> bool:
    """Which of two lines of an id is current, for all who read the log: is it the later one?

    The highest revision is, and of equal ones the last. A tombstone replaces all before it, and any line replaces it.

    Args:
        revision: of the later line; 0 for a tombstone.
        former: of the line that was current before; 0 for a tombstone, and for none.
    """
    return not revision or revision >= former


class Records:
    """One source's records."""

    def __init__(self, database: Database) -> None:
        self._db, self._source = database.connection, database.source
        self._transaction = database.transaction

    def last_line(self, record_id: bytes) -> RecordLine | None:
        """The last line of a record in the log."""
        row = self._db.execute(
            "SELECT id, hash, revision, is_lost FROM records WHERE source = ? AND id = ?", (self._source, record_id)
        ).fetchone()
        return RecordLine(*row) if row else None

    def known_log(self) -> tuple[int, bytes]:
        """Bytes of the log that are known here, and the fingerprint of what stood before that place."""
        row = self._db.execute("SELECT log_bytes, log_mark FROM sources WHERE id = ?", (self._source,)).fetchone()
        return row[0], row[1]

    def wrote(self, lines: Iterable[RecordLine], log_bytes: int, log_mark: bytes) -> None:
        """Lines are on the disk, up to a size of the log: their articles are written."""
        with self._transaction():
            for line in lines:
                self._db.execute(
                    "INSERT INTO records (source, id, hash, revision) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE"
                    " SET hash = excluded.hash, revision = max(revision, excluded.revision), is_lost = 0",
                    (self._source, line.id, line.hash, line.revision),
                )
                self.unchanged(line.id)
            self._db.execute(
                "UPDATE sources SET log_bytes = ?, log_mark = ? WHERE id = ?", (log_bytes, log_mark, self._source)
            )

    def unchanged(self, record_id: bytes) -> None:
        """An article was read, and its line is on the disk already."""
        self._db.execute(
            "UPDATE articles INDEXED BY articles_by_id SET state = 'written', failures = 0, next_try = 0"
            " WHERE source = ? AND id = ? AND state = 'fetched'",
            (self._source, record_id),
        )

    def doubt(self) -> None:
        """The log is not the one that was known: all of it is going to be read again."""
        self._db.execute("UPDATE records SET is_lost = 1 WHERE source = ?", (self._source,))

    def reopen_lost(self) -> int:
        """Written articles whose line is not in the log any more have to be fetched again.

        Returns:
            How many.
        """
        return self._db.execute(
            "UPDATE articles SET state = 'found' WHERE source = ?1 AND state = 'written'"
            " AND id IN (SELECT id FROM records WHERE source = ?1 AND is_lost)",
            (self._source,),
        ).rowcount
