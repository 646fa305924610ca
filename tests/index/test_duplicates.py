"""``duplicate_of``: the earliest of the texts that are nearly the same, in whatever order they come."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from scraper.index import duplicates
from scraper.index.database import SqliteConnection
from scraper.index.duplicates import Duplicates
from scraper.index.index_state import IndexState
from scraper.index.logs import LogOffset
from scraper.index.rows import DocumentRow, LogState
from scraper.storage.reader import LogLine
from tests.index.logs import gone, id_of, record, records

TEXTS = [line["body"] for line in records("hoabinh", 60) if len(line["body"]) > 1_500]
TEXT, OTHER = TEXTS[:2]
LOG = LogState("a", LogOffset(), 1, is_replay=False)


class Documents:
    """Documents of an index, by key; a key stands for an id."""

    def __init__(self, connection: SqliteConnection) -> None:
        self.texts: dict[str, str] = {}
        self.read: list[str] = []
        self.state = IndexState(connection)
        self.duplicates = Duplicates(self.state, self.text_of)

    def text_of(self, row: DocumentRow) -> str | None:
        self.read.append(row.id)
        return self.texts.get(row.digest)

    def say(self, *said: tuple[str, str, str | None], revision: int = 1) -> None:
        """Key, day and text of each document; one without text is gone."""
        lines = []
        for key, day, text in said:
            value: dict[str, Any] = gone("a", key)
            if text is not None:
                value = record("a", key, "Tin", text, revision, date_published=f"2024-01-{day}")
            line = LogLine(0, json.dumps(value).encode() + b"\n")
            self.texts[line.digest] = text or ""
            lines.append(line)
        self.duplicates.update(self.state.apply(LOG, lines))

    def copies(self, *keys: str) -> dict[str, str]:
        """Copy → original, by key."""
        names = {id_of("a", key): key for key in keys}
        rows = self.state.rows(names)
        return {names[row.id]: names[row.duplicate_of] for row in rows if row.duplicate_of is not None}

    def sent(self) -> None:
        rows = self.state.waiting(0)
        self.state.sent(rows, {row.id: None for row in rows})

    def waiting(self, *keys: str) -> set[str]:
        names = {id_of("a", key): key for key in keys}
        return {names[row.id] for row in self.state.waiting(0)}


@pytest.fixture
def documents(tmp_path: Path) -> Iterator[Documents]:
    with closing(SqliteConnection(tmp_path / "x", sync=False)) as connection:
        yield Documents(connection)


def test_the_earliest_is_the_original_whichever_came_first(documents: Documents) -> None:
    documents.say(("late", "09", TEXT), ("other", "01", OTHER))
    documents.say(("early", "02", TEXT))
    assert documents.copies("late", "early", "other") == {"late": "early"}
    documents.say(("last", "11", TEXT), ("first", "01", TEXT))
    assert documents.copies("late", "early", "last", "first") == {"late": "first", "early": "first", "last": "first"}


def test_a_text_between_an_original_and_its_copy_is_a_copy_too(documents: Documents) -> None:
    documents.say(("1", "01", TEXT), ("3", "03", TEXT))
    documents.say(("2", "02", TEXT))
    assert documents.copies("1", "2", "3") == {"2": "1", "3": "1"}


def test_of_the_same_day_the_smaller_id_is_the_original(documents: Documents) -> None:
    documents.say(("a", "01", TEXT), ("b", "01", TEXT))
    small, large = sorted("ab", key=lambda key: id_of("a", key))
    assert documents.copies("a", "b") == {large: small}


@pytest.mark.parametrize("text", [None, OTHER], ids=["gone", "changed"])
def test_copies_of_what_is_not_like_them_any_more_find_another(documents: Documents, text: str | None) -> None:
    documents.say(("1", "01", TEXT), ("2", "02", TEXT), ("3", "03", TEXT))
    documents.sent()
    documents.say(("1", "01", text), revision=2)
    assert documents.copies("1", "2", "3") == {"3": "2"}
    assert documents.waiting("1", "2", "3") == {"1", "2", "3"}
    documents.say(("1", "01", TEXT), revision=3)
    assert documents.copies("1", "2", "3") == {"2": "1", "3": "1"}


def test_a_copy_that_is_gone_has_no_original(documents: Documents) -> None:
    documents.say(("1", "01", TEXT), ("2", "02", TEXT))
    documents.say(("2", "02", None))
    assert documents.copies("1", "2") == {}


def test_only_documents_whose_original_changes_are_sent_again(documents: Documents) -> None:
    documents.say(("1", "01", TEXT), ("2", "02", TEXT), ("3", "03", OTHER))
    documents.sent()
    documents.say(("4", "04", TEXT))
    assert documents.waiting("1", "2", "3", "4") == {"4"}
    documents.sent()
    documents.say(("5", "02", OTHER))
    assert documents.waiting("1", "2", "3", "4", "5") == {"3", "5"}


def test_words_are_compared_and_not_simhashes_alone(documents: Documents, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scraper.index.rows.simhash", lambda _: "0" * 15 + "1")
    documents.say(("1", "01", TEXT), ("2", "02", OTHER))
    assert documents.copies("1", "2") == {}


def test_a_text_that_cannot_be_read_now_is_like_no_other(documents: Documents) -> None:
    documents.say(("1", "01", TEXT))
    documents.texts.clear()
    documents.duplicates = Duplicates(documents.state, documents.text_of)
    documents.say(("2", "02", TEXT))
    assert documents.copies("1", "2") == {}


def test_the_words_of_a_text_are_read_once_until_there_are_too_many(
    documents: Documents, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents.say(("1", "01", TEXT))
    documents.say(("2", "02", TEXT))
    documents.say(("3", "03", TEXT))
    assert len(documents.read) == len(set(documents.read)) == 3
    monkeypatch.setattr(duplicates, "_KEPT", 2)
    documents.say(("4", "04", TEXT))
    assert len(documents.read) > 4
