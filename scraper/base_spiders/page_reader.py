"""Turn the answers of a crawl into pages, decisions, and the articles that are new in this run."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime

from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse
from scrapy.statscollectors import StatsCollector

from scraper.addresses import Address, Kind
from scraper.archive.exchange import WarcLocation
from scraper.base_spiders.careful_reading import CarefulReading
from scraper.base_spiders.reading_task import ReadingTask
from scraper.base_spiders.run_records import RunRecords
from scraper.extensions.archive_recorder import META_KEY as ARCHIVED_KEY
from scraper.extensions.archive_recorder import ArchiveRecorder
from scraper.extensions.source_ledger import LedgerExtension
from scraper.frontier.evidence import PageFacts
from scraper.frontier.frontier import Frontier
from scraper.frontier.held import HeldPage, HeldPages, compressed
from scraper.frontier.link_context import LinkContext
from scraper.frontier.record_outcome import validators
from scraper.items import Article
from scraper.ledger.health import EXAMPLE
from scraper.pages.article import TAKEN, WARNING_UNSURE
from scraper.pages.blocks import MAX_LINKS
from scraper.pages.charset import declared_in
from scraper.pages.json_pages import html_of_json
from scraper.pages.page import EmptyPageError, Page
from scraper.pages.record import article_id
from scraper.reading import (
    MIN_TEXT,
    Outcome,
    PageContext,
    PageType,
    context_to_json,
    is_short,
    is_title_like,
    signs,
)
from scraper.sites import Site, resolver_of

_JSON = (b"{", b"[")
_DIGITS = re.compile(r"\d+")
# Addresses that tell which CMS writes such.
_UNMATCHED_SAMPLE = 200


class PageReader:
    """Reads the answers of one crawl.

    Args:
        crawler: its extensions archive the context of each page.
        site: whose pages they are.
        frontier: what links say of each page; its evidence grows with each outcome.
        ledger: stops the crawl if the disk fails.
        stats: counts every outcome.
    """

    def __init__(
        self,
        crawler: Crawler,
        site: Site,
        frontier: Frontier,
        ledger: LedgerExtension,
        stats: StatsCollector,
    ) -> None:
        self.crawler = crawler
        self.site = site
        self.source = site.source
        self.logger = logging.getLogger(site.source)  # as of its spider: lines of a log name the source
        self.urls = resolver_of(site)
        self.careful = CarefulReading(ledger, stats, self.logger)
        self.frontier = frontier
        self.ledger = ledger
        self.stats = stats
        self.recorded = RunRecords()
        self.matched = 0
        """Records of this run whose addresses a rule of the site's own CMS matches."""
        self.unmatched: list[str] = []
        """Addresses of the first others …"""
        self.not_matched = 0
        """… and their number."""
        self.held = HeldPages()
        self._distinct_pages: set[int] = set()

    async def read(self, response: Response, link: LinkContext) -> tuple[Page, Outcome] | None:
        """The requested page and what it is; None if the answer is something else. Its context is archived."""
        if self._led_astray(response):
            self._warn(
                "read/redirected_away", f"No article, the site led to {response.url}", response.meta["redirect_urls"][0]
            )
            return None
        if not isinstance(response, TextResponse):
            self._count("walk/not_html")
            self.logger.info("Not a page: %s", response.url)
            return None
        body, charset = response.body, declared_charset(response)
        if body.lstrip()[:1] in _JSON and (html := html_of_json(body)) is not None:
            body, charset = html, "utf-8"
        location: WarcLocation | None = response.meta.get(ARCHIVED_KEY)
        fetched_at = location.at if location is not None else datetime.now(UTC)
        address = self.own_address(response.url)
        context = self.frontier.context_of(address, link.key)
        self.archive_context(response.url, location, context)  # first: a replay reads what ended this process
        task = ReadingTask(response.url, body, charset, self.site, context, fetched_at)
        try:
            read = await self.careful.page(link.key or address.identity, task)
        except EmptyPageError:
            self._warn("read/empty_page", "Empty page", response.url)
            return None
        if read is None:
            return None
        page, outcome = read
        self._count("walk/pages")
        self._count_distinct(page)
        if len(page.links) >= MAX_LINKS:
            self._warn("walk/too_many_links", f"More than {MAX_LINKS} links, the rest is read as text", response.url)
        if outcome.type is PageType.NOTICE:
            message = f"Not a page but a notice of the site ({outcome.reason})"
            self._warn(f"read/notice/{outcome.reason}", message, response.url)
        elif outcome.may_change and outcome.identity not in self.recorded:
            self._hold(page, outcome, response, link, task)
        return read

    def own_address(self, url: str) -> Address:
        """The address of a page that answered.

        Raises:
            ValueError: it is not an address of this site.
        """
        address = self.urls.resolve(url, url)
        if address is None:
            raise ValueError(f"not a page's address: {url}")
        return address

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

    def _hold(self, page: Page, outcome: Outcome, response: Response, link: LinkContext, task: ReadingTask) -> None:
        key, facts = link.key or outcome.identity, self.facts(page, outcome)
        if not self.held.is_full:
            self.held.add(
                HeldPage(
                    response.url,
                    compressed(page.received),
                    task.fetched_at,
                    response.meta.get(ARCHIVED_KEY),
                    key,
                    key if page.address.is_stateful else outcome.identity,
                    validators(response),
                    task.context,
                    outcome.type,
                    outcome.reason,
                    facts,
                )
            )
        elif facts is not None:
            self._warn("read/not_held", "Undecided, and too many pages wait: the next run reads it", page.url)

    def facts(self, page: Page, outcome: Outcome) -> PageFacts | None:
        """What an undecided page says itself; None for other pages."""
        fields = outcome.fields
        if fields is None or outcome.type is not PageType.UNDECIDED:
            return None
        return PageFacts(
            title=fields.title,
            is_confirmed=fields.is_confirmed,
            is_promised=page.address.kind is Kind.ARTICLE,
            is_exact=page.address.matched_exactly,
            is_stated=fields.is_stated,
            is_dated=fields.published is not None,
            is_short=is_short(fields),
            has_byline=bool(fields.authors_raw),
            signs=signs(fields, None),
            shape=self.urls.shape(page.address),
        )

    def archive_context(self, url: str, location: WarcLocation | None, context: PageContext) -> None:
        """Archive the context of a page beside its answer, if answers are archived."""
        recorder = self.crawler.get_extension(ArchiveRecorder)
        if recorder is not None and location is not None:
            with self.ledger.disk_errors():
                recorder.write_metadata(url, location, context_to_json(context))

    def accept(self, outcome: Outcome, address: Address, key: str, location: WarcLocation | None) -> Article | None:
        """The article of an outcome, or None if this run has already recorded it; the site's evidence grows."""
        identity, article = outcome.identity, outcome.article
        if identity in self.recorded:
            self._count("read/known")
            return None
        if article is None:
            if not outcome.may_change:
                # If addresses are state, links know the page by its key.
                self._decline(outcome, address, key if key and address.is_stateful else identity)
            return None
        if self._is_recorded_elsewhere(article, address):
            self.recorded.add_page(identity, article.id)
            self._count("read/known")
            return None
        self.recorded.add_page(identity, article.id)
        self.recorded.add_text(article.id, _content(article))
        self._count_match(address)
        self.held.drop(identity)
        is_dated = article.date_published is not None
        self.frontier.evidence.add_article({identity, key or identity}, self.urls.shape(address), is_dated=is_dated)
        self._count_reading(article)
        if location is not None:
            article.archive = {"file": location.file, "offset": location.offset}
        return article

    def _decline(self, outcome: Outcome, address: Address, identity: str) -> None:
        """Record that a page is certainly no article."""
        if outcome.type is PageType.SHELL:  # its HTML says nothing of what pages at such addresses are
            self._warn("read/needs_browser", "Needs a browser, a script loads its text", address.url)
            return
        if outcome.type is PageType.NO_ARTICLE and (address.matched_exactly or self._has_title_link(identity)):
            self._warn("read/no_article", f"No article ({outcome.reason})", address.url)
        self.frontier.evidence.add_other(identity, self.urls.shape(address))

    def _has_title_link(self, identity: str) -> bool:
        return any(map(is_title_like, self.frontier.evidence.of(identity).texts))

    def _is_recorded_elsewhere(self, article: Article, address: Address) -> bool:
        """True if this run has recorded the same article at another address; another article gets an id."""
        if not address.is_stateful:
            article.id = self.ledger.articles.id_of(address.identity) or article.id
        content = _content(article)
        if len(article.body) >= MIN_TEXT and (twin := self.recorded.with_text(content)) is not None:
            article.id = twin
            return True
        before = self.recorded.text_of(article.id)
        if before is None:
            return False
        if before == content:
            return True
        if address.is_stateful or address.key is None:
            return True  # the same address with another text: it changed during the walk
        if not self.stats.get_value("read/ambiguous_numbers"):
            self.logger.warning(
                "Two articles have the number %s in their addresses: such numbers are no keys of this site, and the "
                "address is the id of the second: %s",
                address.key,
                address.url,
            )
        self._count("read/ambiguous_numbers")
        article.id = article_id(self.source, address, article.title, is_key_trusted=False)
        return self.recorded.text_of(article.id) is not None

    def _count_match(self, address: Address) -> None:
        if address.matched_exactly:
            self.matched += 1
            return
        self.not_matched += 1
        if len(self.unmatched) < _UNMATCHED_SAMPLE:
            self.unmatched.append(address.url)

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
        self.stats.set_value(EXAMPLE + name, url)
        self.logger.warning("%s: %s", message, url)


def declared_charset(response: TextResponse) -> str | None:
    """The encoding that the server declares, or None."""
    return declared_in((response.headers.get("Content-Type") or b"").decode("latin-1"))


def _content(article: Article) -> int:
    return hash((article.title, article.body))
