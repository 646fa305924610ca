"""What a killed process was reading is known to the next one, and nothing else."""

from __future__ import annotations

import os
import signal
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path

import pytest

from scraper.ledger.database import Database
from scraper.ledger.reading_marks import ReadingMarks
from scraper.ledger.readings import KILLED, PoisonedPage, Readings

A, B = "https://x.vn/a", "https://x.vn/b"


def marks(folder: Path) -> ReadingMarks:
    return ReadingMarks(folder / "state.sqlite3.hoabinh.reading")


def killed(folder: Path) -> None:
    """Read three pages, of which one is read to its end, one is a record on its way, and one ends the process."""
    readings = Readings(Database(folder / "state.sqlite3", "hoabinh"), marks(folder))
    for key, url in (("a", A), ("b", B), ("c", A)):
        readings.begin(key, url)
    readings.end("a")
    readings.end_later("b", "07")
    os.kill(os.getpid(), signal.SIGKILL)


def test_the_pages_of_a_killed_process_are_known_once(tmp_path: Path) -> None:
    process = get_context("forkserver").Process(target=killed, args=(tmp_path,))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    for _ in range(2):  # a process that is killed at once reads nothing
        with closing(Database(tmp_path / "state.sqlite3", "hoabinh")) as database:
            readings = Readings(database, marks(tmp_path))
            assert [readings.ends(key) for key in "abc"] == [0, 1, 1]
            assert database.execute("SELECT DISTINCT reason FROM readings") == [(KILLED,)]
    with closing(Database(tmp_path / "state.sqlite3", "hoabinh")) as database:
        readings = Readings(database, marks(tmp_path))
        readings.end("b")
        assert readings.ended("c", PoisonedPage(A, "it hangs", b"1")) == 2
        assert readings.poisoned("c") == PoisonedPage(A, "it hangs", b"1")
        readings.end_all()
        assert [Readings(database, marks(tmp_path)).ends(key) for key in "abc"] == [0, 0, 2]
    assert not list(tmp_path.glob("*.reading"))


@pytest.mark.parametrize("text", [b"", b"{", b"[]\n", b'{"a": 1}\n', b"\xff\n", b"[" * 100_000, b'{"a": "b"'])
def test_a_damaged_file_has_no_marks(text: bytes, tmp_path: Path) -> None:
    (tmp_path / "marks").write_bytes(text)
    assert ReadingMarks(tmp_path / "marks").left() == {}


def test_marks_are_those_of_pages_that_are_still_read(tmp_path: Path) -> None:
    own, found = ReadingMarks(tmp_path / "marks"), ReadingMarks(tmp_path / "marks").left
    assert found() == {}
    own.add("a", A)
    own.add("b", B)
    assert found() == {"a": A, "b": B}
    own.remove("a")
    own.remove("c")
    assert found() == {"b": B}, "what was longer before is not read"
    own.close()
    assert found() == {"b": B}
    own.clear()
    assert found() == {}
