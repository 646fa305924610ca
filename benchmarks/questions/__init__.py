"""Questions to a search index with their right answers, for judging an order of results; see ``README.md`` beside this.

    for question in load():
        question.text, question.kind, question.corpus, question.right

The articles of a corpus, for filling an index, and their keys, which `Question.right` names, come from `documents`.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.reading.corpora import CORPORA
from tests.index.logs import SOURCES, record, records

FOLDER = Path(__file__).parent
KINDS = ("natural", "unaccented", "typo", "name", "number", "phrase", "author")
# 300 of the practice corpus. Of more there would be further right answers, which nobody has looked for.
ARTICLES_OF_A_PORTAL = 75
# At the end of an address, in both corpora.
_NUMBER = re.compile(r"-(\d+)(?:\.html)?$")

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `right` are the keys of all articles of its corpus that answer it equally well."""

    text: str
    kind: str
    corpus: str
    right: tuple[str, ...]
    note: str = ""


def load() -> list[Question]:
    """All questions, those of the practice corpus first."""
    return [
        Question(row["question"], row["kind"], row["corpus"], tuple(row["right"].split(" ")), row["note"])
        for row in _rows("questions.tsv")
    ]


def titles() -> dict[str, str]:
    """Key → title of each article that is an answer, as it was when the answers were chosen."""
    return {row["key"]: row["title"] for row in _rows("articles.tsv")}


def documents(corpus: str) -> dict[str, Record]:
    """Key → record of all articles of a corpus, ``practice`` or ``nukeviet``; the record's ``id`` is what an index has.

    Raises:
        MissingCorpusError: the pages of ``nukeviet`` are not on this machine.
        KeyError: there is no such corpus.
    """
    return {_key(line): line for line in {"practice": _practice, "nukeviet": _nukeviet}[corpus]()}


def _key(line: Record) -> str:
    """The source and the article's number in it."""
    number = _NUMBER.search(line["url"])
    assert number, line["url"]
    return f"{line['source']}/{number[1]}"


def _practice() -> list[Record]:
    return [line for source in SOURCES for line in records(source, ARTICLES_OF_A_PORTAL)]


def _nukeviet() -> list[Record]:
    return [
        record(
            "nukeviet",
            sample.name,
            sample.truth["title"],
            sample.truth["body"],
            url=sample.url,
            date_published=sample.truth["date"],
            section=sample.truth["section"],
            summary=sample.truth["summary"],
            authors=sample.truth.get("authors") or [],
        )
        for sample in CORPORA["nukeviet"](None)
    ]


def _rows(name: str) -> list[dict[str, str]]:
    """The lines of a file, by the names in its first line. Quotes are letters like any other."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))
