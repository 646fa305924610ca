"""``scrapy crawl portal`` on Mezzanine, a Django CMS, with its own theme: pages print no date, only "n years ago"."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.crawling import FAST, read_lines, scrapy
from tests.real.mezzanine_install import HINT, is_installed
from tests.real.mezzanine_server import ARTICLES, Mezzanine
from tests.real.verdict import Verdict, judge

pytestmark = pytest.mark.skipif(not is_installed(), reason=HINT)

DELETED, EDITED = "Thư cảm ơn", "Nghị quyết số 12"
WORDS = "Đoạn này được bổ sung sau khi bài đã đăng, để người đọc biết kết quả cuối cùng của cuộc họp hôm qua."
# The feed that the pages announce prints the dates of the newest posts, Mezzanine's BLOG_RSS_LIMIT.
IN_FEED = 20
# An article, and its share of 6 list pages, 10 months, 5 categories, 6 tags, 4 authors, their pages and feeds.
REQUESTS_AN_ARTICLE = 3.0


@dataclass(frozen=True)
class Crawled:
    """A site after its first crawl."""

    site: Mezzanine
    records: list[dict[str, Any]]
    verdict: Verdict

    def again(self) -> list[dict[str, Any]]:
        """Walk all of the site once more; the lines that this adds to the log."""
        log = _log(self.site)
        before = len(read_lines(log))
        _crawl(self.site, "-a", "full=1")
        return read_lines(log)[before:]


def _log(site: Mezzanine) -> Path:
    return site.folder / "output" / f"portal_127_0_0_1_{site.port}.jsonl"


def _crawl(site: Mezzanine, *arguments: str) -> None:
    output = f"OUTPUT_DIR={site.folder / 'output'}"
    with site.served():
        done = scrapy("crawl", "portal", "-a", f"base_url={site.base_url}", "-s", output, *FAST, *arguments)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "Traceback" not in done.stderr


@pytest.fixture(scope="module", params=["day", ""], ids=["dated", "plain"])
def crawled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    """Both forms of address that Mezzanine offers: /blog/2024/11/29/ten-bai/ and /blog/ten-bai/."""
    site = Mezzanine(tmp_path_factory.mktemp("mezzanine"), request.param)
    truth = site.truth()
    assert len(truth) == ARTICLES
    _crawl(site)
    records = read_lines(_log(site))
    return Crawled(site, records, judge(truth, records, len(site.take_requests())))


def test_every_post_is_recorded(crawled: Crawled) -> None:
    assert crawled.verdict.lost == ()


def test_nothing_else_is_recorded(crawled: Crawled) -> None:
    """No page of prose, no list, no draft, no post of the future."""
    assert crawled.verdict.extra == ()


def test_every_post_has_one_identity_of_its_own(crawled: Crawled) -> None:
    """Titles that end in a year or a number give slugs that look like numbered ones."""
    assert crawled.verdict.duplicates == ()
    posts = {record["canonical_url"]: record["id"] for record in crawled.records}
    assert len(set(posts.values())) == len(posts)
    assert len(crawled.records) == len(posts)


def test_titles_are_those_of_the_database(crawled: Crawled) -> None:
    assert crawled.verdict.wrong_titles == ()


def test_no_day_is_wrong_and_those_in_the_feed_are_known(crawled: Crawled) -> None:
    """The sitemap prints the days of the last edits: no days of publication."""
    verdict = crawled.verdict
    assert verdict.wrong_days == ()
    assert len(verdict.lost) + len(verdict.missing_days) <= ARTICLES - IN_FEED


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


@pytest.mark.parametrize("crawled", [""], ids=["plain"], indirect=True)
def test_later_runs_write_what_changed_and_nothing_else(crawled: Crawled) -> None:
    assert crawled.again() == []
    crawled.site.change(delete=DELETED, edit=EDITED, words=WORDS)
    lines = crawled.again() + crawled.again()
    gone = [line for line in lines if line.get("deleted")]
    changed = [line for line in lines if not line.get("deleted")]
    ids = {record["title"]: record["id"] for record in crawled.records}
    assert [line["id"] for line in gone] == [ids.get(DELETED)]
    assert [(line["id"], line["revision"]) for line in changed] == [(ids.get(EDITED), 2)]
    assert WORDS in changed[0]["body"]
