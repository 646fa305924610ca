"""``scrapy read FILE… | - | URL``: the record of each page, and the rule for each field or line."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.http import TextResponse

from scraper.base_spiders.arguments import front_page
from scraper.base_spiders.one_page import OnePage
from scraper.base_spiders.page_reader import declared_charset
from scraper.commands.contact import check_contact
from scraper.commands.explain import explain
from scraper.commands.outcome import FAILED, FELL_SHORT, OK
from scraper.commands.terminal import complain
from scraper.items import Article, as_record
from scraper.pages.page import EmptyPageError, Page
from scraper.pipelines import enrich
from scraper.pipelines.validate_record import broken_without_links
from scraper.reading import PageContext, PageType, decide
from scraper.review.page_html import ReadPage, page_file
from scraper.sites import Site, Sites, resolver_of, sites_of
from scraper.text.harmful import escape

# The address of a file whose own address is unknown; its host does not exist.
_NOWHERE = "http://file.invalid/"
_STDIN = "-"


class NoRecordError(Exception):
    """A page has no record; contains the exit status and the reason."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True, slots=True)
class StoredPage:
    """The bytes of a page, and its origin."""

    url: str
    body: bytes
    charset: str | None = None
    place: str = ""
    """The file as the user named it; empty for a fetched page."""


class Command(ScrapyCommand):
    """Exit status 0: all records are printed. 1: not fetched, or --html not written. 2: wrong usage.

    3: a page is not an article.
    """

    requires_project = True
    default_settings = {"LOG_LEVEL": "WARNING"}

    def syntax(self) -> str:
        """How it is called."""
        return "[options] FILE … | - | URL"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Print the records of pages"

    def long_desc(self) -> str:
        """More, for --help."""
        return (
            "Print the records of pages, one per line: of files, of standard input (-), or of one address, which is "
            "fetched as in a crawl. The address of a stored page is taken from --base-url, else from its canonical "
            "link."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add our own options."""
        super().add_options(parser)
        parser.add_argument("--base-url", metavar="U", help="the page's own address, when it is read from a file")
        parser.add_argument("--explain", action="store_true", help="show on stderr the rule for each field")
        parser.add_argument(
            "--html", metavar="FILE", type=Path, help="write a page that shows what became of each line; of one page"
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """A user waits for one record: no log lines about the start of a crawl."""
        super().process_options(args, opts)
        if self.settings is not None:
            self.settings.set("LOG_LEVEL", "WARNING", priority="spider")  # above the project's, below -s and -L

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the pages; the worst outcome is the exit status."""
        self._check(args, opts)
        self.exitcode = OK
        for place in args:
            try:
                self._print_record(self._page_at(place, opts.base_url), explained=opts.explain, shown_in=opts.html)
            except NoRecordError as error:
                self.exitcode = max(self.exitcode, error.status)
                complain(str(error))

    def _check(self, args: list[str], opts: argparse.Namespace) -> None:
        if not args:
            raise UsageError("Name files, one address, or - for standard input", print_help=False)
        is_fetched = any("://" in place for place in args)
        if is_fetched and len(args) > 1:
            raise UsageError("An address is read alone; several files are allowed", print_help=False)
        if opts.html and len(args) > 1:
            raise UsageError("--html shows one page; name one file or address", print_help=False)
        if opts.base_url and is_fetched:
            raise UsageError("--base-url is for files, not for an address", print_help=False)
        if opts.base_url and len(args) > 1:
            raise UsageError("--base-url is the address of one page; several files contain their own", print_help=False)
        if opts.base_url and not _is_address(opts.base_url):
            raise UsageError(f"--base-url must be an http or https address, not {opts.base_url!r}", print_help=False)
        for place in args:
            _check_place(place)

    def _page_at(self, place: str, base_url: str | None) -> StoredPage:
        if "://" in place:
            if self.settings is not None:
                check_contact(place, str(self.settings["USER_AGENT"]))
            return self._fetched(place)
        body = sys.stdin.buffer.read() if place == _STDIN else Path(place).read_bytes()
        url = base_url or _NOWHERE + quote("stdin" if place == _STDIN else Path(place).name)
        stored = StoredPage(url, body, place=place)
        said = None if base_url else _said_address(self._parsed(stored))
        return StoredPage(said, body, place=place) if said else stored

    def _print_record(self, stored: StoredPage, *, explained: bool, shown_in: Path | None) -> None:
        page = self._parsed(stored)
        outcome = decide(page, PageContext(alone=True), self._site(stored.url).source, datetime.now(UTC))
        article = self._finished(outcome.article) if outcome.article is not None else None
        broken = broken_without_links(article) if article is not None else []
        if shown_in is not None:
            _show(ReadPage(page, outcome, article, refused="; ".join(broken)), shown_in)
        if outcome.type is PageType.SHELL:
            raise NoRecordError(FELL_SHORT, f"Needs a browser, {outcome.reason}: {page.url}")
        if article is None or outcome.fields is None:
            raise NoRecordError(FELL_SHORT, f"No article on {page.url}: {outcome.reason}")
        if broken:
            raise NoRecordError(FELL_SHORT, f"No valid record of {page.url}: {'; '.join(broken)}")
        text = json.dumps(as_record(article), ensure_ascii=False, indent=2 if sys.stdout.isatty() else None)
        # Records are UTF-8, whatever the terminal's locale.
        sys.stdout.buffer.write(f"{escape(text)}\n".encode())
        sys.stdout.flush()
        if explained:
            explain(page, outcome.fields, article)

    def _parsed(self, stored: StoredPage) -> Page:
        urls = resolver_of(self._site(stored.url))
        if urls.resolve(stored.url, stored.url) is None:
            raise NoRecordError(FELL_SHORT, f"Not the address of a page: {stored.url}")
        try:
            return Page(stored.url, stored.body, urls, stored.charset)
        except EmptyPageError as error:
            raise NoRecordError(FELL_SHORT, f"No HTML in {stored.place or stored.url}") from error

    def _fetched(self, url: str) -> StoredPage:
        if self.crawler_process is None:
            raise RuntimeError("Scrapy gives each command a process")
        crawler = self.crawler_process.create_crawler(OnePage)
        self.crawler_process.crawl(crawler, url=url)
        self.crawler_process.start()
        spider = crawler.spider
        if not isinstance(spider, OnePage) or spider.response is None:
            reason = spider.reason if isinstance(spider, OnePage) else "the crawl did not start"
            raise NoRecordError(FAILED, f"Not fetched, {url}: {reason}")
        response = spider.response
        if not isinstance(response, TextResponse):
            raise NoRecordError(FELL_SHORT, f"Not a page: {response.url}")
        return StoredPage(response.url, response.body, declared_charset(response))

    @cached_property
    def _sites(self) -> Sites:
        if self.crawler_process is None:
            raise RuntimeError("Scrapy gives each command a process")
        return sites_of(self.crawler_process.spider_loader)

    def _site(self, url: str) -> Site:
        site = self._sites.site(url)
        if site is None:
            raise NoRecordError(FELL_SHORT, f"Not an http or https address: {url}")
        return site

    def _finished(self, article: Article) -> Article:
        """The record after the enriching steps; nothing is written."""
        enabled = self.settings is None or self.settings.getbool("REPAIR_TEXT")
        return enrich(article, repair=enabled)


def _show(read: ReadPage, file: Path) -> None:
    """Write the page that shows why."""
    try:
        file.write_bytes(page_file(read))
    except OSError as error:
        raise NoRecordError(FAILED, f"--html: {file} cannot be written ({error.strerror})") from error


def _check_place(place: str) -> None:
    if "://" in place and not _is_address(place):
        raise UsageError(f"The address must be an http or https address, not {place!r}", print_help=False)
    if "://" not in place and place != _STDIN and not Path(place).is_file():
        raise UsageError(f"No such file: {place}", print_help=False)


def _said_address(page: Page) -> str | None:
    stated = (page.head.canonical.strip(), page.head.og_url.strip())
    return next(filter(_is_address, stated), None)


def _is_address(text: str) -> bool:
    try:
        front_page(text)
    except ValueError:
        return False
    return True
