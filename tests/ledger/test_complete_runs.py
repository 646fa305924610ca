"""Which runs of the state file say how often a source has news."""

from __future__ import annotations

from pathlib import Path

import pytest

from scraper.ledger.complete_runs import complete_runs
from scraper.ledger.database import Database
from scraper.ledger.runs import Runs


def run(
    path: Path, source: str, begun: int, reason: str | None = "finished", *, walked: bool = True, **stats: int
) -> None:
    database = Database(path, source)
    runs = Runs(database)
    runs.begin(begun)
    if reason is not None:
        if walked:
            runs.walked(None)
        runs.end(reason, {f"output/{name}": count for name, count in stats.items()}, begun)
    database.close()


def test_complete_runs_since_a_time_with_their_news(tmp_path: Path) -> None:
    path = tmp_path / "state"
    run(path, "a", 100, new=9)
    run(path, "a", 200, new=2, changed=1)
    run(path, "a", 250, "closespider_timeout", walked=False, new=50)
    run(path, "a", 300)
    run(path, "b", 300, new=1)
    assert complete_runs(path, 150) == {"a": [(200, 3), (300, 0)], "b": [(300, 1)]}


@pytest.mark.parametrize("reason", ["finished", "shutdown", "told_to_wait", None])
def test_a_source_whose_last_walk_was_not_complete_is_left_out(reason: str | None, tmp_path: Path) -> None:
    run(tmp_path / "state", "a", 100, new=9)
    run(tmp_path / "state", "a", 200, reason, walked=False, new=9)
    assert complete_runs(tmp_path / "state", 0) == {}


def test_no_state_file_is_made_to_look_into_it(tmp_path: Path) -> None:
    assert complete_runs(tmp_path / "state", 0) == {}
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "state").write_bytes(b"no database" * 1_000)
    with pytest.raises(OSError, match="state"):
        complete_runs(tmp_path / "state", 0)
