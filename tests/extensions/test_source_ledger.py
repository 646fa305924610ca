"""Log and ledger of a run: they agree whatever happened to either, and what is gone is said once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from scrapy import Spider
from scrapy.exceptions import CloseSpider

from scraper.extensions.source_ledger import LedgerExtension
from scraper.items import Article
from scraper.ledger.articles import State
from scraper.ledger.health import Expectations
from scraper.paths import state_file
from scraper.pipelines.append_record import AppendRecord
from tests.pipelines.records import article, ledger_in, opened

DAY = 86_400
NOW = 1_700_000_000
VALIDATORS = (None, None)


def item(number: int, **fields: Any) -> Article:
    return article(id=f"{number:032x}", url=f"http://x.vn/{number}", **fields)


def write(ledger: LedgerExtension, *items: Article) -> None:
    """Read articles, and hand their records to the log."""
    for it in items:
        ledger.articles.fetched(it.url, it.url, it.id, it.date_published, VALIDATORS, ledger.now)
        AppendRecord(ledger, "hoabinh").process_item(it)


def run(folder: Path, *items: Article, **settings: Any) -> LedgerExtension:
    async def process() -> LedgerExtension:
        with opened(folder, **settings) as ledger:
            write(ledger, *items)
        return ledger

    return asyncio.run(process())


def state_of(folder: Path, number: int) -> State:
    with opened(folder) as ledger:
        known = ledger.articles.get(f"http://x.vn/{number}")
    assert known is not None
    return known.state


def ids(folder: Path) -> list[int]:
    return [int(json.loads(line)["id"], 16) for line in (folder / "hoabinh.jsonl").read_text("utf-8").splitlines()]


def killed(folder: Path, *items: Article) -> None:
    """A run that dies between the log and the ledger."""

    async def process() -> None:
        ledger = ledger_in(folder)
        ledger.open("hoabinh")
        write(ledger, *items)
        ledger.writer.stop_timer()
        ledger._opened().close()  # as the system closes files: nothing is synced, nothing noted

    asyncio.run(process())


def test_written_is_only_what_is_on_the_disk(tmp_path: Path) -> None:
    async def process() -> None:
        with opened(tmp_path) as ledger:
            write(ledger, item(1))
            known = ledger.articles.get("http://x.vn/1")
            assert known is not None
            assert known.state == State.FETCHED
            ledger.writer.sync()
            known = ledger.articles.get("http://x.vn/1")
            assert known is not None
            assert known.state == State.WRITTEN

    asyncio.run(process())


def test_a_batch_goes_to_the_disk_when_it_is_full_or_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scraper.ledger.record_writer._SYNC_SECONDS", 0.01)

    async def process() -> None:
        synced = asyncio.Event()
        with opened(tmp_path) as ledger:
            write(ledger, *map(item, range(99)))
            assert ledger.stats.get_value("output/syncs") is None
            write(ledger, item(99))
            assert ledger.stats.get_value("output/syncs") == 1
            write(ledger, item(100))
            asyncio.get_running_loop().call_later(0.2, synced.set)
            await synced.wait()
        assert ledger.stats.get_value("output/syncs") == 2

    asyncio.run(process())


def test_what_a_killed_run_wrote_is_written_for_the_next_one(tmp_path: Path) -> None:
    killed(tmp_path, item(1), item(2))
    assert state_of(tmp_path, 1) == State.WRITTEN
    assert run(tmp_path, item(1)).stats.get_value("output/unchanged") == 1
    assert ids(tmp_path) == [1, 2]


def test_a_torn_record_is_found_and_not_written(tmp_path: Path) -> None:
    killed(tmp_path, item(1), item(2))
    path = tmp_path / "hoabinh.jsonl"
    path.write_bytes(path.read_bytes()[:-10])
    assert state_of(tmp_path, 2) == State.FETCHED
    assert state_of(tmp_path, 1) == State.WRITTEN


@pytest.mark.parametrize("left", [0, 1])
def test_records_that_vanished_from_the_log_are_fetched_again(tmp_path: Path, left: int) -> None:
    run(tmp_path, item(1), item(2))
    path = tmp_path / "hoabinh.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:left]))
    ledger = run(tmp_path)
    assert ledger.stats.get_value("ledger/lost_lines") == 2 - left
    assert state_of(tmp_path, 2) == State.FOUND
    assert state_of(tmp_path, 1) == (State.WRITTEN if left else State.FOUND)


def test_a_log_that_is_another_one_is_read_from_its_start(tmp_path: Path) -> None:
    run(tmp_path, item(1))
    run(tmp_path / "other", item(2), item(3), item(4))
    (tmp_path / "other" / "hoabinh.jsonl").replace(tmp_path / "hoabinh.jsonl")
    ledger = run(tmp_path, item(2))
    assert ledger.stats.get_value("output/unchanged") == 1
    assert state_of(tmp_path, 1) == State.FOUND


def test_a_lost_state_file_makes_no_line_twice(tmp_path: Path) -> None:
    run(tmp_path, item(1))
    (tmp_path / "state.sqlite3").unlink()
    assert run(tmp_path, item(1)).stats.get_value("output/unchanged") == 1
    assert ids(tmp_path) == [1]


def test_without_fsync_all_is_the_same_but_the_care(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr("scraper.storage.log.os.fsync", synced.append)
    run(tmp_path, item(1), SYNC=False)
    without = len(synced)
    run(tmp_path, item(2), SYNC=True)
    assert ids(tmp_path) == [1, 2]
    assert len(synced) > 2 * without - without


def test_the_state_file_is_where_the_settings_say(tmp_path: Path) -> None:
    place = tmp_path / "elsewhere" / "memory.db"
    run(tmp_path, item(1), STATE_FILE=str(place))
    assert place.exists()
    assert not (tmp_path / "state.sqlite3").exists()
    assert state_file(ledger_in(tmp_path).crawler.settings) == tmp_path / "state.sqlite3"


def test_a_source_that_is_crawled_already_is_left_alone(tmp_path: Path) -> None:
    with opened(tmp_path), pytest.raises(CloseSpider) as error:
        ledger_in(tmp_path).open("hoabinh")
    assert error.value.reason == "source_taken"
    with opened(tmp_path), opened(tmp_path, "stp_travinh"):
        pass


def test_a_folder_that_can_not_be_written_stops_the_run_before_it_starts(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("a file where the folder should be")
    with pytest.raises(CloseSpider) as error:
        ledger_in(tmp_path / "output").open("hoabinh")
    assert error.value.reason == "output_failed"
    with pytest.raises(ValueError, match="not open"):
        ledger_in(tmp_path)._opened()


def test_a_refused_record_goes_back_to_found(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        ledger.articles.fetched("http://x.vn/1", "http://x.vn/1", item(1).id, None, VALIDATORS, NOW)
        ledger.item_refused(item(1))
        ledger.item_refused("no article")
    assert state_of(tmp_path, 1) == State.FOUND


# How far the walk came.


@pytest.fixture
def walk(tmp_path: Path) -> Callable[..., LedgerExtension]:
    """A run at a day of the calendar that ends for a reason."""

    def one_run(
        day: float, reason: str = "finished", *, full: bool = False, expectations: bool = True
    ) -> LedgerExtension:
        ledger = ledger_in(tmp_path, lambda: NOW + day * DAY)
        ledger.open("hoabinh", full=full, expectations=Expectations())
        if expectations:
            ledger.stats.set_value("walk/pages", 1)
            ledger.stats.set_value("walk/pages_with_articles", 1)
        ledger.spider_closed(reason)
        return ledger

    return one_run


def test_lists_are_walked_to_their_ends_first_then_once_a_week(walk: Callable[..., LedgerExtension]) -> None:
    assert [walk(day).horizon for day in (0, 1, 6, 6.9, 7.1, 8)] == [0, 1, 2, 3, 0, 5]


def test_a_full_run_walks_everything(walk: Callable[..., LedgerExtension]) -> None:
    walk(0)
    assert walk(1, full=True).horizon == 0
    assert walk(2).horizon == 2


@pytest.mark.parametrize("reason", ["shutdown", "closespider_itemcount", "output_failed"])
def test_a_walk_that_was_cut_short_is_not_done(walk: Callable[..., LedgerExtension], reason: str) -> None:
    walk(0, reason)
    assert walk(1).horizon == 0


def test_a_walk_over_a_site_that_is_not_well_is_not_done(walk: Callable[..., LedgerExtension]) -> None:
    ledger = walk(0, expectations=False)
    assert ledger.stats.get_value("health/failed") == 1
    assert walk(1).horizon == 0


def test_a_clock_that_went_back_walks_the_lists_once_more(walk: Callable[..., LedgerExtension]) -> None:
    walk(0)
    assert walk(-30).horizon == 0
    assert walk(-29).horizon == 2


def test_an_interrupted_run_says_so(walk: Callable[..., LedgerExtension]) -> None:
    assert walk(0, "shutdown").stats.get_value("interrupted") is True
    assert walk(1).stats.get_value("interrupted") is None


# What is gone.


def miss(folder: Path, *numbers: int, asked: int = 0) -> LedgerExtension:
    """A run that hears that articles are not there."""

    async def process() -> LedgerExtension:
        with opened(folder) as ledger:
            for _ in range(asked):
                ledger.asked_again()
            for number in numbers:
                known = ledger.articles.get(f"http://x.vn/{number}")
                assert known is not None
                ledger.missing(known)
        return ledger

    return asyncio.run(process())


def test_the_second_run_that_misses_an_article_writes_its_tombstone(tmp_path: Path) -> None:
    run(tmp_path, item(1), item(2))
    assert miss(tmp_path, 1).stats.get_value("output/deleted") is None
    assert miss(tmp_path, 1).stats.get_value("output/deleted") == 1
    *_, last = (tmp_path / "hoabinh.jsonl").read_text("utf-8").splitlines()
    stone = json.loads(last)
    assert stone == {
        "id": item(1).id,
        "source": "hoabinh",
        "url": "http://x.vn/1",
        "deleted": True,
        "fetched_at": stone["fetched_at"],
    }
    assert state_of(tmp_path, 1) == State.GONE


def test_an_article_that_comes_back_is_its_next_revision(tmp_path: Path) -> None:
    run(tmp_path, item(1))
    miss(tmp_path, 1)
    miss(tmp_path, 1)
    back = item(1)
    assert run(tmp_path, back).stats.get_value("output/changed") == 1
    assert back.revision == 2
    assert state_of(tmp_path, 1) == State.WRITTEN


def test_a_tombstone_that_a_killed_run_wrote_is_not_written_twice(tmp_path: Path) -> None:
    run(tmp_path, item(1))
    miss(tmp_path, 1)
    path = tmp_path / "hoabinh.jsonl"
    with path.open("a") as log:
        stone = {"id": item(1).id, "source": "hoabinh", "url": "u", "deleted": True, "fetched_at": "t"}
        log.write(json.dumps(stone) + "\n")
    miss(tmp_path, 1)
    assert ids(tmp_path) == [1, 1]
    assert state_of(tmp_path, 1) == State.GONE


def test_a_site_that_misses_most_of_its_articles_is_not_believed(tmp_path: Path) -> None:
    run(tmp_path, *map(item, range(12)))
    for _ in range(3):
        ledger = miss(tmp_path, *range(12), asked=20)
        assert ledger.stats.get_value("ledger/missing_not_believed") == 12
    assert state_of(tmp_path, 1) == State.WRITTEN
    for _ in range(2):
        ledger = miss(tmp_path, *range(12), asked=100)
    assert ledger.stats.get_value("output/deleted") == 12


def test_the_disk_fails_at_the_very_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def process() -> LedgerExtension:
        with opened(tmp_path) as ledger:
            write(ledger, item(1))

            def fail(file: int) -> None:
                raise OSError("Input/output error")

            monkeypatch.setattr("scraper.storage.log.os.fsync", fail)
        return ledger

    ledger = asyncio.run(process())
    monkeypatch.undo()
    assert ledger.stats.get_value("finish_reason") == "output_failed"
    assert not ledger.is_open
    assert state_of(tmp_path, 1) == State.FETCHED


def test_lines_that_are_due_when_the_disk_fails_stop_the_crawl(tmp_path: Path) -> None:
    async def process() -> None:
        stopped: list[bool] = []
        ledger = ledger_in(tmp_path)
        ledger.stop = lambda: stopped.append(True)  # type: ignore[method-assign]
        ledger.open("hoabinh")
        write(ledger, item(1))
        ledger.articles._db.close()
        ledger._sync_in_time()
        ledger._sync_in_time()
        assert stopped == [True]
        ledger.spider_closed("output_failed")

    asyncio.run(process())


def test_other_spiders_have_no_memory(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path)
    ledger.spider_opened(Spider("mine"))
    ledger.spider_closed("finished")
    assert not (tmp_path / "state.sqlite3").exists()
