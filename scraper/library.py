"""Read one page into a record from Python: ``from scraper import read``."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import cache

from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from scraper.items import Article
from scraper.pages.article import NoArticleError
from scraper.pipelines import enrich
from scraper.reading import PageContext, decide_body
from scraper.sites import Sites, resolver_of, sites_of
from scraper.text.clock import VIETNAM


def read_page(html: bytes | str, url: str, link_text: str, today: date | None) -> Article:
    """See :func:`scraper.read`."""
    site = _sites().site(url)
    if site is None:
        raise ValueError(f"url must be an http or https address, not {url!r}")
    outcome = decide_body(
        url,
        html.encode("utf-8", "replace") if isinstance(html, str) else html,
        "utf-8" if isinstance(html, str) else None,
        resolver_of(site),
        PageContext((link_text,) if link_text else (), alone=not link_text),
        source=site.source,
        fetched_at=_moment(today),
        is_last=True,
    )
    if outcome.article is None:
        raise NoArticleError(f"{url} is not an article: {outcome.type} ({outcome.reason})")
    return enrich(outcome.article, repair=True)


@cache
def _sites() -> Sites:
    return sites_of(SpiderLoader.from_settings(Settings({"SPIDER_MODULES": ["scraper.spiders"]})))


def _moment(today: date | None) -> datetime:
    return datetime.now(UTC) if today is None else datetime.combine(today, time(), VIETNAM)
