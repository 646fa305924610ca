"""Pages of a running NukeViet portal, with the truth from its database: floors that no change may fall below."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from scraper.addresses import Kind, UrlResolver
from scraper.cms import Cms
from scraper.cms import Path as PathRule
from scraper.items import Article
from scraper.pages.page import Page
from scraper.reading import PageContext, decide

PAGES = Path(__file__).parents[3] / "shared" / "pages" / "nukeviet"
TRUTH = PAGES / "truth.jsonl"
pytestmark = pytest.mark.skipif(not TRUTH.exists(), reason=f"real pages are not in the repository: no {TRUTH}")

BODY_FLOOR = 0.985
OTHER_NEWS_FLOOR = 0.98


# Titles of a sample site are too short for the general rule.
NUKEVIET = Cms("own", is_exact=True, articles=(PathRule(r"^/(?P<section>[^/]+)/(?P<title>[^/]+)-(?P<key>\d+)\.html$"),))


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def f1(text: str, truth: str) -> float:
    one, other = words(text), words(truth)
    both = (one & other).total()
    return 2 * both / (one.total() + other.total()) if both else float(one == other)


@pytest.fixture(scope="module")
def pairs() -> list[tuple[dict[str, Any], Article]]:
    urls = UrlResolver(("egov.example.vn",), (NUKEVIET,))
    found = []
    for line in TRUTH.read_text("utf-8").splitlines():
        truth = json.loads(line)
        page = Page(truth["url"], (PAGES / truth["file"]).read_bytes(), urls, "utf-8")
        assert page.address.kind is Kind.ARTICLE
        article = decide(page, PageContext(truth["title"]), "egov", datetime(2026, 1, 1, tzinfo=UTC)).article
        assert article is not None
        found.append((truth, article))
    return found


Pairs = list[tuple[dict[str, Any], Article]]


def test_all_pages_are_there(pairs: Pairs) -> None:
    assert len(pairs) == 58


def test_bodies_have_the_words_of_the_text(pairs: Pairs) -> None:
    scores = []
    for truth, article in pairs:
        lead = [truth["summary"]] if truth["summary"] else []
        scores.append(f1(article.body, "\n".join([*lead, *truth["paragraphs"]])))
    assert mean(scores) >= BODY_FLOOR


def test_titles_are_all_right(pairs: Pairs) -> None:
    assert [(article.title, truth["title"]) for truth, article in pairs if article.title != truth["title"]] == []


def test_printed_dates_are_all_right(pairs: Pairs) -> None:
    wrong = [
        (truth["file"], article.date_published)
        for truth, article in pairs
        if (article.date_published or "")[:16] != truth["date_published"][:16] or article.date_source != "page"
    ]
    assert wrong == []


def test_sections_are_all_right(pairs: Pairs) -> None:
    assert [(truth["file"], a.section) for truth, a in pairs if a.section != truth["section"]] == []


def test_other_news_are_the_lists_of_the_database(pairs: Pairs) -> None:
    missing = surplus = total = 0
    for truth, article in pairs:
        expected = {(unquote(entry["href"]), _iso(entry["date"])) for entry in truth["other_news"]}
        found = {(unquote(urlsplit(entry.url).path), entry.date) for entry in article.other_news}
        total += len(expected)
        missing += len(expected - found)
        surplus += len(found - expected)
    assert 1 - missing / total >= OTHER_NEWS_FLOOR
    assert 1 - surplus / total >= OTHER_NEWS_FLOOR


def _iso(date: str | None) -> str | None:
    return "-".join(reversed(date.split("/"))) if date else None
