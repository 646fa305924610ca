"""Lines to the log, the log to the disk, and only then "written"."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from scrapy.statscollectors import MemoryStatsCollector
from scrapy.utils.test import get_crawler

from scraper.ledger import record_writer
from scraper.ledger.articles import Articles
from scraper.ledger.database import Database
from scraper.ledger.record_writer import RecordWriter
from scraper.ledger.records import Records
from scraper.storage.log import RecordLog
from scraper.storage.records import RecordLine, record_line
from tests.index.logs import append, gone, id_of, record

SOURCE = "hoabinh"


class Ledger:
    """One run's writer, and the state of its articles."""

    def __init__(self, folder: Path, *, fsync: bool = True) -> None:
        self.path = folder / "hoabinh.jsonl"
        self.database = Database(folder / "state", SOURCE)
        self.articles = Articles(self.database)
        self.log = RecordLog(self.path)
        self.log.open()
        self.stats = MemoryStatsCollector(get_crawler())
        self.due: list[bool] = []
        self.writer = RecordWriter(
            self.log, Records(self.database), self.stats, fsync=fsync, when_due=lambda: self.due.append(True)
        )

    def fetch(self, key: str) -> None:
        self.articles.fetched(key, f"https://x.vn/{key}", id_of(SOURCE, key), None, (None, None), 1)

    def state(self, key: str) -> str:
        known = self.articles.get(key)
        return str(known.state) if known else ""

    def write(self, key: str, revision: int = 1) -> None:
        self.writer.append(record_line(said := record_of(key, revision)), json.dumps(said))

    def last(self, key: str) -> RecordLine | None:
        return self.writer.last_line(id_of(SOURCE, key))

    def close(self) -> None:
        self.writer.stop_timer()
        self.log.close()
        self.database.close()


def record_of(key: str, revision: int = 1) -> dict[str, Any]:
    return record(SOURCE, key, "Tin", f"Văn bản {revision}.", revision)


@contextmanager
def ledger(folder: Path, **options: Any) -> Iterator[Ledger]:
    with closing(Ledger(folder, **options)) as opened:
        yield opened


def in_loop(folder: Path, *keys: str, **options: Any) -> None:
    """Write some records in a run, to the disk."""

    async def run() -> None:
        with ledger(folder, **options) as one:
            one.writer.reconcile()
            for key in keys:
                one.fetch(key)
                one.write(key)
            one.writer.sync()

    asyncio.run(run())


def test_an_article_is_written_after_the_log_is_on_the_disk_and_not_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run() -> None:
        with ledger(tmp_path) as one:
            one.fetch("1")
            one.write("1")
            assert one.state("1") == "fetched"
            assert one.last("1") == record_line(record_of("1")), "it is on its way"
            states = []
            monkeypatch.setattr(os, "fsync", lambda _: states.append(one.state("1")))
            one.writer.sync()
            assert (states, one.state("1")) == (["fetched"], "written")
            one.writer.sync()
            assert one.stats.get_value("output/syncs") == 1, "nothing was left to sync"

    asyncio.run(run())


def test_without_fsync_the_ledger_is_told_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        with ledger(tmp_path, fsync=False) as one:
            one.fetch("1")
            one.write("1")
            calls: list[int] = []
            monkeypatch.setattr(os, "fsync", calls.append)
            one.writer.sync()
            assert (calls, one.state("1")) == ([], "written")

    asyncio.run(run())


def test_a_full_batch_goes_to_the_disk_at_once_and_a_small_one_when_it_is_due(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_writer, "_SYNC_LINES", 3)
    monkeypatch.setattr(record_writer, "_SYNC_SECONDS", 0.01)

    async def run() -> None:
        with ledger(tmp_path) as one:
            for key in "12":
                one.write(key)
            assert one.stats.get_value("output/syncs") is None
            one.write("3")
            assert one.stats.get_value("output/syncs") == 1
            await asyncio.sleep(0.05)
            assert one.due == [], "the timer was of the batch that is on the disk"
            one.write("4")
            one.write("5")
            await asyncio.sleep(0.05)
            assert one.due == [True], "one timer a batch"

    asyncio.run(run())


def test_an_unchanged_article_is_written_unless_its_line_is_on_its_way(tmp_path: Path) -> None:
    in_loop(tmp_path, "1")

    async def run() -> None:
        with ledger(tmp_path) as one:
            one.fetch("1")
            assert one.state("1") == "fetched"
            one.writer.unchanged(id_of(SOURCE, "1"))
            assert one.state("1") == "written"
            one.fetch("2")
            one.write("2")
            one.writer.unchanged(id_of(SOURCE, "2"))
            assert one.state("2") == "fetched"

    asyncio.run(run())


def test_a_ledger_that_is_behind_learns_from_the_log(tmp_path: Path) -> None:
    in_loop(tmp_path, "1")
    append(tmp_path / "hoabinh.jsonl", [record_of("2", 4), gone(SOURCE, "1")])
    with ledger(tmp_path) as one:
        one.fetch("2")
        assert one.writer.reconcile() == 0
        assert one.state("2") == "written"
        two, first = one.last("2"), one.last("1")
    assert two is not None
    assert two.revision == 4
    assert first is not None
    assert (first.hash, first.revision, first.is_lost) == (b"", 1, False), "the revision of before the tombstone stays"


def test_only_what_is_new_is_read(tmp_path: Path) -> None:
    (tmp_path / "hoabinh.jsonl").write_bytes(b"not a record\n")
    for _ in range(2):
        append(tmp_path / "hoabinh.jsonl", [record_of("1")])
        with ledger(tmp_path) as one:
            one.writer.reconcile()
            bad = one.stats.get_value("output/bad_line")
    assert bad is None, "the second run did not read the first line again"


def test_lines_that_the_ledger_cannot_keep_are_counted_and_named(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bad = [{**record_of("1"), "content_hash": None}, {**record_of("2"), "id": "x y"}, {**record_of("3"), "title": ""}]
    append(tmp_path / "hoabinh.jsonl", [*bad, record_of("4")])
    with ledger(tmp_path) as one:
        one.writer.reconcile()
        assert one.stats.get_value("output/bad_line") == 3
        assert one.last("4") is not None
        assert one.last("1") is None
    assert caplog.messages[0].startswith("Byte 0 of ")
    assert all("is not a record" in message for message in caplog.messages)


@pytest.mark.parametrize("how", ["other file", "cut"])
def test_records_that_are_lost_are_fetched_again(tmp_path: Path, how: str) -> None:
    in_loop(tmp_path, "1", "2")
    path = tmp_path / "hoabinh.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[1] + lines[1] + lines[1] if how == "other file" else lines[0])
    lost, kept = ("1", "2") if how == "other file" else ("2", "1")
    with ledger(tmp_path) as one:
        assert one.writer.reconcile() == 1
        assert (one.state(lost), one.state(kept)) == ("found", "written")
        line = one.last(lost)
    assert line is not None
    assert line.is_lost
