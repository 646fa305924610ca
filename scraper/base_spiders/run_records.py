"""The records of one run, by page and by text: in a temporary file, since a run over a large site has 100,000."""

from __future__ import annotations

from scraper.storage.sqlite import SqliteFile

_SCHEMA = """\
CREATE TABLE pages (identity TEXT PRIMARY KEY, id TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE texts (id TEXT PRIMARY KEY, text INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX by_text ON texts (text)
"""


class _TemporaryFile(SqliteFile):
    cache = 2 * 1024


class RunRecords:
    """Which pages this run has recorded, under which ids, and with which texts."""

    def __init__(self) -> None:
        self._file = _TemporaryFile(None, _SCHEMA)

    def __contains__(self, identity: str) -> bool:
        return self.id_of(identity) is not None

    def id_of(self, identity: str) -> str | None:
        """The id of the record of a page, or None."""
        row = self._file.first("SELECT id FROM pages WHERE identity = ?", (identity,))
        return row[0] if row else None

    def add_page(self, identity: str, record_id: str) -> None:
        """Record that a page has a record."""
        self._file.execute("INSERT OR REPLACE INTO pages VALUES (?, ?)", (identity, record_id))

    def text_of(self, record_id: str) -> int | None:
        """The hash of a record's title and text, or None."""
        row = self._file.first("SELECT text FROM texts WHERE id = ?", (record_id,))
        return row[0] if row else None

    def add_text(self, record_id: str, text: int) -> None:
        """Record the hash of a record's title and text."""
        self._file.execute("INSERT OR REPLACE INTO texts VALUES (?, ?)", (record_id, text))

    def with_text(self, text: int) -> str | None:
        """The id of a record with this title and text, or None."""
        row = self._file.first("SELECT id FROM texts WHERE text = ? LIMIT 1", (text,))
        return row[0] if row else None

    def close(self) -> None:
        """Remove the file."""
        self._file.close()
