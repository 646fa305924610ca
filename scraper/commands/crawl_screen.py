"""What crawls of several sources show: progress, results, and what is wrong."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from rich.live import Live

from scraper.commands.outcome import trouble
from scraper.commands.run_figures import has_ended
from scraper.commands.run_tables import (
    MAIN_FIELDS,
    OTHER_FIELDS,
    counts,
    fill_table,
    progress_line,
    progress_table,
    result_table,
    summary,
)
from scraper.commands.terminal import PlainConsole, complain
from scraper.extensions.empty_feed import EMPTY

LIVE_SECONDS = 0.5
# In a log, a line at this interval is enough to see progress.
_LOG_SECONDS = 15.0
# Troubles of different kinds that are told one by one; the log has all.
_TOLD = 10
# Sources that are named with a trouble of several.
_NAMED = 3


class Crawls(Protocol):
    """Crawls of several sources, in this process or in others."""

    def run(self, tick: Callable[[], None], seconds: float) -> None:
        """Run until all have ended, calling something at intervals."""

    def stats(self) -> dict[str, dict[str, Any]]:
        """The stats of each source; empty while it waits."""


def watch(crawls: Crawls, screen: PlainConsole, *, is_shown: bool) -> None:
    """Run until all sources are done, showing their progress."""
    started = time.monotonic()
    if is_shown and screen.is_terminal:
        # The result takes its place: the last progress would be out of date.
        with Live(console=screen, auto_refresh=False, transient=True) as live:

            def draw() -> None:
                table = progress_table(crawls.stats(), time.monotonic() - started, screen.size.height)
                live.update(table, refresh=True)

            crawls.run(draw, LIVE_SECONDS)
        return
    ended: set[str] = set()

    def log() -> None:
        stats = crawls.stats()
        for name, one in stats.items():
            if has_ended(one) and name not in ended:
                ended.add(name)
                screen.print(progress_line(name, one), soft_wrap=True)
        if len(stats) > 1:
            screen.print(f"{counts(stats)}: {summary(stats, time.monotonic() - started)}", soft_wrap=True)

    crawls.run(log if is_shown else lambda: None, _LOG_SECONDS)
    if is_shown:
        log()


def show_result(stats: Mapping[str, dict[str, Any]], screen: PlainConsole, *, is_whole: bool) -> None:
    """Print the tables of results; with ``is_whole`` all rows and fields, else what fits the screen."""
    height = None if is_whole else screen.size.height
    screen.print(result_table(stats, height))
    few = stats if height is None or len(stats) <= height else {}
    for table in [fill_table(few, MAIN_FIELDS), *([fill_table(stats, OTHER_FIELDS)] if is_whole else [])]:
        if table is not None:
            screen.print(table)
    for name, one in stats.items():
        if one.get(EMPTY):
            screen.print(f"{name}: the feed is empty, nothing is new; all articles: scrapy export {name} -o FILE")


def tell_troubles(stats: Mapping[str, Mapping[str, Any]], log: str | None) -> None:
    """Say on stderr what is wrong, and what helps; nothing if all is well."""
    found: dict[str, list[str]] = {}
    for name, one in stats.items():
        if what := trouble(one):
            found.setdefault(what, []).append(name)
    for what, names in list(found.items())[:_TOLD]:
        others = f" and {len(names) - _NAMED} other sources" if len(names) > _NAMED else ""
        complain(f"{', '.join(names[:_NAMED])}{others}: {what}")
    if len(found) > _TOLD:
        rest = sum(map(len, list(found.values())[_TOLD:]))
        complain(f"{rest} more sources have troubles of other kinds; the log has them")
    if found and log:
        complain(f"Log: {log}")
