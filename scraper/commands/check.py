"""``scrapy check [NAME…]``: Scrapy's own command for contracts, then the fixtures of each source."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable

from scrapy import Spider
from scrapy.commands.check import Command as ScrapyCheck
from scrapy.contracts import ContractsManager
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings
from scrapy.utils.conf import build_component_list
from scrapy.utils.misc import load_object

from scraper.commands.outcome import FAILED
from scraper.commands.sources import named_spiders
from scraper.commands.terminal import say
from scraper.fixtures import Fixture, FixtureError, fixtures_of, read_fixture
from scraper.fixtures.folder import without_source
from scraper.fixtures.today import changes
from scraper.fixtures.words import difference_lines
from scraper.paths import fixtures_dir
from scraper.sites import SourceSpider


class Command(ScrapyCheck):
    """Exit status 0: all as expected. 1: a contract or a fixture is not. 2: wrong usage."""

    def syntax(self) -> str:
        return "[options] [NAME…]"

    def short_desc(self) -> str:
        return "Check contracts and fixtures of sources"

    def long_desc(self) -> str:
        return (
            "Check the contracts of sources, where they have any, then their fixtures: each stored page must give its "
            "expected record. All sources, when none is named. Nothing is fetched for fixtures. After a change that is "
            "meant, scrapy fixture NAME --accept takes today's records as right."
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check the contracts as Scrapy does, where there are any, then the fixtures."""
        if self.crawler_process is None or self.settings is None:
            raise UsageError("Run it in the project's folder", print_help=False)
        spiders = named_spiders(args, self.crawler_process.spider_loader)
        if _have_contracts(spiders.values(), self.settings):
            super().run(args, opts)
            sys.stderr.flush()
        directory, repair = fixtures_dir(self.settings), self.settings.getbool("REPAIR_TEXT", True)
        for name, spider in spiders.items():
            fixtures = fixtures_of(directory, name)
            if opts.list:
                say(*(f"{name}/{fixture.name}" for fixture in fixtures))
            elif not issubclass(spider, SourceSpider):
                say(f"{name}: no fixtures, it is not a source but a spider of its own")
            elif not fixtures:
                say(f"{name}: no fixtures; scrapy fixture {name} URL… stores pages")
            elif failed := self._failed(fixtures, spider, repair=repair, verbose=opts.verbose):
                say(f"{name}: {failed} of {len(fixtures)} fixtures failed")
                self.exitcode = FAILED
            else:
                say(f"{name}: {len(fixtures)} fixtures as expected{_waiting(fixtures)}")
        for folder in [] if args else without_source(directory, spiders):
            say(f"{folder} has fixtures, and no source has this name: rename the folder, or delete it")
            self.exitcode = FAILED

    def _failed(self, fixtures: list[Fixture], spider: type[SourceSpider], *, repair: bool, verbose: bool) -> int:
        """Print the differences of fixtures, and return how many fixtures have any."""
        failed = 0
        for fixture in fixtures:
            place = f"{fixture.source}/{fixture.name}"
            try:
                found = changes(fixture, read_fixture(fixture, spider, repair=repair))
            except FixtureError as error:
                failed += 1
                say(str(error))
                continue
            failed += bool(found)
            if found:
                say(f"{place} differs: {', '.join(difference.field for difference in found)}")
                say(*(line for difference in found for line in difference_lines(difference)))
            elif verbose:
                say(f"{place}: as expected")
        return failed


def _have_contracts(spiders: Iterable[type[Spider]], settings: BaseSettings) -> bool:
    """True if a spider has contracts: of sources without, Scrapy says that it ran none, which reads like a failure."""
    names = build_component_list(settings.get_component_priority_dict_with_base("SPIDER_CONTRACTS"))
    manager = ContractsManager(load_object(name) for name in names)
    return any(manager.tested_methods_from_spidercls(spider) for spider in spiders)


def _waiting(fixtures: list[Fixture]) -> str:
    """How many records no person has looked at."""
    count = sum(not fixture.meta.confirmed for fixture in fixtures)
    return f", {count} not confirmed by a person" if count else ""
