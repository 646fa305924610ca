"""Did a run do its work? Read from its stats, for the exit status and the table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scrapy.crawler import Crawler

# The exit statuses of the record's contract; 2, wrong usage, is Scrapy's own.
OK, FAILED, FELL_SHORT = 0, 1, 3

# Ways to end that somebody asked for: all pages read, a signal, or a CLOSESPIDER_… setting.
_ASKED_FOR = ("finished", "shutdown", "closespider_")


def failure(stats: Mapping[str, Any]) -> str | None:
    """Why a run failed, in words for a log; None where it did not."""
    reason = stats.get("finish_reason")
    if reason is None:
        return "did not start; the log says why"
    if not _ended_well(stats):
        return f"stopped early: {reason}"
    if not stats.get("walk/pages"):
        return "the site gave no page; the log says what it answered"
    if not stats.get("read/articles"):
        return "the site gave pages and no article; has it changed?"
    return None


def status(stats: Mapping[str, Any]) -> int:
    """The exit status of a run."""
    if failure(stats) is None:
        return OK
    return FELL_SHORT if stats.get("walk/pages") and _ended_well(stats) else FAILED


def _ended_well(stats: Mapping[str, Any]) -> bool:
    return str(stats.get("finish_reason")).startswith(_ASKED_FOR)


def stats_so_far(crawler: Crawler) -> dict[str, Any]:
    """The stats of a crawl; none where it has not started."""
    try:
        return dict(crawler.stats.get_stats()) if crawler.stats else {}
    except RuntimeError:  # Scrapy's answer before the start
        return {}
