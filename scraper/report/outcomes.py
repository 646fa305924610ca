"""How a run ended, from what the state file has of it."""

from __future__ import annotations

from enum import StrEnum

from scraper.finish_reasons import (
    BUDGET_SPENT,
    CLOSESPIDER,
    FINISHED,
    NO_CONTACT,
    OF_USAGE,
    OUTPUT_FAILED,
    OUTSIDE_HOURS,
    PROXY_FAILED,
    REPLAYED,
    SHUTDOWN,
    TOLD_TO_WAIT,
    TOO_MANY_ERRORS,
    WRONG_SETTING,
    is_intended,
)
from scraper.ledger.health import FAILED
from scraper.ledger.run_history import StoredRun

_WORDS = {
    SHUTDOWN: "interrupted",
    BUDGET_SPENT: "daily budget spent",
    OUTSIDE_HOURS: "outside its hours",
    REPLAYED: "replayed",
    TOO_MANY_ERRORS: "too many errors",
    TOLD_TO_WAIT: "told to wait",
    OUTPUT_FAILED: "disk failed",
    WRONG_SETTING: "wrong setting",
    NO_CONTACT: "no contact",
    PROXY_FAILED: "proxy failed",
}


class RunOutcome(StrEnum):
    """How a run ended."""

    OK = "ok"
    FELL_SHORT = "fell short"
    STOPPED = "stopped"
    """As intended, before all pages were read."""
    FAILED = "failed"
    NO_END = "no end"
    """It was killed, or is still running."""


_WRONG_USAGE = 2
_EXIT_STATUSES = {RunOutcome.OK: 0, RunOutcome.STOPPED: 0, RunOutcome.FAILED: 1, RunOutcome.FELL_SHORT: 3}


def outcome_of(run: StoredRun) -> RunOutcome:
    """How a run ended."""
    if not run.reason:
        return RunOutcome.NO_END
    if run.reason == FINISHED:
        return RunOutcome.FELL_SHORT if run.short or run.count(FAILED) else RunOutcome.OK
    return RunOutcome.STOPPED if is_intended(run.reason) else RunOutcome.FAILED


def outcome_words(run: StoredRun) -> str:
    """How a run ended, in words for a table."""
    outcome = outcome_of(run)
    if outcome in (RunOutcome.OK, RunOutcome.FELL_SHORT):
        return str(outcome)
    if outcome is RunOutcome.NO_END:
        return "killed or running"
    is_limit = outcome is RunOutcome.STOPPED and run.reason.startswith(CLOSESPIDER)
    return "limit reached" if is_limit else _WORDS.get(run.reason, run.reason.replace("_", " "))


def exit_status(run: StoredRun) -> int | None:
    """The exit status of ``scrapy crawl``; None for a run that was killed or is still running."""
    return _WRONG_USAGE if run.reason in OF_USAGE else _EXIT_STATUSES.get(outcome_of(run))
