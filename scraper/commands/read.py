"""``scrapy read FILE_OR_URL``: the record of one page, and which rule gave each field."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urlsplit

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.http import TextResponse

from scraper.addresses import UrlResolver
from scraper.addresses.resolve import netloc
from scraper.base_spiders.arguments import front_page
from scraper.base_spiders.one_page import OnePage
from scraper.base_spiders.portal import PortalSpider, declared_charset
from scraper.cms import ANY_CMS
from scraper.commands.contact import check_contact
from scraper.commands.explain import explain
from scraper.commands.outcome import FAILED, FELL_SHORT, OK
from scraper.items import Article, as_record
from scraper.pages.article import NoArticleError
from scraper.pages.page import EmptyPageError, Page
from scraper.pages.record import read_alone
from scraper.pipelines.pure import PureSteps
from scraper.pipelines.validate_record import broken_rules

# A file that does not say where it is from gets an address that leads nowhere.
_NOWHERE = "http://file.invalid/"
_SAYS_ADDRESS = (".//link[@rel='canonical']", "href"), (".//meta[@property='og:url']", "content")


class NoRecordError(Exception):
    """There is nothing to print; carries the exit status and says why."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True, slots=True)
class Source:
    """What reading needs to know of a site."""

    name: str
    urls: UrlResolver


class Command(ScrapyCommand):
    """0: the record is printed. 1: no page could be had. 2: wrong usage. 3: the page is no article."""

    requires_project = True
    default_settings = {"LOG_LEVEL": "WARNING"}

    def syntax(self) -> str:
        """How it is called."""
        return "[options] FILE_OR_URL"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Print the record of one page"

    def long_desc(self) -> str:
        """More, for --help."""
        return (
            "Print the record of one page, from a file or fetched as a crawl would. A file's own address is taken "
            "from --base-url, else from its canonical link."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add our own options."""
        super().add_options(parser)
        parser.add_argument("--base-url", metavar="U", help="the page's own address, when it is read from a file")
        parser.add_argument("--explain", action="store_true", help="show on stderr which rule gave each field")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """People wait for one record: no lines about the start of a crawl."""
        super().process_options(args, opts)
        if self.settings is not None:
            self.settings.set("LOG_LEVEL", "WARNING", priority="spider")  # above the project's, below -s and -L

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read one page."""
        if len(args) != 1:
            raise UsageError("Name one file or address", print_help=False)
        try:
            self._print_record(args[0], opts)
        except NoRecordError as error:
            self.exitcode = error.status
            sys.stderr.write(f"{error}\n")
        else:
            self.exitcode = OK

    def _print_record(self, place: str, opts: argparse.Namespace) -> None:
        stored = "://" not in place
        if opts.base_url and not stored:
            raise UsageError("--base-url says where a file is from; an address says so itself", print_help=False)
        for name, address in (("--base-url", opts.base_url), ("The address", None if stored else place)):
            if address and not _is_address(address):
                raise UsageError(f"{name} must be an http or https address, not {address!r}", print_help=False)
        if not stored and self.settings is not None:
            check_contact(place, str(self.settings["USER_AGENT"]))
        try:
            page = self._stored(Path(place), opts.base_url) if stored else self._fetched(place)
        except EmptyPageError as error:
            raise NoRecordError(FELL_SHORT, f"No HTML in {place}") from error
        now = datetime.now(UTC)
        try:
            reading, article = read_alone(page, self._source_of(page.url).name, now)
        except NoArticleError as error:
            raise NoRecordError(FELL_SHORT, f"No article on {page.url}: {error}") from error
        article = self._finished(article)
        record = as_record(article)
        if broken := broken_rules(record):
            raise NoRecordError(FELL_SHORT, f"No valid record of {page.url}: {'; '.join(broken)}")
        text = json.dumps(record, ensure_ascii=False, indent=2 if sys.stdout.isatty() else None)
        # Whatever the terminal's locale: the record is UTF-8.
        sys.stdout.buffer.write(f"{text}\n".encode())
        sys.stdout.flush()
        if opts.explain:
            explain(page, reading, article)

    def _stored(self, path: Path, base_url: str | None) -> Page:
        if not path.is_file():
            raise UsageError(f"No such file: {path}", print_help=False)
        url = base_url or _NOWHERE + quote(path.name)
        body = path.read_bytes()
        page = Page(url, body, self._source_of(url).urls)
        said = None if base_url else _said_address(page)
        return Page(said, body, self._source_of(said).urls) if said else page

    def _fetched(self, url: str) -> Page:
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
        return Page(response.url, response.body, self._source_of(response.url).urls, declared_charset(response))

    def _source_of(self, url: str) -> Source:
        """The source whose host it is, or one for a site without."""
        place = netloc(urlsplit(url))
        if self.crawler_process is None:
            raise RuntimeError("Scrapy gives each command a process")
        loader = self.crawler_process.spider_loader
        for name in loader.list():
            spider = loader.load(name)
            if issubclass(spider, PortalSpider) and place in (netloc(urlsplit(spider.home)), *spider.hosts):
                return Source(name, UrlResolver((place,), spider.schemes))
        return Source(PortalSpider.name_of(place), UrlResolver((place,), ANY_CMS))

    def _finished(self, article: Article) -> Article:
        """The record after the steps that fill fields; nothing is written."""
        enabled = self.settings is None or self.settings.getbool("REPAIR_TEXT")
        return asyncio.run(PureSteps(repair=enabled).process_item(article))


def _said_address(page: Page) -> str | None:
    for path, name in _SAYS_ADDRESS:
        element = page.root.find(path)
        address = "" if element is None else (element.get(name) or "").strip()
        if _is_address(address):
            return address
    return None


def _is_address(text: str) -> bool:
    try:
        front_page(text)
    except ValueError:
        return False
    return True
