"""Which body each address gave last, and where it lies: the same body is not archived twice."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

_SCHEMA = Path(__file__).parent / "bodies.sql"


@dataclass(frozen=True, slots=True)
class Body:
    """The last body of an address."""

    digest: str
    at: str
    """``WARC-Date`` of the record that holds it."""
    file: str
    offset: int


class Bodies:
    """A small SQLite file beside the archive of a source; without it bodies are archived again, nothing more.

    Args:
        path: of the SQLite file; the archive's files are its neighbours.
    """

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.execute(_SCHEMA.read_text("utf-8"))
        for (file,) in self._db.execute("SELECT DISTINCT file FROM bodies").fetchall():
            kept = path.with_name(file)
            size = kept.stat().st_size if kept.exists() else 0
            self._db.execute("DELETE FROM bodies WHERE file = ? AND offset >= ?", (file, size))
        self.commit()

    def last(self, url: str) -> Body | None:
        """The body that an address gave last."""
        row = self._db.execute("SELECT digest, at, file, offset FROM bodies WHERE url = ?", (url,)).fetchone()
        return Body(*row) if row else None

    def keep(self, url: str, body: Body) -> None:
        """An address gave another body."""
        self._db.execute(
            "INSERT INTO bodies VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET digest = excluded.digest,"
            " at = excluded.at, file = excluded.file, offset = excluded.offset",
            (url, body.digest, body.at, body.file, body.offset),
        )

    def commit(self) -> None:
        """The archive's files are on the disk up to here."""
        self._db.commit()

    def close(self) -> None:
        """Close the file."""
        self._db.close()
