"""``scrapy report [NAME…]``: how all sources run, and what needs a person; as table, HTML or JSON."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from scraper.commands.after_runs import after_runs
from scraper.commands.environment import WithEnvironment
from scraper.commands.history import check_names
from scraper.commands.outcome import FAILED, FELL_SHORT
from scraper.commands.terminal import complain, console, shown
from scraper.ledger.database import StateFile
from scraper.report.as_html import report_file
from scraper.report.as_json import report_values
from scraper.report.as_table import report_lines, report_table
from scraper.report.gather import RunReport, gather
from scraper.report.places import places_of
from scraper.storage.sqlite import StorageError
from scraper.text.harmful import escape

_DAYS = 30
# The runs that are kept of a source that is crawled every hour cover six weeks, of others more.
_MOST_DAYS = 1_000


class Command(WithEnvironment, ScrapyCommand):
    """Exit status 0: nothing needs a person. 1: damage, or the disk failed. 2: wrong usage. 3: something needs one."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_LEVEL": "WARNING"}

    def syntax(self) -> str:
        return "[options] [NAME…]"

    def short_desc(self) -> str:
        return "Show how all sources run, and what needs a person"

    def long_desc(self) -> str:
        return (
            "Show what needs a person, and for each source how its last run ended, its articles, errors and undecided "
            "pages, from the runs in the state file; nothing is requested. --html has charts of articles per day and "
            "of the fill rate of each field too. Exit status 3 if something needs a person."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--html", metavar="FILE", help="write one HTML file with charts")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--days", type=int, default=_DAYS, help="how many days, with today (%(default)s)")
        parser.add_argument(
            "--tell", action="store_true", help="send new alerts and write METRICS_FILE too, as the end of a crawl does"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the runs, and show them."""
        if self.settings is None:
            raise UsageError("Run it in the project's folder", print_help=False)
        if not 0 < opts.days <= _MOST_DAYS:
            raise UsageError(f"--days must be 1 to {_MOST_DAYS}", print_help=False)
        places = places_of(self.settings)
        if not places.state.exists():
            raise UsageError(f"There is no {places.state} yet; the first crawl makes it", print_help=False)
        try:
            with closing(StateFile.read_only(places.state)) as database:
                check_names(database, args)
                report = gather(database, places, int(time.time()), opts.days, args)
        except StorageError as error:
            self.exitcode = FAILED
            complain(str(error))
            return
        except OSError as error:
            self.exitcode = FAILED
            complain(f"The report cannot be made: {error}")
            return
        self.exitcode = FELL_SHORT if any(trouble.is_urgent for trouble in report.troubles) else 0
        if opts.html and not _written(Path(opts.html), report_file(report)):
            self.exitcode = FAILED
        if opts.json:
            sys.stdout.write(f"{escape(json.dumps(report_values(report), ensure_ascii=False))}\n")
        elif not opts.html:
            _print(report)
        if opts.tell:
            after_runs(self.settings)


def _written(path: Path, content: bytes) -> bool:
    """Write a file at once: a web server that shows it never has half of it."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        complain(f"{path} cannot be written ({error.strerror or error})")
        return False
    return True


def _print(report: RunReport) -> None:
    screen = console()
    for line in report_lines(report):
        screen.print(shown(line), soft_wrap=not screen.is_terminal)
    screen.print(report_table(report))
