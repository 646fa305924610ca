"""What is stored of a run, and how it is read again, from files of this and of earlier versions."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scraper.ledger.database import Database, StateFile
from scraper.ledger.rebuild import rebuild
from scraper.ledger.run_history import SourceHistory, StoredRun, read_history, read_successes, read_totals
from scraper.ledger.runs import Runs
from scraper.storage.sqlite import DamagedError
from tests.report.made_runs import HOUR, NOW, MadeRun, add_runs, as_of_earlier_version, figures, ok


def history(state: Path, since: int = 0) -> list[SourceHistory]:
    with closing(StateFile.read_only(state)) as database:
        return read_history(database, since=since)


def test_a_run_comes_back_with_all_that_a_report_needs(tmp_path: Path) -> None:
    short = ["the site returned no page: status 500", "authors is filled in 3% of 40 articles"]
    state = add_runs(tmp_path / "state", "hoabinh", MadeRun(2, stats=figures(4), short=short), undecided=2, poisoned=1)
    (source,) = history(state)
    (run,) = source.runs
    assert (source.name, source.begun, source.undecided, source.poisoned) == ("hoabinh", 1, 2, 1)
    assert (run.begun, run.ended, run.reason, run.short) == (
        NOW - 2 * HOUR,
        NOW - 2 * HOUR + 90,
        "finished",
        tuple(short),
    )
    assert run.count("output/new") == 4
    assert run.stats["pace/seconds_between_requests/hoabinh.gov.vn"] == 1.042
    # Addresses of what is no error are not stored.
    assert run.examples == {"walk/failed/404": "https://hoabinh.gov.vn/tin/khong-con-1"}


def test_what_is_no_number_is_not_stored_among_the_numbers(tmp_path: Path) -> None:
    stats = {"n": 1, "share": 0.123456, "no": None, "words": "x", "endless": float("inf"), "odd": float("nan")}
    (source,) = history(add_runs(tmp_path / "state", "hoabinh", MadeRun(1, stats=stats)))
    assert source.runs[0].stats == {"n": 1, "share": 0.123}


def test_sentences_of_a_hostile_site_stay_small(tmp_path: Path) -> None:
    state = add_runs(tmp_path / "state", "hoabinh", MadeRun(1, short=["x" * 5_000] * 50))
    assert [len(sentence) for sentence in history(state)[0].runs[0].short] == [1_000] * 10


def test_a_killed_run_has_no_end(tmp_path: Path) -> None:
    (source,) = history(add_runs(tmp_path / "state", "hoabinh", ok(3), MadeRun(2, reason="")))
    assert source.runs[-1] == StoredRun(2, NOW - 2 * HOUR)


def test_files_of_earlier_versions_are_read_with_what_they_have(tmp_path: Path) -> None:
    state = add_runs(tmp_path / "state", "hoabinh", MadeRun(2, stats=figures(4), short=["x"]), MadeRun(1, reason=""))
    as_of_earlier_version(state)
    (source,) = history(state)
    first, killed = source.runs
    assert (first.reason, first.ended, first.short, first.examples) == ("finished", 0, (), {})
    assert first.count("health/failed") == 1
    assert killed.reason == ""
    with closing(StateFile.read_only(state)) as database:
        assert (read_totals(database), read_successes(database)) == ({}, {})
    # The next run of this version adds its row to them.
    add_runs(state, "hoabinh", ok(0.5, new=2))
    assert [run.ended > 0 for run in history(state)[0].runs] == [False, False, True]


def test_only_runs_of_the_days_are_read_but_always_the_last_ones(tmp_path: Path) -> None:
    state = add_runs(tmp_path / "state", "hoabinh", *(ok(hours) for hours in range(60, 0, -1)))
    assert len(history(state)[0].runs) == 60
    assert len(history(state, since=NOW - 30 * HOUR)[0].runs) == 30
    assert len(history(state, since=NOW)[0].runs) == 20
    with closing(StateFile.read_only(state)) as database:
        (source,) = read_history(database, last=3)
    assert [run.number for run in source.runs] == [58, 59, 60], "the latest last"


def test_the_oldest_runs_are_dropped_but_not_the_first_complete_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scraper.ledger.runs.KEPT", 5)
    killed, first = MadeRun(20, reason=""), ok(19, new=1)
    state = add_runs(tmp_path / "state", "hoabinh", killed, first, *(ok(hours, new=1) for hours in range(18, 8, -1)))
    add_runs(state, "other", ok(40))
    hoabinh, other = history(state)
    assert [run.number for run in hoabinh.runs] == [2, 8, 9, 10, 11, 12]
    assert len(other.runs) == 1
    with closing(Database(state, "hoabinh")) as database:
        runs = Runs(database)
        assert runs.is_older(NOW - 18 * HOUR)
        assert database.execute("SELECT count(*) FROM run_ends")[0][0] == 7
        # The sums go on, whatever is dropped.
        assert read_totals(database)[database.source]["output/new"] == 11


def test_sums_are_of_articles_requests_errors_and_ends(tmp_path: Path) -> None:
    state = add_runs(tmp_path / "state", "hoabinh", ok(3, new=2), MadeRun(2, "shutdown", figures(1)), ok(1))
    with closing(StateFile.read_only(state)) as database:
        assert read_totals(database) == {
            1: {
                "output/new": 3,
                "downloader/request_count": 69,
                "downloader/response_bytes": 1_500_000,
                "walk/failed/404": 3,
                "ended/finished": 2,
                "ended/shutdown": 1,
            }
        }


def test_a_success_is_complete_and_falls_short_of_nothing(tmp_path: Path) -> None:
    state = add_runs(tmp_path / "state", "hoabinh", ok(9), MadeRun(2, short=["x"]), MadeRun(1, "shutdown"))
    add_runs(state, "down", MadeRun(2, short=["x"]))
    with closing(StateFile.read_only(state)) as database:
        assert read_successes(database) == {1: NOW - 9 * HOUR + 90}


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("runs", "stats", "[]"),
        ("runs", "stats", '{"a": "b"}'),
        ("runs", "stats", "{"),
        ("run_ends", "short", '{"a": 1}'),
        ("run_ends", "examples", '{"a": 1}'),
        ("run_ends", "ended", -5),
    ],
)
def test_damage_is_named(tmp_path: Path, table: str, column: str, value: object) -> None:
    state = add_runs(tmp_path / "state", "hoabinh", ok(1))
    with closing(StateFile(state)) as database:
        database.execute(f"UPDATE {table} SET {column} = ?", (value,))
    with pytest.raises(DamagedError, match=f"{column} is .*state --rebuild"):
        history(state)


def test_a_rebuilt_file_keeps_the_runs_and_their_ends(tmp_path: Path) -> None:
    state = add_runs(tmp_path / "state", "hoabinh", ok(2, new=3), MadeRun(1, short=["x"]))
    before = history(state)
    (tmp_path / "hoabinh.jsonl").touch()
    rebuild(state, tmp_path, ["hoabinh"], lambda name, url, title: url, datetime.now(UTC))
    assert [source.runs for source in history(state)] == [source.runs for source in before]
