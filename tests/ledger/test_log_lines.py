"""Lines that were overwritten in place are noticed, named, and their articles fetched again."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from scrapy.exceptions import CloseSpider

from scraper.extensions.source_ledger import LedgerExtension
from scraper.ledger import log_lines
from scraper.ledger.articles import State
from scraper.ledger.compact import compact
from scraper.storage.reader import current_lines, read_lines
from tests.extensions.test_source_ledger import item, miss, run, state_of

COUNT = 6
BROKEN = 3


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    run(tmp_path, *map(item, range(1, COUNT + 1)))
    return tmp_path


def log(folder: Path) -> Path:
    return folder / "hoabinh.jsonl"


def overwrite(folder: Path, change: Callable[[bytes], bytes], number: int = BROKEN, *, is_silent: bool = False) -> int:
    """Change a line in place; its offset. Silently: size, inode and time of the file stay, as when a disk fails."""
    before = log(folder).stat()
    lines = log(folder).read_bytes().splitlines(keepends=True)
    start = sum(map(len, lines[: number - 1]))
    changed = change(lines[number - 1])
    assert len(changed) == len(lines[number - 1])
    with log(folder).open("r+b") as file:
        file.seek(start)
        file.write(changed)
    if is_silent:
        os.utime(log(folder), ns=(before.st_atime_ns, before.st_mtime_ns))
    return start


def current(folder: Path) -> dict[int, str]:
    """Bodies of the lines that count, by number; None of them may be another's."""
    lines = {line.start: line for line in read_lines(log(folder))}
    return {int(key, 16): str(lines[start].value.get("body")) for key, start in current_lines(lines.values()).items()}


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "no JSON any more": lambda line: b"#" * (len(line) - 1) + b"\n",
    "zeros": lambda line: bytes(len(line) - 1) + b"\n",
    "no line end": lambda line: line[:-1] + b" ",
    "two lines": lambda line: line[:50] + b"\n" + line[51:],
    "another text": lambda line: line.replace(
        "người dân".encode(), "kẻ trộm n".encode().ljust(len("người dân".encode()))[:13]
    ),
    "a higher revision": lambda line: line.replace(b'"revision": 1}', b'"revision": 9}'),
    "another hash": lambda line: line.replace(b"a" * 64, b"e" * 64),
}


@pytest.mark.parametrize("is_silent", [False, True])
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_an_overwritten_line_is_named_and_its_article_comes_again(
    folder: Path, caplog: pytest.LogCaptureFixture, change: Callable[[bytes], bytes], is_silent: bool
) -> None:
    whole = current(folder)
    start = overwrite(folder, change, is_silent=is_silent)
    ledger = run(folder)
    assert ledger.stats.get_value("ledger/lost_lines") >= 1
    (named,) = [
        text
        for text in caplog.messages
        if f"Byte {start} of {log(folder)} is no longer" in text and f"{BROKEN:032x}" in text
    ]
    assert "fetched again" in named
    assert state_of(folder, BROKEN) == State.FOUND
    assert state_of(folder, 1) == State.WRITTEN
    run(folder, *map(item, range(1, COUNT + 1)))
    assert current(folder) == whole
    size = log(folder).stat().st_size
    again = run(folder, *map(item, range(1, COUNT + 1)))
    assert log(folder).stat().st_size == size
    assert again.stats.get_value("ledger/lost_lines") is None, "named once"


def test_a_changed_id_costs_its_own_article_only(folder: Path) -> None:
    overwrite(folder, lambda line: line.replace(b"%032x" % BROKEN, b"%032x" % 77))
    run(folder)
    run(folder, *map(item, range(1, COUNT + 1)))
    assert {*current(folder)} == {*range(1, COUNT + 1), 77}
    assert state_of(folder, 2) == State.WRITTEN


def test_an_older_revision_is_no_reason_to_fetch_anything(folder: Path) -> None:
    run(folder, item(BROKEN, content_hash="b" * 64))
    overwrite(folder, CHANGES["zeros"])
    assert run(folder).stats.get_value("ledger/lost_lines") is None
    assert state_of(folder, BROKEN) == State.WRITTEN


def test_a_tombstone_is_written_again(folder: Path) -> None:
    miss(folder, BROKEN)
    miss(folder, BROKEN)
    assert current(folder)[BROKEN] == "None"
    overwrite(folder, CHANGES["zeros"], COUNT + 1)
    assert run(folder).stats.get_value("ledger/lost_lines") == 1
    miss(folder, BROKEN)
    assert current(folder)[BROKEN] == "None"


def parts_read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Bytes of each later comparison."""
    read: list[int] = []
    digest = log_lines.digest_of

    def count(text: bytes) -> bytes:
        read.append(len(text))
        return digest(text)

    monkeypatch.setattr(log_lines, "digest_of", count)
    return read


def test_of_a_log_that_nobody_touched_a_part_is_compared_in_each_run(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(folder / "long", *(item(number, body="Hội làng. " * 1_000) for number in range(1, COUNT + 1)))
    folder = folder / "long"
    line = log(folder).stat().st_size // COUNT
    monkeypatch.setattr(log_lines, "_PART", 2 * line - 10)
    overwrite(folder, CHANGES["another hash"], 4, is_silent=True)
    read = parts_read(monkeypatch)
    lost = [run(folder).stats.get_value("ledger/lost_lines") for _ in range(3)]
    assert lost == [None, 1, None], "two lines in each run"
    assert len(read) == 2 + 2 + COUNT + 2, "and the whole log once one of them differs"


def test_a_log_that_was_touched_is_compared_as_a_whole(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_lines, "_PART", 1)
    read = parts_read(monkeypatch)
    run(folder)
    assert len(read) == 1
    os.utime(log(folder))
    run(folder)
    assert len(read) == 1 + COUNT
    run(folder, item(COUNT + 1))
    run(folder)
    assert len(read) == 1 + COUNT + 2, "what this program appends is no reason to compare all"


def test_a_state_file_of_an_earlier_version_learns_the_lines(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(folder / "state.sqlite3")) as state:
        state.executescript("DROP TABLE log_lines; DROP TABLE log_checks")
    assert run(folder).stats.get_value("ledger/lost_lines") is None
    overwrite(folder, CHANGES["zeros"])
    assert run(folder).stats.get_value("ledger/lost_lines") == 1


def test_a_damaged_row_of_the_ledger_is_not_taken_for_a_damaged_line(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(sqlite3.connect(folder / "state.sqlite3")) as state, state:
        state.execute("UPDATE log_lines SET digest = x'000000000000000000000000' WHERE start = 0")
    with pytest.raises(CloseSpider):
        run(folder)
    assert "is damaged, not the line" in caplog.text
    assert "scrapy state --rebuild" in caplog.text


@pytest.mark.parametrize("change", ["zeros", "another text", "no line end"])
def test_compact_sets_overwritten_lines_aside(folder: Path, change: str) -> None:
    whole = current(folder)
    overwrite(folder, CHANGES[change])
    damaged = log(folder).read_bytes()
    done = compact(log(folder), folder / "state.sqlite3", "hoabinh")
    aside = log(folder).with_name("hoabinh.jsonl.damaged").read_bytes()
    assert done.damaged_lines >= 1
    assert aside in damaged
    assert b"".join(json.dumps(key).encode() for key in current(folder)).find(b"%d" % BROKEN) < 0
    run(folder)
    assert state_of(folder, BROKEN) == State.FOUND
    run(folder, *map(item, range(1, COUNT + 1)))
    assert current(folder) == whole


def test_compact_takes_another_log_as_it_is(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    run(other, *map(item, range(20, 30)))
    (other / "hoabinh.jsonl").replace(log(folder))
    assert compact(log(folder), folder / "state.sqlite3", "hoabinh").damaged_lines == 0
    assert {*current(folder)} == {*range(20, 30)}


def test_a_ledger_that_stays_open_knows_its_own_lines(folder: Path) -> None:
    ledgers: list[LedgerExtension] = [run(folder, item(COUNT + n, content_hash=f"{n:064x}")) for n in (1, 2, 3)]
    assert [ledger.stats.get_value("ledger/lost_lines") for ledger in ledgers] == [None] * 3
