"""``scrapy fixture NAME [URL… | --accept [FIXTURE…]]``: store pages as fixtures, accept today's records, list them."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError
from scrapy.http import Response, TextResponse

from scraper.base_spiders.arguments import front_page
from scraper.base_spiders.few_pages import FewPages
from scraper.base_spiders.page_reader import declared_charset
from scraper.commands.contact import check_contact, user_agent_of
from scraper.commands.outcome import FAILED, FELL_SHORT, OK
from scraper.commands.sources import named_spiders
from scraper.commands.terminal import complain
from scraper.fixtures import Fixture, FixtureError, FixtureMeta, FixtureType, fixtures_of, read_fixture, write_fixture
from scraper.fixtures.folder import accept, fixtures_dir
from scraper.fixtures.names import fixture_name
from scraper.fixtures.today import FixtureReading, changes, read_stored
from scraper.fixtures.words import difference_lines, record_lines
from scraper.sites import SourceSpider, host_of, source_of
from scraper.text.harmful import one_line


class Command(ScrapyCommand):
    """Exit status 0: done. 1: not fetched, a damaged file, or the disk failed. 2: wrong usage. 3: not an article."""

    requires_project = True
    default_settings = {"LOG_LEVEL": "WARNING"}

    def syntax(self) -> str:
        return "[options] NAME [URL… | --accept [FIXTURE…]]"

    def short_desc(self) -> str:
        return "Store pages with their records as the test of a source"

    def long_desc(self) -> str:
        return (
            "Store pages of a source with their records; scrapy check tests that they give the same records. With "
            "addresses: fetch and store them. With --accept: show what differs, and take today's records as right, of "
            "the named fixtures or of all. With a name only: list the fixtures."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--accept", action="store_true", help="take today's records as right, and confirmed")
        parser.add_argument(
            "--type", choices=list(FixtureType), default=FixtureType.ARTICLE, help="what the pages are (article)"
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """A user waits for a few lines: no log lines about the start of a crawl."""
        super().process_options(args, opts)
        if self.settings is not None:
            self.settings.set("LOG_LEVEL", "WARNING", priority="spider")  # above the project's, below -s and -L

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Store, accept or list."""
        if not args:
            raise UsageError("Name a source, then addresses to store", print_help=False)
        if self.crawler_process is None or self.settings is None:
            raise UsageError("Run it in the project's folder", print_help=False)
        name, *further = args
        spider = named_spiders([name], self.crawler_process.spider_loader)[name]
        if not issubclass(spider, SourceSpider):
            raise UsageError(f"{name} is not a source but a spider of its own: it has no fixtures", print_help=False)
        self._name, self._spider = name, spider
        self._directory = fixtures_dir(self.settings)
        self._repair = self.settings.getbool("REPAIR_TEXT", True)
        self.exitcode = OK
        if opts.accept:
            self._accept_all(self._named(further))
        elif further:
            self._store_all(further, FixtureType(opts.type))
        else:
            self._list(self._known())

    def _known(self) -> list[Fixture]:
        return fixtures_of(self._directory, self._name)

    def _named(self, names: list[str]) -> list[Fixture]:
        """The fixtures of these names, or all.

        Raises:
            UsageError: a name is unknown, or there is no fixture.
        """
        known = {fixture.name: fixture for fixture in self._known()}
        if not known:
            raise UsageError(_without_fixtures(self._name, self._directory), print_help=False)
        if unknown := [name for name in names if name not in known]:
            there = ", ".join(known)
            raise UsageError(f"{self._name} has no fixture {', '.join(unknown)}. There are: {there}", print_help=False)
        return [known[name] for name in names or known]

    # List.

    def _list(self, fixtures: list[Fixture]) -> None:
        if not fixtures:
            _print(_without_fixtures(self._name, self._directory))
        for fixture in fixtures:
            try:
                meta = fixture.meta
                found = changes(fixture, read_fixture(fixture, self._spider, repair=self._repair))
            except FixtureError as error:
                _print(f"{fixture.name}: {error}")
                continue
            state = "confirmed" if meta.confirmed else "not confirmed"
            now = f"differs: {', '.join(difference.field for difference in found)}" if found else "as expected"
            _print(f"{fixture.name}: {meta.type}, {state}, {now}")

    # Accept.

    def _accept_all(self, fixtures: list[Fixture]) -> None:
        for fixture in fixtures:
            try:
                self._accept(fixture)
            except FixtureError as error:
                self.exitcode = FAILED
                complain(f"{fixture.name}: {error}")
            except OSError as error:
                self.exitcode = FAILED
                complain(f"{fixture.name} is not accepted, the disk failed: {error}")

    def _accept(self, fixture: Fixture) -> None:
        reading = read_fixture(fixture, self._spider, repair=self._repair)
        if reading.broken_rules:
            self.exitcode = max(self.exitcode, FELL_SHORT)
            complain(f"{fixture.name} is not accepted, a crawl rejects its record: {'; '.join(reading.broken_rules)}")
            return
        try:
            found = changes(fixture, reading)
        except FixtureError as error:  # of expected.json, which is written anew
            _print(f"{fixture.name}: {error}")
        else:
            _print(f"{fixture.name}: {'accepted' if found else 'as expected, confirmed'}")
            _print(*(line for difference in found for line in difference_lines(difference)))
        accept(fixture, reading.kind, reading.record)

    # Store.

    def _store_all(self, urls: list[str], kind: FixtureType) -> None:
        urls = list(dict.fromkeys(urls))
        self._check(urls)
        spider = self._fetched(urls)
        for url in urls:
            answer = spider.answers.get(url) if spider is not None else None
            if answer is None:
                reason = spider.reasons.get(url) if spider is not None else None
                self.exitcode = max(self.exitcode, FAILED)
                complain(f"Not fetched, {url}: {reason or 'the crawl did not start or was stopped; the log says why'}")
                continue
            try:
                self._store(url, answer, kind)
            except OSError as error:
                self.exitcode = max(self.exitcode, FAILED)
                complain(f"Not stored, the disk failed: {error}: {url}")

    def _check(self, urls: list[str]) -> None:
        """Check addresses before anything is fetched.

        Raises:
            UsageError: one is not an address of the source, or is stored already; or there is no contact.
        """
        if self.settings is None:
            raise RuntimeError("Scrapy gives each command its settings")
        self._stored = self._addresses()
        for url in urls:
            try:
                front_page(url)
            except ValueError:
                text = f"The address must be an http or https address, not {url!r}"
                raise UsageError(text, print_help=False) from None
            if not self._is_own(url):
                hosts = ", ".join(source_of(self._spider).hosts)
                raise UsageError(f"{url} is not on a host of {self._name}, which are: {hosts}", print_help=False)
            if url in self._stored:
                raise UsageError(self._again(url), print_help=False)
            check_contact(url, user_agent_of(self._spider, self.settings, {}))

    def _addresses(self) -> dict[str, str]:
        """The addresses of the fixtures; a damaged one has none."""
        found = {}
        for fixture in self._known():
            try:
                found[fixture.meta.url] = fixture.name
            except FixtureError as error:
                complain(f"{fixture.name}: {error}")
        return found

    def _again(self, url: str) -> str:
        folder = _shown(self._directory / self._name / self._stored[url])
        return f"{url} is the fixture {self._stored[url]} already; to fetch it anew, delete {folder}"

    def _is_own(self, url: str) -> bool:
        hosts = source_of(self._spider).hosts
        return not hosts or host_of(url) in hosts

    def _fetched(self, urls: list[str]) -> FewPages | None:
        """The answers, fetched with the settings of the source; None if nothing was started."""
        if self.crawler_process is None or self.settings is None:
            raise RuntimeError("Scrapy gives each command a process")
        settings = self.settings.copy()
        self._spider.update_settings(settings)
        # As a source's own user agent: above all settings.
        settings.set("USER_AGENT", user_agent_of(self._spider, self.settings, {}), priority="cmdline")
        crawler = Crawler(FewPages, settings)
        self.crawler_process.crawl(crawler, urls=urls)
        self.crawler_process.start()
        return crawler.spider if isinstance(crawler.spider, FewPages) else None

    def _store(self, asked: str, answer: Response, kind: FixtureType) -> None:
        if not self._is_own(answer.url):
            self._refuse(f"Not stored, {asked} leads to another site: {answer.url}")
            return
        if answer.url in self._stored:
            self._refuse(f"Not stored, {asked}: {self._again(answer.url)}")
            return
        if not isinstance(answer, TextResponse):
            self._refuse(f"Not a page: {answer.url}")
            return
        meta = FixtureMeta(answer.url, datetime.now(UTC), declared_charset(answer), type=kind)
        reading = read_stored(meta, answer.body, self._spider, repair=self._repair)
        if problem := _problem(reading, kind):
            self._refuse(f"Not stored, {problem}: {answer.url}")
            return
        record = reading.record if kind is FixtureType.ARTICLE else None
        title = record["title"] if record is not None else ""
        taken = {path.name for path in (self._directory / self._name).glob("*")}
        name = fixture_name(answer.url, title, taken)
        fixture = write_fixture(self._directory, self._name, name, meta, answer.body, record)
        self._stored[answer.url] = name
        _print(f"{fixture.name}: {kind}, stored in {_shown(fixture.folder)}")
        if record is not None:
            _print(*record_lines(record), f"  Is it right? scrapy fixture {self._name} --accept {fixture.name}")
        elif reading.kind is not kind:
            _print(f"  It is read as {_what(reading)} today: scrapy check {self._name} fails until that is mended")

    def _refuse(self, text: str) -> None:
        self.exitcode = max(self.exitcode, FELL_SHORT)
        complain(text)


def _problem(reading: FixtureReading, kind: FixtureType) -> str:
    """Why a page cannot be stored; empty if it can."""
    if kind is not FixtureType.ARTICLE:
        return ""
    if reading.record is None:
        return f"no article but {_what(reading)}; --type list or --type other stores it as such"
    return f"a crawl rejects its record ({'; '.join(reading.broken_rules)})" if reading.broken_rules else ""


def _what(reading: FixtureReading) -> str:
    return f"{reading.type} ({reading.reason})" if reading.reason else str(reading.type)


def _without_fixtures(name: str, directory: Path) -> str:
    return f"{name} has no fixtures in {_shown(directory / name)}; scrapy fixture {name} URL… stores pages"


def _shown(path: Path) -> str:
    """A path as seen from here, where it lies below."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def _print(*lines: str) -> None:
    for line in lines:
        sys.stdout.write(f"{one_line(line)}\n")
