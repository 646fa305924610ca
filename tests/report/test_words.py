"""Times, durations and sizes as they are printed."""

from __future__ import annotations

import pytest

from scraper.report.words import duration, moment, rounded_duration, short_moment, size, stamp_of
from scraper.text.counted import counted
from tests.report.made_runs import NOW


def test_times_are_those_of_vietnam() -> None:
    assert moment(NOW) == "2025-11-30 17:53"
    assert short_moment(NOW) == "30/11 17:53"
    assert stamp_of(NOW) == "2025-11-30T17:53:20+07:00"
    assert moment((1 << 53) - 1) == "9999-12-31 06:59", "a wrong clock is no reason to fail"
    assert moment(0) == "1970-01-01 07:00"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "0 s"),
        (0.4, "0 s"),
        (59.4, "59 s"),
        (59.6, "1 min 0 s"),
        (3_599, "59 min 59 s"),
        (3_600, "1 h 0 min"),
        (172_799, "47 h 59 min"),
        (172_800, "2 days"),
    ],
)
def test_durations(seconds: float, words: str) -> None:
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (59, "59 s"), (60, "1 min"), (7_199, "120 min"), (7_200, "2 h"), (90_000, "25 h")],
)
def test_rounded_durations(seconds: float, words: str) -> None:
    assert rounded_duration(seconds) == words


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1_500, "1.5 kB"),
        (999_000, "999.0 kB"),
        (2_000_000, "2.0 MB"),
        (5 * 10**12, "5.0 TB"),
        (10**16, "10000.0 TB"),
    ],
)
def test_sizes(count: int, words: str) -> None:
    assert size(count) == words


def test_nouns() -> None:
    assert (counted(1, "page"), counted(0, "page"), counted(1_200, "page")) == ("1 page", "0 pages", "1,200 pages")
