"""What is said of a run that gave less than its source should."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from scraper.items import SITE_FIELDS, Article
from scraper.ledger.health import ANNOUNCED_OTHERS, FAILED, UNDECIDED, UNDECIDED_EXAMPLES, Expectations, History

HEALTH = Expectations(new=2, days=30, filled={"date_published": 0.5}, errors=0.2)
GOOD = {"walk/pages": 20, "walk/pages_with_articles": 20, "item_scraped_count": 20, "field/date_published": 20}


def shortcomings(
    stats: dict[str, Any], *earlier: dict[str, Any], found: int = 9, recorded: int = 20, is_long: bool = True
) -> list[str]:
    return HEALTH.shortcomings(stats, History(iter(earlier), found, recorded, is_long))


def test_a_run_that_is_well() -> None:
    assert shortcomings(GOOD) == []
    assert Expectations().shortcomings(GOOD, History(iter(()), 1, 20, is_long=True)) == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"walk/pages": 0, "walk/failed/download": 3}, "the site returned no page: walk/failed/download 3"),
        ({"walk/pages": 0, "walk/last_failure": "Connection refused"}, "the site returned no page: Connection refused"),
        ({"walk/pages": 0}, "the site returned no page: the log says what it answered"),
        (
            {"walk/pages_with_articles": 0, "walk/distinct_pages": 1, "walk/page_title": "Hãy đợi"},
            "the site answers with nothing but one stub page («Hãy đợi», 20 times)",
        ),
        (
            {"walk/pages_with_articles": 0, "walk/distinct_pages": 2},
            "the site returned 20 pages and none leads to an article: has it been redesigned?",
        ),
        (
            {"field/date_published": 4},
            "date_published is filled in 20% of 20 articles, at least 50% expected: a redesign?",
        ),
        (
            {"walk/failed/500": 5, "read/no_article": 3},
            "8 of 25 requests went wrong, at most 20% expected: walk/failed/500 5, read/no_article 3",
        ),
    ],
)
def test_each_trouble_has_words_of_its_own(changes: dict[str, Any], says: str) -> None:
    assert shortcomings(GOOD | changes) == [says]


def test_the_host_that_takes_over_is_named_where_the_site_returns_no_page() -> None:
    history = History(iter(()), 9, 20, is_long=True)
    gone = {"walk/pages": 0, "walk/last_failure": "no address for hoabinh.gov.vn"}
    says = "the site returned no page: no address for hoabinh.gov.vn; as far as known, phutho.gov.vn takes over"
    assert HEALTH.shortcomings(gone, history, "phutho.gov.vn") == [says]
    assert HEALTH.shortcomings(GOOD, history, "phutho.gov.vn") == []


def test_several_troubles_are_all_said() -> None:
    assert len(shortcomings(GOOD | {"field/date_published": 0, "read/no_article": 9}, found=0)) == 3


def test_a_site_that_publishes_nothing_is_noticed_once_it_is_known_long_enough() -> None:
    assert shortcomings(GOOD, found=1) == ["1 new articles in 30 days, at least 2 expected: is it still kept?"]
    assert shortcomings(GOOD, found=1, is_long=False) == []


def test_a_run_that_read_nothing_new_is_well() -> None:
    assert shortcomings({"walk/pages": 9, "walk/pages_with_articles": 60}) == []


def test_a_few_articles_are_judged_with_those_of_the_runs_before() -> None:
    empty = {"walk/pages": 9, "walk/pages_with_articles": 60, "item_scraped_count": 4}
    assert shortcomings(empty) == []
    assert shortcomings(empty, GOOD) == []
    assert len(shortcomings(empty, empty, empty, GOOD)) == 1


def test_a_field_that_was_always_there_and_is_not_any_more() -> None:
    before = GOOD | {"field/authors": 18, "field/summary": 12}
    now = GOOD | {"field/authors": 0, "field/summary": 0}
    says = ["authors is filled in 0% of 20 articles, 90% before: a redesign?"]
    assert shortcomings(now, before) == says
    # Runs that were found wanting do not become the custom.
    assert shortcomings(now, *[now | {FAILED: 1}] * 50, before) == says


def test_only_fields_of_the_site_show_a_redesign() -> None:
    assert set(SITE_FIELDS) < {field.name for field in fields(Article)}
    of_our_own = {f"field/{field.name}": 20 for field in fields(Article) if field.name not in SITE_FIELDS}
    # Earlier runs archived and repaired, and had a field that this version does not have.
    before = GOOD | of_our_own | {"field/abolished": 20}
    assert shortcomings(GOOD, before) == []
    # They did not have one that this version reads, as after a return to an older version.
    assert shortcomings(before, GOOD) == []
    for name in SITE_FIELDS:
        short = shortcomings(GOOD | {f"field/{name}": 0}, before | {f"field/{name}": 20})
        assert [words.split()[0] for words in short] == [name]


def test_a_source_may_expect_any_field() -> None:
    expectations = Expectations(filled={"document_refs": 0.5})
    says = ["document_refs is filled in 0% of 20 articles, at least 50% expected: a redesign?"]
    assert expectations.shortcomings(GOOD, History(iter(()), 9, 20, is_long=True)) == says


@pytest.mark.parametrize(
    ("undecided", "recorded", "is_short"),
    [
        (0, 0, False),
        # More than there are records, however few.
        (1, 0, True),
        (1, 1, False),
        (4, 3, True),
        # From five on, more than a fifth of both.
        (4, 8, False),
        (5, 8, True),
        (5, 19, True),
        (5, 20, False),
        (50, 200, False),
        (51, 200, True),
    ],
)
def test_pages_that_read_like_articles_and_were_not_recorded(undecided: int, recorded: int, is_short: bool) -> None:
    stats = GOOD | {UNDECIDED: undecided, UNDECIDED_EXAMPLES: "http://x.vn/a, http://x.vn/b"}
    says = [f"{undecided} pages read like articles and were not recorded: http://x.vn/a, http://x.vn/b"]
    assert shortcomings(stats, recorded=recorded) == (says if is_short else [])


def test_undecided_pages_say_more_than_that_there_is_no_article() -> None:
    stats = {"walk/pages": 20, UNDECIDED: 2, UNDECIDED_EXAMPLES: "http://x.vn/a"}
    says = "2 pages read like articles and were not recorded: http://x.vn/a"
    assert shortcomings(stats, recorded=0) == [says]
    assert "has it been redesigned" in shortcomings(stats, recorded=20)[0]


def test_a_source_may_have_more_undecided_pages() -> None:
    stats = GOOD | {UNDECIDED: 30}
    for share, recorded, shortfalls in ((0.49, 30, 1), (0.5, 30, 0), (0.9, 30, 0), (0.9, 29, 1)):
        history = History(iter(()), 9, recorded, is_long=True)
        assert len(Expectations(undecided=share).shortcomings(stats, history)) == shortfalls


@pytest.mark.parametrize(
    ("announced", "recorded", "undecided", "is_short"),
    [(9, 0, 0, False), (10, 0, 0, True), (20, 20, 0, False), (21, 20, 0, True), (21, 18, 3, False)],
)
def test_lists_that_announce_more_than_is_recorded(
    announced: int, recorded: int, undecided: int, is_short: bool
) -> None:
    stats = GOOD | {ANNOUNCED_OTHERS: announced, UNDECIDED: undecided}
    says = (
        f"lists announce {announced} pages by title or date that are no articles, and {recorded} are recorded: "
        "are titles or texts not found?"
    )
    assert shortcomings(stats, recorded=recorded) == ([says] if is_short else [])
