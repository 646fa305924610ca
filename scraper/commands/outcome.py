"""Did a run do its work? Read from its stats, for the exit status and the table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# The exit statuses of the record's contract; 2, wrong usage, is Scrapy's own.
OK, FAILED = 0, 1

# Ways to end that somebody asked for: all pages read, a signal, or a CLOSESPIDER_… setting.
_ASKED_FOR = ("finished", "shutdown", "closespider_")


def failure(stats: Mapping[str, Any]) -> str | None:
    """Why a run failed, in words for a log; None where it did not."""
    reason = stats.get("finish_reason")
    if reason is None:
        return "did not start; the log says why"
    if not str(reason).startswith(_ASKED_FOR):
        return f"stopped early: {reason}"
    if not stats.get("downloader/response_status_count/200"):
        return "the site gave no page; the log says what it answered"
    return None
