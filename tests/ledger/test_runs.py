"""What is remembered of runs: how they ended, how far the walk came."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from scraper.ledger.database import Database
from scraper.ledger.runs import Runs

Begin = Callable[..., Runs]


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Begin]:
    """Begins one more run of a source."""
    with ExitStack() as opened:

        def begin(now: int = 1_000, source: str = "hoabinh") -> Runs:
            database = Database(tmp_path / "state", source)
            opened.callback(database.close)
            runs = Runs(database)
            runs.begin(now)
            return runs

        yield begin


def test_the_stats_of_finished_runs_come_back_the_latest_first(begin: Begin) -> None:
    for number, reason in enumerate(("finished", "shutdown", "finished"), 1):
        begin().end(reason, {"walk/pages": number}, 0)
    begin()  # killed
    begin(source="other").end("finished", {"walk/pages": 99}, 0)
    last = begin()
    assert list(last.before()) == [{"walk/pages": 3}, {"walk/pages": 1}]
    last.end("finished", {"walk/pages": 4}, 0)
    assert len(list(last.before())) == 2, "a run is not before itself"


def test_only_the_last_runs_are_read(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scraper.ledger.runs._REMEMBERED", 2)
    for number in range(4):
        begin().end("finished", {"n": number}, 0)
    assert [stats["n"] for stats in begin().before()] == [3, 2]


def test_how_long_a_source_is_crawled_is_told_by_finished_runs(begin: Begin) -> None:
    begin(now=100).end("shutdown", {}, 0)
    runs = begin(now=200)
    assert not runs.is_older(1_000)
    runs.end("finished", {}, 0)
    assert runs.is_older(201)
    assert not runs.is_older(200)
    assert not begin(source="other").is_older(1_000)


def test_how_far_the_walk_came(begin: Begin) -> None:
    first = begin()
    assert first.progress() == (0, 0)
    first.walked(lists_at=500)
    assert begin().progress() == (1, 500)
    begin().walked(lists_at=None)
    assert begin().progress() == (3, 500), "the lists were walked to their ends before"
    assert begin(source="other").progress() == (0, 0)
