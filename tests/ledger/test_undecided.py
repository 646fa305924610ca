"""Pages that read like articles and are not recorded: kept for each source until they are decided."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from scraper.ledger.database import Database
from scraper.ledger.undecided import Undecided, UndecidedPage, read_undecided
from scraper.storage.sqlite import StorageError

ONE = UndecidedPage("http://x.vn/b", "Hội làng mở lại", "no date")
OTHER = UndecidedPage("http://x.vn/a", "Chợ phiên", "nothing confirms its title")


def opened(folder: Path, source: str = "hoabinh") -> Database:
    return Database(folder / "state", source)


def test_pages_come_in_the_order_of_their_addresses(tmp_path: Path) -> None:
    database = opened(tmp_path)
    undecided = Undecided(database)
    assert undecided.all() == []
    undecided.add("1", ONE)
    undecided.add("2", OTHER)
    assert undecided.all() == [OTHER, ONE]
    database.close()


def test_a_page_is_kept_once_with_its_last_reason(tmp_path: Path) -> None:
    database = opened(tmp_path)
    undecided = Undecided(database)
    for page in (OTHER, ONE):
        undecided.add("1", page)
    assert undecided.all() == [ONE]
    undecided.drop("1")
    undecided.drop("unknown")
    assert undecided.all() == []
    database.close()


def test_pages_stay_undecided_over_runs_and_for_their_source_alone(tmp_path: Path) -> None:
    database = opened(tmp_path)
    Undecided(database).add("1", ONE)
    database.close()
    again, other = opened(tmp_path), opened(tmp_path, "other")
    Undecided(other).add("1", OTHER)
    Undecided(other).drop("1")
    assert Undecided(again).all() == [ONE]
    assert Undecided(other).all() == []
    again.close()
    other.close()


def test_they_are_read_while_the_source_is_crawled(tmp_path: Path) -> None:
    database = opened(tmp_path)
    Undecided(database).add("1", ONE)
    Undecided(database).add("2", OTHER)
    assert read_undecided(tmp_path / "state", "hoabinh") == [OTHER, ONE]
    assert read_undecided(tmp_path / "state", "unknown") == []
    database.close()
    assert read_undecided(tmp_path / "state", "hoabinh") == [OTHER, ONE]


def test_a_file_that_is_no_ledger_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        read_undecided(tmp_path / "missing", "hoabinh")
    assert not (tmp_path / "missing").exists()
    (tmp_path / "text").write_text("no database, but some words that are long enough to be read as one" * 99)
    with pytest.raises(StorageError):
        read_undecided(tmp_path / "text", "hoabinh")


def test_a_file_of_an_earlier_version_has_none_until_the_next_run(tmp_path: Path) -> None:
    opened(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "state")) as state:
        state.execute("DROP TABLE undecided")
    with pytest.raises(StorageError, match="undecided"):
        read_undecided(tmp_path / "state", "hoabinh")
    database = opened(tmp_path)
    Undecided(database).add("1", ONE)
    assert Undecided(database).all() == [ONE]
    database.close()
