"""A report for a terminal of 80 columns."""

from __future__ import annotations

from collections.abc import Iterator

from rich import box
from rich.table import Table

from scraper.ledger.run_history import SourceHistory
from scraper.report.figures import CHANGED, GONE, NEW, errors_of, total
from scraper.report.gather import RunReport
from scraper.report.outcomes import outcome_words
from scraper.report.project_sources import removed_line
from scraper.report.words import ZONE, short_moment, size
from scraper.text.counted import counted

# Characters of a source's name: the other columns need the rest of 80.
_NAME = 24


def report_lines(report: RunReport) -> Iterator[str]:
    """What needs a person, a line each with what helps below it."""
    urgent = [trouble for trouble in report.troubles if trouble.is_urgent]
    for trouble in urgent:
        yield f"! {trouble.text}"
        yield f"    {trouble.helps}"
    for trouble in report.troubles:
        if not trouble.is_urgent:
            yield f"- {trouble.text}"
    if not urgent:
        yield "Nothing needs a person"
    if report.removed:
        yield f"- {removed_line(report.removed)}"


def report_table(report: RunReport) -> Table:
    """A row a source."""
    days = (report.last - report.first).days + 1
    table = Table(box=box.SIMPLE, pad_edge=False, padding=(0, 1), caption_justify="left")
    table.add_column("source", no_wrap=True, overflow="ellipsis", max_width=_NAME)
    table.add_column(f"last run {ZONE}", no_wrap=True)
    table.add_column("ended", no_wrap=True, overflow="ellipsis")
    for name in ("new", "chg", "gone", "err", "und"):
        table.add_column(name, justify="right", no_wrap=True)
    for source in report.sources:
        table.add_row(*_cells(report, source))
    disk = report.disk
    archive = f", archive {size(disk.archive)}" if disk.archive is not None else ""
    free = ", ".join(f"{size(it.free)} free at {it.folder}" for it in disk.space)
    table.caption = (
        f"{counted(days, 'day')}: new, changed, gone, errors; und: undecided and poisoned pages.\n"
        f"Logs {size(sum(disk.logs.values()))}, state file {size(disk.state)}{archive}; {free}"
    )
    return table


def _cells(report: RunReport, source: SourceHistory) -> Iterator[str]:
    runs, last = report.runs_of(source), source.runs[-1] if source.runs else None
    yield source.name
    yield short_moment(last.begun) if last else "never"
    yield outcome_words(last) if last else ""
    for name in (NEW, CHANGED, GONE):
        yield str(total(runs, name))
    yield str(sum(map(errors_of, runs)))
    yield str(source.undecided + source.poisoned)
