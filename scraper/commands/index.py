"""``scrapy index [NAME…] [--to TARGET]``: send what is new in the logs to a search index."""

from __future__ import annotations

import argparse
import json
import logging
import signal
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from types import FrameType

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.utils.log import configure_logging

from scraper.commands.environment import WithEnvironment
from scraper.commands.outcome import FAILED, WRONG_USAGE
from scraper.commands.terminal import complain, shown
from scraper.extensions.plain_log import clean_log
from scraper.index.feed import BAD, GONE, LINES, PUT, Feed
from scraper.index.model import Options, TargetDownError, TargetUsageError
from scraper.index.refused import keep_refused
from scraper.index.targets import open_target, target_classes
from scraper.paths import output_dir, setting_path
from scraper.storage.lock import TakenError
from scraper.storage.reader import log_names, log_path, machine_log_names
from scraper.storage.sqlite import DamagedError

logger = logging.getLogger(__name__)

# Seconds between checks for new lines with --follow.
_FOLLOW_SECONDS = 1.0
# Seconds; a database is back some seconds after a restart.
_DOWN_SECONDS = 5.0


@dataclass
class Work:
    """One target and the logs that feed it."""

    folder: Path
    names: list[str]
    url: str
    options: Options
    stop: Event
    names_in: Callable[[Path], list[str]] = log_names
    """The logs of the folder."""
    counts: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    """Documents that the target refuses."""

    @property
    def refused_path(self) -> Path:
        """The file of these documents."""
        return self.options.file(self.url, ".refused.jsonl")

    def once(self, *, again: bool = False) -> None:
        """Catch up with the logs; with ``again`` repeatedly, until stopped.

        Raises:
            TargetUsageError: the target cannot be used as specified.
            TargetDownError: it is down.
            TakenError: another process feeds it.
            OSError: a log cannot be read.
        """
        with closing(open_target(self.url, self.options)) as target:
            feed = Feed(self.folder, target, self.stop, self.counts, self.names_in)
            while True:
                before = self.counts.copy()
                feed.catch_up(self.names)
                if again and self.counts != before:
                    logger.info(told(self.counts - before))
                self.refused = keep_refused(feed.refused(), self.refused_path)
                if not again or self.stop.wait(_FOLLOW_SECONDS):
                    break

    def follow(self) -> None:
        """Continue until stopped, also if the target is down for a while."""
        while not self.stop.is_set():
            try:
                self.once(again=True)
            except TargetDownError as error:
                logger.warning("Trying again in %.0f s: %s", _DOWN_SECONDS, error)
                self.stop.wait(_DOWN_SECONDS)


class Command(WithEnvironment, ScrapyCommand):
    """Exit status 0: equal to the logs, or stopped. 1: target down or a document refused. 2: wrong usage, or in use."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] [NAME…]"

    def short_desc(self) -> str:
        return "Send new, changed and removed articles to a search index"

    def long_desc(self) -> str:
        examples = ", ".join(found.example for found in target_classes())
        return (
            "Send what is new in output/NAME.jsonl since the last time to a search index; without a name, of all logs. "
            f"Targets: {examples}. After a kill at any time, the next run makes the index equal to the logs."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--to", metavar="TARGET", help="URL of the index (search.sqlite3 in OUTPUT_DIR)")
        parser.add_argument(
            "--follow", action="store_true", help="continue with new lines as they are written, until stopped"
        )
        parser.add_argument(
            "--machines",
            action="store_true",
            help="the logs are in folders of OUTPUT_DIR, one for each machine; a NAME is then MACHINE/NAME",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Feed one target."""
        if self.settings is None:
            raise RuntimeError("Scrapy gives each command its settings")
        configure_logging(self.settings)
        clean_log()
        folder = output_dir(self.settings)
        names_in = machine_log_names if opts.machines else log_names
        for name in args:
            if name not in names_in(folder):
                raise UsageError(f"There is no log {log_path(folder, name)}", print_help=False)
        url = opts.to or default_target(folder)
        stop = stop_when_asked()
        options = Options(
            folder / "index",
            password=self.settings["INDEX_PASSWORD"],
            api_key=self.settings["INDEX_API_KEY"],
            ca_file=str(setting_path(self.settings, "INDEX_CA_FILE") or ""),
            pause=stop.wait,
        )
        work = Work(folder, args, url, options, stop, names_in)
        try:
            if opts.follow:
                work.follow()
            else:
                work.once()
        except TargetUsageError as error:
            raise UsageError(str(error), print_help=False) from error
        except TakenError as error:
            self.exitcode = WRONG_USAGE
            complain(f"Another scrapy index feeds this target: {error}")
        except DamagedError as error:
            self.exitcode = FAILED
            complain(str(error))
        except (TargetDownError, OSError) as error:
            self.exitcode = FAILED
            complain(f"Not finished; the next run continues from here: {error}")
        else:
            if stop.is_set() and not opts.follow:
                sys.stderr.write("Stopped; the next run continues from here\n")
            self._tell(work.counts, work.refused, work.refused_path)

    def _tell(self, count: Counter[str], refused: int, path: Path) -> None:
        sys.stdout.write(f"{told(count)}\n")
        if refused:
            self.exitcode = FAILED
            with path.open(encoding="utf-8") as lines:
                reason = json.loads(next(lines))["reason"]
            complain(f"{refused} documents were refused and are kept in {path}; the first: {shown(reason)}")


def told(count: Counter[str]) -> str:
    """A summary of what was done."""
    bad = f", {count[BAD]} lines are not records" if count[BAD] else ""
    return f"{count[LINES]} new lines: {count[PUT]} documents sent, {count[GONE]} removed{bad}"


def default_target(folder: Path) -> str:
    """The URL of the index that needs no server."""
    return f"sqlite:///{folder / 'search.sqlite3'}"


def stop_when_asked() -> Event:
    """An event that SIGTERM and SIGINT set; the current batch is finished first."""
    stop = Event()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, on_signal)
    return stop
