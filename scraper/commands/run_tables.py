"""Tables of a run over several sources, a row a source in eighty columns: its progress, and its result at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from rich.table import Table

from scraper.commands.outcome import OUTCOMES, failure, word
from scraper.commands.run_figures import (
    Stats,
    articles,
    duration,
    elapsed,
    errors,
    has_ended,
    pages,
    time_left,
)
from scraper.extensions.field_coverage import STAT
from scraper.ledger.health import UNDECIDED

Runs = Mapping[str, Stats]

# Fields with short names for columns: those that a reader of the data asks for first, and the rest.
MAIN_FIELDS = {
    "title": "title",
    "authors": "auth.",
    "date_published": "date",
    "section": "sect.",
    "summary": "summ.",
    "body": "body",
    "images": "pict.",
    "attachments": "files",
    "document_refs": "refs",
}
OTHER_FIELDS = {
    "authors_raw": "authors_raw",
    "date_raw": "date_raw",
    "date_modified": "date_modified",
    "other_news": "other_news",
}
# Lines of a screen that are no source: the title, the names of the columns, the rest and the sums in two lines each,
# and the line of the cursor.
_OTHER_LINES = 7
# Sources with undecided pages that are named below the results.
_NAMED = 3


def progress_table(runs: Runs, seconds: float, height: int) -> Table:
    """What runs, fails and waits, in at most so many lines: the failed sources first, then those that run.

    Args:
        runs: the stats of each source, empty for those that wait.
        seconds: since the first one began.
        height: lines of the screen.
    """
    table = _table(summary(runs, seconds), ("pages", "articles", "errors", "left"))
    table.add_column("state")

    def cells(part: Runs) -> list[str]:
        seconds_left = time_left(part.values())
        return [
            *(str(sum(map(count, part.values()))) for count in (pages, articles, errors)),
            "" if seconds_left is None else duration(seconds_left),
            counts(part),
        ]

    _fill(table, runs, height, cells)
    return table


def summary(runs: Runs, seconds: float) -> str:
    """How far all sources are, in one line."""
    all_pages = sum(map(pages, runs.values()))
    parts = [
        duration(seconds),
        f"{all_pages} pages ({all_pages / max(seconds, 1.0):.1f} a second)",
        f"{sum(map(articles, runs.values()))} articles",
        f"{sum(map(errors, runs.values()))} errors",
    ]
    seconds_left = time_left(runs.values())
    if seconds_left is not None:
        # Nobody knows how much those have that have not begun.
        waiting = sum(not stats for stats in runs.values())
        parts.append(f"{'at least ' if waiting else ''}{duration(seconds_left)} left")
    return ", ".join(parts)


def state(stats: Stats) -> str:
    """How far a source is, in a word."""
    if not stats:
        return "waits"
    if not has_ended(stats):
        return "runs"
    found = word(stats)
    return "done" if found == "ok" else found


def counts(runs: Runs) -> str:
    """How many sources are in each state; of one source, its state."""
    found = Counter(map(state, runs.values()))
    if len(runs) == 1:
        return next(iter(found))
    names = {"runs": "running", "waits": "waiting"}
    return ", ".join(f"{count} {names.get(name, name)}" for name, count in found.most_common())


def progress_line(source: str, stats: Stats) -> str:
    """The progress of a source as one line for a log."""
    return (
        f"{source}: {pages(stats)} pages, {articles(stats)} articles, {errors(stats)} errors, "
        f"{stats.get('finish_reason', 'running')}"
    )


def result_table(runs: Runs, height: int | None = None) -> Table:
    """The result of each source.

    Args:
        runs: the stats of each source.
        height: lines of the screen; None for all sources.
    """
    table = _table("Result", ("pages", "articles", "new", "changed", "errors", "time"))
    table.add_column("outcome")

    def cells(part: Runs) -> list[str]:
        return [
            *(str(sum(map(count, part.values()))) for count in (pages, articles, _new, _changed, errors)),
            duration(max(map(elapsed, part.values()))),
            ", ".join(sorted({word(stats) for stats in part.values()}, key=OUTCOMES.index)),
        ]

    _fill(table, runs, height, cells)
    undecided = {source: stats[UNDECIDED] for source, stats in runs.items() if stats.get(UNDECIDED)}
    if undecided:
        most = sorted(undecided, key=lambda source: -undecided[source])
        rest = f" and {len(most) - _NAMED} more" if len(most) > _NAMED else ""
        named = ", ".join(f"{source} {undecided[source]}" for source in most[:_NAMED])
        table.caption = f"Undecided pages: {named}{rest} (scrapy undecided NAME)"
    return table


def fill_table(runs: Runs, fields: Mapping[str, str]) -> Table | None:
    """The percentage of each source's articles in which a field is filled; None if no source has an article.

    Args:
        runs: the stats of each source; those without an article are left out.
        fields: with the names of their columns.
    """
    table = _table("Filled, % of articles", fields.values())
    for source, stats in runs.items():
        if total := articles(stats):
            table.add_row(source, *(f"{100 * stats.get(STAT.format(name), 0) / total:.0f}" for name in fields))
    return table if table.row_count else None


def _table(title: str, numbers: Iterable[str]) -> Table:
    """A table of sources without lines between its cells, which would take a third of the width."""
    table = Table(title=title, title_justify="left", caption_justify="left", box=None, padding=(0, 1, 0, 0))
    table.add_column("source", no_wrap=True)
    for name in numbers:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def _fill(table: Table, runs: Runs, height: int | None, cells: Callable[[Runs], list[str]]) -> None:
    """Add a row for each source, or as there is room: failed ones, then those that run, and one row for the rest."""
    shown = list(runs) if height is None else _most_telling(runs, max(height - _OTHER_LINES, 1))
    for source in shown:
        table.add_row(source, *cells({source: runs[source]}))
    if rest := {source: stats for source, stats in runs.items() if source not in set(shown)}:
        table.add_row(f"{len(rest)} others", *cells(rest))
    if len(runs) > 1:
        table.add_row(f"all {len(runs)}", *cells(runs), style="bold")


def _most_telling(runs: Runs, room: int) -> list[str]:
    if len(runs) <= room:
        return list(runs)

    def rank(source: str) -> tuple[int, int]:
        stats = runs[source]
        if has_ended(stats):
            return (0, 0) if failure(stats) else (2, -articles(stats))
        return (1, 0) if stats else (3, 0)

    return sorted(runs, key=rank)[:room]


def _new(stats: Stats) -> int:
    return int(stats.get("output/new", 0))


def _changed(stats: Stats) -> int:
    return int(stats.get("output/changed", 0))
