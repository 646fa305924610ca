"""One file for all sources: made once, shared by processes, refused when it is another version's."""

from __future__ import annotations

import fcntl
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from scraper.ledger.articles import Articles
from scraper.ledger.database import Database
from scraper.storage.lock import TakenError, lock_beside
from scraper.storage.sqlite import StorageError, VersionError
from tests.crawling import ROOT

OPEN = """
import sys
from pathlib import Path
from scraper.ledger.database import Database
Path(sys.argv[1]).touch()
print("opening", flush=True)
Database(Path(sys.argv[1]), "a").close()
print("open", flush=True)
"""
BUSY = """
import sys
from pathlib import Path
from scraper.ledger.articles import Articles
from scraper.ledger.database import Database
database = Database(Path(sys.argv[1]), sys.argv[2])
articles = Articles(database)
for i in range(200):
    with database.transaction():
        articles.record_link(str(i), "http://x.vn/", "http://x.vn/", "Tin", None, 1)
"""


def test_runs_are_counted_for_each_source(tmp_path: Path) -> None:
    for source, run in [("a", 1), ("a", 2), ("b", 1), ("a", 3)]:
        database = Database(tmp_path / "folder" / "state", source)
        assert database.run == run
        database.close()


def test_sources_do_not_see_each_other(tmp_path: Path) -> None:
    one, other = (Database(tmp_path / "state", name) for name in ("a", "b"))
    Articles(one).record_link("1", "http://x.vn/1", "http://x.vn/1", "Tin", None, 1)
    assert Articles(one).get("1") is not None
    assert Articles(other).get("1") is None
    one.close()
    other.close()


def test_processes_that_start_at_once_share_a_new_file(tmp_path: Path) -> None:
    state = tmp_path / "state"
    running = [
        subprocess.Popen([sys.executable, "-c", BUSY, str(state), f"s{i}"], cwd=ROOT, stderr=subprocess.PIPE, text=True)
        for i in range(6)
    ]
    assert [(process.communicate(timeout=600)[1], process.returncode) for process in running] == [("", 0)] * 6
    count = sqlite3.connect(state).execute("SELECT count(*) FROM articles").fetchone()[0]
    assert count == 6 * 200


def test_a_change_that_fails_is_undone(tmp_path: Path) -> None:
    database = Database(tmp_path / "state", "a")
    articles = Articles(database)

    def fail() -> None:
        with database.transaction():
            articles.record_link("1", "http://x.vn/1", "http://x.vn/1", "Tin", None, 1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert articles.get("1") is None
    database.close()


def test_another_versions_file_is_left_alone(tmp_path: Path) -> None:
    state = tmp_path / "state"
    Database(state, "a").close()
    connection = sqlite3.connect(state)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(VersionError, match=r"version 99.* move the file away"):
        Database(state, "a")


def test_what_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("no database, but long enough to look like one " * 100)
    with pytest.raises(StorageError, match="not a database"):
        Database(tmp_path / "state", "a")


def test_a_source_has_one_owner_until_it_lets_go(tmp_path: Path) -> None:
    state = tmp_path / "folder" / "state"
    with lock_beside(state, "a"):
        with pytest.raises(TakenError, match=r"state\.a\.lock"), lock_beside(state, "a"):
            pass
        with lock_beside(state, "b"):
            pass
    with lock_beside(state, "a"):
        pass


def test_who_makes_the_file_is_waited_for(tmp_path: Path) -> None:
    """SQLite itself does not always wait: of two that want to turn a new file to WAL it refuses one at once."""
    state = tmp_path / "state"
    with (tmp_path / "state.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        other = subprocess.Popen([sys.executable, "-c", OPEN, str(state)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert other.stdout is not None
        assert other.stdout.readline() == "opening\n"
        with pytest.raises(subprocess.TimeoutExpired):
            other.wait(0.5)
        fcntl.flock(file, fcntl.LOCK_UN)
        assert other.communicate(timeout=600)[0] == "open\n"
