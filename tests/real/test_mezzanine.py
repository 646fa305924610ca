"""``scrapy crawl portal`` on Mezzanine, a Django CMS, with its own theme: pages print no date, only "n years ago"."""

from __future__ import annotations

import os
from dataclasses import dataclass

import pytest

from tests.crawling import Run
from tests.real.crawls import REQUESTS, crawl
from tests.real.mezzanine import Mezzanine, missing
from tests.real.mezzanine_pelican_posts import ADDED, ARTICLES, DELETED, EDITED
from tests.real.verdict import Verdict, judge

# An article, and its share of 6 list pages, 10 months, 5 categories, 6 tags, 4 authors, their pages and feeds.
REQUESTS_AN_ARTICLE = 3.0


@dataclass(frozen=True)
class Crawled:
    """A site after its first run."""

    site: Mezzanine
    run: Run
    verdict: Verdict


def _crawl(site: Mezzanine, *arguments: str) -> Run:
    with site.served():
        run = crawl(site.url, site.folder / "output", *arguments)
    assert run.status == 0, run.log[-2000:]
    assert "Traceback" not in run.log
    return run


# Both forms: python -m tests.real mezzanine.
@pytest.fixture(scope="module", params=["plain"])
def crawled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    if reason := missing():
        pytest.skip(reason)
    site = Mezzanine(tmp_path_factory.mktemp("mezzanine"), request.param)
    articles = site.articles()
    assert len(articles) == ARTICLES
    run = _crawl(site)
    return Crawled(site, run, judge(articles, run.records, run.stat(REQUESTS)))


def test_every_post_is_recorded(crawled: Crawled) -> None:
    assert crawled.verdict.lost == ()


def test_nothing_else_is_recorded(crawled: Crawled) -> None:
    """No page of prose, no list, no draft, no post of the future."""
    assert crawled.verdict.extra == ()


def test_every_post_has_one_identity_of_its_own(crawled: Crawled) -> None:
    """Titles that end in a year or a number give slugs that look like numbered ones."""
    assert crawled.verdict.duplicates == ()
    records = crawled.run.records
    posts = {record["canonical_url"]: record["id"] for record in records}
    assert len(records) == len(posts) == len(set(posts.values()))


def test_titles_are_those_of_the_database(crawled: Crawled) -> None:
    assert crawled.verdict.wrong_titles == ()


def test_no_day_is_wrong(crawled: Crawled) -> None:
    """Pages print "2 years ago" only. The sitemap has the days of the last edits, which are others."""
    assert crawled.verdict.wrong_days == ()


def test_texts_begin_and_end_where_the_editor_did(crawled: Crawled) -> None:
    """Before the text the theme prints who posted it and when, after it tags, stars, share buttons and a form."""
    assert crawled.verdict.wrong_starts == ()
    assert crawled.verdict.wrong_ends == ()


def test_authors_and_sections_are_those_that_the_page_prints(crawled: Crawled) -> None:
    verdict = crawled.verdict
    assert (verdict.wrong_authors, verdict.wrong_sections) == ((), ())
    assert (verdict.missing_authors, verdict.missing_sections) == ((), ())


def test_a_post_costs_few_requests(crawled: Crawled) -> None:
    assert crawled.verdict.requests_an_article <= REQUESTS_AN_ARTICLE


@pytest.mark.skipif("ALL_PORTALS" not in os.environ, reason="WordPress stands for all; ALL_PORTALS=1 takes this too")
@pytest.mark.parametrize("crawled", ["plain"], indirect=True)
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
