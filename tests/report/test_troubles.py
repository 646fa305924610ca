"""What needs a person, from made runs."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from scraper.commands import outcome
from scraper.finish_reasons import (
    BUDGET_SPENT,
    FINISHED,
    NO_CONTACT,
    OUTPUT_FAILED,
    OUTSIDE_HOURS,
    PROXY_FAILED,
    REPLAYED,
    SHUTDOWN,
    TOLD_TO_WAIT,
    TOO_MANY_ERRORS,
    WRONG_SETTING,
)
from scraper.ledger.database import StateFile
from scraper.ledger.run_history import StoredRun, read_history
from scraper.report.disk import DiskSpace
from scraper.report.outcomes import RunOutcome, exit_status, outcome_of, outcome_words
from scraper.report.troubles import Trouble, troubles_of
from tests.report.made_runs import DAY, HOUR, NOW, MadeRun, add_runs, as_of_earlier_version, ok

SHORT = MadeRun(1, short=["the site returned no page: status 500"])


def found(state: Path, space: Sequence[DiskSpace] = ()) -> list[Trouble]:
    with closing(StateFile.read_only(state)) as database:
        return troubles_of(read_history(database), space, NOW)


def kinds(tmp_path: Path, *runs: MadeRun, undecided: int = 0, poisoned: int = 0) -> list[str]:
    state = add_runs(tmp_path / "state", "hoabinh", *runs, undecided=undecided, poisoned=poisoned)
    return [str(trouble.kind) for trouble in found(state)]


def at(ago: float, reason: str = FINISHED, **more: object) -> MadeRun:
    return MadeRun(ago, reason, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ([ok(1)], []),
        ([at(1, short=["x"])], ["fell_short"]),
        ([at(2, short=["x"]), ok(1)], []),
        # A run that was stopped does not say whether it is over.
        ([at(3, short=["x"]), at(2, SHUTDOWN), at(1, OUTSIDE_HOURS)], ["fell_short"]),
        ([at(2, short=["x"]), at(1, BUDGET_SPENT)], ["fell_short"]),
        ([at(1, OUTPUT_FAILED)], ["failed"]),
        ([at(2, OUTPUT_FAILED), at(1, SHUTDOWN)], ["failed"]),
        ([at(2, OUTPUT_FAILED), at(1, BUDGET_SPENT)], []),
        ([at(2, OUTPUT_FAILED), ok(1)], []),
        ([at(1, TOLD_TO_WAIT)], ["told_to_wait"]),
        ([at(2, TOLD_TO_WAIT), at(1, REPLAYED)], ["told_to_wait"]),
        ([at(1, TOO_MANY_ERRORS)], ["failed"]),
        ([at(1, "closespider_pagecount")], []),
        ([at(1, "")], []),  # it may be running
        ([at(2, ""), at(1, "")], []),
        ([at(3, ""), at(2, ""), at(1, "")], ["no_end"]),
        ([at(25, "")], ["no_end"]),
        ([at(25, ""), ok(1)], []),
    ],
)
def test_what_the_last_runs_say(tmp_path: Path, runs: list[MadeRun], expected: list[str]) -> None:
    assert kinds(tmp_path, *runs) == expected


@pytest.mark.parametrize(
    ("begins", "expected"),
    [
        ([5, 4, 3, 2, 1], []),
        ([31, 30, 29, 28, 27], ["not_run"]),  # hourly, and not for 27 hours
        ([29, 28, 27, 26, 25], []),
        ([30, 29, 28, 27], []),  # four runs are no habit
        ([7 * 24, 6 * 24, 5 * 24, 4 * 24, 2.5 * 24], []),  # daily
        ([8 * 24, 7 * 24, 6 * 24, 5 * 24, 3.5 * 24], ["not_run"]),
        ([91 * 24 + 4, 91 * 24 + 3, 91 * 24 + 2, 91 * 24 + 1, 91 * 24], []),  # not crawled any more
    ],
)
def test_a_source_that_has_not_run_for_long(tmp_path: Path, begins: list[float], expected: list[str]) -> None:
    assert kinds(tmp_path, *map(ok, begins)) == expected


def test_if_no_source_runs_it_is_said_once(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        state = add_runs(tmp_path / "state", name, *(ok(hours) for hours in range(36, 30, -1)))
    (trouble,) = found(state)
    assert (trouble.source, trouble.kind, trouble.since) == (0, "not_run", NOW - 31 * HOUR)
    assert trouble.text == "no source has run since 29/11 10:53, for 31 h 0 min"
    add_runs(state, "c", ok(1))
    assert [(trouble.name, trouble.kind) for trouble in found(state)] == [("a", "not_run"), ("b", "not_run")]


def test_pages_that_wait(tmp_path: Path) -> None:
    state = add_runs(tmp_path / "state", "hoabinh", ok(1), undecided=3, poisoned=1)
    browser = {"read/needs_browser": 4, "example/read/needs_browser": "http://x.vn/app"}
    add_runs(state, "stp_travinh", MadeRun(1, stats=browser))
    assert [(trouble.is_urgent, trouble.text) for trouble in found(state)] == [
        (True, "hoabinh: 1 page cannot be read and is set aside"),
        (False, "hoabinh: 3 pages read like articles and are not recorded"),
        (False, "stp_travinh: 4 pages of the last run can be read with a browser only: http://x.vn/app"),
    ]
    assert all("scrapy undecided hoabinh" in trouble.helps for trouble in found(state)[:2])


@pytest.mark.parametrize(("ago", "is_urgent"), [(24, False), (25, True)])
def test_a_host_that_asks_to_wait_gets_a_day(tmp_path: Path, ago: float, is_urgent: bool) -> None:
    state = add_runs(tmp_path / "state", "hoabinh", at(ago, TOLD_TO_WAIT), at(1, TOLD_TO_WAIT))
    assert [trouble.is_urgent for trouble in found(state)] == [is_urgent]


def test_the_sentences_are_those_of_the_run_and_say_how_often(tmp_path: Path) -> None:
    state = add_runs(tmp_path / "state", "hoabinh", ok(4), *(MadeRun(ago, short=list("abcde")) for ago in (3, 2, 1)))
    (trouble,) = found(state)
    assert trouble.text == "hoabinh: a; b; c; and 2 more (3 runs, since 30/11 14:53)"
    assert trouble.since == NOW - 3 * HOUR


def test_of_an_earlier_version_their_number_is_known(tmp_path: Path) -> None:
    state = add_runs(tmp_path / "state", "hoabinh", MadeRun(1, short=["x", "y"]))
    as_of_earlier_version(state)
    (trouble,) = found(state)
    assert trouble.text == "hoabinh: fell short of 2 expectations"


@pytest.mark.parametrize(
    ("free", "whole", "is_full"),
    [
        (999_999_999, 10_000_000_000, True),
        (1_000_000_000, 10_000_000_000, False),
        (4_900_000_000, 100_000_000_000, True),
        (5_000_000_000, 100_000_000_000, False),
        (10_000_000_000, 4_000_000_000_000, False),
    ],
)
def test_a_disk_that_is_nearly_full(tmp_path: Path, free: int, whole: int, is_full: bool) -> None:
    state = add_runs(tmp_path / "state", "hoabinh", ok(1))
    assert bool(found(state, [DiskSpace("output", free, whole)])) == is_full


def test_a_killed_run_that_hangs_and_one_that_may_run(tmp_path: Path) -> None:
    state = add_runs(tmp_path / "state", "hoabinh", at(30, ""))
    assert "has not ended: killed, or hanging" in found(state)[0].sentence
    state = add_runs(tmp_path / "other", "hoabinh", at(4, ""), at(3, ""), at(2, ""), at(0, ""))
    assert found(state)[0].sentence == "its last 3 runs were killed"
    assert found(state)[0].since == NOW - 4 * HOUR


ENDS = (
    *(FINISHED, SHUTDOWN, BUDGET_SPENT, OUTSIDE_HOURS, TOLD_TO_WAIT, OUTPUT_FAILED, WRONG_SETTING, NO_CONTACT),
    *(PROXY_FAILED, TOO_MANY_ERRORS, "closespider_pagecount", "closespider_timeout", "some_new_reason"),
)


@pytest.mark.parametrize("reason", ENDS)
@pytest.mark.parametrize("short", [(), ("x",)])
def test_exit_statuses_are_those_of_the_crawl(reason: str, short: tuple[str, ...]) -> None:
    if short and reason != FINISHED:
        return  # only complete runs are compared with expectations
    run = StoredRun(1, NOW, NOW + 9, reason, short=short)
    stats = {"finish_reason": reason, "start_time": 1} | ({"health/short": list(short)} if short else {})
    assert exit_status(run) == outcome.status(stats)


def test_how_a_run_ended_in_words() -> None:
    words = {reason: outcome_words(StoredRun(1, NOW, reason=reason)) for reason in (*ENDS, REPLAYED, "")}
    assert words["finished"] == "ok"
    assert words["closespider_pagecount"] == "limit reached"
    assert words["some_new_reason"] == "some new reason"
    assert words[""] == "killed or running"
    assert max(map(len, words.values())) <= 18, "they fit into a table"
    assert outcome_of(StoredRun(1, NOW, reason=REPLAYED)) is RunOutcome.STOPPED
    assert DAY == 24 * HOUR
