"""The figures of one source for a terminal: how often each field is filled, and its errors with an example each."""

from __future__ import annotations

from collections.abc import Iterator

from rich import box
from rich.table import Table

from scraper.finish_reasons import FINISHED
from scraper.ledger.run_history import SourceHistory
from scraper.report.figures import ARTICLES, RATED_FIELDS, FillRates, day_of, error_kinds, fill_rates
from scraper.report.gather import RunReport
from scraper.report.words import ZONE, short_moment
from scraper.text.counted import counted

_NONE = "–"


def source_tables(report: RunReport, source: SourceHistory) -> Iterator[Table]:
    """The fill rates of the last complete run and of the report's days, and the errors of these days."""
    runs = report.runs_of(source)
    complete = [run for run in source.runs if run.reason == FINISHED and run.count(ARTICLES)]
    (days,) = fill_rates(runs, report.first, report.last, 1)
    if complete:
        last = complete[-1]
        day = day_of(last.begun)
        (of_last,) = fill_rates([last], day, day, 1)
        yield _rates(report, source, of_last, f"run of {short_moment(last.begun)} {ZONE}", days)
    if kinds := error_kinds(runs):
        table = _table(f"{source.name}: errors in {counted(_days(report), 'day')}, each with its last address")
        table.add_column("errors", justify="right", no_wrap=True)
        table.add_column("what")
        table.add_column("for example", overflow="fold")
        for kind in kinds:
            table.add_row(f"{kind.count:,}", kind.words, kind.example or _NONE)
        yield table


def _rates(report: RunReport, source: SourceHistory, last: FillRates, title: str, days: FillRates) -> Table:
    table = _table(f"{source.name}: articles that have each field, %")
    table.add_column("field")
    for heading, rates in ((title, last), (counted(_days(report), "day"), days)):
        table.add_column(f"{heading}\n{counted(rates.articles, 'article')}", justify="right")
    for name in RATED_FIELDS:
        table.add_row(name, per_cent(last.rate(name)), per_cent(days.rate(name)))
    return table


def per_cent(rate: float | None) -> str:
    """A share in whole per cent; 0 and 100 are said of none and all only."""
    if rate is None:
        return _NONE
    if 0 < rate < 1:
        return str(min(99, max(1, round(100 * rate))))
    return "100" if rate else "0"


def _days(report: RunReport) -> int:
    return (report.last - report.first).days + 1


def _table(title: str) -> Table:
    return Table(title=title, title_justify="left", box=box.SIMPLE, pad_edge=False, padding=(0, 1))
