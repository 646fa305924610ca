"""The second pass of ``scrapy replay``: source after source, each as a crawl that fetches nothing."""

from __future__ import annotations

from collections import Counter

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.utils.misc import load_object

from scraper.commands.outcome import FAILED, FELL_SHORT, OK, WRONG_USAGE, stats_so_far
from scraper.finish_reasons import REPLAYED, TAKEN
from scraper.paths import output_dir
from scraper.pipelines import ENRICH
from scraper.replay.catalogue import Catalogue
from scraper.replay.progress import Progress
from scraper.replay.reading import UNREAD
from scraper.replay.spider import ReplaySpider, kinds, size_of
from scraper.replay.workers import Workers

_WRITTEN = ("new", "changed", "unchanged", "lost")


class Sources:
    """Reads the pages of all sources of a catalogue."""

    def __init__(
        self, process: AsyncCrawlerProcess, catalogue: Catalogue, workers: Workers, progress: Progress
    ) -> None:
        self._process = process
        self._catalogue = catalogue
        self._workers = workers
        self._progress = progress
        self._left = iter(catalogue.sources())
        self._runs: dict[str, Crawler] = {}
        self._fell_short = False

    def run(self) -> int:
        """Read the pages of all sources.

        Returns:
            The exit status.
        """
        self._next()
        self._process.start()
        reasons = {name: stats_so_far(crawler).get("finish_reason") for name, crawler in self._runs.items()}
        for name, reason in reasons.items():
            if reason not in (REPLAYED, None):
                self._progress.say(f"{name} is not read to its end: {reason}")
        if left := list(self._left):
            self._progress.say(f"Not begun: {', '.join(left)}")
        if TAKEN in reasons.values():
            return WRONG_USAGE
        if any(reason != REPLAYED for reason in reasons.values()):
            return FAILED
        return FELL_SHORT if self._fell_short else OK

    def _next(self) -> None:
        for source in self._left:
            count, others = self._catalogue.count(source), self._catalogue.other_kinds(source)
            if count:
                self._begin(source, count, others)
                return  # _ended continues
            self._progress.end(f"{source}: {kinds(others)}")

    def _begin(self, source: str, count: int, others: Counter[str]) -> None:
        log = output_dir(self._process.settings) / f"{source}.jsonl"
        self._progress.begin(source, count, self._catalogue.progress(source, size_of(log))[0])
        settings = self._process.settings.copy()
        settings.set("WARC_DIR", "", priority="cmdline")
        # The enriching steps have already run in the worker that read the page.
        steps = {
            name: place
            for name, place in settings.getwithbase("ITEM_PIPELINES").items()
            if place is not None and load_object(name) not in ENRICH
        }
        settings.set("ITEM_PIPELINES", steps, priority="cmdline")
        crawler = self._runs[source] = Crawler(ReplaySpider, settings)
        done = self._process.crawl(crawler, source, self._catalogue, self._workers, self._progress.advance)
        done.add_done_callback(lambda _: self._ended(source, crawler, others))

    def _ended(self, source: str, crawler: Crawler, others: Counter[str]) -> None:
        spider, stats = crawler.spider, stats_so_far(crawler)
        reason = stats.get("finish_reason")
        if isinstance(spider, ReplaySpider) and reason == REPLAYED:
            self._fell_short |= any(spider.counts[kind] for kind in UNREAD)
            written = ", ".join(f"{stats[f'output/{what}']} {what}" for what in _WRITTEN if f"output/{what}" in stats)
            self._progress.end(f"{source}: {kinds(spider.counts + others)}; records: {written or 'none'}")
        if reason in (REPLAYED, TAKEN):
            self._next()
