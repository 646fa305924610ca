"""Tables of a run: its progress, and its result at the end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.table import Table

from scraper.commands.outcome import word
from scraper.extensions.field_coverage import STAT
from scraper.items import SITE_FIELDS
from scraper.ledger.health import ERRORS, UNDECIDED

Stats = Mapping[str, Any]

# What the site prints, and what is found in its text.
_RATED = (*SITE_FIELDS, "document_refs")


def pages(stats: Stats) -> int:
    """Number of answers received."""
    return int(stats.get("response_received_count", 0))


def articles(stats: Stats) -> int:
    """Number of records that passed all checks."""
    return int(stats.get("item_scraped_count", 0))


def errors(stats: Stats) -> int:
    """Number of addresses without a page, pages without an article, refused records, and errors of our own."""
    return sum(int(value) for name, value in stats.items() if name.startswith((*ERRORS, "log_count/ERROR")))


def progress_table(runs: Mapping[str, Stats], seconds: float) -> Table:
    """A table with one line per source during the crawl."""
    table = Table(title=f"{seconds:.0f} s", title_justify="left")
    table.add_column("source", no_wrap=True)
    for name in ("pages", "articles", "errors"):
        table.add_column(name, justify="right")
    table.add_column("state")
    for source, stats in runs.items():
        state = str(stats.get("finish_reason", "running" if stats else "waiting"))
        table.add_row(source, str(pages(stats)), str(articles(stats)), str(errors(stats)), state)
    return table


def progress_line(source: str, stats: Stats) -> str:
    """The progress of a source as one line for a log."""
    state = stats.get("finish_reason", "running")
    return f"{source}: {pages(stats)} pages, {articles(stats)} articles, {errors(stats)} errors, {state}"


def result_table(runs: Mapping[str, Stats]) -> Table:
    """The result of each source."""
    table = Table(title="Result", title_justify="left", caption_justify="left")
    table.add_column("source", no_wrap=True)
    for name in ("pages", "articles", "new", "changed", "errors", "time"):
        table.add_column(name, justify="right")
    table.add_column("outcome")
    for source, stats in runs.items():
        table.add_row(
            source,
            str(pages(stats)),
            str(articles(stats)),
            str(stats.get("output/new", 0)),
            str(stats.get("output/changed", 0)),
            str(errors(stats)),
            f"{stats.get('elapsed_time_seconds', 0):.0f} s",
            word(stats),
        )
    undecided = {source: stats[UNDECIDED] for source, stats in runs.items() if stats.get(UNDECIDED)}
    table.caption = "\n".join(f"{source}: {count} undecided" for source, count in undecided.items()) or None
    return table


def fill_table(runs: Mapping[str, Stats]) -> Table:
    """The percentage of each source's articles in which a field is filled."""
    table = Table(title="Filled, % of articles", title_justify="left")
    table.add_column("field")
    for source in runs:
        table.add_column(source, justify="right")
    for name in _RATED:
        rates = []
        for stats in runs.values():
            total = articles(stats)
            rates.append(f"{100 * stats.get(STAT.format(name), 0) / total:.0f}" if total else "–")
        table.add_row(name, *rates)
    return table
