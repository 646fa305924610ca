"""The four targets as the tests see them: a URL to feed, and what lies there."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import psycopg
import pyarrow
import pyarrow.dataset

from scraper.index.codes import SEPARATORS, character, number_of, terms
from scraper.index.texts import words_of

Held = dict[str, tuple[str, str, str, int, str | None]]
"""By id: title, body, url, revision, duplicate_of."""
FIELDS = ("title", "body", "url", "revision", "duplicate_of")


@dataclass(frozen=True)
class Place:
    """One target."""

    name: str
    url: str
    held: Callable[[], Held]
    """Everything that is in it."""


def sqlite_place(folder: Path) -> Place:
    path = folder / "search.sqlite3"

    def held() -> Held:
        with closing(sqlite3.connect(path)) as database:
            database.execute("BEGIN")  # texts and words of one moment
            rows = database.execute(f"SELECT number, id, {', '.join(FIELDS)} FROM article").fetchall()
            assert words_in(database) == {row[0]: (words_of(row[2]), words_of(row[3])) for row in rows}
        return {row[1]: row[2:] for row in rows}

    return Place("sqlite", f"sqlite:///{path}", held)


def words_in(database: sqlite3.Connection) -> dict[int, tuple[list[str], list[str]]]:
    """The words of titles and bodies by document, and all that is derived from them: nothing missing, nothing stale."""
    words = {character(code): word for code, word in database.execute("SELECT code, word FROM vocabulary")}
    coded = dict(database.execute("SELECT number, coded_text FROM coded"))
    labelled = dict(database.execute("SELECT number, labels FROM labelled"))
    assert labelled.keys() == coded.keys()
    database.execute("INSERT INTO terms (terms) VALUES ('integrity-check')")
    database.execute("CREATE VIRTUAL TABLE temp.instances USING fts5vocab (main, terms, instance)")
    assert set(database.execute("SELECT doc, term FROM temp.instances")) == {
        (number, term) for number, text in coded.items() for term in terms_of(text, labelled[number])
    }
    counts = dict(database.execute("SELECT code, documents FROM vocabulary WHERE documents <> 0"))
    assert counts == Counter(
        number_of(each) for number, text in coded.items() for each in {*text, *labelled[number]} - {*SEPARATORS}
    )
    length = sum(map(len, coded.values()))
    assert database.execute("SELECT documents, words FROM total").fetchall() in ([], [(len(coded), length)])
    lines = {number: text.split("\n") for number, text in coded.items()}
    return {
        n: ([words[each] for each in title], [words[each] for each in body]) for n, (title, *_, body) in lines.items()
    }


def terms_of(text: str, labels: str) -> set[str]:
    """The terms as SQLite's tokenizer splits them: at ASCII characters, not at all that are spaces."""
    return {*re.split("[\x00-\x7f]", terms(text, labels))} - {""}


def parquet_place(folder: Path) -> Place:
    path = folder / "parquet"

    def held() -> Held:
        if not any(path.rglob("*.parquet")):
            return {}
        # With their types: months alone that are all unknown have none.
        schema = pyarrow.schema([("source", pyarrow.string()), ("month", pyarrow.string())])
        folders = pyarrow.dataset.partitioning(schema, flavor="hive")
        found = pyarrow.dataset.dataset(path, partitioning=folders).to_table(columns=["id", *FIELDS]).to_pylist()
        by_id = {row["id"]: tuple(row[name] for name in FIELDS) for row in found}
        assert len(by_id) == len(found), "one document lies in two files"
        return by_id

    return Place("parquet", f"parquet:{path}", held)


def postgres_place(url: str) -> Place:
    def held() -> Held:
        with psycopg.connect(url) as database:
            database.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")  # texts and words of one moment
            rows = database.execute(f"SELECT id, {', '.join(FIELDS)} FROM articles".encode()).fetchall()
            counted = "SELECT word, count(*) FROM articles, unnest(tsvector_to_array(words)) AS word GROUP BY word"
            kept = database.execute("SELECT word, documents FROM article_words WHERE documents <> 0").fetchall()
            assert dict(kept) == dict(database.execute(counted).fetchall())
            totals = "SELECT count(*), coalesce(sum(length), 0) FROM articles"
            assert database.execute("SELECT documents, length FROM article_totals").fetchall() == [
                database.execute(totals.encode()).fetchone()
            ]
        return {row[0]: row[1:] for row in rows}

    return Place("postgres", url, held)


def bulk_place(server: str, index: str) -> Place:
    url = f"{server}/{index}"

    def held() -> Held:
        found = ask(f"{url}/_search", {"size": 10_000, "_source": list(FIELDS)})["hits"]["hits"]
        return {hit["_id"]: tuple(hit["_source"][name] for name in FIELDS) for hit in found}

    return Place("bulk", url, held)


def ask(url: str, body: Any = None) -> Any:
    """JSON over HTTP."""
    data = None if body is None else json.dumps(body).encode()
    try:
        with urlopen(Request(url, data, {"Content-Type": "application/json"}), timeout=60) as answer:
            return json.load(answer)
    except HTTPError as error:
        error.close()
        raise
