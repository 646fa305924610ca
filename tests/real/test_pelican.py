"""``scrapy crawl portal`` on Pelican with its own theme: files at the root, /ten-bai.html, and no sitemap."""

from __future__ import annotations

import os
from dataclasses import dataclass

import pytest

from tests.crawling import Run
from tests.real.crawls import REQUESTS, crawl
from tests.real.mezzanine_pelican_posts import ADDED, ARTICLES, DELETED, EDITED
from tests.real.pelican import Pelican, missing
from tests.real.verdict import Verdict, judge

# An article, and its share of 6 list pages, 5 categories, 6 tags, 4 authors, their pages and the feed.
REQUESTS_AN_ARTICLE = 2.0


@dataclass(frozen=True)
class Crawled:
    """A site after its first run."""

    site: Pelican
    run: Run
    verdict: Verdict


def _crawl(site: Pelican, *arguments: str) -> Run:
    with site.served():
        run = crawl(site.url, site.folder / "crawled", *arguments)
    assert run.status == 0, run.log[-2000:]
    assert "Traceback" not in run.log
    return run


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    if reason := missing():
        pytest.skip(reason)
    site = Pelican(tmp_path_factory.mktemp("pelican"))
    articles = site.articles()
    assert len(articles) == ARTICLES
    run = _crawl(site)
    return Crawled(site, run, judge(articles, run.records, run.stat(REQUESTS)))


def test_every_post_is_recorded(crawled: Crawled) -> None:
    assert crawled.verdict.lost == ()


def test_nothing_else_is_recorded(crawled: Crawled) -> None:
    """No page of prose, and no list, though the first of them prints the newest post in full."""
    assert crawled.verdict.extra == ()


def test_every_post_has_one_identity_of_its_own(crawled: Crawled) -> None:
    """Titles that end in a year or a number give slugs that look like numbered ones."""
    assert crawled.verdict.duplicates == ()
    records = crawled.run.records
    posts = {record["canonical_url"]: record["id"] for record in records}
    assert len(records) == len(posts) == len(set(posts.values()))


def test_titles_and_days_are_right(crawled: Crawled) -> None:
    """The theme prints the day of publication and, below it, that of the last edit."""
    verdict = crawled.verdict
    assert (verdict.wrong_titles, verdict.wrong_days, verdict.missing_days) == ((), (), ())


def test_authors_are_right(crawled: Crawled) -> None:
    assert (crawled.verdict.wrong_authors, crawled.verdict.missing_authors) == ((), ())


def test_sections_are_right(crawled: Crawled) -> None:
    """Printed as "In Chính trị." below the title."""
    assert (crawled.verdict.wrong_sections, crawled.verdict.missing_sections) == ((), ())


def test_texts_begin_and_end_where_the_editor_did(crawled: Crawled) -> None:
    assert (crawled.verdict.wrong_starts, crawled.verdict.wrong_ends) == ((), ())


def test_a_post_costs_few_requests(crawled: Crawled) -> None:
    assert crawled.verdict.requests_an_article <= REQUESTS_AN_ARTICLE


@pytest.mark.skipif("ALL_PORTALS" not in os.environ, reason="WordPress stands for all; ALL_PORTALS=1 takes this too")
# The last of this file, because it changes the site.
def test_later_runs_write_what_changed_and_nothing_else(crawled: Crawled) -> None:
    first = crawled.run.records
    assert _crawl(crawled.site, "-a", "full=1").records == first
    crawled.site.change()
    _crawl(crawled.site, "-a", "full=1")
    lines = _crawl(crawled.site, "-a", "full=1").records[len(first) :]
    gone = [line for line in lines if line.get("deleted")]
    changed = [line for line in lines if not line.get("deleted")]
    ids = {record["title"]: record["id"] for record in first}
    assert [line["id"] for line in gone] == [ids.get(DELETED)]
    assert [(line["id"], line["revision"]) for line in changed] == [(ids.get(EDITED), 2)]
    assert ADDED in changed[0]["body"]
