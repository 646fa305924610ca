"""``scrapy index [NAME…] [--to TARGET]``: send what is new in the logs to a search index."""

from __future__ import annotations

import argparse
import json
import logging
import signal
import sys
from contextlib import closing
from pathlib import Path
from threading import Event
from types import FrameType

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from scraper.commands.outcome import FAILED, WRONG_USAGE
from scraper.index.feed import BAD, GONE, LINES, PUT, Feed
from scraper.index.logs import log_path
from scraper.index.model import Options, TargetDownError, TargetUsageError
from scraper.index.refused import keep_refused
from scraper.index.targets import open_target, target_classes
from scraper.ledger.owner import TakenError

logger = logging.getLogger(__name__)

# Somebody who follows a crawl does not wait for a line longer than that.
_FOLLOW_SECONDS = 1.0


class Command(ScrapyCommand):
    """0: the index is equal to the logs. 1: the target is down, or refused documents. 2: wrong usage, or in use."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        """How it is called."""
        return "[options] [NAME…]"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Send new, changed and removed articles to a search index"

    def long_desc(self) -> str:
        """More, for --help."""
        examples = ", ".join(found.example for found in target_classes())
        return (
            "Send what is new in output/NAME.jsonl since the last time to a search index; all logs without a name. "
            f"Targets: {examples}. Killed at any moment and run again, the index is equal to the logs."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add our own options."""
        super().add_options(parser)
        parser.add_argument("--to", metavar="TARGET", help="URL of the index (search.sqlite3 in OUTPUT_DIR)")
        parser.add_argument("--follow", action="store_true", help="go on with new lines as they come, until stopped")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Feed one target."""
        if self.settings is None:
            raise RuntimeError("Scrapy gives each command its settings")
        logging.basicConfig(level=self.settings["LOG_LEVEL"], format="%(levelname)s: %(message)s", stream=sys.stderr)
        folder = Path(self.settings["OUTPUT_DIR"])
        for name in args:
            if Path(name).name != name or not log_path(folder, name).is_file():
                raise UsageError(f"There is no {log_path(folder, name)}", print_help=False)
        url = opts.to or default_target(folder)
        options = Options(
            folder / "index", *(self.settings[f"INDEX_{name}"] for name in ("PASSWORD", "API_KEY", "CA_FILE"))
        )
        try:
            with closing(open_target(url, options)) as target:
                feed = Feed(folder, target, stop_when_asked())
                self._feed(feed, args, follow=opts.follow)
                self._tell(feed, keep_refused(feed.refused(), options.folder, url))
        except TargetUsageError as error:
            raise UsageError(str(error), print_help=False) from error
        except TakenError as error:
            self.exitcode = WRONG_USAGE
            sys.stderr.write(f"Another scrapy index feeds this target: {error}\n")
        except (TargetDownError, OSError) as error:
            self.exitcode = FAILED
            sys.stderr.write(f"Not finished; the next run goes on from here: {error}\n")

    def _feed(self, feed: Feed, names: list[str], *, follow: bool) -> None:
        if not follow:
            feed.catch_up(names)
            return
        for trouble in feed.follow(names, _FOLLOW_SECONDS):
            if trouble is not None:
                logger.warning("The target does not work, trying again: %s", trouble)

    def _tell(self, feed: Feed, refused: tuple[int, Path]) -> None:
        count = feed.counts
        sys.stdout.write(
            f"{count[LINES]} new lines: {count[PUT]} documents sent, {count[GONE]} removed"
            f"{f', {count[BAD]} lines are no records' if count[BAD] else ''}\n"
        )
        number, path = refused
        if number:
            self.exitcode = FAILED
            with path.open(encoding="utf-8") as lines:
                reason = json.loads(next(lines))["reason"]
            sys.stderr.write(f"{number} documents were refused and are kept in {path}; the first: {reason}\n")


def default_target(folder: Path) -> str:
    """The index that needs no server."""
    return f"sqlite:///{folder / 'search.sqlite3'}"


def stop_when_asked() -> Event:
    """An event that SIGTERM and SIGINT set: the batch at hand is finished first."""
    stop = Event()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, on_signal)
    return stop
