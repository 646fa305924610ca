"""Pages that read like articles and were not recorded, with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scraper.ledger.database import Database


@dataclass(frozen=True, slots=True)
class UndecidedPage:
    """A page that read like an article when it was last fetched."""

    url: str
    title: str
    reason: str


class Undecided:
    """One source's undecided pages; those that earlier runs fetched stay until they are decided."""

    def __init__(self, database: Database) -> None:
        self._db, self._source = database, database.source

    def add(self, key: str, page: UndecidedPage) -> None:
        """Record that a page stays undecided."""
        self._db.execute(
            "INSERT OR REPLACE INTO undecided (source, key, url, title, reason) VALUES (?, ?, ?, ?, ?)",
            (self._source, key, page.url, page.title, page.reason),
        )

    def drop(self, key: str) -> None:
        """Record that a page is decided, or gone."""
        self._db.execute("DELETE FROM undecided WHERE source = ? AND key = ?", (self._source, key))

    def has(self, key: str) -> bool:
        """True if earlier runs left a page undecided."""
        return self._db.first("SELECT 1 FROM undecided WHERE source = ? AND key = ?", (self._source, key)) is not None

    def all(self) -> list[UndecidedPage]:
        """The pages, in the order of their addresses."""
        rows = self._db.execute(
            "SELECT url, title, reason FROM undecided WHERE source = ? ORDER BY url", (self._source,)
        )
        return [UndecidedPage(*row) for row in rows]


def read_undecided(path: Path, source: str) -> list[UndecidedPage]:
    """The undecided pages of a source in a state file that may be in use.

    Raises:
        StorageError: it cannot be read, or is of a version without undecided pages.
    """
    opened = Database.read_only(path)
    try:
        rows = opened.execute(
            "SELECT url, title, reason FROM undecided JOIN sources ON sources.id = undecided.source"
            " WHERE sources.name = ? ORDER BY url",
            (source,),
        )
    finally:
        opened.close()
    return [UndecidedPage(*row) for row in rows]
