"""SQLite with full text, the target without requirements: documents and index state in one file."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from scraper.index.database import SqliteConnection
from scraper.index.model import Document, Gone, Options, Refusal, Target, TargetUsageError
from scraper.index.texts import folded_words, printed

_SCHEMA = files("scraper.index.targets") / "sqlite.sql"
_COLUMNS = (
    *("number", "id", "source", "url", "title", "date", "section", "authors", "body"),
    *("duplicate_of", "revision", "fetched_at"),
)
_PUT = (
    f"INSERT INTO article ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
    f" ON CONFLICT (number) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _COLUMNS[1:])}"
)


class SqliteTarget(Target):
    """``sqlite:///output/search.sqlite3``: three slashes before a relative path, four before an absolute one."""

    schemes = ("sqlite:",)
    example = "sqlite:///output/search.sqlite3"
    keeps_state = True

    def __init__(self, url: str, options: Options) -> None:
        self.connection: SqliteConnection = SqliteConnection(sqlite_path(url), _SCHEMA.read_text("utf-8"), sync=False)

    def empty(self) -> None:
        """Remove all documents, whatever table they were folded with."""
        self.connection.execute("INSERT INTO words (words) VALUES ('delete-all')")
        self.connection.execute("DELETE FROM article")

    def write(self, documents: Sequence[Document], gone: Sequence[Gone]) -> list[Refusal]:
        """Write and remove documents, in the transaction of the index state."""
        numbers = [*(each.number for each in documents), *(each.number for each in gone)]
        former = self._former(numbers)
        rows = {document.number: _row(document) for document in documents}
        # The index stores words only: to remove a text from it, the same text has to be passed.
        same = {number for number, row in rows.items() if former.get(number) == (row[4], row[8])}
        old = [(number, *map(folded_words, texts)) for number, texts in former.items() if number not in same]
        new = [(n, folded_words(row[4]), folded_words(row[8])) for n, row in rows.items() if n not in same]
        self.connection.executemany("INSERT INTO words (words, rowid, title, body) VALUES ('delete', ?, ?, ?)", old)
        self.connection.executemany("DELETE FROM article WHERE number = ?", [(each.number,) for each in gone])
        self.connection.executemany(_PUT, rows.values())
        self.connection.executemany("INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)", new)
        return []

    def _former(self, numbers: list[int]) -> dict[int, tuple[str, str]]:
        marks = ", ".join("?" * len(numbers))
        found = self.connection.execute(f"SELECT number, title, body FROM article WHERE number IN ({marks})", numbers)
        return {number: (title, body) for number, title, body in found}

    def close(self) -> None:
        """Close the file."""
        self.connection.close()


def _row(document: Document) -> tuple[Any, ...]:
    record = document.record
    return (
        document.number,
        document.id,
        record["source"],
        record["url"],
        printed(record["title"]),
        record.get("date_published"),
        record.get("section"),
        "; ".join(record.get("authors") or ()),
        printed(record["body"]),
        document.duplicate_of,
        record["revision"],
        record.get("fetched_at"),
    )


def sqlite_path(url: str) -> Path:
    """The path in a URL.

    Raises:
        TargetUsageError: the URL has no path.
    """
    scheme, _, rest = url.partition(":")
    path = rest.removeprefix("///").removeprefix("//")
    if scheme.lower() != "sqlite" or not path:
        raise TargetUsageError(f"{url}: which file? {SqliteTarget.example}")
    return Path(path)
