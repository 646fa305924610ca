"""``scrapy probe URL``: a polite look at a site, and whether it would make a good source."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.utils.conf import arglist_to_dict

from scraper.base_spiders.arguments import start_page
from scraper.commands.contact import check_contact
from scraper.commands.new_fixtures import seen_from_here
from scraper.commands.outcome import FAILED, FELL_SHORT, OK, WRONG_USAGE, stats_so_far
from scraper.commands.probe_hints import called_as, next_steps
from scraper.commands.probe_tables import WIDTH, tables
from scraper.commands.terminal import complain, console, shown
from scraper.extensions.source_ledger import LedgerExtension
from scraper.finish_reasons import NO_CONTACT
from scraper.middlewares.tls_level import tls_level
from scraper.paths import state_file, warc_dir
from scraper.probe.findings import Findings
from scraper.probe.gather import findings_of
from scraper.probe.look import Look, ProbeSpider
from scraper.probe.own_ledger import OWN_STATE, ProbeLedger
from scraper.probe.save import NotSavedError, Place, place_of, save
from scraper.probe.source_file import BadNameError
from scraper.probe.verdict import reasons_against
from scraper.text.counted import counted
from scraper.text.harmful import escape

# Words of the fetch guard for a redirect to another host.
NOT_OURS = "not this source's host"
# Front page, robots.txt, a list and an article: fewer show nothing.
MIN_PAGES, DEFAULT_PAGES, MAX_PAGES = 5, 60, 1_000


class NothingFetchedError(Exception):
    """No page of the site was fetched; the message has the reason."""


class Command(ScrapyCommand):
    """Exit status 0: a good source. 1: nothing was fetched. 2: wrong usage, or no contact. 3: not a good source."""

    requires_project = True
    default_settings = {"LOG_LEVEL": "ERROR"}

    def syntax(self) -> str:
        return "[options] URL"

    def short_desc(self) -> str:
        return "Look at a site, and say whether it would make a good source"

    def long_desc(self) -> str:
        return (
            "Fetch some pages of a site, by all rules of a crawl, and say what it is made of: CMS, robots.txt, shapes "
            "of addresses, lists, feeds, articles and their fields, and how long a crawl would take. Nothing is "
            "written into output or state file."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--pages", metavar="N", default=str(DEFAULT_PAGES), help=f"requests at most (default: {DEFAULT_PAGES})"
        )
        parser.add_argument("--save", metavar="NAME", help="write a source of this name, and its first fixtures")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """What goes wrong is in the table: no log lines about the crawl."""
        super().process_options(args, opts)
        if self.settings is not None:
            self.settings.set("LOG_LEVEL", "ERROR", priority="spider")  # above the project's, below -s and -L

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Look, and print what was found."""
        url, pages = self._checked(args, opts)
        place = self._place(opts.save) if opts.save is not None else None
        self._is_archived = self.settings is not None and warc_dir(self.settings) is not None
        try:
            found, spider = self._probed(url, pages)
        except NothingFetchedError as error:
            if self.exitcode == OK:
                self.exitcode = FAILED
            complain(str(error))
            return
        if opts.json:
            text = json.dumps(asdict(found), ensure_ascii=False, indent=2 if sys.stdout.isatty() else None)
            sys.stdout.buffer.write(f"{escape(text)}\n".encode())
        else:
            _print(found)
        self.exitcode = FELL_SHORT if found.reasons else OK
        if place is not None:
            self._save(place, found, spider, arglist_to_dict(opts.set))

    def _checked(self, args: list[str], opts: argparse.Namespace) -> tuple[str, int]:
        if len(args) != 1:
            raise UsageError("Name one address: scrapy probe https://HOST/", print_help=False)
        try:
            url = start_page(args[0])
        except ValueError as error:
            raise UsageError(
                f"The address must be like https://HOST/ or https://HOST/FOLDER/, not {args[0]!r}", print_help=False
            ) from error
        if not opts.pages.isdecimal() or not MIN_PAGES <= int(opts.pages) <= MAX_PAGES:
            raise UsageError(
                f"--pages must be a number from {MIN_PAGES} to {MAX_PAGES}, not {opts.pages!r}", print_help=False
            )
        if self.settings is not None:
            check_contact(url, str(self.settings["USER_AGENT"]))
        return url, int(opts.pages)

    def _place(self, name: str) -> Place:
        if self.crawler_process is None or self.settings is None:
            raise RuntimeError("Scrapy gives each command a process and settings")
        try:
            return place_of(name, self.settings, self.crawler_process.spider_loader)
        except (BadNameError, NotSavedError) as error:
            raise UsageError(f"--save {name}: {error}", print_help=False) from error

    def _save(self, place: Place, found: Findings, spider: ProbeSpider, given: Mapping[str, str]) -> None:
        if self.settings is None:
            raise RuntimeError("Scrapy gives each command settings")
        if found.reasons or found.is_interrupted:
            complain(f"Nothing is saved; scrapy genspider -t portal {place.name} {found.url} writes a source anyway")
            return
        level, repair = tls_level(str(self.settings["TLS"])).name.lower(), self.settings.getbool("REPAIR_TEXT", True)
        try:
            written = save(place, found, spider.look, spider.urls, tls=level, repair=repair)
        except OSError as error:
            self.exitcode = FAILED
            complain(f"The source {place.name} is not saved, or not all of its fixtures: {error}")
            return
        for path in written:
            sys.stderr.write(f"Written: {seen_from_here(path)}\n")
        sys.stderr.write("Next, compare the records with their pages, accept them, and crawl:\n")
        for step in next_steps(place.name, found.url, given, called_as(sys.argv[0]), is_archived=self._is_archived):
            sys.stderr.write(f"  {step}\n")

    def _probed(self, url: str, pages: int) -> tuple[Findings, ProbeSpider]:
        process, settings = self.crawler_process, self.settings
        if process is None or settings is None:
            raise RuntimeError("Scrapy gives each command a process and settings")
        if sys.stderr.isatty():
            sys.stderr.write(f"At most {counted(pages, 'request')} to {url}, one after the other; nothing is written\n")
        shared = state_file(settings)
        with TemporaryDirectory(prefix="scrapy-probe-") as folder:
            # Crawls that ask the same host keep its pace in the state file. Without such a file there was no crawl.
            state = str(shared) if shared.exists() else str(Path(folder) / OWN_STATE)
            own = {"OUTPUT_DIR": folder, "STATE_FILE": state, "WARC_DIR": "", "FEEDS": {}}
            settings.replace_in_component_priority_dict("EXTENSIONS", LedgerExtension, ProbeLedger)
            for name, value in own.items():
                settings.set(name, value, priority="cmdline")
            crawler = process.create_crawler(ProbeSpider)
            process.crawl(crawler, base_url=url, pages=str(pages))
            process.start()
        stats, spider = stats_so_far(crawler), crawler.spider
        if not isinstance(spider, ProbeSpider):
            raise NothingFetchedError(f"{url} was not looked at: the crawl did not start; the log says why")
        if stats.get("finish_reason") == NO_CONTACT:
            self.exitcode = WRONG_USAGE
        found = findings_of(spider.look, spider.urls, stats, str(settings["USER_AGENT"]))
        if not found.pages and found.robots.allowed:
            raise NothingFetchedError(f"Nothing was fetched of {url}: {_why(spider.look)}")
        found.reasons = list(reasons_against(found))
        return found, spider


def _why(look: Look) -> str:
    if not look.failures:
        return "no answer is a page"
    reason = look.failures[0][1]
    # A redirect of the front page: often from a host to its www.
    return f"{reason}; if the site has moved there, probe that address" if NOT_OURS in reason else reason


def _print(found: Findings) -> None:
    screen = console(width=WIDTH)
    for table in tables(found):
        screen.print(table)
    if found.is_interrupted:
        screen.print("Interrupted, or stopped by the site: this is what was seen until then")
    if found.reasons:
        screen.print("It would not make a good source:")
        for reason in found.reasons:
            screen.print(f"- {shown(reason)}")
    else:
        end = "Nothing speaks against it so far." if found.is_interrupted else "It would make a good source."
        screen.print(end)
