"""The figures of a run, from its stats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from scraper.ledger.health import ERRORS

Stats = Mapping[str, Any]

_MINUTE, _HOUR = 60, 3_600


def pages(stats: Stats) -> int:
    """Number of answers received."""
    return int(stats.get("response_received_count", 0))


def articles(stats: Stats) -> int:
    """Number of records that passed all checks."""
    return int(stats.get("item_scraped_count", 0))


def errors(stats: Stats) -> int:
    """Number of addresses without a page, pages without an article, refused records, and errors of our own."""
    return sum(int(value) for name, value in stats.items() if name.startswith((*ERRORS, "log_count/ERROR")))


def has_ended(stats: Stats) -> bool:
    """True if the run is over."""
    return "finish_reason" in stats


def elapsed(stats: Stats, now: datetime | None = None) -> float:
    """Seconds since the run began, or that it took."""
    started = stats.get("start_time")
    if has_ended(stats) or not isinstance(started, datetime):
        return float(stats.get("elapsed_time_seconds", 0.0))
    return ((now or datetime.now(UTC)) - started).total_seconds()


def left(stats: Stats, now: datetime | None = None) -> float | None:
    """Seconds until the addresses that wait are asked, at the mean pace so far; None if that is not known."""
    if has_ended(stats) or not pages(stats):
        return None
    waiting = int(stats.get("scheduler/enqueued", 0)) - int(stats.get("scheduler/dequeued", 0))
    return max(waiting, 0) * elapsed(stats, now) / pages(stats)


def time_left(runs: Iterable[Stats], now: datetime | None = None) -> float | None:
    """Seconds until the last of the running sources is done; None if that is not known."""
    return max((seconds for stats in runs if (seconds := left(stats, now)) is not None), default=None)


def duration(seconds: float) -> str:
    """A time in words: 45 s, 12 min, 3 h 05 min."""
    whole = round(seconds)
    if whole < 2 * _MINUTE:
        return f"{whole} s"
    minutes = whole // _MINUTE
    if whole < _HOUR:
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60:02} min"
