"""The content of the log, so that it need not be reread: the last line of each id, and the known length."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from scraper.ledger.database import Database
from scraper.ledger.log_lines import LogLines
from scraper.storage.records import RecordLine

# An alias may be read in the run in which the record is refused.
WITHOUT_RECORD = (
    "SELECT count(*) FROM articles a WHERE a.state = 'written' AND NOT a.is_alias"
    " AND NOT EXISTS (SELECT 1 FROM records r WHERE r.source = a.source AND r.id = a.id)"
)

# An article that was read has its line on the disk.
_READ = (
    "UPDATE articles INDEXED BY articles_by_id SET state = 'written', failures = 0, next_try = 0"
    " WHERE source = ? AND id = ? AND state = 'fetched'"
)
# Lines of a log that are recorded in one go; a log may have a hundred thousand.
_AT_ONCE = 1_000


class Records:
    """One source's records."""

    def __init__(self, database: Database) -> None:
        self._db, self._source = database, database.source
        self.lines = LogLines(database)
        """The lines of the log as they were written."""

    def last_line(self, record_id: bytes) -> RecordLine | None:
        """The last line of a record in the log."""
        row = self._db.first(
            "SELECT id, hash, revision, is_lost FROM records WHERE source = ? AND id = ?", (self._source, record_id)
        )
        return RecordLine(*row) if row else None

    def check(self) -> None:
        """Check that all written articles have a record: with a changed id, one would be written a second time.

        Raises:
            DamagedError: one has none.
        """
        ((count,),) = self._db.execute(WITHOUT_RECORD + " AND a.source = ?", (self._source,))
        if count:
            raise self._db.damage(f"{count} articles are written and have no record")

    def known_log(self) -> tuple[int, bytes]:
        """The number of bytes of the log that are known, and the fingerprint of the bytes before that offset."""
        ((log_bytes, log_mark),) = self._db.execute(
            "SELECT log_bytes, log_mark FROM sources WHERE id = ?", (self._source,)
        )
        return log_bytes, log_mark

    def wrote(self, lines: Iterable[RecordLine], log_bytes: int, log_mark: bytes, file: str = "") -> None:
        """Record that lines are on the disk, up to a size of the log: their articles are written.

        Args:
            lines: in the order of the log.
            log_bytes: the size.
            log_mark: fingerprint of the bytes before it.
            file: which file it is, see :func:`~scraper.ledger.log_lines.mark_of_file`.
        """
        rest = iter(lines)
        with self._db.transaction():
            while some := list(islice(rest, _AT_ONCE)):
                self._add(some)
            self._db.execute(
                "UPDATE sources SET log_bytes = ?, log_mark = ? WHERE id = ?", (log_bytes, log_mark, self._source)
            )
            if file:
                self.lines.is_in(file)

    def _add(self, lines: Sequence[RecordLine]) -> None:
        """Record some lines, in a transaction of the caller."""
        self.lines.wrote((line.id, line.place) for line in lines if line.place is not None)
        records = [line for line in lines if line.id]
        self._db.executemany(
            "INSERT INTO records (source, id, hash, revision) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE"
            " SET hash = excluded.hash, revision = max(revision, excluded.revision), is_lost = 0",
            ((self._source, line.id, line.hash, line.revision) for line in records),
        )
        self._db.executemany(_READ, ((self._source, line.id) for line in records))

    def unchanged(self, record_id: bytes) -> None:
        """Record that an article was read whose line is already on the disk; if it is not, nothing is recorded."""
        last = self.last_line(record_id)
        if last is not None and last.hash and not last.is_lost:
            self._db.execute(_READ, (self._source, record_id))

    def doubt(self) -> None:
        """Mark all lines as lost before another log is read from its start."""
        self._db.execute("UPDATE records SET is_lost = 1 WHERE source = ?", (self._source,))

    def lose(self, record_ids: Iterable[bytes]) -> None:
        """Mark records as lost whose last line is not in the log, though an earlier one may be."""
        for record_id in record_ids:
            self._db.execute("UPDATE records SET is_lost = 1 WHERE source = ? AND id = ?", (self._source, record_id))

    def reopen_lost(self) -> int:
        """Reopen articles whose line is no longer in the log; they are fetched again.

        Of a lost tombstone, the article counts as missing in the last run, so that this run writes it again.

        Returns:
            Their number.
        """
        with self._db.transaction():
            lost = self._db.execute(
                "UPDATE articles SET state = 'found' WHERE source = ?1 AND state = 'written'"
                " AND id IN (SELECT id FROM records WHERE source = ?1 AND is_lost) RETURNING 1",
                (self._source,),
            )
            gone = self._db.execute(
                "UPDATE articles SET state = 'written', missing = 1, next_try = 0 WHERE source = ?1 AND state = 'gone'"
                " AND id IN (SELECT id FROM records WHERE source = ?1 AND is_lost) RETURNING 1",
                (self._source,),
            )
            self._db.execute(
                "UPDATE records SET hash = x'00' WHERE source = ? AND is_lost AND hash = x''", (self._source,)
            )
        return len(lost) + len(gone)
