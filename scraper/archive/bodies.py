"""The last body of each address and its location, so that the same body is not archived twice."""

from __future__ import annotations

import logging
import sqlite3
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from scraper.archive.file import OPEN
from scraper.storage.sqlite import SqliteFile, StorageError

logger = logging.getLogger(__name__)

_SCHEMA = files("scraper.archive") / "bodies.sql"


@dataclass(frozen=True, slots=True)
class StoredBody:
    """The last body of an address."""

    digest: str
    at: str
    """``WARC-Date`` of the record that contains it."""
    file: str
    offset: int


class Bodies:
    """A small SQLite file beside the archive of a source; if it is lost, bodies are only archived again.

    Args:
        path: of the SQLite file, in the same folder as the archive's files.
    """

    def __init__(self, path: Path) -> None:
        self._db = _opened(path)
        self._new: dict[str, StoredBody] = {}
        with self._db.transaction():
            for (file,) in self._db.execute("SELECT DISTINCT file FROM bodies"):
                names = (path.with_name(file), path.with_name(file + OPEN))
                size = max((kept.stat().st_size for kept in names if kept.exists()), default=0)
                self._db.execute("DELETE FROM bodies WHERE file = ? AND offset >= ?", (file, size))

    def last(self, url: str) -> StoredBody | None:
        """The last body of an address, or None."""
        if (new := self._new.get(url)) is not None:
            return new
        row = self._db.first("SELECT digest, at, file, offset FROM bodies WHERE url = ?", (url,))
        return StoredBody(*row) if row else None

    def last_offset(self, file: str) -> int | None:
        """The offset of the last body in a file, or None."""
        ((offset,),) = self._db.execute("SELECT max(offset) FROM bodies WHERE file = ?", (file,))
        return offset if isinstance(offset, int) else None

    def forget(self, file: str, offset: int) -> None:
        """Remove the bodies of a file from an offset on; they are archived again."""
        self._db.execute("DELETE FROM bodies WHERE file = ? AND offset >= ?", (file, offset))

    def keep(self, url: str, body: StoredBody) -> None:
        """Record another body of an address; later runs know it after :meth:`commit`."""
        self._new[url] = body

    def commit(self) -> None:
        """Commit the recorded bodies; the archive's files must be on the disk."""
        rows = [(url, body.digest, body.at, body.file, body.offset) for url, body in self._new.items()]
        with self._db.transaction():
            self._db.executemany(
                "INSERT INTO bodies VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET digest = excluded.digest,"
                " at = excluded.at, file = excluded.file, offset = excluded.offset",
                rows,
            )
        self._new.clear()

    def close(self) -> None:
        """Close the file."""
        self._db.close()


def _opened(path: Path) -> SqliteFile:
    """The file at a path; a damaged one is set aside."""
    try:
        file = SqliteFile(path, _SCHEMA.read_text("utf-8"))
        if file.execute("PRAGMA quick_check(1)") == [("ok",)]:
            return file
        file.close()
    except StorageError as error:
        if type(error.__cause__) is not sqlite3.DatabaseError:  # of SQLite: not a database, or malformed
            raise
    aside = path.with_name(path.name + ".damaged")
    path.replace(aside)
    for rest in ("-wal", "-shm"):
        path.with_name(path.name + rest).unlink(missing_ok=True)
    logger.warning(
        "%s is damaged and was moved to %s. Nothing is lost: bodies that it knew are only archived once more",
        path,
        aside,
    )
    return SqliteFile(path, _SCHEMA.read_text("utf-8"))
