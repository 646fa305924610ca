"""``scrapy state``: check state file, logs and archive, say what waits, and rebuild a damaged state file."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from rich.table import Table
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.spiderloader import get_spider_loader

from scraper.addresses import Kind
from scraper.commands.environment import WithEnvironment
from scraper.commands.outcome import FAILED, WRONG_USAGE
from scraper.commands.terminal import complain, console, shown
from scraper.frontier.links import link_identity
from scraper.ledger.check import check_file, check_log, open_for_check
from scraper.ledger.database import Database
from scraper.ledger.overview import SourceOverview, overviews
from scraper.ledger.rebuild import KeyOf, Rebuilt, locked_before, rebuild
from scraper.paths import output_dir, state_file, warc_dir
from scraper.sites import Sites, host_of, resolver_of, sites_of
from scraper.storage.lock import TakenError
from scraper.storage.reader import log_names, log_path
from scraper.storage.sqlite import StorageError

_MB = 1_000_000


class Command(WithEnvironment, ScrapyCommand):
    """Exit status 0: all in order. 1: damage, or the disk failed. 2: wrong usage, or a source is being crawled."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_LEVEL": "WARNING"}

    def syntax(self) -> str:
        return "[options] [NAME…]"

    def short_desc(self) -> str:
        return "Check state file and logs, show what waits, rebuild a damaged state file"

    def long_desc(self) -> str:
        return (
            "Check the state file, the logs and, with WARC_DIR, what records say of the archive, and show for each "
            "source what is written, what waits and why, and how the last run ended. Changes nothing without --rebuild."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--rebuild", action="store_true", help="make a new state file from the logs; the old one is kept beside it"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check, or rebuild."""
        if self.settings is None:
            raise UsageError("Run it in the project's folder", print_help=False)
        self._state, self._folder = state_file(self.settings), output_dir(self.settings)
        self._archive = warc_dir(self.settings)
        known = log_names(self._folder)
        if unknown := [name for name in args if name not in known]:
            raise UsageError(f"There is no log {log_path(self._folder, unknown[0])}", print_help=False)
        if opts.rebuild:
            self._rebuild(args, known, is_json=opts.json)
        else:
            self._check(args or known, is_json=opts.json)

    # Check.

    def _check(self, names: list[str], *, is_json: bool) -> None:
        problems: list[str] = []
        sources: list[SourceOverview] = []
        if self._state.exists():
            with _reported(problems), open_for_check(self._state) as database:
                problems += (f"{self._state}: {problem}" for problem in check_file(database))
                sources = [one for one in overviews(database, int(time.time())) if one.name in names]
        is_file_damaged = bool(problems)
        for name in names:
            self._check_log(name, None if is_file_damaged else self._state, problems)
        if is_json:
            about = {"state_file": str(self._state), "problems": problems}
            sys.stdout.write(
                f"{json.dumps(about | {'sources': [asdict(one) for one in sources]}, ensure_ascii=False)}\n"
            )
        else:
            self._print(sources, problems)
            if is_file_damaged:
                complain(Database.advice)
        self.exitcode = FAILED if problems else 0

    def _check_log(self, name: str, state: Path | None, problems: list[str]) -> None:
        path = log_path(self._folder, name)
        with _reported(problems):
            if state is None or not state.exists():
                problems += check_log(path, None, self._archive)
            else:
                with open_for_check(state) as database:
                    problems += check_log(path, database, self._archive)

    def _print(self, sources: list[SourceOverview], problems: list[str]) -> None:
        screen = console()
        table = Table()
        table.add_column("source", no_wrap=True)
        for heading in ("written", "gone", "due", "undecided", "failed", "next try"):
            table.add_column(heading, justify="right")
        table.add_column("last run")
        table.add_column("log", justify="right")
        for one in sources:
            counts = map(str, (one.written, one.gone, one.due, one.undecided, one.failed))
            ended = one.ended or "running or killed"
            last = f"{_moment(one.last_run)} {ended}" if one.last_run else "never"
            next_try = _moment(one.next_try) if one.failed else ""
            table.add_row(one.name, *counts, next_try, last, f"{one.log_bytes / _MB:.1f} MB")
        if sources:
            screen.print(table)
        if not self._state.exists():
            text = f"There is no {self._state} yet; the next crawl makes it and learns from the logs"
            screen.print(text, soft_wrap=True)
        for problem in problems:
            screen.print(shown(problem), soft_wrap=True)
        if not problems:
            screen.print("State file and logs are in order")

    # Rebuild.

    def _rebuild(self, args: list[str], known: list[str], *, is_json: bool) -> None:
        if not known:
            raise UsageError(f"There is no log in {self._folder} to rebuild from", print_help=False)
        if self.settings is None:
            raise RuntimeError("Scrapy gives each command its settings")
        key_of = identities(sites_of(get_spider_loader(self.settings)))
        try:
            done = rebuild(self._state, self._folder, args or known, key_of, datetime.now(UTC), keep_others=bool(args))
        except TakenError as error:
            self.exitcode = WRONG_USAGE
            complain(f"Nothing is changed, a source is being crawled; try again when it is done: {error}")
        except StorageError as error:
            self.exitcode = FAILED
            hint = " Leave the names out: the rows of other sources cannot be copied." if args else ""
            complain(f"Nothing is changed: {error}.{hint}")
        except OSError as error:
            self.exitcode = FAILED
            complain(f"The disk failed, {self._state} is as it was: {error}")
        else:
            self._tell(done, is_json=is_json)

    def _tell(self, done: Rebuilt, *, is_json: bool) -> None:
        if is_json:
            about = {"kept_as": str(done.kept_as or ""), "sources": [asdict(one) for one in done.sources]}
            sys.stdout.write(f"{json.dumps(about)}\n")
            return
        for one in done.sources:
            bad = f", {one.bad_lines} of them not records: their articles are fetched again" if one.bad_lines else ""
            sys.stdout.write(
                f"{one.name}: {one.written} articles written and {one.gone} deleted, from {one.lines} lines{bad}; "
                f"from the old file {one.waiting} that wait and {one.pages} known pages\n"
            )
        if done.kept_as is not None:
            sys.stdout.write(f"The old file is kept as {done.kept_as}\n")
        missing = sorted({*locked_before(self._state)} - {*log_names(self._folder)})
        if missing:
            sys.stdout.write(f"Without a log in {self._folder}, so read again as new: {', '.join(missing)}\n")
        sys.stdout.write(
            "The next run reads every list to its end once, and fetches what is not in the logs; what is in them is "
            "not written twice\n"
        )


@contextmanager
def _reported(problems: list[str]) -> Iterator[None]:
    """Damage that ends a check becomes a problem."""
    try:
        yield
    except OSError as error:
        problems.append(str(error))


def identities(sites: Sites) -> KeyOf:
    """Identities as a crawl derives them, from the addresses in records."""
    any_site = next((source for source in sites.sources.values() if not source.hosts), None)

    def key_of(name: str, url: str, title: str) -> str | None:
        source, host = sites.sources.get(name, any_site), host_of(url)
        if source is None or host is None:
            return None
        address = resolver_of(source.at_any(host)).address(url)
        if address is None or address.kind not in (Kind.ARTICLE, Kind.PAGE):
            return None
        return link_identity(address, title)

    return key_of


def _moment(seconds: int) -> str:
    """A time, to the minute, where the command runs."""
    return f"{datetime.fromtimestamp(seconds).astimezone():%Y-%m-%d %H:%M}"
