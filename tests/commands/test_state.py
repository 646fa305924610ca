"""``scrapy state``, and what all commands say of state files that are damaged, foreign, or of another version."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from scraper.ledger.articles import Articles
from scraper.ledger.database import Database
from scraper.ledger.undecided import Undecided, UndecidedPage
from tests.crawling import scrapy
from tests.extensions.test_source_ledger import item, run
from tests.pipelines.records import opened

NOW = 1_700_000_000
SOURCE = "hoabinh"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    output = tmp_path / "output"
    run(output, item(1), item(2))
    return output


def state_of(folder: Path) -> Path:
    return folder / "state.sqlite3"


def by_sql(statement: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        with closing(sqlite3.connect(path)) as state:
            state.executescript(statement)

    return change


def replaced(make: Callable[[Path], object]) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        path.unlink()
        make(path)

    return change


def as_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        place = os.getcwd()  # noqa: PTH109  (an address of a socket has 108 bytes at most)
        os.chdir(path.parent)
        made.bind(path.name)
        os.chdir(place)


def as_other_database(path: Path, version: int) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.executescript(f"CREATE TABLE sources (id INTEGER); PRAGMA user_version = {version}")


def zeros(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:] = bytes(len(data) - 4096)
    path.write_bytes(data)


FILES: dict[str, Callable[[Path], None]] = {
    "a text": replaced(lambda path: path.write_text("no database, but long enough for one. " * 200)),
    "a zip": replaced(lambda path: path.write_bytes(b"PK\x03\x04" + bytes(5000))),
    "a folder": replaced(Path.mkdir),
    "a socket": replaced(as_socket),
    "another database": replaced(lambda path: as_other_database(path, 0)),
    "another database of this version": replaced(lambda path: as_other_database(path, 1)),
    "a newer version": by_sql("PRAGMA user_version = 99"),
    "a missing table": by_sql("DROP TABLE runs"),
    "a missing column": by_sql("ALTER TABLE articles RENAME COLUMN missing TO gone_in"),
    "a missing index": by_sql("DROP INDEX articles_by_id"),
    "empty pages": zeros,
    "half of it": lambda path: os.truncate(path, path.stat().st_size // 2),
}
BY_VALUE = {
    "addresses": "UPDATE articles SET addresses = '[\"http:', state = 'found'",
    "an address": "UPDATE articles SET url = 'htt#'",
    "a number": "UPDATE sources SET log_bytes = -5",
    "an id": "UPDATE articles SET id = x'00'",
    "stats": "UPDATE runs SET stats = '[1'; UPDATE articles SET state = 'found'",
}


@pytest.mark.parametrize("change", FILES.values(), ids=FILES)
def test_no_command_ends_in_a_traceback(folder: Path, change: Callable[[Path], None]) -> None:
    before = (folder / f"{SOURCE}.jsonl").read_bytes()
    change(state_of(folder))
    crawl = ("crawl", SOURCE, "-a", "base_url=http://127.0.0.1:9/")
    for command in (crawl, ("undecided", SOURCE), ("state",)):
        done = scrapy(*command, "-s", f"OUTPUT_DIR={folder}")
        said = done.stdout + done.stderr
        assert "Traceback" not in said
        if done.returncode == 0:  # what it reads is not damaged
            assert command[0] == "undecided"
            continue
        assert done.returncode == 1, said
        assert "scrapy state --rebuild" in said
        assert "nothing is lost" in said
    assert (folder / f"{SOURCE}.jsonl").read_bytes() == before
    done = scrapy("state", "--rebuild", "-s", f"OUTPUT_DIR={folder}")
    assert done.returncode == 0, done.stderr
    assert f"{SOURCE}: 2 articles written and 0 deleted, from 2 lines" in done.stdout
    assert list(folder.glob("state.sqlite3.damaged-*"))
    assert scrapy("state", "-s", f"OUTPUT_DIR={folder}").returncode == 0
    assert run(folder, item(1), item(2)).stats.get_value("output/unchanged") == 2
    assert (folder / f"{SOURCE}.jsonl").read_bytes() == before


@pytest.mark.parametrize("statement", BY_VALUE.values(), ids=BY_VALUE)
def test_values_that_this_program_never_writes_are_damage(folder: Path, statement: str) -> None:
    by_sql(statement)(state_of(folder))
    for command in (("crawl", SOURCE, "-a", "base_url=http://127.0.0.1:9/"), ("state",)):
        done = scrapy(*command, "-s", f"OUTPUT_DIR={folder}")
        said = done.stdout + done.stderr
        assert "Traceback" not in said
        assert "scrapy state --rebuild" in said or command[0] == "crawl"
        assert done.returncode == 1, said


def test_an_empty_file_is_a_new_one(folder: Path) -> None:
    state_of(folder).write_bytes(b"")
    assert run(folder, item(1), item(2)).stats.get_value("output/unchanged") == 2


def test_it_says_what_waits_and_why(folder: Path) -> None:
    with closing(Database(state_of(folder), SOURCE)) as database:
        articles = Articles(database)
        for key in ("due", "failed", "undecided"):
            articles.record_link(key, f"http://x.vn/{key}", f"http://x.vn/{key}", "Tin", None, NOW)
        for _ in range(2):
            articles.failed("failed", 2_000_000_000)
        articles.record_link("dead", "http://x.vn/dead", "http://x.vn/dead", "Tin", None, NOW)
        for _ in range(2):
            articles.missing("dead", NOW)
        Undecided(database).add("undecided", UndecidedPage("http://x.vn/undecided", "Tin", "no date"))
    done = scrapy("state", "--json", "-s", f"OUTPUT_DIR={folder}")
    (one,) = json.loads(done.stdout)["sources"]
    assert [one[name] for name in ("written", "found", "gone", "dead_links", "undecided")] == [2, 3, 0, 1, 1]
    assert one["due"] + one["failed"] == 2
    assert one["log_bytes"] == (folder / f"{SOURCE}.jsonl").stat().st_size
    assert one["ended"] == "finished"
    table = scrapy("state", SOURCE, "-s", f"OUTPUT_DIR={folder}").stdout
    assert SOURCE in table
    assert "State file and logs are in order" in table


def test_damaged_lines_and_missing_archives_are_named(folder: Path) -> None:
    log = folder / f"{SOURCE}.jsonl"
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(
        lines[0].replace(b"{", b"[", 1)
        + lines[1].replace(b'"archive": null', b'"archive": {"file": "a.warc.gz", "offset": 7}')
    )
    done = scrapy("state", "-s", f"OUTPUT_DIR={folder}", "-s", f"WARC_DIR={folder}")
    assert done.returncode == 1
    assert f"Byte 0 of {log} is not a record" in done.stdout
    assert "1 records refer to" in done.stdout


def test_a_source_that_is_crawled_is_not_rebuilt(folder: Path) -> None:
    with opened(folder):
        done = scrapy("state", "--rebuild", "-s", f"OUTPUT_DIR={folder}")
        assert scrapy("state", "-s", f"OUTPUT_DIR={folder}").returncode == 0
    assert done.returncode == 2
    assert "Nothing is changed" in done.stderr
    assert not list(folder.glob("*.damaged-*"))
    assert not list(folder.glob("*.rebuild*"))


def test_one_source_is_rebuilt_and_the_others_stay(folder: Path) -> None:
    other = folder / "stp_travinh.jsonl"
    with opened(folder, "stp_travinh") as ledger:
        ledger.articles.record_link("k", "http://y.vn/k", "http://y.vn/k", "Tin", None, NOW)
    before = other.stat()
    done = scrapy("state", "--rebuild", SOURCE, "-s", f"OUTPUT_DIR={folder}")
    assert done.returncode == 0, done.stderr
    with opened(folder, "stp_travinh") as ledger:
        assert ledger.articles.get("k") is not None
        assert ledger.run == 2
    assert other.stat().st_mtime_ns == before.st_mtime_ns
    assert run(folder, item(1), item(2)).stats.get_value("output/unchanged") == 2
    zeros(state_of(folder))
    failed = scrapy("state", "--rebuild", SOURCE, "-s", f"OUTPUT_DIR={folder}")
    assert failed.returncode == 1
    assert "Leave the names out" in failed.stderr


def test_without_a_state_file_there_is_nothing_wrong(folder: Path) -> None:
    state_of(folder).unlink()
    done = scrapy("state", "-s", f"OUTPUT_DIR={folder}")
    assert done.returncode == 0
    assert "the next crawl makes it" in done.stdout
    shutil.rmtree(folder)
    assert scrapy("state", "--rebuild", "-s", f"OUTPUT_DIR={folder}").returncode == 2
    assert scrapy("state", "no_such", "-s", f"OUTPUT_DIR={folder}").returncode == 2


def rows_of(folder: Path, name: str) -> dict[str, int]:
    """The rows that the state file has of a source, by table."""
    with closing(sqlite3.connect(state_of(folder))) as state:
        ids = [number for (number,) in state.execute("SELECT id FROM sources WHERE name = ?", (name,))]
        tables = [name for (name,) in state.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {
            table: count
            for table in tables
            if "source" in [column for _, column, *_ in state.execute(f"PRAGMA table_info({table})")]
            for (count,) in state.execute(
                f"SELECT count(*) FROM {table} WHERE source NOT IN (SELECT id FROM sources) OR source = ?", ids or [-1]
            )
            if count
        }


def test_a_source_is_forgotten_and_its_log_and_others_stay(folder: Path) -> None:
    archive = folder / "warc"
    archive.mkdir()
    (archive / f"{SOURCE}-20240101T000000-1-abcd-00001.warc.gz").touch()
    with opened(folder, "stp_travinh") as ledger:
        ledger.articles.record_link("k", "http://y.vn/k", "http://y.vn/k", "Tin", None, NOW)
    log = folder / f"{SOURCE}.jsonl"
    before, others = log.read_bytes(), rows_of(folder, "stp_travinh")
    assert rows_of(folder, SOURCE).keys() >= {"articles", "records", "log_lines", "runs", "run_ends", "run_totals"}
    done = scrapy("state", "--forget", SOURCE, "-s", f"OUTPUT_DIR={folder}", "-s", f"WARC_DIR={archive}")
    assert (done.returncode, done.stderr) == (0, "")
    for left in (log, folder / f"state.sqlite3.{SOURCE}.lock", archive / f"{SOURCE}-2024"):
        assert str(left) in done.stdout
    assert rows_of(folder, SOURCE) == {}
    assert (rows_of(folder, "stp_travinh"), log.read_bytes()) == (others, before)
    assert scrapy("state", "-s", f"OUTPUT_DIR={folder}").returncode == 0
    assert run(folder, item(1), item(2)).stats.get_value("output/unchanged") == 2, "the log says what is written"


def test_a_source_that_is_crawled_or_unknown_is_not_forgotten(folder: Path) -> None:
    with opened(folder):
        before = rows_of(folder, SOURCE)
        done = scrapy("state", "--forget", SOURCE, "-s", f"OUTPUT_DIR={folder}")
        assert rows_of(folder, SOURCE) == before
    assert done.returncode == 2
    assert "Nothing is forgotten of a source that is being crawled" in done.stderr
    for arguments, said in {
        ("hoabin",): "No run of hoabin is known; did you mean hoabinh?",
        (): "--forget needs the names",
        (SOURCE, "--rebuild"): "goes without --rebuild",
    }.items():
        done = scrapy("state", "--forget", *arguments, "-s", f"OUTPUT_DIR={folder}")
        assert done.returncode == 2
        assert said in done.stdout + done.stderr
    assert not list(folder.glob("*hoabin.lock"))
    assert rows_of(folder, SOURCE).keys() == before.keys()
