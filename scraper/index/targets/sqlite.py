"""SQLite with full text, the target without requirements: documents and index state in one file."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from scraper.index.codes import FORMAT, terms
from scraper.index.database import SqliteConnection
from scraper.index.model import Document, Gone, Options, Refusal, Target, TargetUsageError
from scraper.index.texts import printed
from scraper.index.vocabulary import Vocabulary

_SCHEMA = files("scraper.index.targets") / "sqlite.sql"
_COLUMNS = (
    *("number", "id", "source", "url", "title", "date", "section", "authors", "body"),
    *("duplicate_of", "revision", "fetched_at"),
)
_TITLE, _BODY = _COLUMNS.index("title"), _COLUMNS.index("body")
_PUT = (
    f"INSERT INTO article ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
    f" ON CONFLICT (number) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _COLUMNS[1:])}"
)
# Bytes of terms in memory, so that a batch is one segment of the index; segments that are merged into one. A search
# looks a term up in each segment.
_MERGING = (("hashsize", 8_000_000), ("automerge", 8))

Coded = tuple[str, str]
"""Title and body with one character for each word."""


class SqliteTarget(Target):
    """``sqlite:///output/search.sqlite3``: three slashes before a relative path, four before an absolute one."""

    schemes = ("sqlite:",)
    example = "sqlite:///output/search.sqlite3"
    keeps_state = True

    def __init__(self, url: str, options: Options) -> None:
        self.connection: SqliteConnection = SqliteConnection(sqlite_path(url), _SCHEMA.read_text("utf-8"), sync=False)
        self._vocabulary = Vocabulary(self.connection)

    def identity(self) -> str:
        """Another one than that of earlier versions, whose files have other tables: they are filled anew."""
        return FORMAT

    def empty(self) -> None:
        """Remove all documents, and the tables of earlier versions."""
        self.connection.execute("DROP TABLE IF EXISTS words")
        self.connection.execute("INSERT INTO terms (terms) VALUES ('delete-all')")
        for name, value in _MERGING:
            self.connection.execute("INSERT INTO terms (terms, rank) VALUES (?, ?)", (name, value))
        for table in ("article", "coded", "vocabulary", "total"):
            self.connection.execute(f"DELETE FROM {table}")
        self._vocabulary.forget()

    def write(self, documents: Sequence[Document], gone: Sequence[Gone]) -> list[Refusal]:
        """Write and remove documents, in the transaction of the index state."""
        try:
            rows = [_row(document) for document in documents]
            coded = self._vocabulary.coded
            new = {row[0]: (coded(row[_TITLE]), coded(row[_BODY])) for row in rows}
            self.connection.executemany("DELETE FROM article WHERE number = ?", [(each.number,) for each in gone])
            self.connection.executemany(_PUT, rows)
            self._replace(new, [*new, *(each.number for each in gone)])
        except BaseException:
            self._vocabulary.forget()
            raise
        return []

    def _replace(self, new: dict[int, Coded], numbers: list[int]) -> None:
        """Replace the coded texts of some documents; those without a new text are removed."""
        marks = ", ".join("?" * len(numbers))
        found = self.connection.execute(
            f"SELECT number, coded_title, coded_body FROM coded WHERE number IN ({marks})", numbers
        )
        former = {number: (title, body) for number, title, body in found if new.get(number) != (title, body)}
        added = {number: new[number] for number in new.keys() - {row[0] for row in found} | new.keys() & former.keys()}
        put, drop = self.connection.executemany, "INSERT INTO terms (terms, rowid, term) VALUES ('delete', ?, ?)"
        # The index has no texts: to remove a document from it, the same terms have to be passed.
        put(drop, [(number, terms(*texts)) for number, texts in former.items()])
        put("DELETE FROM coded WHERE number = ?", [(number,) for number in former])
        put("INSERT INTO coded (number, coded_title, coded_body) VALUES (?, ?, ?)", _flat(added))
        put("INSERT INTO terms (rowid, term) VALUES (?, ?)", [(n, terms(*texts)) for n, texts in sorted(added.items())])
        self._vocabulary.count(map("".join, former.values()), map("".join, added.values()))
        self._count(len(added) - len(former), _length(added) - _length(former))

    def _count(self, documents: int, words: int) -> None:
        self.connection.execute(
            "INSERT INTO total (only, documents, words) VALUES (1, ?, ?) ON CONFLICT (only) DO UPDATE SET"
            " documents = documents + excluded.documents, words = words + excluded.words",
            (documents, words),
        )

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


def _flat(texts: dict[int, Coded]) -> list[tuple[int, str, str]]:
    return [(number, *each) for number, each in sorted(texts.items())]


def _length(texts: dict[int, Coded]) -> int:
    return sum(len(title) + len(body) for title, body in texts.values())


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
