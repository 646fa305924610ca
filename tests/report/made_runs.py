"""State files with made runs, written by the code that writes those of a crawl."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scraper.finish_reasons import FINISHED
from scraper.ledger.database import Database
from scraper.ledger.health import EXAMPLE, FAILED, SHORT
from scraper.ledger.runs import Runs
from scraper.ledger.undecided import Undecided, UndecidedPage

HOUR, DAY = 3_600, 86_400
NOW = 1_764_500_000
"""2025-11-30 17:53 in Vietnam."""


@dataclass(frozen=True)
class MadeRun:
    """One run; ``ago`` is in hours before :data:`NOW`."""

    ago: float
    reason: str = FINISHED
    """Empty: it was killed."""
    stats: Mapping[str, Any] = field(default_factory=dict)
    short: Sequence[str] = ()
    took: int = 90


def ok(ago: float, new: int = 0, **stats: Any) -> MadeRun:
    """A complete run that read 20 pages."""
    return MadeRun(ago, stats=figures(new) | stats)


def figures(new: int = 0) -> dict[str, Any]:
    """The stats of a run that found new articles."""
    return {
        "output/new": new,
        "item_scraped_count": new,
        "field/title": new,
        "field/authors": new // 2,
        "field/body": new,
        "response_received_count": 20 + new,
        "downloader/request_count": 22 + new,
        "downloader/response_bytes": 500_000,
        "elapsed_time_seconds": 90.25,
        "pace/seconds_between_requests/hoabinh.gov.vn": 1.042,
        "walk/failed/404": 1,
        f"{EXAMPLE}walk/failed/404": "https://hoabinh.gov.vn/tin/khong-con-1",
        f"{EXAMPLE}walk/too_deep": "https://hoabinh.gov.vn/danh-sach?trang=9",
        "finish_reason": "finished",
    }


def add_runs(state: Path, name: str, *runs: MadeRun, undecided: int = 0, poisoned: int = 0) -> Path:
    """Add the runs of a source to a state file, which is made if it is missing."""
    for run in runs:
        with closing(Database(state, name)) as database:
            _write(database, run)
    if undecided or poisoned:
        with closing(Database(state, name)) as database:
            database.execute("UPDATE sources SET run = run - 1 WHERE id = ?", (database.source,))
            for number in range(undecided):
                page = UndecidedPage(f"http://x.vn/{number}", f"Tin {number}", "no date")
                Undecided(database).add(page.url, page)
            for number in range(poisoned):
                row = (database.source, f"http://x.vn/p{number}")
                database.execute("INSERT INTO readings (source, key, url, ends) VALUES (?1, ?2, ?2, 2)", row)
    return state


def _write(database: Database, run: MadeRun) -> None:
    begun, runs = NOW - round(run.ago * HOUR), Runs(database)
    runs.begin(begun)
    if run.reason:
        shortcomings = {SHORT: list(run.short), FAILED: len(run.short)} if run.short else {}
        runs.end(run.reason, {**run.stats, **shortcomings}, begun + run.took)


def as_of_earlier_version(state: Path) -> None:
    """Make of a state file what an earlier version wrote: without the tables of this one."""
    with closing(Database(state, "removed")) as database:
        database.execute("DELETE FROM sources WHERE name = 'removed'")
        for table in ("run_ends", "run_totals", "alerts"):
            database.execute(f"DROP TABLE {table}")
