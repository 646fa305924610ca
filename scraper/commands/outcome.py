"""The outcome of a run, from its stats, for the exit status and the table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scrapy.crawler import Crawler

from scraper.commands.terminal import shown
from scraper.finish_reasons import (
    BUDGET_SPENT,
    CLOSESPIDER,
    FINISHED,
    OUTSIDE_HOURS,
    SHUTDOWN,
    TAKEN,
    TOO_MANY_ERRORS,
)
from scraper.ledger.health import SHORT

# The documented exit statuses; 2 is also Scrapy's own for wrong usage.
OK, FAILED, WRONG_USAGE, FELL_SHORT = 0, 1, 2, 3

# Intended reasons to end: all pages read, a signal, a limit of settings, the hours of a source.
_ASKED_FOR = (FINISHED, SHUTDOWN, CLOSESPIDER, BUDGET_SPENT, OUTSIDE_HOURS)


def failure(stats: Mapping[str, Any]) -> str | None:
    """Why a run failed, in words for a log; None if it did not."""
    reason = stats.get("finish_reason")
    if reason == TAKEN:
        return "another process crawls it; the log says which file it holds"
    if reason is None:
        return "stopped at once" if "start_time" in stats else "did not start; the log says why"
    if not str(reason).startswith(_ASKED_FOR) or reason == TOO_MANY_ERRORS:
        return f"stopped early: {reason}"
    return "; ".join(map(shown, stats.get(SHORT, ()))) or None


def word(stats: Mapping[str, Any]) -> str:
    """The outcome of a run, in words for a table."""
    if failure(stats) is None:
        return "interrupted" if stats.get("interrupted") else "ok"
    return "falls short" if status(stats) == FELL_SHORT else "failed"


def status(stats: Mapping[str, Any]) -> int:
    """The exit status of a run."""
    if failure(stats) is None:
        return OK
    if stats.get("finish_reason") == TAKEN:
        return WRONG_USAGE
    return FELL_SHORT if SHORT in stats else FAILED


def stats_so_far(crawler: Crawler) -> dict[str, Any]:
    """The stats of a crawl; empty if it has not started."""
    try:
        return dict(crawler.stats.get_stats()) if crawler.stats else {}
    except RuntimeError:  # Scrapy raises it before the start
        return {}
