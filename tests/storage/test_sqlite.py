"""SQLite files: opened one way, and one kind of error."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest

from scraper.storage import sqlite
from scraper.storage.sqlite import SqliteFile, StorageError, VersionError

SCHEMA = "CREATE TABLE a (n INTEGER);\nCREATE TABLE b (n INTEGER);\n"
EVERY_TIME = "CREATE TABLE IF NOT EXISTS a (n INTEGER)"


def numbers(file: SqliteFile) -> list[int]:
    return [n for (n,) in file.execute("SELECT n FROM a ORDER BY n")]


def test_a_file_is_made_once_with_its_folder_and_version(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "x.sqlite3"
    for _ in range(2):
        with closing(SqliteFile(path, SCHEMA, version=3)) as file:
            assert file.first("PRAGMA user_version") == (3,)
            assert file.first("PRAGMA journal_mode") == ("wal",)
            assert file.first("SELECT count(*) FROM b") == (0,)


def test_the_statements_of_a_file_without_a_version_are_run_each_time(tmp_path: Path) -> None:
    path = tmp_path / "x"
    SqliteFile(path, EVERY_TIME).close()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("DROP TABLE a")
    with closing(SqliteFile(path, EVERY_TIME)) as file:
        assert numbers(file) == []


@pytest.mark.parametrize("version", [0, 1, 3])
def test_another_version_is_refused_and_says_what_to_do(tmp_path: Path, version: int) -> None:
    path = tmp_path / "x"
    SqliteFile(path, SCHEMA, version=2).close()
    with pytest.raises(VersionError, match=rf"x has version 2, this program writes {version}: .* move the file away"):
        SqliteFile(path, SCHEMA, version=version)


@pytest.mark.parametrize(("sync", "level"), [(True, 2), (False, 1)])
def test_how_soon_a_change_is_on_the_disk(tmp_path: Path, sync: bool, level: int) -> None:
    with closing(SqliteFile(tmp_path / "x", sync=sync)) as file:
        assert file.first("PRAGMA synchronous") == (level,)


def test_a_transaction_keeps_all_or_nothing(tmp_path: Path) -> None:
    with closing(SqliteFile(tmp_path / "x", EVERY_TIME)) as file:
        with file.transaction():
            file.executemany("INSERT INTO a VALUES (?)", [(1,), (2,)])
        with suppress(ZeroDivisionError), file.transaction():
            file.execute("INSERT INTO a VALUES (3)")
            raise ZeroDivisionError
        assert numbers(file) == [1, 2]
        file.execute("INSERT INTO a VALUES (4)")
    with closing(SqliteFile(tmp_path / "x")) as file:
        assert numbers(file) == [1, 2, 4]


def test_batches_are_kept_by_commit_only(tmp_path: Path) -> None:
    with closing(SqliteFile(tmp_path / "x", EVERY_TIME, batches=True)) as file:
        file.execute("INSERT INTO a VALUES (1)")
        file.commit()
        file.execute("INSERT INTO a VALUES (2)")
    with closing(SqliteFile(tmp_path / "x")) as file:
        assert numbers(file) == [1]


def test_rows_one_by_one_and_the_first(tmp_path: Path) -> None:
    with closing(SqliteFile(None, EVERY_TIME)) as file:
        assert file.first("SELECT n FROM a") is None
        file.executemany("INSERT INTO a VALUES (?)", [(n,) for n in range(3)])
        rows = file.iterate("SELECT n FROM a ORDER BY n")
        assert next(rows) == (0,)
        assert list(rows) == [(1,), (2,)]
        assert file.first("SELECT n FROM a ORDER BY n DESC") == (2,)


def test_a_file_that_is_only_read(tmp_path: Path) -> None:
    path = tmp_path / "a file?.sqlite3"
    with pytest.raises(StorageError, match="unable to open"):
        SqliteFile.read_only(path)
    assert not path.exists()
    SqliteFile(path, EVERY_TIME).close()
    with closing(SqliteFile.read_only(path)) as file:
        assert numbers(file) == []
        with pytest.raises(StorageError, match="readonly"):
            file.execute("INSERT INTO a VALUES (1)")


def test_errors_are_of_the_disk_and_name_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "_PATIENCE_SECONDS", 0.01)
    path = tmp_path / "x"
    path.write_text("not a database, but long enough to look like one " * 100)
    with pytest.raises(StorageError, match="x: file is not a database"):
        SqliteFile(path)
    with pytest.raises(StorageError, match="folder"):
        SqliteFile(path / "folder" / "y")
    with closing(SqliteFile(tmp_path / "y", EVERY_TIME)) as one, closing(SqliteFile(tmp_path / "y")) as other:
        with pytest.raises(OSError, match="syntax error"):
            one.execute("SELEC")
        with pytest.raises(OSError, match="no such table"):
            one.executemany("INSERT INTO nowhere VALUES (?)", [(1,)])
        with one.transaction(), pytest.raises(StorageError, match="y: database is locked"), other.transaction():
            pass
    with pytest.raises(StorageError, match="temporary file: no such table"), closing(SqliteFile(None)) as file:
        next(file.iterate("SELECT * FROM nowhere"))
