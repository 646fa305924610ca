"""Read pages so that none can end the run: large ones, and those that ended a process before, in one of their own."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from scrapy.statscollectors import StatsCollector

from scraper.base_spiders.reading_task import ReadingTask, begin, read_and_enrich, read_page
from scraper.extensions.source_ledger import LedgerExtension
from scraper.frontier.feeds import FeedEntry, feed_entries
from scraper.isolated import ProcessEndedError, why_failed
from scraper.items import Article
from scraper.ledger.health import NEWLY_POISONED, POISONED
from scraper.ledger.readings import ENDS_TO_BE_POISONED, PoisonedPage
from scraper.offload import LARGE, IsolatedReading
from scraper.pages.page import EmptyPageError, Page
from scraper.reading import Outcome

P = ParamSpec("P")
R = TypeVar("R")

# One process for all crawls of this one: it takes 100 MB, and large pages are rare.
_isolated = IsolatedReading(begin)


class CarefulReading:
    """Reads the pages of one crawl; the ledger knows which page is being read, should this process be killed.

    Args:
        ledger: of the crawl.
        stats: counts the pages that are set aside.
        logger: of the source.
    """

    def __init__(self, ledger: LedgerExtension, stats: StatsCollector, logger: logging.Logger) -> None:
        self._ledger = ledger
        self._stats = stats
        self._logger = logger

    async def page(self, key: str, task: ReadingTask) -> tuple[Page, Outcome] | None:
        """A page and what it is; None if it is set aside. :meth:`end` has to follow.

        Args:
            key: identity of the page.
            task: the page.

        Raises:
            EmptyPageError: the body has no element.
        """
        return await self._read(key, task.url, task.body, (read_page, read_and_enrich), task)

    async def feed(self, url: str, body: bytes) -> list[FeedEntry] | None:
        """The entries of a feed or sitemap; None if it is set aside."""
        entries = await self._read(url, url, body, (feed_entries, feed_entries), body, url)
        if entries is not None:
            self.end(url)
        return entries

    async def _read(
        self,
        key: str,
        url: str,
        body: bytes,
        works: tuple[Callable[P, R], Callable[P, R]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R | None:
        """The result of the first work, or of the second after a process has ended; None if the page is set aside."""
        readings = self._ledger.readings
        ends = readings.ends(key)
        if self._is_unchanged(readings.poisoned(key), body):
            return None
        if not ends:
            with self._ledger.disk_errors():
                readings.begin(key, url)
        while True:
            work = works[min(ends, 1)]
            try:
                if not ends and len(body) < LARGE:
                    return work(*args, **kwargs)
                return await _isolated.run(work, *args, **kwargs)
            except EmptyPageError:
                self.end(key)
                raise
            except Exception as error:  # whatever the cause: logged, counted, and tried once more
                if not isinstance(error, ProcessEndedError):
                    self._logger.exception("The reader fails")
                page = PoisonedPage(url, why_failed(error), _hash(body))
            with self._ledger.disk_errors():
                ends = readings.ended(key, page)
            if ends >= ENDS_TO_BE_POISONED:
                self._set_aside(page, is_new=True)
                return None
            self._logger.warning("Read once more, because %s: %s", page.reason, url)

    def end(self, key: str, article: Article | None = None) -> None:
        """Record that a page was read and its links were followed; its article is still to be enriched and written."""
        with self._ledger.disk_errors():
            if article is not None:
                self._ledger.readings.end_later(key, article.id)
            else:
                self._ledger.readings.end(key)

    def _is_unchanged(self, poisoned: PoisonedPage | None, body: bytes) -> bool:
        """True if a page is still the one that is set aside; with ``-a full=1`` it is tried again."""
        if poisoned is None or self._ledger.full or poisoned.body != _hash(body):
            return False
        self._set_aside(poisoned, is_new=False)
        return True

    def _set_aside(self, page: PoisonedPage, *, is_new: bool) -> None:
        self._stats.inc_value(POISONED)
        if is_new:
            self._stats.inc_value(NEWLY_POISONED)
            self._stats.set_value(f"{NEWLY_POISONED}_example", page.url)
        self._logger.warning("Poisoned, set aside until it changes, because %s: %s", page.reason, page.url)


def _hash(body: bytes) -> bytes:
    return hashlib.sha256(body).digest()
