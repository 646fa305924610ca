"""``scrapy crawl portal`` of a real WordPress: every article once, nothing else, and only what changes later."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.crawling import Run
from tests.real.crawls import REQUESTS, crawl
from tests.real.verdict import TrueArticle, Verdict, judge, key
from tests.real.wordpress import VARIANTS, Site, Variant, missing, without_theme, wordpress
from tests.real.wordpress_posts import PUBLISHED, TITLES

# A front page, five sections with their pagers, a sitemap and robots.txt for 60 articles, and a margin.
REQUESTS_AN_ARTICLE = 2.5
# The form of addresses that most sites have; ALL_PORTALS=1 takes all forms and themes.
SHOWN = VARIANTS if os.environ.get("ALL_PORTALS") else VARIANTS[2:3]
ADDED = "Ngày 30/11/2024, cơ quan chức năng bổ sung thông tin về kết quả cuối cùng của vụ việc."


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    if reason := missing():
        pytest.skip(reason)
    with wordpress() as running:
        yield running


@dataclass(frozen=True)
class Crawled:
    """A variant after its first run."""

    variant: Variant
    site: Site
    folder: Path
    articles: dict[int, TrueArticle]
    run: Run

    @property
    def verdict(self) -> Verdict:
        return judge([*self.articles.values()], self.run.records, self.run.stat(REQUESTS))

    def later(self) -> list[dict[str, Any]]:
        """The lines that one more full run adds."""
        before = len(crawl_lines(self.folder))
        run = crawl(self.site.url, self.folder, "-a", "full=1")
        assert run.status == 0, run.log[-2000:]
        assert "Traceback" not in run.log
        return run.records[before:]


def crawl_lines(folder: Path) -> list[str]:
    return [line for path in folder.glob("portal_*.jsonl") for line in path.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module", params=SHOWN, ids=str)
def crawled(request: pytest.FixtureRequest, site: Site, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    variant: Variant = request.param
    if reason := without_theme(variant):
        pytest.skip(reason)
    site.take_form(variant)
    folder = tmp_path_factory.mktemp("crawl")
    return Crawled(variant, site, folder, site.articles(), crawl(site.url, folder))


@pytest.fixture
def crawled_again(crawled: Crawled) -> Crawled:
    """The two variants that further runs are made of."""
    if crawled.variant not in VARIANTS[:1]:
        pytest.skip("two variants are enough")
    return crawled


def test_a_first_run_ends_well(crawled: Crawled) -> None:
    assert crawled.run.status == 0, crawled.run.log[-2000:]
    assert "Traceback" not in crawled.run.log
    assert len(crawled.articles) == PUBLISHED
    assert not list(crawled.folder.glob("*.rejected.jsonl"))


def test_every_article_is_recorded(crawled: Crawled) -> None:
    assert crawled.verdict.lost == ()


def test_each_article_has_one_identity(crawled: Crawled) -> None:
    assert crawled.verdict.duplicates == ()


def test_static_pages_lists_and_what_is_not_public_are_not_recorded(crawled: Crawled) -> None:
    assert crawled.verdict.extra == ()


def test_titles_and_days_are_right(crawled: Crawled) -> None:
    verdict = crawled.verdict
    assert (verdict.wrong_titles, verdict.wrong_days, verdict.missing_days) == ((), (), ())


def test_authors_and_sections_are_not_wrong(crawled: Crawled) -> None:
    verdict = crawled.verdict
    assert (verdict.wrong_authors, verdict.wrong_sections) == ((), ())


def test_what_the_theme_prints_of_authors_and_sections_is_not_missed(crawled: Crawled) -> None:
    verdict = crawled.verdict
    assert (verdict.missing_authors, verdict.missing_sections) == ((), ())


def test_bodies_begin_and_end_with_the_text(crawled: Crawled) -> None:
    assert (crawled.verdict.wrong_starts, crawled.verdict.wrong_ends) == ((), ())


def test_requests_are_few(crawled: Crawled) -> None:
    assert crawled.verdict.requests_an_article <= REQUESTS_AN_ARTICLE


def test_a_second_full_run_writes_nothing(crawled_again: Crawled) -> None:
    assert crawled_again.later() == []


# Last of this file, so that each of the others sees the site as it was filled.
def test_later_runs_write_what_was_deleted_and_what_text_changed(crawled_again: Crawled) -> None:
    site, articles = crawled_again.site, crawled_again.articles
    edited, touched, commented, *gone = unambiguous(articles)[:5]
    try:
        site.call("trash", ids=gone)
        site.call("edit", id=edited, add=f"\n\n<p>{ADDED}</p>")
        site.call("edit", id=touched)
        site.call("comment", id=commented, text="Xin cảm ơn Ban Biên tập.")
        lines = crawled_again.later() + crawled_again.later()
    finally:
        site.call("restore", ids=gone)
        site.call("edit", id=edited, remove=f"\n\n<p>{ADDED}</p>")
    tombstones = [key(line["url"]) for line in lines if line.get("deleted")]
    revisions = [line for line in lines if not line.get("deleted")]
    assert sorted(tombstones) == sorted(key(articles[number].url) for number in gone)
    assert [(key(line["url"]), line["revision"]) for line in revisions] == [(key(articles[edited].url), 2)]
    assert ADDED in revisions[0]["body"]


def unambiguous(articles: dict[int, TrueArticle]) -> list[int]:
    """Posts whose address no other begins with: WordPress redirects a deleted one to such another."""
    urls = [article.url.rstrip("/") for article in articles.values()]
    return [
        number
        for number, article in articles.items()
        if article.title not in TITLES.values() and sum(url.startswith(article.url.rstrip("/")) for url in urls) == 1
    ]
