"""A report, its troubles and runs as values for JSON."""

from __future__ import annotations

from typing import Any

from scraper.ledger.run_history import SourceHistory, StoredRun
from scraper.report.figures import (
    CHANGED,
    GONE,
    NEW,
    PAGES,
    RATED_FIELDS,
    REQUESTS,
    by_day,
    error_kinds,
    errors_of,
    fill_rates,
    pace_of,
    requests_per_article,
)
from scraper.report.gather import RunReport
from scraper.report.outcomes import exit_status, outcome_of, outcome_words
from scraper.report.troubles import Trouble
from scraper.report.words import stamp_of

FORMAT = 1
FILL_PARTS = 10
"""Parts of a report's days, each with its fill rates."""
_DIGITS = 3


def report_values(report: RunReport) -> dict[str, Any]:
    """A report; times are ISO 8601, in Vietnam; sizes are bytes."""
    return {
        "format": FORMAT,
        "at": stamp_of(report.now),
        "days": {"first": report.first.isoformat(), "last": report.last.isoformat()},
        "troubles": [trouble_values(trouble) | {"urgent": trouble.is_urgent} for trouble in report.troubles],
        "sources": [_source(report, source) for source in report.sources],
        "disk": {
            "logs": sum(report.disk.logs.values()),
            "state_file": report.disk.state,
            "archive": report.disk.archive,
            "free": {disk.folder: disk.free for disk in report.disk.space},
        },
    }


def trouble_values(trouble: Trouble) -> dict[str, Any]:
    """A trouble, as ``scrapy report --json`` and alerts have it."""
    return {
        "source": trouble.name or None,
        "kind": str(trouble.kind),
        "since": stamp_of(trouble.since),
        "sentence": trouble.sentence,
        "helps": trouble.helps,
    }


def run_values(run: StoredRun) -> dict[str, Any]:
    """One run; ``null`` is not known."""
    return {
        "run": run.number,
        "begun": stamp_of(run.begun),
        "ended": stamp_of(run.ended) if run.ended else None,
        "seconds": max(0, run.ended - run.begun) if run.ended else None,
        "outcome": str(outcome_of(run)),
        "words": outcome_words(run),
        "exit_status": exit_status(run),
        "finish_reason": run.reason or None,
        "short": list(run.short),
        "pages": run.count(PAGES),
        "requests": run.count(REQUESTS),
        "new": run.count(NEW),
        "changed": run.count(CHANGED),
        "gone": run.count(GONE),
        "errors": errors_of(run),
        "undecided": run.count("read/undecided"),
    }


def _source(report: RunReport, source: SourceHistory) -> dict[str, Any]:
    runs = report.runs_of(source)
    per_article = requests_per_article(runs)
    return {
        "source": source.name,
        "runs_begun": source.begun,
        "last_run": run_values(source.runs[-1]) if source.runs else None,
        "undecided": source.undecided,
        "poisoned": source.poisoned,
        "log_bytes": report.disk.logs.get(source.name, 0),
        "seconds_between_requests": pace_of(runs),
        "requests_per_article": round(per_article, _DIGITS) if per_article is not None else None,
        "errors": [{"kind": it.kind, "count": it.count, "example": it.example or None} for it in error_kinds(runs)],
        "by_day": {
            day.isoformat(): {
                "runs": it.runs,
                "new": it.new,
                "changed": it.changed,
                "gone": it.gone,
                "requests": it.requests,
                "errors": it.errors,
                "worst": str(it.worst),
            }
            for day, it in sorted(by_day(runs).items())
        },
        "filled": [
            {
                "since": part.since.isoformat(),
                "articles": part.articles,
                "rates": {name: round(part.rate(name) or 0.0, _DIGITS) for name in RATED_FIELDS},
            }
            for part in fill_rates(runs, report.first, report.last, FILL_PARTS)
            if part.articles
        ],
    }
