"""Tables of a run, for people: progress while it goes on, and the result at its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from rich.table import Table

from scraper.commands.outcome import word
from scraper.extensions.field_coverage import STAT
from scraper.items import Article
from scraper.ledger.health import ERRORS

Stats = Mapping[str, Any]

# Fields that every record has say nothing in a table of fill rates; nor do those that are filled by accident.
_UNINTERESTING = frozenset(
    "schema_version id source url canonical_url language content_hash simhash fetched_at archive revision repairs"
    " warnings date_raw".split()
)

_RATED = [field.name for field in fields(Article) if field.name not in _UNINTERESTING]


def pages(stats: Stats) -> int:
    """Answers received."""
    return int(stats.get("response_received_count", 0))


def articles(stats: Stats) -> int:
    """Records that passed all checks."""
    return int(stats.get("item_scraped_count", 0))


def errors(stats: Stats) -> int:
    """Addresses that gave no page, pages that gave no article, records refused, and errors of our own."""
    return sum(int(value) for name, value in stats.items() if name.startswith((*ERRORS, "log_count/ERROR")))


def progress_table(runs: Mapping[str, Stats], seconds: float) -> Table:
    """One line a source, while the crawl goes on."""
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
    """The same for a log."""
    state = stats.get("finish_reason", "running")
    return f"{source}: {pages(stats)} pages, {articles(stats)} articles, {errors(stats)} errors, {state}"


def result_table(runs: Mapping[str, Stats]) -> Table:
    """What each source gave."""
    table = Table(title="Result", title_justify="left")
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
    return table


def fill_table(runs: Mapping[str, Stats]) -> Table:
    """Share of the articles of each source in which a field is filled, in per cent."""
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
