"""When the walk is over: decide the pages that were held, and say what stays undecided."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from urllib.parse import urlsplit

from scraper.addresses import Address
from scraper.base_spiders.page_reader import PageReader
from scraper.base_spiders.reading_task import ReadingTask
from scraper.cms import KNOWN
from scraper.frontier.held import HeldPage
from scraper.items import Article
from scraper.ledger.health import ANNOUNCED_OTHERS, UNDECIDED, UNDECIDED_EXAMPLES
from scraper.ledger.undecided import UndecidedPage
from scraper.reading import Outcome, PageType

# Addresses named in a line of the log.
_EXAMPLES = 3


class EndOfWalk:
    """Decides by all that the site has shown.

    Args:
        reader: of the crawl; it holds the pages.
    """

    def __init__(self, reader: PageReader) -> None:
        self.reader = reader
        self.evidence = reader.frontier.evidence
        self.ledger = reader.ledger
        self.stats = reader.stats
        self.logger = reader.logger

    async def decide_held(self) -> AsyncIterator[tuple[HeldPage, Article]]:
        """Decide the held pages; yield the articles."""
        undecided: dict[str, HeldPage] = {}
        for held in self.reader.held:
            if held.identity in self.reader.recorded:
                continue
            outcome, address = await self._again(held)
            if outcome is not None and outcome.type is not PageType.UNDECIDED:
                article = self._settle(held, outcome, address)
                if article is not None:
                    yield held, article
            elif held.facts is not None:
                undecided[held.identity] = held
        facts = {identity: held.facts for identity, held in undecided.items() if held.facts is not None}
        announced = self.evidence.announced(facts, self.reader.frontier.is_known)
        for identity, reason in announced.items():
            held = undecided.pop(identity)
            outcome, address = await self._again(held, is_expected=True)
            if outcome is None or outcome.article is None:
                if held.facts is not None:
                    undecided[identity] = held
                continue
            self.stats.inc_value("read/decided_late")
            self.logger.debug("An article (%s): %s", reason, held.url)
            article = self._settle(held, outcome, address)
            if article is not None:
                yield held, article
        self._leave(undecided)

    async def _again(self, held: HeldPage, *, is_expected: bool = False) -> tuple[Outcome | None, Address]:
        """The outcome of a held page by what is known now; None if nothing new is known."""
        reader = self.reader
        address = reader.own_address(held.url)
        context = replace(reader.frontier.context_of(address, held.key), expected_article=is_expected)
        if context == held.context:
            outcome = Outcome(held.type, held.reason, identity=address.identity_for())
            return (None if held.facts is not None else outcome), address
        await asyncio.sleep(0)
        reader.archive_context(held.url, held.archived, context)
        task = ReadingTask(held.url, held.html, "utf-8", reader.site, context, held.fetched_at)
        read = await reader.careful.page(held.key, task)
        if read is None:
            with self.ledger.transaction():
                self.ledger.articles.failed(held.key, self.ledger.now)
            held.facts = None
            return None, address
        page, outcome = read
        reader.careful.end(held.key, outcome.article)
        held.context, held.facts, held.reason = context, reader.facts(page, outcome), outcome.reason
        return outcome, address

    def _settle(self, held: HeldPage, outcome: Outcome, address: Address) -> Article | None:
        """The article of a final outcome; another page is recorded as one."""
        if outcome.article is None:
            with self.ledger.transaction():
                self._record_other(held)
        return self.reader.accept(replace(outcome, may_change=False), address, held.key, held.archived)

    def _record_other(self, held: HeldPage) -> None:
        self.ledger.articles.forget(held.key)
        self.ledger.undecided.drop(held.identity)
        self.ledger.pages.walked(held.key, held.url, "", 1)

    def _leave(self, undecided: dict[str, HeldPage]) -> None:
        """Record the pages that stay undecided, except those that menus link like all pages about the office."""
        with self.ledger.transaction():
            for identity, held in undecided.items():
                if held.facts is None or held.facts.is_short or self.evidence.is_of_menu(identity):
                    self._record_other(held)
                    self.stats.inc_value("read/of_menu")
                else:
                    page = UndecidedPage(held.url, held.facts.title, held.reason)
                    self.ledger.undecided.add(identity, page)
                    self.ledger.articles.failed(held.key, self.ledger.now)
            self._tell_undecided(self.ledger.undecided.all())

    def _tell_undecided(self, pages: list[UndecidedPage]) -> None:
        self.stats.set_value(ANNOUNCED_OTHERS, self.evidence.announced_others())
        self.stats.set_value(UNDECIDED, len(pages))
        if not pages:
            return
        examples = ", ".join(page.url for page in pages[:_EXAMPLES])
        self.stats.set_value(UNDECIDED_EXAMPLES, examples)
        self.logger.warning(
            "%d pages read like articles and are not recorded: %s%s; scrapy undecided %s lists them with reasons",
            len(pages),
            examples,
            " …" if len(pages) > _EXAMPLES else "",
            self.reader.source,
        )

    def tell_wrong_schemes(self) -> None:
        """Warn of a source whose CMS did not write most of its articles' addresses."""
        urls, matched, others = self.reader.urls, self.reader.matched, self.reader.not_matched
        if not urls.all_exact or others <= matched:
            return
        sample = self.reader.unmatched
        fits = Counter(cms.name for cms in KNOWN for url in sample if any(rule(urlsplit(url)) for rule in cms.articles))
        fitting = [name for name, count in fits.most_common(1) if 2 * count > len(sample)]
        self.stats.inc_value("read/wrong_schemes")
        self.logger.warning(
            "The schemes of this source (%s) match %d of %d articles; %s",
            ", ".join(cms.name for cms in urls.schemes),
            matched,
            matched + others,
            f"their addresses are those of {fitting[0]}"
            if fitting
            else "no known CMS has such addresses: leave them out",
        )
