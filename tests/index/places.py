"""The four targets as the tests see them: a URL to feed, and what lies there."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import psycopg
import pyarrow
import pyarrow.dataset

from scraper.index.texts import folded_words

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
            texts = {(row[0], name): row[2 + place] for row in rows for place, name in enumerate(("title", "body"))}
            assert words_of(database) == {place: words for place, text in texts.items() if (words := split(text))}
        return {row[1]: row[2:] for row in rows}

    return Place("sqlite", f"sqlite:///{path}", held)


def words_of(database: sqlite3.Connection) -> dict[tuple[int, str], list[str]]:
    """What the full text has by document and column, word by word: nothing missing, nothing stale."""
    database.execute("INSERT INTO words (words) VALUES ('integrity-check')")
    database.execute("CREATE VIRTUAL TABLE temp.instances USING fts5vocab (main, words, instance)")
    found: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
    for number, column, term in database.execute("SELECT doc, col, term FROM temp.instances ORDER BY doc, col, offset"):
        found[number, column].append(term)
    return dict(found)


def split(text: str) -> list[str]:
    return folded_words(text).split()


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
            rows = database.execute(f"SELECT id, {', '.join(FIELDS)} FROM articles".encode()).fetchall()
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
    with urlopen(Request(url, data, {"Content-Type": "application/json"}), timeout=60) as answer:
        return json.load(answer)
