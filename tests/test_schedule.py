"""When a source is due, as far as its last runs show."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.schedule import HOUR, Bounds, PastRun, due_at, interval

BOUNDS = Bounds(HOUR, 24 * HOUR)
MINUTE = 60


def runs(*news: int, every: float = 1.0) -> list[PastRun]:
    """Runs at intervals of some hours, with so many news each."""
    return [PastRun(int(number * every * HOUR), count) for number, count in enumerate(news)]


@st.composite
def histories(draw: st.DrawFn) -> list[PastRun]:
    gaps = draw(st.lists(st.integers(0, 48 * HOUR), max_size=30))
    return [PastRun(1_700_000_000 + begun, draw(st.integers(0, 50))) for begun in accumulate(gaps)]


@pytest.mark.parametrize(
    ("history", "hours"),
    [
        ([], 1),
        (runs(5_000), 1),  # the first run finds the archive
        (runs(5_000, 0), 1),
        (runs(5_000, 0, 0), 2),
        (runs(5_000, *[0] * 8), 8),  # nothing yet: as long as it was looked for
        (runs(5_000, *[0] * 100), 24),
        (runs(0, *[1] * 24), 1),
        (runs(0, *[0, 0, 0, 1] * 6), 4),  # every fourth hour
        (runs(0, 10, 10, 10, every=24), 2.4),  # ten a day, seen once a day
        (runs(0, 1, 1, 1, every=24), 24),
        (runs(0, *[0] * 11, 40), 1),
    ],
)
def test_a_source_is_asked_as_often_as_it_has_news(history: list[PastRun], hours: float) -> None:
    assert interval(history, BOUNDS) == pytest.approx(hours * HOUR)


@given(histories())
def test_the_bounds_are_kept(history: list[PastRun]) -> None:
    assert BOUNDS.least <= interval(history, BOUNDS) <= BOUNDS.most


@given(histories(), st.data())
def test_more_news_never_make_the_interval_longer(history: list[PastRun], data: st.DataObject) -> None:
    more = [PastRun(run.begun, run.news + data.draw(st.integers(0, 9))) for run in history]
    assert interval(more, BOUNDS) <= interval(history, BOUNDS)


@given(histories(), st.integers(0, 10**8))
def test_only_the_time_between_runs_counts(history: list[PastRun], later: int) -> None:
    moved = [PastRun(run.begun + later, run.news) for run in history]
    assert interval(moved, BOUNDS) == interval(history, BOUNDS)


@given(histories())
def test_a_source_is_due_again_after_its_last_run_and_within_a_day(history: list[PastRun]) -> None:
    due = due_at(history, BOUNDS)
    assert history == [] or history[-1].begun < due <= history[-1].begun + BOUNDS.most


@pytest.mark.parametrize(("minutes", "is_due"), [(44, False), (46, True), (59, True)])
def test_cron_is_not_exact(minutes: int, is_due: bool) -> None:
    history = runs(0, 1)
    assert (history[-1].begun + minutes * MINUTE >= due_at(history, BOUNDS)) is is_due


def test_a_source_that_never_ran_is_due() -> None:
    assert due_at([], BOUNDS) == 0.0


def test_hourly_cron_over_a_week_asks_as_often_as_there_are_news() -> None:
    """A source with an article every six hours, in the real order: learn, wait, run."""
    history: list[PastRun] = []
    begins: list[int] = []
    for hour in range(7 * 24):
        now = hour * HOUR
        if now >= due_at(history, BOUNDS):
            seen = begins[-1] if begins else 0
            history.append(PastRun(now, hour // 6 - seen // 6))
            begins.append(hour)
    asked = len([begun for begun in begins if begun >= 48])
    assert 12 <= asked <= 40, "20 articles in the last five days, 120 hours"
