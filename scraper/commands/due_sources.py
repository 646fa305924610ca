"""Which sources are due, as the ledger's runs and the settings say."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings

from scraper.ledger.complete_runs import complete_runs
from scraper.paths import state_file
from scraper.schedule import HOUR, WINDOW, Bounds, PastRun, due_at


def due_times(names: list[str], settings: BaseSettings) -> dict[str, float]:
    """When each source is due, in seconds since 1970, the first one first; 0: its last walk was not complete."""
    least, most = (number_of(settings, name) for name in ("MIN_INTERVAL_HOURS", "MAX_INTERVAL_HOURS"))
    bounds = Bounds(least * HOUR, max(least, most) * HOUR)
    now = time.time()
    try:
        found = complete_runs(state_file(settings), int(now) - WINDOW)
    except OSError:
        found = {}  # each crawl says what is wrong with the file
    times = {}
    for name in names:
        runs = [PastRun(begun, news) for begun, news in found.get(name, ()) if begun <= now]  # a clock was set back
        times[name] = due_at(runs, bounds)
    return dict(sorted(times.items(), key=lambda item: item[1]))


def number_of(settings: BaseSettings, name: str) -> float:
    """A setting that is a number.

    Raises:
        UsageError: it is not one, or below zero.
    """
    try:
        number = settings.getfloat(name)
    except (TypeError, ValueError):
        number = -1.0
    if not 0 <= number < float("inf"):
        raise UsageError(f"{name} must be a number, not {settings[name]}", print_help=False)
    return number


def clock(moment: float) -> str:
    """A time of this machine's clock, with the day if it is not today."""
    when, today = (datetime.fromtimestamp(each, UTC).astimezone() for each in (moment, time.time()))
    return f"{when:%H:%M}" if when.date() == today.date() else f"{when:%H:%M} on {when:%d %b}"
