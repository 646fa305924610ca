"""Log lines as all readers see them: place, bytes, and the record or the reason why there is none."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from scraper.storage.reader import (
    LogLine,
    current_lines,
    log_names,
    log_path,
    machine_log_names,
    read_lines,
    warn_about,
)
from tests.index.logs import append, gone, record

GOOD = record("a", "1", "Tin", "Văn bản.")


def line_of(value: Any, start: int = 0) -> LogLine:
    return LogLine(start, json.dumps(value).encode() + b"\n")


def test_a_last_line_without_an_end_counts_where_nobody_writes(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(b'{"a": 1}\n{"b": 2}')
    assert [line.text for line in read_lines(path)] == [b'{"a": 1}\n']
    assert [line.text for line in read_lines(path, is_closed=True)] == [b'{"a": 1}\n', b'{"b": 2}']


def test_a_record_says_whose_it_is() -> None:
    line = line_of(GOOD, 3)
    assert (line.reason, line.id, line.revision, line.record, line.value) == ("", GOOD["id"], 1, GOOD, GOOD)
    assert line.end == 3 + len(line.text)
    assert line_of({**GOOD, "revision": 7}).revision == 7


def test_a_tombstone_has_no_record_and_no_revision() -> None:
    line = line_of(gone("a", "1"))
    assert (line.reason, line.id, line.revision, line.record) == ("", GOOD["id"], 0, None)
    assert line_of({**gone("a", "1"), "revision": 5}).revision == 0


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, "not an object"),
        ([], "not an object"),
        ("x", "not an object"),
        (7, "not an object"),
        ({}, "without a revision"),
        ({"deleted": True}, "without a revision"),
        ({**gone("a", "1"), "deleted": 1}, "without a revision"),
        ({**GOOD, "revision": "one"}, "without a revision"),
        ({**GOOD, "revision": True}, "without a revision"),
        ({**GOOD, "revision": 0}, "without a revision"),
        ({**GOOD, "revision": 1 << 31}, "without a revision"),
        ({**GOOD, "id": 7}, "without the fields"),
        ({**GOOD, "id": ""}, "without the fields"),
        ({**GOOD, "title": None}, "without the fields"),
        ({**GOOD, "url": ""}, "without the fields"),
        ({**GOOD, "source": ""}, "without the fields"),
        ({**GOOD, "body": None}, "without the fields"),
    ],
    ids=str,
)
def test_a_line_without_a_record_says_why(value: Any, reason: str) -> None:
    line = line_of(value)
    assert line.reason.startswith(reason)
    assert line.value == {}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"\n", "Expecting value"),
        (b"{\n", "Expecting property name"),
        (b"\xff\n", "'utf-8' codec can't decode"),
        (b"[" * 200_000 + b"\n", "nested too deeply"),
        (json.dumps({**GOOD, "title": "\ud800"}).encode() + b"\n", "'utf-8' codec can't encode"),
    ],
    ids=["empty", "half", "no-utf-8", "deep", "half-a-letter"],
)
def test_bytes_that_are_not_json_say_why(text: bytes, reason: str) -> None:
    assert LogLine(0, text).reason.startswith(reason)


def test_the_highest_revision_that_is_still_taken() -> None:
    assert line_of({**GOOD, "revision": (1 << 31) - 1}).reason == ""


def test_the_digest_is_of_the_bytes() -> None:
    assert line_of(GOOD).digest == line_of(GOOD, 9).digest != line_of({**GOOD, "revision": 2}).digest


def test_lines_have_their_places_and_the_half_one_is_left(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"one\n\ntwo\nhal")
    assert [(line.start, line.text) for line in read_lines(path)] == [(0, b"one\n"), (4, b"\n"), (5, b"two\n")]
    assert [line.start for line in read_lines(path, 5)] == [5]
    file = os.open(path, os.O_RDONLY)
    assert [line.start for line in read_lines(file, 4)] == [4, 5]
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(file)


def starts(*said: tuple[str, int]) -> dict[str, int]:
    """The places of the lines that count, of records by key and revision; revision 0 is a tombstone."""
    records = [record("a", key, "Tin", "Văn bản.", revision) if revision else gone("a", key) for key, revision in said]
    found = current_lines(line_of(value, place) for place, value in enumerate(records))
    names = {record("a", key, "Tin", "Văn bản.")["id"]: key for key, _ in said}
    return {names[record_id]: start for record_id, start in found.items()}


@pytest.mark.parametrize(
    ("revisions", "current"),
    [
        ((1, 2), 1),
        ((2, 1), 0),
        ((1, 1), 1),
        ((3, 0), 1),
        ((3, 0, 1), 2),
        ((3, 0, 2, 1), 2),
        ((0, 0), 1),
        ((2, 1, 2), 2),
    ],
)
def test_which_line_of_an_id_counts(revisions: tuple[int, ...], current: int) -> None:
    assert starts(*(("x", revision) for revision in revisions)) == {"x": current}


def test_ids_do_not_touch_each_other_and_other_lines_do_not_count() -> None:
    assert starts(("x", 2), ("y", 1), ("x", 1)) == {"x": 0, "y": 1}
    assert current_lines([LogLine(0, b"not a record\n")]) == {}


def test_names(tmp_path: Path) -> None:
    for name in ("b.jsonl", "a.jsonl", "a.rejected.jsonl", "a.jsonl.compact", "state.sqlite3"):
        (tmp_path / name).touch()
    (tmp_path / "c.jsonl").mkdir()
    assert log_names(tmp_path) == ["a", "b"]
    assert log_path(tmp_path, "a") == tmp_path / "a.jsonl"


def test_a_warning_names_place_file_and_reason(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    append(tmp_path / "a.jsonl", [GOOD])
    line = LogLine(7, b"not a record\n")
    warn_about(line, tmp_path / "a.jsonl")
    warn_about(line, tmp_path / "a.jsonl", "another reason")
    first, second = caplog.messages
    assert first == f"Byte 7 of {tmp_path}/a.jsonl is not a record ({line.reason}): b'not a record\\n'"
    assert "(another reason)" in second


def test_the_logs_of_machines_lie_in_a_folder_for_each(tmp_path: Path) -> None:
    for name in ("a/hoabinh", "b/hoabinh", "b/stp_travinh", "b/stp_travinh.rejected", "index/x.refused", "own"):
        path = log_path(tmp_path, name)
        path.parent.mkdir(exist_ok=True)
        path.touch()
    assert machine_log_names(tmp_path) == ["a/hoabinh", "b/hoabinh", "b/stp_travinh"]
    assert log_path(tmp_path, "a/hoabinh") == tmp_path / "a" / "hoabinh.jsonl"
