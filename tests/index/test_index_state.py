"""What lines of logs make of the documents of an index."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from scraper.index import index_state
from scraper.index.database import SqliteConnection
from scraper.index.index_state import IndexState
from scraper.index.logs import LogOffset
from scraper.index.rows import DocumentRow, LogState, is_newer, update_row, version_of
from scraper.storage.reader import LogLine
from tests.index.logs import gone, id_of, record

NOW = 1_577_836_800 + 1_000
"""A thousand seconds after 2020."""


@pytest.fixture
def state(tmp_path: Path) -> Iterator[IndexState]:
    with closing(SqliteConnection(tmp_path / "x", sync=False)) as connection:
        yield IndexState(connection, NOW)


def log(name: str = "a", generation: int = 10, *, is_replay: bool = False) -> LogState:
    return LogState(name, LogOffset(), generation, is_replay)


def line_of(value: dict[str, Any], start: int = 0) -> LogLine:
    return LogLine(start, json.dumps(value).encode() + b"\n")


def said(key: str = "1", revision: int = 1, start: int = 0, **fields: Any) -> LogLine:
    return line_of(record("a", key, "Tin", f"Văn bản {revision}.", revision, **fields), start)


def tombstone(key: str = "1", start: int = 0) -> LogLine:
    return line_of(gone("a", key), start)


def row_of(revision: int = 2, **fields: Any) -> DocumentRow:
    filled = {"log": "a", "generation": 10, "revision": revision, "digest": "x", **fields}
    return DocumentRow(number=1, id=id_of("a", "1"), start=0, length=1, **filled)


@pytest.mark.parametrize(
    ("row", "line", "newer"),
    [
        (row_of(2), said(revision=1), False),
        (row_of(2), said(revision=2), True),
        (row_of(2), said(revision=3), True),
        (row_of(2), tombstone(), True),
        (row_of(2, is_deleted=1), said(revision=1), True),
        (row_of(2, generation=9), said(revision=1), True),
        (row_of(2, log="b"), said(revision=2), False),
        (row_of(2, log="b"), said(revision=3), True),
        (row_of(2, log="b"), tombstone(), True),
        (row_of(2, log="b", is_deleted=1), said(revision=2), False),
        (row_of(2, log="b", generation=9), said(revision=2), False),
    ],
)
def test_which_line_is_newer_than_a_row(row: DocumentRow, line: LogLine, newer: bool) -> None:
    assert is_newer(row, log(), line) is newer


def test_a_row_says_what_its_line_says() -> None:
    row, line = row_of(1, is_deleted=1, digest="", log="b", generation=3), said(revision=5, start=7)
    update_row(row, log(generation=10), line)
    assert (row.log, row.generation, row.start, row.length) == ("a", 10, 7, len(line.text))
    assert (row.digest, row.revision, row.is_deleted, row.is_waiting) == (line.digest, 5, 0, 1)
    assert row.age == f"2026-01-31T08:00:00Z {row.id}"
    assert row.simhash != 0
    assert row.version == 10 << 20 | 5
    update_row(row, log(), said(revision=6, date_published="2020-01-01"))
    assert row.age == f"2020-01-01 {row.id}"


def test_a_line_that_lies_elsewhere_is_not_a_change() -> None:
    row = row_of()
    update_row(row, log(), said(revision=3))
    row.is_waiting = 0
    update_row(row, log(generation=12), said(revision=3, start=100))
    assert (row.start, row.generation, row.is_waiting) == (100, 12, 0)
    update_row(row, log(generation=11), tombstone())
    assert (row.is_deleted, row.is_waiting, row.revision, row.generation) == (1, 1, 3, 12)
    row.is_waiting = 0
    update_row(row, log(), tombstone(start=50))
    assert (row.is_waiting, row.start) == (0, 50)
    update_row(row, log(), said(revision=3))
    assert (row.is_deleted, row.is_waiting) == (0, 1), "back with the same text"


@pytest.mark.parametrize(
    ("version", "generation", "revision", "wanted"),
    [(0, 2, 3, 2 << 20 | 3), (2 << 20 | 3, 2, 3, (2 << 20 | 3) + 1), (9 << 20, 2, 3, (9 << 20) + 1)],
)
def test_versions_grow(version: int, generation: int, revision: int, wanted: int) -> None:
    assert version_of(row_of(revision, generation=generation, version=version)) == wanted
    assert version_of(row_of(1 << 25, generation=2)) == (3 << 20) - 1, "a revision has twenty bits"


def test_lines_make_rows_and_only_changed_ones_come_back(state: IndexState) -> None:
    rows = state.apply(log(), [said("1"), said("2"), said("1", 3), said("1", 2)])
    assert [(row.number, row.id, row.revision) for row in rows] == [(1, id_of("a", "1"), 3), (2, id_of("a", "2"), 1)]
    state.put(rows)
    assert state.apply(log(), [said("1", 2)]) == []
    (changed,) = state.apply(log(), [said("3"), said("1", 2)])
    assert changed.number == 3


def test_numbers_go_on_behind_those_that_are_there(state: IndexState, tmp_path: Path) -> None:
    state.put(state.apply(log(), [said("1"), said("2")]))
    with closing(SqliteConnection(tmp_path / "other", sync=False)) as connection:
        other = IndexState(connection)
        other.put(state.rows([id_of("a", "2")]))
        (row,) = IndexState(connection).apply(log(), [said("9")])
    assert row.number == 3


def test_an_article_in_two_logs_is_shared(state: IndexState) -> None:
    state.put(state.apply(log("a"), [said("1", 2)]))
    (row,) = state.apply(log("b"), [said("1", 1)])
    assert (row.is_shared, row.log, row.revision) == (1, "a", 2)
    state.put([row])
    assert state.apply(log("b"), [said("1", 1)]) == []
    (row,) = state.apply(log("b"), [said("1", 3)])
    assert (row.log, row.revision) == ("b", 3)


def test_lines_that_lie_elsewhere_are_located(state: IndexState) -> None:
    state.put(state.apply(log(), [said("1", start=10), said("2", start=20)]))
    state.relocate("a", [said("2", start=5), said("1", 2, start=9), said("3", start=30)])
    state.relocate("b", [said("1", start=77)])
    starts = {row.id: row.start for row in state.rows([id_of("a", key) for key in "123"])}
    assert starts == {id_of("a", "1"): 10, id_of("a", "2"): 5}


def test_what_a_rewritten_log_does_not_have_is_gone(state: IndexState) -> None:
    state.put(state.apply(log("a"), [said("1"), said("2", 4), said("3"), tombstone("3")]))
    state.put(state.apply(log("b"), [said("4")]))
    state.put(state.apply(new := log("a", 11, is_replay=True), [said("1")]))
    removed = state.removed_rows(new)
    assert [(row.id, row.is_deleted, row.is_waiting, row.revision) for row in removed] == [(id_of("a", "2"), 1, 1, 0)]
    assert removed[0].generation == 11
    assert removed[0].version == 11 << 20 | 4
    state.put(removed)
    assert state.removed_rows(new) == []


def test_a_removed_document_that_another_log_has_comes_back_with_any_revision(state: IndexState) -> None:
    state.put(state.apply(log("a"), [said("1", 5)]))
    state.put(state.apply(log("b"), [said("1", 2)]))
    state.put(state.removed_rows(log("a", 11)))
    (row,) = state.apply(log("b"), [said("1", 2)])
    assert (row.log, row.revision, row.is_deleted) == ("b", 2, 0)


def test_how_far_a_log_was_read_is_kept(state: IndexState) -> None:
    assert state.log("a") is None
    saved = LogState("a", LogOffset(7, "mark"), 3, is_replay=True)
    state.save_progress(saved)
    assert state.log("a") == saved
    saved.position, saved.is_replay = LogOffset(9, "other"), False
    state.save_progress(saved)
    state.save_progress(LogState("b", LogOffset(1, "b"), 4, is_replay=False))
    assert state.log("a") == saved
    assert state.log_names() == ["a", "b"]
    state.read_others_again(saved)
    assert state.log("a") == saved
    assert state.log("b") == LogState("b", LogOffset(), 1_000, is_replay=True)


def test_generations_grow_with_the_clock_and_without_it(state: IndexState) -> None:
    assert state.new_generation() == 1_000
    state.save_progress(LogState("a", LogOffset(), 1_000, is_replay=False))
    assert state.new_generation() == 1_001


def test_what_waits_is_sent_and_what_is_refused_waits_again_on_demand(
    state: IndexState, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_state, "_AT_ONCE", 2)
    state.put(state.apply(log(), [said(str(key)) for key in range(5)]))
    first = state.waiting(0)
    assert [row.number for row in first] == [1, 2]
    assert [row.number for row in state.waiting(2)] == [3, 4]
    state.sent(first, {first[0].id: None, first[1].id: "too large"})
    assert [row.number for row in state.waiting(0)] == [3, 4]
    assert [(row.number, row.refusal) for row in state.refused()] == [(2, "too large")]
    state.try_refused_again()
    assert [row.number for row in state.waiting(0)] == [2, 3]


def test_rows_are_found_by_id_number_and_original(state: IndexState, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_state, "_AT_ONCE", 2)
    rows = state.apply(log(), [said(str(key)) for key in range(5)])
    rows[3].duplicate_of, rows[4].is_deleted = rows[0].id, 1
    state.put(rows)
    assert {row.number for row in state.rows([row.id for row in rows] + ["unknown"])} == {1, 2, 3, 4, 5}
    assert [row.number for row in state.numbered([5, 1, 9])] == [1, 5]
    assert [row.number for row in state.copies_of([rows[0].id, rows[1].id])] == [4]
    assert [number for number, _ in state.simhashes()] == [1, 2, 3, 4], "not of what is gone"


def test_an_index_that_was_made_again_begins_with_nothing(state: IndexState) -> None:
    assert not state.is_of("uuid")
    state.empty("uuid")
    assert state.is_of("uuid")
    assert not state.is_of("other")
    state.put(state.apply(log(), [said("1")]))
    state.save_progress(log())
    state.empty("other")
    assert (state.is_of("other"), state.log_names(), state.waiting(0)) == (True, [], [])
