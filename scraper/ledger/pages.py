"""The state of pages that are not articles: lists to request again, and pages that still have to be walked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

from scraper.ledger.database import HOUR, MAX_WAIT, NEXT_TRY, Database


@dataclass(frozen=True, slots=True)
class KnownPage:
    """What the ledger stores of a page; columns as in ``schema.sql``."""

    key: str
    url: str
    first_run: int
    lists: bool
    list_root: str
    number: int


_COLUMNS = ", ".join(field.name for field in fields(KnownPage))


class Pages:
    """One source's pages."""

    def __init__(self, database: Database) -> None:
        self._db, self._source, self._run = database, database.source, database.run

    def get(self, key: str) -> KnownPage | None:
        """The entry of a page, or None."""
        row = self._db.first(f"SELECT {_COLUMNS} FROM pages WHERE source = ? AND key = ?", (self._source, key))
        return KnownPage(*row) if row else None

    def walked(self, key: str, url: str, list_root: str, number: int) -> None:
        """Record that a page was read and its links were followed."""
        self._db.execute(
            "INSERT INTO pages (source, key, url, first_run, list_root, number) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET url = excluded.url, failures = 0, next_try = 0",
            (self._source, key, url, self._run, list_root, number),
        )

    def list_articles(self, keys: Iterable[str]) -> None:
        """Record that these pages show articles of their own."""
        self._db.executemany(
            "UPDATE pages SET lists = 1 WHERE source = ? AND key = ?", ((self._source, key) for key in keys)
        )

    def failed(self, key: str, url: str, list_root: str, number: int, now: int) -> int:
        """Record that a page could not be fetched, so its outlinks are still to be walked.

        Returns:
            Its failures in a row.
        """
        ((failures,),) = self._db.execute(
            "INSERT INTO pages (source, key, url, first_run, list_root, number, failures, next_try)"
            " VALUES (?, ?, ?, ?, ?, ?, 1, ?)"
            f" ON CONFLICT DO UPDATE SET failures = failures + 1, next_try = {NEXT_TRY} RETURNING failures",
            (self._source, key, url, self._run, list_root, number, now, now, HOUR, MAX_WAIT),
        )
        return int(failures)

    def due_for_retry(self, now: int) -> list[KnownPage]:
        """Pages that failed the last time, have an address of their own and are due."""
        return self._select("failures > 0 AND url <> '' AND (next_try <= ?2 OR next_try > ?2 + ?3)", now, MAX_WAIT)

    def walked_pages(self) -> list[KnownPage]:
        """Pages whose last fetch succeeded."""
        return self._select("failures = 0 AND url <> ''")

    def sample(self, count: int) -> list[str]:
        """Addresses of some pages that are not articles."""
        return [page.url for page in self._select("url <> '' LIMIT ?2", count)]

    def _select(self, condition: str, *values: int) -> list[KnownPage]:
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM pages WHERE source = ?1 AND {condition}", (self._source, *values)
        )
        return [KnownPage(*row) for row in rows]
