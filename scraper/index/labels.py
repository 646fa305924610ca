"""Labels of documents, by which they are filtered and counted: source, section, author, month, and what they have.

A label is a word of the vocabulary that no text can have, since it has a colon: `section: chuyen doi so `, a tab, and
the value as printed. So it has a character like other words, and the number of documents with it; it is a term of its
documents too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from scraper.index.fields import Fields
from scraper.index.texts import folded_words
from scraper.storage.sqlite import SqliteFile

SOURCE, SECTION, AUTHOR, MONTH, HAVING = KINDS = ("source", "section", "author", "month", "has")
# `YYYY-MM`.
_MONTH = 7
# A longer value is no name, but text that was taken for one.
_LONGEST = 200


class Labels(NamedTuple):
    """The labels of some documents."""

    joined: str
    """A character for each label of each document."""
    documents: int
    """How many documents these are."""
    is_sample: bool = False
    """True if they are some of many, taken evenly."""


def label(kind: str, value: str) -> str:
    """The word of a label: its kind, the folded words of its value, each between spaces, and the value."""
    value = " ".join(value.split())[:_LONGEST]
    return f"{kind}: {folded_words(value)} \t{value}"


def value_of(word: str) -> str:
    """The value of a label as printed."""
    return word.partition("\t")[2]


def labels_of(source: str, date: str | None, fields: Fields) -> list[str]:
    """All labels of a document, each once."""
    found = [label(SOURCE, source)]
    if fields.section:
        found.append(label(SECTION, fields.section))
    found += [label(AUTHOR, name) for name in fields.authors if name]
    if date:
        found.append(label(MONTH, date[:_MONTH]))
    found += [label(HAVING, name) for name in fields.has]
    return list(dict.fromkeys(found))


def range_of(kind: str) -> tuple[str, str]:
    """The words between which all labels of a kind are: at or after the first, before the second."""
    return f"{kind}:", f"{kind};"


def labels_by(database: SqliteFile, sql: str, values: Sequence[Any]) -> Labels:
    """The labels that a query gives, joined by SQLite: a row for each document takes five times as long."""
    ((joined, documents),) = database.execute(
        f"SELECT coalesce(group_concat(labels, ''), '') AS labels, count(*) FROM ({sql})", values
    )
    return Labels(joined, documents)
