"""``scrapy review NAME``: pages of the last crawl with what became of each line, for a person to judge."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ParamSpec, TypeVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from scraper.archive.files import Archive, BadArchiveError, archives
from scraper.commands.outcome import FAILED, FELL_SHORT, OK
from scraper.commands.terminal import complain, console
from scraper.isolated import CPU_SECONDS, IsolatedProcess, ProcessEndedError, why_failed
from scraper.items import stamp
from scraper.paths import output_dir, warc_dir
from scraper.replay.catalogue import Catalogue
from scraper.replay.listing import Selection
from scraper.replay.passes import list_files
from scraper.replay.reading import Task
from scraper.replay.workers import ProcessWorkers
from scraper.review.archived import LookedPage, UnreadableError, last_crawl, looked_at, ready, section_of
from scraper.review.index_html import index_file
from scraper.review.look import KEPT, PageToJudge, candidates, chosen, look_file, read_look
from scraper.sites import Sites, sites_of

P = ParamSpec("P")
R = TypeVar("R")

# Pages that are read to find the doubtful ones: some ten seconds.
_MOST = 500


class Command(ScrapyCommand):
    """Exit status 0: written. 1: not written. 2: wrong usage, or no archive. 3: pages cannot be read; each is named."""

    requires_project = True
    default_settings = {"LOG_LEVEL": "WARNING"}

    def syntax(self) -> str:
        return "[options] NAME"

    def short_desc(self) -> str:
        return "Show pages of the last crawl with what became of each line"

    def long_desc(self) -> str:
        return (
            "Write a file for a browser with pages of a source's last crawl, doubtful ones first: their lines, the "
            "fields that these gave, and the record, with keys to mark what is wrong. The pages come from the archive "
            "in WARC_DIR and are read by today's rules; what changed since the last look is shown."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--sample", metavar="N", type=int, default=20, help="number of pages (20)")
        parser.add_argument("--to", metavar="FOLDER", type=Path, help="default: OUTPUT_DIR/review/NAME")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """No log lines about the start of a crawl."""
        super().process_options(args, opts)
        if self.settings is not None:
            self.settings.set("LOG_LEVEL", "WARNING", priority="spider")  # above the project's, below -s and -L

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Write the look."""
        if self.settings is None or self.crawler_process is None:
            raise RuntimeError("Scrapy gives each command a process and settings")
        if len(args) != 1:
            raise UsageError("Name one source, as its log output/NAME.jsonl is called", print_help=False)
        if opts.sample < 1:
            raise UsageError("--sample: at least 1", print_help=False)
        (source,) = args
        folder = opts.to or output_dir(self.settings) / "review" / source
        sites = sites_of(self.crawler_process.spider_loader)
        self.exitcode = FAILED
        try:
            tasks, total = self._tasks(source, opts.sample, sites)
            self._look(source, folder, tasks, total, opts.sample)
        except KeyboardInterrupt:
            complain("Stopped: interrupted. Nothing is written.")
        except ProcessEndedError as error:
            complain(f"Stopped: a process of it ended, because {error}. Nothing is written; the same call tries again.")
        except OSError as error:
            complain(
                f"Stopped: {error.filename or folder} cannot be used ({error.strerror}). The same call tries again."
            )

    def _look(self, source: str, folder: Path, tasks: list[Task], total: int, sample: int) -> None:
        """Read the pages and write the look.

        Raises:
            OSError: the folder cannot be written.
        """
        before = _before(folder)
        repair = self.settings is None or self.settings.getbool("REPAIR_TEXT")
        with closing(_ArchiveReader(repair=repair)) as reader:
            pages = [(task, page) for task in tasks if (page := reader.look(task)) is not None]
            by_url = {page.url: task for task, page in pages}
            shown: list[PageToJudge] = []
            sections: list[str] = []
            for one in chosen(candidates([page for _, page in pages], before), sample):
                if section := reader.section(by_url[one.page.url], len(sections) + 1, one):
                    shown.append(one)
                    sections.append(section)
        now = stamp(datetime.now(UTC))
        about = (
            f"{len(pages)} of {total} pages of the last crawl (of several, if it had few) were read, on {now}; "
            "doubtful ones are first."
        )
        folder.mkdir(parents=True, exist_ok=True)
        _replace(folder / "index.html", index_file(source, now, about, shown, sections, reader.unread))
        _replace(folder / KEPT, look_file(source, now, [page for _, page in pages]))
        self.exitcode = FELL_SHORT if reader.unread else OK
        for each in reader.unread:
            complain(f"Not read: {each}")
        doubtful, changed = sum(one.weight > 0 for one in shown), sum(bool(one.changes) for one in shown)
        console(soft_wrap=True).print(
            f"{folder / 'index.html'}: {len(shown)} pages, {doubtful} doubtful, {changed} changed since the last look"
        )

    def _tasks(self, source: str, sample: int, sites: Sites) -> tuple[list[Task], int]:
        """The pages of the last crawl.

        Raises:
            UsageError: there is no archive, or no page of the source in it.
        """
        with TemporaryDirectory() as temporary, ProcessWorkers(1) as workers:
            place = Path(temporary) / "review.sqlite3"
            with closing(Catalogue(place, self._archives(), sites, {})) as catalogue:
                for archive, found in list_files(catalogue, Selection(), workers):
                    for damage in found.damage:
                        complain(f"Not read: {archive.path} at byte {damage.offset}: {damage.reason}")
                tasks, total = last_crawl(catalogue, source, sample, _MOST)
                if not tasks:
                    names = ", ".join(catalogue.sources()) or "none"
                    raise UsageError(f"The archive has no page of {source}. It has those of: {names}", print_help=False)
                return tasks, total

    def _archives(self) -> list[Archive]:
        folder = warc_dir(self.settings) if self.settings is not None else None
        if folder is None:
            raise UsageError(
                "Without an archive there are no pages to show: crawl with -s WARC_DIR=FOLDER, and say the same here",
                print_help=False,
            )
        try:
            return archives([folder.absolute()])
        except BadArchiveError as error:
            raise UsageError(f"WARC_DIR: {error}", print_help=False) from error


class _ArchiveReader:
    """Reads pages in a process of its own, which a hostile page may end."""

    def __init__(self, *, repair: bool) -> None:
        self.unread: list[str] = []
        """Pages that cannot be read, with the reason."""
        self._repair = repair
        self._process = IsolatedProcess(ready)

    def look(self, task: Task) -> LookedPage | None:
        """What a page was read as; None, noted, if it cannot be read."""
        return self._call(task, CPU_SECONDS, looked_at, task, repair=self._repair)

    def section(self, task: Task, number: int, shown: PageToJudge) -> str:
        """The HTML of a page; empty, noted, if it cannot be read."""
        why = shown.doubts, shown.changes, shown.page.mark
        return self._call(task, 2 * CPU_SECONDS, section_of, task, number, *why, repair=self._repair) or ""

    def _call(self, task: Task, seconds: float, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R | None:
        try:
            return self._process.call(seconds, work, *args, **kwargs)
        except UnreadableError as error:
            self.unread.append(f"{task.url}: {error}")
        except Exception as error:  # noqa: BLE001  (whatever the cause, the page is named with it)
            self.unread.append(f"{task.url}: {why_failed(error)}")
        return None

    def close(self) -> None:
        """End the process."""
        self._process.close()


def _before(folder: Path) -> dict[str, Any]:
    try:
        return read_look(folder)
    except (OSError, ValueError) as error:
        complain(f"{folder / KEPT} is not read, nothing is compared with the last look: {error}")
        return {}


def _replace(file: Path, content: bytes) -> None:
    """Write a file in one step: a reader sees the old or the new one."""
    new = file.with_name(f"{file.name}.new")
    new.write_bytes(content)
    new.replace(file)
