"""When a source is due: it is asked as often as it has news, as far as its last runs show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HOUR = 3_600
# Runs of this time are looked at: sites have a weekly rhythm.
WINDOW = 7 * 24 * HOUR
# Runs do not begin to the second: after three quarters of the shortest interval, that interval counts as over. Sources
# that wait for their turn begin minutes later than the run, and not always in the same order.
_JITTER = 0.25


@dataclass(frozen=True, slots=True)
class PastRun:
    """A run that ended with a complete walk."""

    begun: int
    """Seconds since 1970."""
    news: int
    """Articles that were new or changed."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The settings ``MIN_INTERVAL_HOURS`` and ``MAX_INTERVAL_HOURS``, in seconds."""

    least: float
    most: float


def interval(runs: Sequence[PastRun], bounds: Bounds) -> float:
    """Seconds from one run to the next: the mean time between two of the source's news, within the bounds.

    While nothing is found, the interval doubles from run to run. What the first run found is older than the runs, and
    says nothing.

    Args:
        runs: those of the last week, the first one first.
        bounds: of the interval.
    """
    if not runs:
        return bounds.least
    observed = runs[-1].begun - runs[0].begun
    news = sum(run.news for run in runs[1:])
    return max(bounds.least, min(observed / max(news, 1), bounds.most))


def due_at(runs: Sequence[PastRun], bounds: Bounds) -> float:
    """Seconds since 1970 from which on the source is due; 0 without a run."""
    return runs[-1].begun + interval(runs, bounds) - _JITTER * bounds.least if runs else 0.0
