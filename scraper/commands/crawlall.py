"""``scrapy crawlall [NAME…]``: the sources that are due in one run, with live progress and a result table."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from rich.live import Live
from scrapy.commands import BaseRunSpiderCommand
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import UsageError
from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings
from scrapy.spiderloader import get_spider_loader

from scraper.commands.after_runs import after_runs
from scraper.commands.arguments import arguments_for, check_prefixes
from scraper.commands.contact import check_contact, user_agent_of
from scraper.commands.crawl import check_usage, has_home, home_of
from scraper.commands.environment import WithEnvironment
from scraper.commands.feeds import check_feeds
from scraper.commands.outcome import OK, status, trouble
from scraper.commands.parts import add_part_option, of_part
from scraper.commands.processes import Processes, dealt
from scraper.commands.progress_pipe import ProgressPipe
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
from scraper.commands.source_queue import SourceQueue
from scraper.commands.terminal import PlainConsole, complain, console
from scraper.ledger.complete_runs import complete_runs
from scraper.paths import output_dir, state_file
from scraper.schedule import HOUR, WINDOW, Bounds, PastRun, due_at

_LIVE_SECONDS = 0.5
# In a log, a line at this interval is enough to see progress.
_LOG_SECONDS = 15.0
_LOG_NAME = "crawlall.log"
# A larger log is renamed at the start, and the one before it is overwritten: some weeks of hourly runs.
_LOG_BYTES = 20_000_000
# Arguments that ask for more than news: then all sources are meant.
_MORE_THAN_NEWS = ("full", "revisit")
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


class Command(WithEnvironment, BaseRunSpiderCommand):
    """Exit status 0: all sources done. 1: one failed or stopped early; the others continue. 2: wrong usage.

    3: expectations not met.
    """

    requires_project = True

    def syntax(self) -> str:
        return "[options] [NAME…]"

    def short_desc(self) -> str:
        return "Crawl several sources (those that are due, when none is named) at once"

    def long_desc(self) -> str:
        return (
            "Crawl several sources at once, each host at its own pace. Without names those that are due: a source is "
            "asked as often as it has news, between MIN_INTERVAL_HOURS and MAX_INTERVAL_HOURS; a source that failed is "
            "always due. -a NAME.argument=value is for one source, -a argument=value for all. Without a terminal, "
            "nothing is printed while all is well; what is wrong goes to stderr, the log to OUTPUT_DIR/crawlall.log."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options of several sources."""
        super().add_options(parser)
        parser.add_argument("--all", action="store_true", help="all sources, not only those that are due")
        parser.add_argument(
            "--processes", type=_positive, default=1, metavar="N", help="use so many processes, each for a part (1)"
        )
        parser.add_argument(
            "-v", "--verbose", action="store_true", help="print progress, all rows of the tables, and the log"
        )
        parser.add_argument("--progress-to", type=int, help=argparse.SUPPRESS)  # of the processes: a file descriptor
        add_part_option(parser)

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Find the sources and check the arguments, before a file is written; then decide where the log goes."""
        super().process_options(args, opts)
        if self.settings is None:
            raise RuntimeError("Scrapy gives each command settings")
        self._choose(args, opts, self.settings)
        if opts.processes > 1 and (opts.output or opts.overwrite_output):
            raise UsageError("-o and -O write one file from one process: leave out --processes", print_help=False)
        is_asked_for = opts.verbose or (self.settings.getpriority("LOG_LEVEL") or 0) >= SETTINGS_PRIORITIES["cmdline"]
        if not self.settings["LOG_FILE"] and (sys.stdout.isatty() or not is_asked_for) and opts.progress_to is None:
            self.settings.set("LOG_FILE", str(_own_log(self.settings)), priority="command")

    def _choose(self, args: list[str], opts: argparse.Namespace, settings: BaseSettings) -> None:
        loader = get_spider_loader(settings)
        names = list(dict.fromkeys(args)) or sorted(name for name in loader.list() if has_home(loader, name))
        names = of_part(names, opts.part, loader, settings)
        check_prefixes(opts.spargs, loader.list())
        check_feeds(settings, len(names))
        if len(names) > 1 and "base_url" in opts.spargs:
            raise UsageError("base_url is one source's: use -a NAME.base_url=…", print_help=False)
        arguments = {name: arguments_for(name, opts.spargs) for name in names}
        for name in names:
            check_usage([name], loader, arguments[name])
        for name in names:
            agent = user_agent_of(loader.load(name), settings, arguments[name])
            check_contact(home_of(name, loader, arguments[name]), agent)
        self._at_once = max(int(_number(settings, "MAX_SOURCES_AT_ONCE")), 1)
        due = _due_times(names, settings)
        now = time.time()
        is_for_all = bool(args) or opts.all or any(name in opts.spargs for name in _MORE_THAN_NEWS)
        self._arguments = {name: arguments[name] for name in due if is_for_all or due[name] <= now}
        later = [due[name] for name in due if name not in self._arguments]
        self._skipped = (
            f"{len(self._arguments)} of {len(names)} sources are due; the others follow by {_clock(max(later))} "
            "(--all crawls all)"
            if later
            else ""
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl the sources."""
        if self.settings is None:
            raise RuntimeError("Scrapy gives each command settings")
        crawls = self._crawls(opts, self.settings)
        if opts.progress_to is not None:
            pipe = ProgressPipe(opts.progress_to, crawls.stats)
            crawls.run(pipe.send, _LIVE_SECONDS)
            pipe.send()
        else:
            screen = console()
            is_shown = screen.is_terminal or opts.verbose
            if is_shown and self._skipped:
                screen.print(self._skipped)
            if self._arguments:
                _watch(crawls, screen, is_shown=is_shown)
                if is_shown:
                    _show_result(crawls.stats(), screen, is_whole=opts.verbose or not screen.is_terminal)
                log = self.settings["LOG_FILE"]
                if is_shown and log:
                    screen.print(f"Log: {log}", soft_wrap=True)
                _tell(crawls.stats(), None if is_shown else log)
            after_runs(self.settings)
        statuses = [found for one in crawls.stats().values() if (found := status(one)) != OK]
        self.exitcode = min(statuses, default=OK)  # a failed run (1) outweighs unmet expectations (3)

    def _crawls(self, opts: argparse.Namespace, settings: BaseSettings) -> Crawls:
        if opts.processes > 1 and len(self._arguments) > 1:
            return Processes(dealt(list(self._arguments), opts.processes), _options(opts, settings))
        if not isinstance(self.crawler_process, AsyncCrawlerProcess):
            raise UsageError("crawlall needs Scrapy's asyncio reactor: leave TWISTED_REACTOR out", print_help=False)
        return SourceQueue(self.crawler_process, self._arguments, self._at_once)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _options(opts: argparse.Namespace, settings: BaseSettings) -> list[str]:
    """The options of this command for its processes."""
    options = [word for name, value in opts.spargs.items() for word in ("-a", f"{name}={value}")]
    options += [word for setting in opts.set for word in ("-s", setting)]
    for name in ("LOG_FILE", "LOG_LEVEL", "LOG_ENABLED"):
        if settings[name] is not None:
            options += ["-s", f"{name}={settings[name]}"]
    return options


def _number(settings: BaseSettings, name: str) -> float:
    """A setting that is a number.

    Raises:
        UsageError: it is not one, or below zero.
    """
    try:
        number = settings.getfloat(name)
    except (TypeError, ValueError):
        number = -1.0
    if not 0 <= number < float("inf"):
        raise UsageError(f"{name} must be a number, not {settings[name]}", print_help=False)
    return number


def _due_times(names: list[str], settings: BaseSettings) -> dict[str, float]:
    """When each source is due, in seconds since 1970, the first one first; 0: its last walk was not complete."""
    least, most = (_number(settings, name) for name in ("MIN_INTERVAL_HOURS", "MAX_INTERVAL_HOURS"))
    bounds = Bounds(least * HOUR, max(least, most) * HOUR)
    now = time.time()
    try:
        found = complete_runs(state_file(settings), int(now) - WINDOW)
    except OSError:
        found = {}  # each crawl says what is wrong with the file
    times = {}
    for name in names:
        runs = [PastRun(begun, news) for begun, news in found.get(name, ()) if begun <= now]  # a clock was set back
        times[name] = due_at(runs, bounds)
    return dict(sorted(times.items(), key=lambda item: item[1]))


def _clock(moment: float) -> str:
    """A time of this machine's clock, with the day if it is not today."""
    when, today = (datetime.fromtimestamp(each, UTC).astimezone() for each in (moment, time.time()))
    return f"{when:%H:%M}" if when.date() == today.date() else f"{when:%H:%M} on {when:%d %b}"


def _own_log(settings: BaseSettings) -> Path:
    """The log of a run that names none.

    Raises:
        UsageError: it cannot be written.
    """
    path = output_dir(settings) / _LOG_NAME
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > _LOG_BYTES:
            path.replace(path.with_name(f"{_LOG_NAME}.1"))
        path.open("a", encoding="utf-8").close()
    except OSError as error:
        raise UsageError(
            f"The log {path} cannot be written ({error.strerror}): correct OUTPUT_DIR or its rights", print_help=False
        ) from error
    return path


def _watch(crawls: Crawls, screen: PlainConsole, *, is_shown: bool) -> None:
    """Run until all sources are done, showing their progress."""
    started = time.monotonic()
    if is_shown and screen.is_terminal:
        # The result takes its place: the last progress would be out of date.
        with Live(console=screen, auto_refresh=False, transient=True) as live:

            def draw() -> None:
                table = progress_table(crawls.stats(), time.monotonic() - started, screen.size.height)
                live.update(table, refresh=True)

            crawls.run(draw, _LIVE_SECONDS)
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


def _show_result(stats: Mapping[str, dict[str, Any]], screen: PlainConsole, *, is_whole: bool) -> None:
    height = None if is_whole else screen.size.height
    screen.print(result_table(stats, height))
    few = stats if height is None or len(stats) <= height else {}
    for table in [fill_table(few, MAIN_FIELDS), *([fill_table(stats, OTHER_FIELDS)] if is_whole else [])]:
        if table is not None:
            screen.print(table)


def _tell(stats: Mapping[str, Mapping[str, Any]], log: str | None) -> None:
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
