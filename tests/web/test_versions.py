"""Versions of an article, searched in its log from the end on."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from scraper.web import versions
from scraper.web.places import ServedFiles
from scraper.web.versions import current_line, history
from tests.index.logs import append, gone, id_of, record
from tests.web.serving import index, indexed

OPENED = id_of("hoabinh", "opened")


def test_versions_are_in_order_with_what_changed(files: ServedFiles) -> None:
    known = history(files, OPENED)
    assert known.is_whole
    assert [(each.revision, each.changed) for each in known.versions] == [(1, ()), (2, ("title", "body"))]
    assert [each.fetched_at for each in known.versions] == ["2026-01-31T08:00:00Z", "2026-02-02T08:00:00Z"]


def test_the_current_line_has_all_fields(files: ServedFiles) -> None:
    line = current_line(files, OPENED)
    assert line is not None
    assert line["revision"] == 2
    assert current_line(files, "0" * 32) is None


@pytest.mark.parametrize("block", [7, 40, 1_000, 4_000_000])
def test_lines_at_the_edges_of_blocks_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    monkeypatch.setattr(versions, "_BLOCK", max(block, 40))
    lines = [record("s", str(number % 3), f"Tin {number}", "Nội dung " * 9, number // 3 + 1) for number in range(12)]
    files = indexed(tmp_path, *lines)
    for key in "012":
        known = history(files, id_of("s", key))
        assert [each.revision for each in known.versions] == [1, 2, 3, 4]


def test_a_deletion_is_a_version_and_what_only_names_the_id_is_not(tmp_path: Path) -> None:
    first = record("s", "a", "Tin", "Nội dung")
    other = record("s", "b", f'Nói về "{first["id"]}"', "Nội dung")
    again = record("s", "a", "Tin lại", "Nội dung", 2)
    files = indexed(tmp_path, first, other, gone("s", "a"), again)
    known = history(files, first["id"])
    assert [each.revision for each in known.versions] == [1, 0, 2]
    assert [each.record is None for each in known.versions] == [False, True, False]
    assert known.versions[2].changed == ("title",)


def test_of_very_many_versions_the_last_are_shown(tmp_path: Path) -> None:
    files = indexed(tmp_path, *(record("s", "a", f"Tin {number}", "Nội dung", number) for number in range(1, 54)))
    known = history(files, id_of("s", "a"))
    assert not known.is_whole
    assert [each.revision for each in known.versions] == list(range(4, 54))


def test_what_is_too_far_from_the_end_is_not_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [record("s", "a", "Tin", "Nội dung"), record("s", "b", "Tin", "x" * 5_000), record("s", "a", "Tin", "M", 2)]
    files = indexed(tmp_path, *lines)
    monkeypatch.setattr(versions, "MOST_BYTES", 4_000)
    known = history(files, id_of("s", "a"))
    assert [each.revision for each in known.versions] == [2]
    assert not known.is_whole


def test_a_log_that_was_rewritten_or_is_gone_gives_nothing_wrong(tmp_path: Path) -> None:
    files = indexed(tmp_path, record("s", "a", "Tin", "Nội dung"), record("s", "b", "Tin", "Nội dung"))
    log = tmp_path / "s.jsonl"
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[::-1]))
    assert current_line(files, id_of("s", "a")) is None
    assert len(history(files, id_of("s", "a")).versions) == 1
    log.unlink()
    assert history(files, id_of("s", "a")).versions == []
    assert not history(files, id_of("s", "a")).is_whole


def test_a_half_written_line_is_no_version(tmp_path: Path) -> None:
    files = indexed(tmp_path, record("s", "a", "Tin", "Nội dung"))
    with (tmp_path / "s.jsonl").open("a", encoding="utf-8") as log:
        log.write(json.dumps(record("s", "a", "Tin", "Nội", 2), ensure_ascii=False))
    assert [each.revision for each in history(files, id_of("s", "a")).versions] == [1]


def test_an_index_names_no_file_elsewhere(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "secret.jsonl"
    append(outside, [record("s", "a", "Tin", "Bí mật")])
    append(inside / "s.jsonl", [record("s", "a", "Tin", "Nội dung")])
    index(inside)
    files = indexed(inside)
    (inside / "s.jsonl").rename(inside / "t.jsonl")

    with sqlite3.connect(files.index) as database:
        database.execute("UPDATE book_doc SET log = '../secret'")
    assert current_line(files, id_of("s", "a")) is None
    assert history(files, id_of("s", "a")).versions == []
