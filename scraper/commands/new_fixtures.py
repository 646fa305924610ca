"""Fetch pages of a source and store them as its fixtures."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from scrapy.crawler import Crawler, CrawlerProcessBase
from scrapy.exceptions import UsageError
from scrapy.http import Response, TextResponse
from scrapy.settings import Settings

from scraper.base_spiders.arguments import front_page
from scraper.base_spiders.few_pages import FewPages
from scraper.base_spiders.page_reader import declared_charset
from scraper.commands.contact import check_contact, user_agent_of
from scraper.commands.outcome import FAILED, FELL_SHORT, OK
from scraper.commands.terminal import complain, say
from scraper.fixtures import FixtureError, FixtureMeta, FixtureReading, FixtureType, fixtures_of, write_fixture
from scraper.fixtures.names import fixture_name
from scraper.fixtures.today import read_stored, spider_at
from scraper.fixtures.words import record_lines
from scraper.ledger.known_links import known_link
from scraper.paths import state_file
from scraper.sites import SourceSpider, host_of, source_of
from scraper.storage.sqlite import StorageError


class NewFixtures:
    """Stores pages of one source.

    Args:
        process: fetches them.
        settings: of the project.
        spider: the source, whose own settings and user agent are used.
        directory: FIXTURES_DIR.
    """

    def __init__(
        self,
        process: CrawlerProcessBase,
        settings: Settings,
        spider: type[SourceSpider],
        directory: Path,
    ) -> None:
        self._process, self._settings = process, settings
        self._name, self._spider, self._directory = spider.name, spider, directory
        self._stored: dict[str, str] = {}
        """The names of fixtures by their addresses."""
        self._status = OK

    def store(self, urls: list[str], kind: FixtureType) -> int:
        """Fetch and store pages, and say what becomes of each.

        Returns:
            The exit status.

        Raises:
            UsageError: an address is not one of the source, or is stored already; or there is no contact.
        """
        urls = list(dict.fromkeys(urls))
        self._check(urls)
        spider = self._fetched(urls)
        for url in urls:
            answer = spider.answers.get(url) if spider is not None else None
            if answer is None:
                reason = spider.reasons.get(url) if spider is not None else None
                self._status = max(self._status, FAILED)
                complain(f"Not fetched, {url}: {reason or 'the crawl did not start or was stopped; the log says why'}")
                continue
            try:
                self._store(url, answer, kind)
            except OSError as error:
                self._status = max(self._status, FAILED)
                complain(f"Not stored, the disk failed: {error}: {url}")
        return self._status

    def _check(self, urls: list[str]) -> None:
        """Check addresses before anything is fetched.

        Raises:
            UsageError: one is not an address of the source, or is stored already; or there is no contact.
        """
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
            check_contact(url, user_agent_of(self._spider, self._settings, {}))

    def _addresses(self) -> dict[str, str]:
        """The addresses of the fixtures; a damaged one has none."""
        found = {}
        for fixture in fixtures_of(self._directory, self._name):
            try:
                found[fixture.meta.url] = fixture.name
            except FixtureError as error:
                complain(str(error))
        return found

    def _again(self, url: str) -> str:
        folder = seen_from_here(self._directory / self._name / self._stored[url])
        return f"{url} is the fixture {self._stored[url]} already; to fetch it anew, delete {folder}"

    def _is_own(self, url: str) -> bool:
        hosts = source_of(self._spider).hosts
        return not hosts or host_of(url) in hosts

    def _fetched(self, urls: list[str]) -> FewPages | None:
        """The answers, fetched with the settings of the source; None if nothing was started."""
        settings = self._settings.copy()
        self._spider.update_settings(settings)
        # As a source's own user agent: above all settings.
        settings.set("USER_AGENT", user_agent_of(self._spider, self._settings, {}), priority="cmdline")
        crawler = Crawler(FewPages, settings)
        self._process.crawl(crawler, urls=urls)
        self._process.start()
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
        meta = self._with_link(FixtureMeta(answer.url, datetime.now(UTC), declared_charset(answer), type=kind))
        reading = read_stored(meta, answer.body, self._spider, repair=self._settings.getbool("REPAIR_TEXT", True))
        if problem := _problem(reading, kind):
            self._refuse(f"Not stored, {problem}: {answer.url}")
            return
        record = reading.record if kind is FixtureType.ARTICLE else None
        title = record["title"] if record is not None else ""
        taken = {path.name for path in (self._directory / self._name).glob("*")}
        name = fixture_name(answer.url, title, taken)
        fixture = write_fixture(self._directory, self._name, name, meta, answer.body, record)
        self._stored[answer.url] = name
        say(f"{fixture.name}: {kind}, stored in {seen_from_here(fixture.folder)}")
        if record is not None:
            say(*record_lines(record))
            if meta.context.alone:
                say("  No earlier run has recorded it: a crawl knows its link too, and the date that a list prints")
            say(f"  Is it right? scrapy fixture {self._name} --accept {fixture.name}")
        elif not reading.is_as(kind):
            say(f"  It is read as {reading} today: scrapy check {self._name} fails until that is mended")

    def _with_link(self, meta: FixtureMeta) -> FixtureMeta:
        """With what earlier runs know of the link to an article: a crawl reads its page so."""
        path = state_file(self._settings)
        spider = spider_at(meta.url, self._spider)
        address = spider.urls.address(meta.url)
        if not path.exists() or address is None or meta.type is not FixtureType.ARTICLE:
            return meta
        try:
            link = known_link(path, spider.site.source, address.identity)
        except StorageError as error:
            complain(f"What earlier runs know of {meta.url} is left out: {error}")
            return meta
        if link is None:
            return meta
        texts = (link.text,) if link.text else ()
        return replace(meta, link_texts=texts, listed=link.listed, expected_article=True)

    def _refuse(self, text: str) -> None:
        self._status = max(self._status, FELL_SHORT)
        complain(text)


def _problem(reading: FixtureReading, kind: FixtureType) -> str:
    """Why a page cannot be stored; empty if it can."""
    if kind is not FixtureType.ARTICLE:
        return ""
    if reading.record is None:
        return f"read as {reading}, not as an article; --type list or --type other stores it as such"
    return f"a crawl rejects its record ({'; '.join(reading.broken_rules)})" if reading.broken_rules else ""


def seen_from_here(path: Path) -> str:
    """A path as seen from here, where it lies below."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
