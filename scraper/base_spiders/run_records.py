"""The records of one run, by page and by text: in a temporary file, since a run over a large site has 100,000."""

from __future__ import annotations

from functools import cache
from itertools import count

from scraper.hash_set import HashSet
from scraper.storage.sqlite import SqliteFile

_SCHEMA = """\
CREATE TABLE pages (run INTEGER, identity TEXT, id TEXT NOT NULL, PRIMARY KEY (run, identity)) WITHOUT ROWID;
CREATE TABLE texts (run INTEGER, id TEXT, text INTEGER NOT NULL, PRIMARY KEY (run, id)) WITHOUT ROWID;
CREATE INDEX by_text ON texts (run, text)
"""
_numbers = count(1)


class _TemporaryFile(SqliteFile):
    cache = 2 * 1024


@cache
def _file() -> SqliteFile:
    """One for all crawls of a process: an open file takes 150 KB of memory, and there may be hundreds of crawls."""
    return _TemporaryFile(None, _SCHEMA)


class RunRecords:
    """Which pages this run has recorded, under which ids, and with which texts."""

    def __init__(self) -> None:
        self._file = _file()
        self._run = next(_numbers)
        self._identities = HashSet()
        """Of the pages with a record: most pages are new, and the file need not be asked."""

    def __contains__(self, identity: str) -> bool:
        return self.id_of(identity) is not None

    def id_of(self, identity: str) -> str | None:
        """The id of the record of a page, or None."""
        if identity not in self._identities:
            return None
        row = self._file.first("SELECT id FROM pages WHERE run = ? AND identity = ?", (self._run, identity))
        return row[0] if row else None

    def add_page(self, identity: str, record_id: str) -> None:
        """Record that a page has a record."""
        self._identities.add(identity)
        self._file.execute("INSERT OR REPLACE INTO pages VALUES (?, ?, ?)", (self._run, identity, record_id))

    def text_of(self, record_id: str) -> int | None:
        """The hash of a record's title and text, or None."""
        row = self._file.first("SELECT text FROM texts WHERE run = ? AND id = ?", (self._run, record_id))
        return row[0] if row else None

    def add_text(self, record_id: str, text: int) -> None:
        """Record the hash of a record's title and text."""
        self._file.execute("INSERT OR REPLACE INTO texts VALUES (?, ?, ?)", (self._run, record_id, text))

    def with_text(self, text: int) -> str | None:
        """The id of a record with this title and text, or None."""
        row = self._file.first("SELECT id FROM texts WHERE run = ? AND text = ? LIMIT 1", (self._run, text))
        return row[0] if row else None

    def close(self) -> None:
        """Remove the records of this run."""
        self._file.execute("DELETE FROM pages WHERE run = ?", (self._run,))
        self._file.execute("DELETE FROM texts WHERE run = ?", (self._run,))
