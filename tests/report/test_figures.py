"""Figures of made runs: by day, fill rates, pace, errors; and a small report as JSON, as it was accepted."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from scraper.ledger.database import StateFile
from scraper.ledger.run_history import StoredRun
from scraper.report.as_json import report_values
from scraper.report.disk import DiskSpace, DiskUse
from scraper.report.figures import (
    ErrorKind,
    by_day,
    error_kinds,
    errors_of,
    fill_rates,
    pace_of,
    requests_per_article,
)
from scraper.report.gather import RunReport, gather
from scraper.report.outcomes import RunOutcome
from scraper.report.places import Places
from tests.report.made_runs import DAY, HOUR, NOW, MadeRun, add_runs, figures, ok

GOLDEN = Path(__file__).parent / "golden" / "report.json"
TODAY = date(2025, 11, 30)
# 2025-12-01 00:00 in Vietnam.
MIDNIGHT = 1_764_522_000


def run(begun: int, reason: str = "finished", **stats: float) -> StoredRun:
    return StoredRun(1, begun, begun + 60, reason, {name.replace("__", "/"): n for name, n in stats.items()})


def test_days_are_those_of_vietnam() -> None:
    runs = [run(MIDNIGHT - 1, output__new=2), run(MIDNIGHT, output__new=5, output__changed=1, output__deleted=3)]
    days = by_day(runs)
    assert [(day.isoformat(), it.new, it.changed, it.gone) for day, it in days.items()] == [
        ("2025-11-30", 2, 0, 0),
        ("2025-12-01", 5, 1, 3),
    ]


@pytest.mark.parametrize(
    ("reasons", "worst"),
    [
        (["finished", "shutdown"], RunOutcome.STOPPED),
        (["shutdown", "", "finished"], RunOutcome.NO_END),
        (["finished", ""], RunOutcome.OK),  # the last one may be running
        (["output_failed", "finished", ""], RunOutcome.FAILED),
    ],
)
def test_a_day_is_as_good_as_its_worst_run(reasons: list[str], worst: RunOutcome) -> None:
    (day,) = by_day([run(NOW, reason) for reason in reasons]).values()
    assert (day.runs, day.worst) == (len(reasons), worst)


def test_errors_by_kind_have_their_last_known_example() -> None:
    first = StoredRun(
        1, NOW, stats={"walk/failed/404": 2, "read/known": 9}, examples={"walk/failed/404": "http://x.vn/1"}
    )
    second = StoredRun(2, NOW, stats={"walk/failed/404": 1, "log_count/ERROR": 5, "read/notice/login": 0})
    assert error_kinds([first, second]) == [
        ErrorKind("log_count/ERROR", 5),
        ErrorKind("walk/failed/404", 3, "http://x.vn/1"),
    ]
    assert errors_of(second) == 6


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("walk/failed/404", "status 404"),
        ("walk/failed/download", "no answer"),
        ("read/notice/login", "notice of the site (login)"),
        ("read/needs_browser", "needs a browser"),
    ],
)
def test_errors_have_words(kind: str, words: str) -> None:
    assert ErrorKind(kind).words == words


def test_pace_is_that_of_the_last_run_that_asked_twice() -> None:
    name = "pace/seconds_between_requests/x.vn"
    runs = [StoredRun(number, NOW, stats={name: pace}) for number, pace in enumerate((1.5, 2.25, 0.0))]
    assert pace_of(runs) == {"x.vn": 2.25}


def test_requests_for_an_article() -> None:
    runs = [
        run(NOW, downloader__request_count=30, output__new=2),
        run(NOW, downloader__request_count=9, output__changed=1),
    ]
    assert requests_per_article(runs) == 13
    assert requests_per_article(runs[:0]) is None
    assert requests_per_article([run(NOW, downloader__request_count=9)]) is None


def test_fill_rates_over_time() -> None:
    first, last = date(2025, 11, 21), TODAY
    runs = [
        run(NOW - 30 * DAY, item_scraped_count=9, field__title=9),  # before the first day
        run(NOW - 9 * DAY, item_scraped_count=4, field__title=4, field__authors=1),
        run(NOW - 8 * DAY, item_scraped_count=4, field__title=4, field__authors=2),
        run(NOW, item_scraped_count=10, field__title=10),
    ]
    parts = fill_rates(runs, first, last, 5)
    assert [(part.since.day, part.articles) for part in parts] == [(21, 8), (23, 0), (25, 0), (27, 0), (29, 10)]
    assert [part.rate("authors") for part in parts] == [0.375, None, None, None, 0.0]
    assert parts[-1].rate("title") == 1.0
    assert len(fill_rates(runs, last, last, 5)) == 1, "no more parts than days"
    uneven = fill_rates(runs, date(2025, 11, 24), last, 3)
    assert [part.since.day for part in uneven] == [24, 26, 28]


def report_in(folder: Path) -> RunReport:
    """A report of two sources; sizes on the disk are not those of this machine."""
    state = folder / "state.sqlite3"
    add_runs(
        state, "hoabinh", ok(30, new=4), ok(4, new=2), MadeRun(3, short=["a redesign?"], stats=figures()), undecided=1
    )
    add_runs(state, "stp_travinh", MadeRun(2, "shutdown", {"output/deleted": 1}), MadeRun(1, reason=""))
    with closing(StateFile.read_only(state)) as database:
        report = gather(database, Places(state, folder), NOW, 3)
    disk = DiskUse({"hoabinh": 123_456, "stp_travinh": 0}, 40_960, None, [DiskSpace("output", 50 * 10**9, 100 * 10**9)])
    return RunReport(report.now, report.first, report.last, report.sources, report.troubles, disk)


def test_a_small_report_is_as_it_was_accepted(tmp_path: Path) -> None:
    found = report_values(report_in(tmp_path))
    # To accept a change: GOLDEN.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
    assert found == json.loads(GOLDEN.read_text("utf-8"))


def test_a_source_that_has_not_run_in_these_days_is_shown_with_its_last_run(tmp_path: Path) -> None:
    state = add_runs(tmp_path / "state", "hoabinh", *(ok(hours, new=1) for hours in (500, 480, 460)))
    with closing(StateFile.read_only(state)) as database:
        report = gather(database, Places(state, tmp_path), NOW, 3)
    (source,) = report_values(report)["sources"]
    assert source["last_run"]["begun"] == "2025-11-11T13:53:20+07:00"
    assert (source["by_day"], source["filled"], source["requests_per_article"]) == ({}, [], None)
    assert HOUR == 3_600
