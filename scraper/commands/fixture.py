"""``scrapy fixture NAME``: store pages as fixtures, from a site or from marks; show and accept them."""

from __future__ import annotations

import argparse
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from scraper.commands.marked_fixtures import MARKED_WRONG, MarkedFixtures, MarksError, marked_pages
from scraper.commands.new_fixtures import NewFixtures, seen_from_here
from scraper.commands.outcome import FAILED, FELL_SHORT, OK
from scraper.commands.sources import named_spiders
from scraper.commands.terminal import complain, say
from scraper.fixtures import Fixture, FixtureError, FixtureType, fixtures_of, read_fixture
from scraper.fixtures.folder import accept
from scraper.fixtures.today import changes
from scraper.fixtures.words import difference_lines, record_lines
from scraper.paths import fixtures_dir, warc_dir
from scraper.sites import SourceSpider


class Command(ScrapyCommand):
    """Exit status 0: done. 1: not fetched, a damaged file, or the disk failed. 2: wrong usage. 3: not an article."""

    requires_project = True
    default_settings = {"LOG_LEVEL": "WARNING"}

    def syntax(self) -> str:
        return "[options] NAME [URL… | FIXTURE… | --accept [FIXTURE…] | --from marks.json]"

    def short_desc(self) -> str:
        return "Store pages with their records as the test of a source"

    def long_desc(self) -> str:
        return (
            "Store pages of a source with their records; scrapy check tests that they give the same records. With "
            "addresses: fetch and store them. With --accept: show what differs, and take today's records as right, of "
            "the named fixtures or of all. With names of fixtures: show their records. With the source only: list all."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--show", action="store_true", help="show the records of all, with their addresses")
        parser.add_argument("--accept", action="store_true", help="take today's records as right, and confirmed")
        parser.add_argument(
            "--from", dest="marks", metavar="FILE", type=Path, help="store the marked pages of scrapy review"
        )
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
        if opts.marks is not None:
            self._store_marked(opts.marks)
        elif opts.accept:
            self._accept_all(self._named(further), are_named=bool(further))
        elif any("://" in place for place in further):
            new = NewFixtures(self.crawler_process, self.settings, spider, self._directory)
            self.exitcode = new.store(further, FixtureType(opts.type))
        elif further or self._known():
            self._show(self._named(further), in_full=opts.show or bool(further))
        else:
            say(_without_fixtures(name, self._directory))

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

    # Store marked pages.

    def _store_marked(self, marks: Path) -> None:
        """Store the pages of a file of marks.

        Raises:
            UsageError: there is no such file or archive, or it is no file of marks.
        """
        archive = warc_dir(self.settings) if self.settings is not None else None
        if archive is None:
            raise UsageError("Where are the marked pages? -s WARC_DIR=FOLDER, as in scrapy review", print_help=False)
        try:
            pages = list(marked_pages(marks.read_text("utf-8"), self._name))
            marked = MarkedFixtures(self._spider, self._directory, archive, repair=self._repair)
        except OSError as error:
            raise UsageError(f"{marks} cannot be read: {error.strerror}", print_help=False) from error
        except (MarksError, UnicodeDecodeError) as error:
            raise UsageError(f"{marks}: {error}", print_help=False) from error
        self.exitcode = marked.store(pages)

    # Show.

    def _show(self, fixtures: list[Fixture], *, in_full: bool) -> None:
        """Print the state of fixtures; ``in_full`` with their records and differences."""
        for fixture in fixtures:
            try:
                meta = fixture.meta
                reading = read_fixture(fixture, self._spider, repair=self._repair)
                found = changes(fixture, reading)
            except FixtureError as error:
                self.exitcode = FAILED if in_full else OK
                say(str(error))
                continue
            state = "confirmed" if meta.confirmed else "not confirmed"
            now = f"differs: {', '.join(difference.field for difference in found)}" if found else "as expected"
            say(f"{fixture.name}: {meta.type}, {state}, {now}")
            if in_full:
                say(f"  {'url:':<12} {meta.url}", *record_lines(fixture.expected or {}))
                say(*(line for difference in found for line in difference_lines(difference)))

    # Accept.

    def _accept_all(self, fixtures: list[Fixture], *, are_named: bool) -> None:
        for fixture in fixtures:
            try:
                if fixture.meta.about.startswith(MARKED_WRONG) and not are_named:
                    say(f"{fixture.name}: left out, {fixture.meta.about}; name it to accept it")
                    continue
                self._accept(fixture)
            except FixtureError as error:
                self.exitcode = max(self.exitcode, FAILED)
                complain(f"Not accepted: {error}")
            except OSError as error:
                self.exitcode = max(self.exitcode, FAILED)
                complain(f"Not accepted, the disk failed: {error}")

    def _accept(self, fixture: Fixture) -> None:
        reading = read_fixture(fixture, self._spider, repair=self._repair)
        if reading.broken_rules:
            self.exitcode = max(self.exitcode, FELL_SHORT)
            complain(f"{fixture.name} is not accepted, a crawl rejects its record: {'; '.join(reading.broken_rules)}")
            return
        meta = fixture.meta
        try:
            found = changes(fixture, reading)
        except FixtureError as error:  # of expected.json
            lines = [f"{fixture.name}: accepted; {error.problem}, and is written anew"]
        else:
            lines = [f"{fixture.name}: {'accepted' if found else 'as expected, confirmed'}"]
            lines += (line for difference in found for line in difference_lines(difference))
            lines += record_lines(reading.record or {}) if not meta.confirmed else []
        accept(fixture, meta.type if reading.is_as(meta.type) else reading.kind, reading.record)
        say(*lines)


def _without_fixtures(name: str, directory: Path) -> str:
    return f"{name} has no fixtures in {seen_from_here(directory / name)}; scrapy fixture {name} URL… stores pages"
