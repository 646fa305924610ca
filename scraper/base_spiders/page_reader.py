"""Turn the answers of a crawl into pages, decisions, and the articles that are new in this run."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime

from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse
from scrapy.statscollectors import StatsCollector

from scraper.addresses import Kind, UrlResolver
from scraper.archive.exchange import WarcLocation
from scraper.extensions.archive_recorder import META_KEY as ARCHIVED_KEY
from scraper.extensions.archive_recorder import ArchiveRecorder
from scraper.extensions.source_ledger import LedgerExtension
from scraper.frontier.frontier import Frontier
from scraper.frontier.link_context import LinkContext
from scraper.items import Article
from scraper.offload import run_in_thread_if_large
from scraper.pages.article import TAKEN, WARNING_UNSURE
from scraper.pages.blocks import MAX_LINKS
from scraper.pages.charset import declared_in
from scraper.pages.page import EmptyPageError, Page
from scraper.reading import (
    NO_DATE,
    NOT_ANNOUNCED,
    Outcome,
    PageContext,
    PageType,
    context_to_json,
    decide,
    is_title_like,
)

_DIGITS = re.compile(r"\d+")


class PageReader:
    """Reads the answers of one crawl.

    Args:
        crawler: its extensions archive the context of each page.
        source: name of the source.
        urls: the addresses of the site; they learn from each outcome.
        frontier: receives undecided pages.
        ledger: stops the crawl if the disk fails.
        stats: counts every outcome.
    """

    def __init__(
        self,
        crawler: Crawler,
        source: str,
        urls: UrlResolver,
        frontier: Frontier,
        ledger: LedgerExtension,
        stats: StatsCollector,
    ) -> None:
        self.crawler = crawler
        self.source = source
        self.logger = logging.getLogger(source)  # as of its spider: lines of a log name the source
        self.urls = urls
        self.frontier = frontier
        self.ledger = ledger
        self.stats = stats
        self.recorded: dict[str, str] = {}
        """Ids of the records of this run, by the identity of their pages."""
        self._distinct_pages: set[int] = set()

    async def page(self, response: Response) -> Page | None:
        """The requested page; None if the answer is something else."""
        if self._led_astray(response):
            self._warn(
                "read/redirected_away", f"No article, the site led to {response.url}", response.meta["redirect_urls"][0]
            )
            return None
        if not isinstance(response, TextResponse):
            self._count("walk/not_html")
            self.logger.info("Not a page: %s", response.url)
            return None
        charset = declared_charset(response)
        try:
            page = await run_in_thread_if_large(
                len(response.body), Page, response.url, response.body, self.urls, charset
            )
        except EmptyPageError:
            self._warn("read/empty_page", "Empty page", response.url)
            return None
        self._count("walk/pages")
        self._count_distinct(page)
        if len(page.links) >= MAX_LINKS:
            self._warn("walk/too_many_links", f"More than {MAX_LINKS} links, the rest is read as text", response.url)
        return page

    def _count_distinct(self, page: Page) -> None:
        """Detect a site with one stub page only: two pages that differ in more than numbers rule it out."""
        if len(self._distinct_pages) <= 1:
            self._distinct_pages.add(hash(tuple(_DIGITS.sub("", block.text) for block in page.blocks)))
            self.stats.set_value("walk/distinct_pages", len(self._distinct_pages))
            self.stats.set_value("walk/page_title", next(iter(page.head.titles), ""))

    def _led_astray(self, response: Response) -> bool:
        """True if an article redirected to another page: many portals redirect deleted articles to the front page."""
        requested = response.meta.get("redirect_urls")
        if not requested:
            return False
        return self._is_article(requested[0]) and not self._is_article(response.url)

    async def decide(self, page: Page, response: Response, link: LinkContext) -> Outcome:
        """The outcome of a page; its context is archived."""
        location: WarcLocation | None = response.meta.get(ARCHIVED_KEY)
        fetched_at = location.at if location is not None else datetime.now(UTC)
        context = self._context(link)
        self._archive(response, context)  # first: a replay reads the page even if reading it ended this process
        size = len(response.body)
        outcome = await run_in_thread_if_large(size, decide, page, context, self.source, fetched_at)
        if outcome.type is PageType.NOTICE:
            message = f"Not a page but a notice of the site ({outcome.reason})"
            self._warn(f"read/notice/{outcome.reason}", message, response.url)
        return outcome

    def _context(self, link: LinkContext) -> PageContext:
        """The context of a page before it is read."""
        date = (link.listing_date.iso, link.listing_date.raw) if link.listing_date is not None else None
        return PageContext(
            link.link_text,
            date,
            link.expected_article,
            self.frontier.urls_reliable,
            tuple(sorted(self.urls.learned)),
        )

    def _archive(self, response: Response, context: PageContext) -> None:
        """Archive the context of a page beside its answer, if answers are archived."""
        recorder = self.crawler.get_extension(ArchiveRecorder)
        if recorder is not None:
            with self.ledger.disk_errors():
                recorder.write_metadata(response, context_to_json(context))

    def accept(self, outcome: Outcome, page: Page, response: Response, link: LinkContext) -> Article | None:
        """The article of an outcome, or None if this run has already recorded it; addresses learn from it."""
        address, identity = page.address, outcome.identity
        if identity in self.recorded:
            self._count("read/known")
            return None
        if outcome.is_article is not None:
            self.urls.observe(address, is_article=outcome.is_article)
        if outcome.type is PageType.NO_ARTICLE:
            if address.kind is Kind.ARTICLE or (address.key and is_title_like(link.link_text)):
                self._warn("read/no_article", f"No article ({outcome.reason})", page.url)
        elif outcome.reason == NOT_ANNOUNCED:
            self.frontier.waiting.add_undecided(identity, page.url, link)
        elif outcome.reason == NO_DATE:
            self.frontier.waiting.add_link(identity, page.url, link.link_text, None)
        article = outcome.article
        if article is not None:
            self.recorded[identity] = article.id
            self.frontier.waiting.drop(identity)
            self._count_reading(article)
            location: WarcLocation | None = response.meta.get(ARCHIVED_KEY)
            if location is not None:
                article.archive = {"file": location.file, "offset": location.offset}
        return article

    def _count_reading(self, article: Article) -> None:
        self._count("read/articles")
        for warning in article.warnings:
            if warning.startswith(WARNING_UNSURE):
                self._count("read/unsure")
                self._count("read/fallback_taken", int(warning.endswith(TAKEN)))
        self._set_share("read/unsure", "read/articles")

    def _set_share(self, part: str, whole: str) -> None:
        share = self.stats.get_value(part, 0) / self.stats.get_value(whole)
        self.stats.set_value(f"{part}_share", round(share, 4))

    def _is_article(self, url: str) -> bool:
        address = self.urls.address(url)
        return address is not None and address.kind is Kind.ARTICLE

    def _count(self, name: str, count: int = 1) -> None:
        self.stats.inc_value(name, count)

    def _warn(self, name: str, message: str, url: str) -> None:
        self._count(name)
        self.logger.warning("%s: %s", message, url)


def declared_charset(response: TextResponse) -> str | None:
    """The encoding that the server declares, or None."""
    return declared_in((response.headers.get("Content-Type") or b"").decode("latin-1"))
