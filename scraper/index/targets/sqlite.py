"""SQLite with full text, the target without requirements: documents and index state in one file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from scraper.index.codes import FORMAT, SEPARATORS, joined, terms
from scraper.index.database import SqliteConnection
from scraper.index.fields import Fields, fields_of
from scraper.index.labels import labels_of
from scraper.index.model import Document, Gone, Options, Refusal, Target, TargetUsageError
from scraper.index.parts import packed
from scraper.index.vocabulary import Vocabulary

_SCHEMA = files("scraper.index.targets") / "sqlite.sql"
_COLUMNS = (
    *("number", "id", "source", "url", "title", "date", "section", "authors", "parts", "body"),
    *("duplicate_of", "revision", "fetched_at"),
)
_PUT = (
    f"INSERT INTO article ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
    f" ON CONFLICT (number) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _COLUMNS[1:])}"
)
# Bytes of terms in memory, so that a batch is one segment of the index; segments that are merged into one. A search
# looks a term up in each segment.
_MERGING = (("hashsize", 8_000_000), ("automerge", 8))

# Those with contents of their own: of another version, they may have other columns.
_TABLES = ("article", "coded", "labelled", "vocabulary", "total", "words")

Coded = tuple[str, str, str]
"""A document with one character for each word, its labels, and its date."""


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
        self.connection.execute("INSERT INTO terms (terms) VALUES ('delete-all')")
        for name, value in _MERGING:
            self.connection.execute("INSERT INTO terms (terms, rank) VALUES (?, ?)", (name, value))
        for table in _TABLES:
            self.connection.execute(f"DROP TABLE IF EXISTS {table}")
        for statement in _SCHEMA.read_text("utf-8").split(";\n"):
            self.connection.execute(statement)
        self._vocabulary.forget()

    def write(self, documents: Sequence[Document], gone: Sequence[Gone]) -> list[Refusal]:
        """Write and remove documents, in the transaction of the index state."""
        try:
            read = [(document, fields_of(document.record)) for document in documents]
            new = {document.number: self._coded(document, fields) for document, fields in read}
            self.connection.executemany("DELETE FROM article WHERE number = ?", [(each.number,) for each in gone])
            self.connection.executemany(_PUT, [_row(document, fields) for document, fields in read])
            self._replace(new, [*new, *(each.number for each in gone)])
        except BaseException:
            self._vocabulary.forget()
            raise
        return []

    def _coded(self, document: Document, fields: Fields) -> Coded:
        coded = self._vocabulary.coded
        names = (*fields.authors, fields.section, *fields.attachments, *fields.documents)
        text = joined(
            coded(fields.title),
            _values(map(coded, names)),
            _values(map(coded, (fields.summary, *fields.captions))),
            coded(fields.body),
        )
        source, date = document.record["source"], document.record.get("date_published") or ""
        return text, self._vocabulary.labels(labels_of(source, date, fields)), date

    def _replace(self, new: dict[int, Coded], numbers: list[int]) -> None:
        """Replace the coded texts of some documents; those without a new text are removed."""
        marks = ", ".join("?" * len(numbers))
        found = self.connection.execute(
            "SELECT c.number, coded_text, labels, day FROM coded c JOIN labelled l ON l.number = c.number"
            f" WHERE c.number IN ({marks})",
            numbers,
        )
        former: dict[int, Coded] = {row[0]: row[1:] for row in found if new.get(row[0]) != row[1:]}
        added = {number: new[number] for number in new.keys() - {row[0] for row in found} | new.keys() & former.keys()}
        put, drop = self.connection.executemany, "INSERT INTO terms (terms, rowid, term) VALUES ('delete', ?, ?)"
        # The index has no texts: to remove a document from it, the same terms have to be passed.
        put(drop, [(number, terms(text, labels)) for number, (text, labels, _) in former.items()])
        for table in ("coded", "labelled"):
            put(f"DELETE FROM {table} WHERE number = ?", [(number,) for number in former])
        rows = sorted(added.items())
        put("INSERT INTO coded (number, coded_text) VALUES (?, ?)", [(number, text) for number, (text, _, _) in rows])
        put(
            "INSERT INTO labelled (number, day, labels) VALUES (?, ?, ?)",
            [(number, day, labels) for number, (_, labels, day) in rows],
        )
        put(
            "INSERT INTO terms (rowid, term) VALUES (?, ?)",
            [(number, terms(text, labels)) for number, (text, labels, _) in rows],
        )
        self._vocabulary.count(map(_all, former.values()), map(_all, added.values()))
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


def _row(document: Document, fields: Fields) -> tuple[Any, ...]:
    record = document.record
    return (
        document.number,
        document.id,
        record["source"],
        record["url"],
        fields.title,
        record.get("date_published"),
        record.get("section"),
        "; ".join(record.get("authors") or ()),
        packed(record, fields),
        fields.body,
        document.duplicate_of,
        record["revision"],
        record.get("fetched_at"),
    )


def _values(values: Iterable[str]) -> str:
    return SEPARATORS[1].join(filter(None, values))


def _all(coded: Coded) -> str:
    return coded[0] + coded[1]


def _length(texts: dict[int, Coded]) -> int:
    return sum(len(text) for text, _, _ in texts.values())


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
