"""``scrapy replay FILE…``: replay archived pages into the same records as a crawl."""

from __future__ import annotations

import argparse
import os
import re
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from scrapy.commands import ScrapyCommand
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import UsageError

from scraper.archive.files import Archive, BadArchiveError, archives
from scraper.commands.outcome import FAILED, FELL_SHORT, OK
from scraper.commands.replay_sources import Sources
from scraper.isolated import ProcessEndedError
from scraper.paths import output_dir
from scraper.replay.catalogue import Catalogue
from scraper.replay.compare import Comparison
from scraper.replay.listing import Selection
from scraper.replay.passes import list_files, outcomes, read_pages
from scraper.replay.progress import Progress
from scraper.replay.reading import RecordForm
from scraper.replay.workers import DaskWorkers, ProcessWorkers, Workers
from scraper.sites import Sites, sites_of
from scraper.storage.lock import TakenError, lock_beside

_DATE = re.compile(r"[0-9]{4}(?:-[01][0-9](?:-[0-3][0-9](?:T[0-9]{2}(?::[0-9]{2}(?::[0-9]{2}Z?)?)?)?)?)?")


class Command(ScrapyCommand):
    """Exit status 0: all pages read. 1: stopped early; the same call continues. 2: wrong usage, or source in use.

    3: some pages could not be read; each is named.
    """

    requires_project = True
    default_settings = {"LOG_LEVEL": "WARNING"}

    def syntax(self) -> str:
        return "[options] FILE…"

    def short_desc(self) -> str:
        return "Replay archived pages (WARC, WACZ, or folders of them)"

    def long_desc(self) -> str:
        return (
            "Read archived pages into records, without a network: those that crawls with -s WARC_DIR=… have kept, "
            "and those of others. Whose page it is tells the archive, else the host. A replay that was stopped goes "
            "on where it was when it is called again in the same way."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--source", metavar="NAME", help="assign all pages to this source, whatever their host")
        parser.add_argument("--url-prefix", metavar="U", default="", help="only addresses with this prefix")
        parser.add_argument(
            "--from", dest="since", metavar="T", default="", help="only captures from this time on: 2024, 2024-06-01"
        )
        parser.add_argument(
            "--to", dest="until", metavar="T", default="", help="only captures up to and including this time"
        )
        parser.add_argument(
            "--diff", metavar="LOG", type=Path, help="write nothing; show what would change in this log"
        )
        parser.add_argument("--dask", metavar="U", help="read on a Dask cluster: its scheduler's address")
        parser.add_argument("--processes", type=int, default=len(os.sched_getaffinity(0)), help="all cores")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Show progress instead of log lines about the start of each source."""
        super().process_options(args, opts)
        if self.settings is not None:
            self.settings.set("LOG_LEVEL", "WARNING", priority="spider")  # above the project's, below -s and -L

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the named archives."""
        process = self.crawler_process
        if not isinstance(process, AsyncCrawlerProcess) or self.settings is None:
            raise RuntimeError("Scrapy gives each command a process and settings")
        found, sites = self._checked(args, opts)
        selection = Selection(opts.url_prefix, opts.since, opts.until)
        options = {name: str(getattr(opts, name)) for name in ("source", "url_prefix", "since", "until")}
        with _workers(opts) as workers, Progress() as progress, TemporaryDirectory() as temporary:
            place = (Path(temporary) if opts.diff is not None else output_dir(self.settings)) / "replay.sqlite3"
            try:
                with lock_beside(place, "all"), closing(Catalogue(place, found, sites, options)) as catalogue:
                    _list(catalogue, workers, selection, progress)
                    if opts.diff is not None:
                        self._compare(opts.diff, catalogue, workers, progress)
                    else:
                        self.exitcode = Sources(process, catalogue, workers, progress).run()
                    catalogue.is_finished = self.exitcode in (OK, FELL_SHORT)
            except TakenError as error:
                raise UsageError(f"Another replay writes there: {error}", print_help=False) from error
            except (OSError, ProcessEndedError, KeyboardInterrupt) as error:
                self.exitcode = FAILED
                progress.say(f"Stopped: {error or 'interrupted'}. The same call continues from here.")

    def _compare(self, log: Path, catalogue: Catalogue, workers: Workers, progress: Progress) -> None:
        """Run the second pass and compare it with a log instead of writing to it."""
        try:
            comparison = Comparison(log)
        except (OSError, ValueError) as error:
            raise UsageError(f"--diff: {error}", print_help=False) from error
        repair = self.settings is None or self.settings.getbool("REPAIR_TEXT")
        progress.begin(comparison.source, catalogue.count(comparison.source), 0)
        for batch, future in read_pages(catalogue, comparison.source, 0, workers, RecordForm(repair)):
            for task, reading in outcomes(catalogue, comparison.source, batch, future.result()):
                if task is not None:
                    comparison.take(task, reading)
            progress.advance(len(batch))
        progress.end("\n".join(comparison.report()))
        comparison.close()

    def _checked(self, args: list[str], opts: argparse.Namespace) -> tuple[list[Archive], Sites]:
        if not args:
            raise UsageError("Name a WARC or WACZ file, or a folder of them", print_help=False)
        for option, value in (("--from", opts.since), ("--to", opts.until)):
            if value and not _DATE.fullmatch(value):
                raise UsageError(f"{option} must look like 2024 or 2024-06-01, not {value!r}", print_help=False)
        if opts.until and opts.since[: len(opts.until)] > opts.until:
            raise UsageError(f"--from {opts.since} is later than --to {opts.until}", print_help=False)
        if opts.url_prefix and not opts.url_prefix.startswith(("http://", "https://")):
            raise UsageError(
                f"--url-prefix must begin with http:// or https://, not {opts.url_prefix!r}", print_help=False
            )
        if opts.processes < 1:
            raise UsageError("--processes: at least 1", print_help=False)
        if self.crawler_process is None:
            raise RuntimeError("Scrapy gives each command a process")
        sites = sites_of(self.crawler_process.spider_loader, opts.source)
        if opts.source is not None and opts.source not in sites.sources:
            names = ", ".join(sorted(sites.sources))
            raise UsageError(f"No such source: {opts.source}. There are: {names}", print_help=False)
        try:
            return archives(Path(name).absolute() for name in args), sites
        except BadArchiveError as error:
            raise UsageError(str(error), print_help=False) from error


def _workers(opts: argparse.Namespace) -> Workers:
    """The workers that the options select."""
    if opts.dask is None:
        return ProcessWorkers(opts.processes)
    try:
        return DaskWorkers(opts.dask)
    except ImportError as error:
        raise UsageError(f"--dask: {error}; pip install '.[dask]'", print_help=False) from error
    except (OSError, ValueError) as error:
        raise UsageError(f"--dask: no cluster at {opts.dask} ({error})", print_help=False) from error


def _list(catalogue: Catalogue, workers: Workers, selection: Selection, progress: Progress) -> None:
    """Run the first pass, with its progress."""
    progress.begin("files", len(catalogue.archives), len(catalogue.archives) - len(catalogue.unlisted()))
    for archive, found in list_files(catalogue, selection, workers):
        for damage in found.damage:
            progress.say(f"Not read: {archive.path} at byte {damage.offset}: {damage.reason}")
        progress.advance(1)
