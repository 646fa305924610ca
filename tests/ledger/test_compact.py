"""A log rewritten with only the last line of each id."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from scraper.items import Article
from scraper.ledger.compact import Compacted, compact
from scraper.storage.lock import TakenError
from scraper.storage.log import RecordLog
from tests.crawling import scrapy
from tests.extensions.test_source_ledger import item, miss, run
from tests.pipelines.records import opened


def versions(folder: Path) -> list[tuple[int, object]]:
    records = map(json.loads, (folder / "hoabinh.jsonl").read_text("utf-8").splitlines())
    return [(int(record["id"], 16), record.get("revision", "gone")) for record in records]


def compacted(folder: Path) -> Compacted:
    return compact(folder / "hoabinh.jsonl", folder / "state.sqlite3", "hoabinh")


def changed(number: int, letter: str) -> Article:
    return item(number, content_hash=letter * 64)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Revisions 1 to 3 of one article, one of another, and one that is gone."""
    run(tmp_path, item(1), item(2), item(3))
    run(tmp_path, changed(1, "b"))
    miss(tmp_path, 3)
    miss(tmp_path, 3)
    run(tmp_path, changed(1, "c"))
    assert versions(tmp_path) == [(1, 1), (2, 1), (3, 1), (1, 2), (3, "gone"), (1, 3)]
    return tmp_path


def test_the_last_line_of_each_id_stays_in_its_order(folder: Path) -> None:
    done = compacted(folder)
    assert versions(folder) == [(2, 1), (3, "gone"), (1, 3)]
    assert (done.lines, done.kept_lines) == (6, 3)
    assert done.kept_bytes == (folder / "hoabinh.jsonl").stat().st_size < done.bytes
    assert not list(folder.glob("*.compact"))


def test_an_older_revision_never_takes_the_place_of_a_newer_one(folder: Path) -> None:
    path = folder / "hoabinh.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    # Revisions 1 and 2 again, behind revision 3; and revision 1 behind the tombstone.
    path.write_bytes(b"".join([*lines, lines[0], lines[3], lines[2]]))
    compacted(folder)
    assert versions(folder) == [(2, 1), (1, 3), (3, 1)]


def test_the_next_run_goes_on_as_if_nothing_had_happened(folder: Path) -> None:
    compacted(folder)
    ledger = run(folder, changed(1, "c"), item(2), item(3))
    assert ledger.stats.get_value("output/unchanged") == 2
    assert ledger.stats.get_value("ledger/lost_lines") is None
    assert versions(folder)[-1] == (3, 2), "back, and the revisions go on where they were"


def test_lines_that_are_no_records_and_half_a_line(folder: Path) -> None:
    path = folder / "hoabinh.jsonl"
    odd = (
        b"no record\n"
        + b"[" * 200_000
        + b"\n"
        + path.read_bytes().splitlines()[0].replace(b": 1}", b": 1e400}")
        + b"\n"
    )
    path.write_bytes(odd + path.read_bytes() + b"[" * 200_000)
    compacted(folder)
    assert path.read_bytes().startswith(odd)
    assert path.read_bytes().endswith(b"}\n")


def test_a_source_that_is_crawled_is_not_touched(folder: Path) -> None:
    before = (folder / "hoabinh.jsonl").read_bytes()
    with opened(folder), pytest.raises(TakenError):
        compacted(folder)
    assert (folder / "hoabinh.jsonl").read_bytes() == before


def test_a_disk_that_is_full_leaves_the_log_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (folder / "hoabinh.jsonl").read_bytes()

    def fail(self: RecordLog, line: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(RecordLog, "append", fail)
    with pytest.raises(OSError, match="No space"):
        compacted(folder)
    assert (folder / "hoabinh.jsonl").read_bytes() == before
    assert not list(folder.glob("*.compact"))


def test_the_command_says_what_it_did(folder: Path) -> None:
    done = scrapy("compact", "hoabinh", "-s", f"OUTPUT_DIR={folder}")
    assert done.returncode == 0, done.stderr
    assert "6 lines" in done.stdout
    assert "3 lines" in done.stdout
    with opened(folder):
        taken = scrapy("compact", "hoabinh", "-s", f"OUTPUT_DIR={folder}")
    assert taken.returncode == 2
    assert "is being crawled" in taken.stderr


@pytest.mark.parametrize("name", ["no_such", "../hoabinh", ""])
def test_a_log_that_is_not_there_is_wrong_usage(tmp_path: Path, name: str) -> None:
    done = scrapy("compact", name, "-s", f"OUTPUT_DIR={tmp_path}")
    assert done.returncode == 2
    assert "There is no" in done.stdout + done.stderr
