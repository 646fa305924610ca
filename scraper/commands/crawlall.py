"""``scrapy crawlall [NAME…]``: several sources in one run, with live progress and a result table."""

from __future__ import annotations

import argparse
import sys
import time
from typing import Any

from rich.live import Live
from scrapy.commands import BaseRunSpiderCommand
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError

from scraper.commands.arguments import check_prefixes
from scraper.commands.contact import check_contact, user_agent_of
from scraper.commands.crawl import check_usage, has_home, home_of
from scraper.commands.environment import WithEnvironment
from scraper.commands.feeds import check_feeds
from scraper.commands.outcome import OK, failure, stats_so_far, status
from scraper.commands.parts import add_part_option, of_part
from scraper.commands.report import fill_table, progress_line, progress_table, result_table
from scraper.commands.terminal import PlainConsole, console
from scraper.paths import output_dir

_LIVE_SECONDS = 0.5
# In a log, one line per source at this interval is enough to see progress.
_LOG_SECONDS = 15.0
_LOG_NAME = "crawlall.log"


class Command(WithEnvironment, BaseRunSpiderCommand):
    """Exit status 0: all sources done. 1: one failed or stopped early; the others continue. 2: wrong usage."""

    requires_project = True

    def syntax(self) -> str:
        return "[options] [NAME…]"

    def short_desc(self) -> str:
        return "Crawl several sources (all, when none is named) at once"

    def long_desc(self) -> str:
        return (
            "Crawl several sources at once, each host at its own pace, and show the results. "
            "-a NAME.argument=value is for one source, -a argument=value for all."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        add_part_option(parser)

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """On a terminal the screen shows progress, and the log goes to a file."""
        super().process_options(args, opts)
        if self.settings is not None and sys.stdout.isatty() and not self.settings["LOG_FILE"]:
            folder = output_dir(self.settings)
            folder.mkdir(parents=True, exist_ok=True)
            self.settings.set("LOG_FILE", str(folder / _LOG_NAME), priority="command")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl the named sources."""
        process = self.crawler_process
        if process is None or self.settings is None:
            raise RuntimeError("Scrapy gives each command a process and settings")
        loader = process.spider_loader
        names = list(dict.fromkeys(args)) or sorted(name for name in loader.list() if has_home(loader, name))
        names = of_part(names, opts.part, loader, self.settings)
        check_prefixes(opts.spargs, loader.list())
        check_feeds(self.settings, len(names))
        arguments = {name: _arguments_of(name, opts.spargs) for name in names}
        for name in names:
            check_usage([name], loader, arguments[name])
        for name in names:
            agent = user_agent_of(loader.load(name), self.settings, arguments[name])
            check_contact(home_of(name, loader, arguments[name]), agent)
        if len(names) > 1 and "base_url" in opts.spargs:
            raise UsageError("base_url is one source's: use -a NAME.base_url=…", print_help=False)
        self.runs: dict[str, Crawler] = {}
        for name in names:
            self.runs[name] = process.create_crawler(name)
            process.crawl(self.runs[name], **arguments[name])
        screen = console()
        _watch(process, self.runs, screen)
        self._show_result(screen)

    def _show_result(self, screen: PlainConsole) -> None:
        stats = stats_of(self.runs)
        screen.print(result_table(stats))
        screen.print(fill_table(stats))
        if self.settings is not None and self.settings["LOG_FILE"]:
            screen.print(f"Log: {self.settings['LOG_FILE']}")
        for name, one in stats.items():
            if reason := failure(one):
                screen.print(f"{name}: {reason}", soft_wrap=True)
        statuses = [found for one in stats.values() if (found := status(one)) != OK]
        self.exitcode = min(statuses, default=OK)  # a failed run (1) outweighs unmet expectations (3)


def _arguments_of(name: str, arguments: dict[str, str]) -> dict[str, str]:
    """The arguments for all sources, overridden by those for this one."""
    own = {key.partition(".")[2]: value for key, value in arguments.items() if key.startswith(f"{name}.")}
    return {key: value for key, value in arguments.items() if "." not in key} | own


def stats_of(runs: dict[str, Crawler]) -> dict[str, dict[str, Any]]:
    """The stats of each source."""
    return {name: stats_so_far(crawler) for name, crawler in runs.items()}


def _watch(process: Any, runs: dict[str, Crawler], screen: PlainConsole) -> None:
    """Run until all sources are done, showing their progress."""
    from twisted.internet.task import LoopingCall

    started = time.monotonic()
    if screen.is_terminal:
        with Live(console=screen, auto_refresh=False) as live:

            def draw() -> None:
                live.update(progress_table(stats_of(runs), time.monotonic() - started), refresh=True)

            LoopingCall(draw).start(_LIVE_SECONDS, now=False)
            process.start()
            draw()  # the latest figures; without this the final table shows sources as running
        return

    def log() -> None:
        for name, stats in stats_of(runs).items():
            screen.print(progress_line(name, stats), soft_wrap=True)

    LoopingCall(log).start(_LOG_SECONDS, now=False)
    process.start()
    log()
