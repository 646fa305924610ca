"""Figures of the runs of a source: by day, fill rates over time, pace, requests, errors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from scraper.items import SITE_FIELDS
from scraper.ledger.health import ERRORS
from scraper.ledger.run_history import StoredRun
from scraper.report.outcomes import RunOutcome, outcome_of
from scraper.report.words import at

NEW, CHANGED, GONE = "output/new", "output/changed", "output/deleted"
REQUESTS, RECEIVED = "downloader/request_count", "downloader/response_bytes"
ARTICLES, PAGES, OUR_ERRORS = "item_scraped_count", "response_received_count", "log_count/ERROR"
_PACE, _FIELD = "pace/seconds_between_requests/", "field/"
RATED_FIELDS = (*SITE_FIELDS, "document_refs")
"""What the site prints, and what is found in its text."""
# The worst outcome of a day's runs is shown.
_RANK = (RunOutcome.OK, RunOutcome.STOPPED, RunOutcome.NO_END, RunOutcome.FELL_SHORT, RunOutcome.FAILED)
_ERROR_WORDS = {
    "walk/failed/download": "no answer",
    "read/no_article": "announced like an article, but not one",
    "read/needs_browser": "needs a browser",
    "read/empty_page": "empty page",
    "read/redirected_away": "article leads to another page",
    "validate/rejected": "record refused",
    OUR_ERRORS: "error in the log",
}


@dataclass(slots=True)
class DayFigures:
    """The runs that began on a day of Vietnam's."""

    runs: int = 0
    new: int = 0
    changed: int = 0
    gone: int = 0
    requests: int = 0
    errors: int = 0
    worst: RunOutcome = RunOutcome.OK


@dataclass(slots=True)
class ErrorKind:
    """Errors of one kind."""

    kind: str
    """The name of their count in the stats."""
    count: int = 0
    example: str = ""
    """The last address, if it is known."""

    @property
    def words(self) -> str:
        """What they are, in words for a table."""
        rest = self.kind.rpartition("/")[2]
        if self.kind.startswith("read/notice/"):
            return f"notice of the site ({rest})"
        return _ERROR_WORDS.get(self.kind, f"status {rest}")


@dataclass(slots=True)
class FillRates:
    """Articles that were read from one day on, and how many of them have each field."""

    since: date
    articles: int = 0
    filled: dict[str, int] = field(default_factory=dict)

    def rate(self, name: str) -> float | None:
        """The share of articles with a field; None without articles."""
        return min(1.0, self.filled.get(name, 0) / self.articles) if self.articles else None


def day_of(moment: int) -> date:
    """The day of a time, in Vietnam."""
    return at(moment).date()


def days_between(first: date, last: date) -> Iterator[date]:
    """Each day, both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def by_day(runs: Sequence[StoredRun]) -> dict[date, DayFigures]:
    """The figures of each day with a run."""
    days: dict[date, DayFigures] = defaultdict(DayFigures)
    for run in runs:
        day = days[day_of(run.begun)]
        day.runs += 1
        day.new += run.count(NEW)
        day.changed += run.count(CHANGED)
        day.gone += run.count(GONE)
        day.requests += run.count(REQUESTS)
        day.errors += errors_of(run)
        if run.reason or run is not runs[-1]:  # the last one may be running
            day.worst = max(day.worst, outcome_of(run), key=_RANK.index)
    return dict(days)


def total(runs: Sequence[StoredRun], name: str) -> int:
    """The sum of a count."""
    return sum(run.count(name) for run in runs)


def errors_of(run: StoredRun) -> int:
    """Addresses without a page, pages without an article, refused records, and errors of our own."""
    return sum(int(n) for name, n in run.stats.items() if is_error(name))


@lru_cache(4_096)  # the same few names in thousands of runs
def is_error(name: str) -> bool:
    """True for a count of errors."""
    return name.startswith((*ERRORS, OUR_ERRORS))


def error_kinds(runs: Sequence[StoredRun]) -> list[ErrorKind]:
    """The errors by kind, most frequent first."""
    kinds: dict[str, ErrorKind] = {}
    for run in runs:
        for name, count in run.stats.items():
            if count and is_error(name):
                kind = kinds.setdefault(name, ErrorKind(name))
                kind.count += int(count)
                kind.example = run.examples.get(name, kind.example)
    return sorted(kinds.values(), key=lambda kind: (-kind.count, kind.kind))


def pace_of(runs: Sequence[StoredRun]) -> dict[str, float]:
    """Mean seconds from one request to the next, by host, in the last run that asked it twice or more."""
    found: dict[str, float] = {}
    for run in runs:
        found |= {
            name.removeprefix(_PACE): seconds
            for name, seconds in run.stats.items()
            if name.startswith(_PACE) and seconds > 0
        }
    return found


def requests_per_article(runs: Sequence[StoredRun]) -> float | None:
    """Requests for each new or changed article; None without one."""
    written = total(runs, NEW) + total(runs, CHANGED)
    return total(runs, REQUESTS) / written if written else None


def fill_rates(runs: Sequence[StoredRun], first: date, last: date, parts: int) -> list[FillRates]:
    """The fill rates of equal parts of a time.

    Args:
        runs: of a source.
        first: day.
        last: day, included.
        parts: number of parts; fewer if there are fewer days.
    """
    days = (last - first).days + 1
    parts = min(parts, days)
    rates = [FillRates(first + timedelta(days=number * days // parts)) for number in range(parts)]
    for run in runs:
        begun = (day_of(run.begun) - first).days
        if 0 <= begun < days and (articles := run.count(ARTICLES)):
            part = max(number for number in range(parts) if number * days // parts <= begun)
            _add_fields(rates[part], articles, run.stats)
    return rates


def _add_fields(part: FillRates, articles: int, stats: Mapping[str, float]) -> None:
    part.articles += articles
    for name, count in stats.items():
        if name.startswith(_FIELD):
            field_name = name.removeprefix(_FIELD)
            part.filled[field_name] = part.filled.get(field_name, 0) + int(count)
