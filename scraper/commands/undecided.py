"""``scrapy undecided``: pages that read like articles and are not recorded, or cannot be read, with the reasons."""

from __future__ import annotations

import argparse
from dataclasses import replace

from rich.table import Table
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from scraper.commands.environment import WithEnvironment
from scraper.commands.outcome import FAILED
from scraper.commands.terminal import complain, console, shown
from scraper.ledger.readings import read_poisoned
from scraper.ledger.undecided import UndecidedPage, read_undecided
from scraper.paths import state_file
from scraper.reading import why_undecided
from scraper.storage.sqlite import DamagedError, StorageError
from scraper.text.harmful import one_line


class Command(WithEnvironment, ScrapyCommand):
    """List the undecided pages of a source; they are tried again by the next runs."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """How it is called."""
        return "NAME"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "List pages that read like articles and are not recorded"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print one line per page: address, title, reason."""
        if len(args) != 1:
            raise UsageError("Name one source, as its log output/NAME.jsonl is called", print_help=False)
        if self.settings is None:
            raise UsageError("Run it in the project's folder", print_help=False)
        path = state_file(self.settings)
        try:
            poisoned = [UndecidedPage(it.url, "", f"poisoned: {it.reason}") for it in read_poisoned(path, args[0])]
            pages = poisoned + [replace(it, reason=why_undecided(it.reason)) for it in read_undecided(path, args[0])]
        except DamagedError as error:
            self.exitcode = FAILED
            complain(str(error))
            return
        except StorageError as error:
            raise UsageError(f"The ledger {path} cannot be read: {error}", print_help=False) from error
        _print(pages)


def _print(pages: list[UndecidedPage]) -> None:
    screen = console()
    if not screen.is_terminal:
        for page in pages:
            print(*map(one_line, (page.url, page.title, page.reason)), sep="\t")  # noqa: T201
        return
    table = Table(title=f"{len(pages)} pages", title_justify="left")
    for name in ("address", "title", "reason"):
        table.add_column(name, overflow="fold")
    for page in pages:
        table.add_row(shown(page.url), shown(page.title), shown(page.reason))
    screen.print(table)
