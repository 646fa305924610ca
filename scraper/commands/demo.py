"""``scrapy demo``: start the practice portal on loopback, crawl its four sources, show what came out."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.json import JSON
from scrapy.exceptions import UsageError

from scraper.commands.crawlall import Command as CrawlAll
from scraper.commands.crawlall import terminal

_SETTINGS = {"DOWNLOAD_DELAY": 0, "CONCURRENT_REQUESTS_PER_DOMAIN": 8, "LOG_LEVEL": "ERROR"}
# The portal stops by itself after this long, whatever becomes of this process.
_PORTAL_SECONDS = 600


class Command(CrawlAll):
    """The project's work from end to end, without a network."""

    def syntax(self) -> str:
        """How it is called."""
        return "[options]"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Crawl the practice portal and show the result"

    def long_desc(self) -> str:
        """More, for --help."""
        return "Start the practice portal on loopback, crawl its sources into OUTPUT_DIR, show a table and a record."

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add our own options."""
        super().add_options(parser)
        parser.add_argument("--articles", type=int, default=60, help="articles of each source (60)")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """The practice portal is our own: no need to be polite to it, nor to fill the screen with its troubles."""
        super().process_options(args, opts)
        if self.settings is not None:
            self.settings.setdict(_SETTINGS, priority="spider")  # above the project's, below -s

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl the practice portal."""
        if opts.articles < 1:
            raise UsageError("--articles: at least 1", print_help=False)
        with practice_portal(opts.articles) as addresses:
            for name, address in addresses.items():
                opts.spargs[f"{name}.base_url"] = address
            opts.spargs.setdefault("full", "1")  # a second demo has something to show too
            super().run(sorted(addresses), opts)
        self._show_record(terminal())

    def _show_record(self, console: Console) -> None:
        if self.settings is None:
            return
        folder = Path(self.settings["OUTPUT_DIR"])
        for path in sorted(folder.glob("*.jsonl")):
            console.print(f"{path}: {sum(1 for _ in path.open('rb'))} lines", highlight=False)
        shown = folder / "hoabinh.jsonl"
        with shown.open(encoding="utf-8") as lines:
            first = next(lines, None)
        if first:
            console.print(f"The first record of {shown}:", highlight=False)
            console.print(JSON(first, indent=2), soft_wrap=True)


@contextmanager
def practice_portal(articles: int) -> Iterator[dict[str, str]]:
    """Run the practice portal in a process of its own; gives the front page of each source."""
    command = [sys.executable, "-m", "scraper.demo", "--articles", str(articles), "--seconds", str(_PORTAL_SECONDS)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as portal:  # noqa: S603
        try:
            line = portal.stdout.readline() if portal.stdout else ""
            if not line:
                raise RuntimeError("the practice portal did not start")
            yield json.loads(line)
        finally:
            portal.terminate()
