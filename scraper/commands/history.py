"""``scrapy history [NAME…]``: a line a run."""

from __future__ import annotations

import argparse
import json
import sys
import time
from contextlib import closing
from datetime import date, datetime

from rich.table import Table
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from scraper.commands.environment import WithEnvironment
from scraper.commands.outcome import FAILED
from scraper.commands.terminal import complain, console, say
from scraper.ledger.database import StateFile
from scraper.ledger.run_history import SourceHistory, StoredRun, read_history
from scraper.paths import state_file
from scraper.report.as_json import run_values
from scraper.report.figures import CHANGED, GONE, NEW, PAGES, errors_of
from scraper.report.outcomes import outcome_words
from scraper.report.words import rounded_duration, short_moment
from scraper.storage.sqlite import DamagedError, StorageError
from scraper.text.clock import VIETNAM
from scraper.text.harmful import escape

_DAYS = 7
_DAY = 86_400


class Command(WithEnvironment, ScrapyCommand):
    """Exit status 0: printed. 1: the state file is damaged. 2: wrong usage, or there is no state file."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[options] [NAME…]"

    def short_desc(self) -> str:
        return "Print a line for each of the last runs"

    def long_desc(self) -> str:
        return (
            "Print a line for each run of the last seven days, or since --since: when it began in Vietnam, how long it "
            "took, how it ended, pages, new, changed and gone articles, errors, undecided pages. The last 1,000 runs "
            "of each source are kept."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--since", metavar="DAY", help="the first day, as 2026-01-31, in Vietnam")
        parser.add_argument("--json", action="store_true", help="print each run as a line of JSON")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the runs."""
        if self.settings is None:
            raise UsageError("Run it in the project's folder", print_help=False)
        since = _since(opts.since)
        path = state_file(self.settings)
        try:
            with closing(StateFile.read_only(path)) as database:
                check_names(database, args)
                sources = read_history(database, names=args, since=since)
        except DamagedError as error:
            self.exitcode = FAILED
            complain(str(error))
            return
        except StorageError as error:
            raise UsageError(f"There is no history yet, or it cannot be read: {error}", print_help=False) from error
        runs = [(source, run) for source in sources for run in source.runs if run.begun >= since]
        runs.sort(key=lambda one: one[1].begun)
        if opts.json:
            for source, run in runs:
                value = {"source": source.name, **run_values(run)}
                sys.stdout.write(f"{escape(json.dumps(value, ensure_ascii=False))}\n")
        elif runs:
            console().print(_table(runs))
        else:
            say(f"No run has begun since {short_moment(since)}; --since shows older ones")


def check_names(database: StateFile, names: list[str]) -> None:
    """Check that sources are in the state file.

    Raises:
        UsageError: one is not.
    """
    known = [name for (name,) in database.execute("SELECT name FROM sources ORDER BY name")]
    if unknown := [name for name in names if name not in known]:
        there = ", ".join(known) or "no source yet"
        raise UsageError(f"No run of {unknown[0]} is known. There are: {there}", print_help=False)


def _since(day: str | None) -> int:
    """The first second, since 1970."""
    if day is None:
        return max(0, int(time.time()) - _DAYS * _DAY)
    try:
        found = date.fromisoformat(day)
    except ValueError as error:
        raise UsageError(f"--since must be a day as 2026-01-31, not {day!r}", print_help=False) from error
    return max(0, int(datetime(found.year, found.month, found.day, tzinfo=VIETNAM).timestamp()))


def _table(runs: list[tuple[SourceHistory, StoredRun]]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1))
    for name in ("begun", "source", "took", "ended"):
        table.add_column(name, no_wrap=True, overflow="ellipsis")
    for name in ("pages", "new", "chg", "gone", "err", "und"):
        table.add_column(name, justify="right", no_wrap=True)
    for source, run in runs:
        counts = (run.count(PAGES), *map(run.count, (NEW, CHANGED, GONE)), errors_of(run), run.count("read/undecided"))
        took = rounded_duration(run.ended - run.begun) if run.ended else ""
        table.add_row(short_moment(run.begun), source.name, took, outcome_words(run), *map(str, counts))
    return table
