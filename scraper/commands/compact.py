"""``scrapy compact NAME``: rewrite ``output/NAME.jsonl`` with only the line of each article that counts."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from scraper.commands.environment import WithEnvironment
from scraper.commands.outcome import FAILED, WRONG_USAGE
from scraper.commands.terminal import complain
from scraper.ledger.compact import compact
from scraper.paths import output_dir, state_file
from scraper.storage.lock import TakenError
from scraper.storage.sqlite import StorageError

_MB = 1_000_000


class Command(WithEnvironment, ScrapyCommand):
    """Exit status 0: done. 1: the disk failed, the log is unchanged. 2: wrong usage, or the source is being crawled."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "NAME"

    def short_desc(self) -> str:
        return "Rewrite a source's log with only the line of each article that counts"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Rewrite one log."""
        if len(args) != 1 or self.settings is None:
            raise UsageError("Name one source", print_help=False)
        (name,) = args
        path = output_dir(self.settings) / f"{name}.jsonl"
        if Path(name).name != name or not path.is_file():
            raise UsageError(f"There is no {path}", print_help=False)
        try:
            done = compact(path, state_file(self.settings), name)
        except TakenError as error:
            self.exitcode = WRONG_USAGE
            complain(f"{name} is being crawled, try again later: {error}")
        except StorageError as error:
            self.exitcode = FAILED
            complain(f"{path} is unchanged: {error}")
        except OSError as error:
            self.exitcode = FAILED
            complain(f"{path} is unchanged, the disk failed: {error}")
        else:
            sys.stdout.write(
                f"{path}: {done.lines} lines, {done.bytes / _MB:.1f} MB → "
                f"{done.kept_lines} lines, {done.kept_bytes / _MB:.1f} MB\n"
            )
            if done.damaged_lines:
                sys.stderr.write(
                    f"{done.damaged_lines} lines were no longer what was written: they are kept in {path}.damaged, and "
                    "the next run fetches their articles again\n"
                )
