"""Articles that wait for a date, and pages that wait for their address to be learned."""

from __future__ import annotations

import pytest

from scraper.frontier.link_context import LinkContext
from scraper.frontier.waiting import WaitingArticles, longer
from scraper.text.dates import find_dates
from tests.pins import pins

(DATE,) = find_dates("12/06/2023")
URL = "http://x.vn/tin-1"
SHORT, LONG = "Hội làng...", "Hội làng mở lại sau ba năm"


@pytest.mark.parametrize(
    ("one", "other", "title"),
    [("Hội làng...", "Hội làng mở lại", "Hội làng mở lại"), ("Hội làng", "", "Hội làng"), ("", "", "")],
)
def test_of_two_titles_the_fuller_one(one: str, other: str, title: str) -> None:
    assert longer(one, other) == longer(other, one) == title


def test_a_date_ends_the_waiting_and_the_fuller_title_stays() -> None:
    waiting = WaitingArticles()
    assert waiting.add_link("1", URL, LONG, None) is None
    assert "1" in waiting
    assert waiting.add_link("1", "http://x.vn/en/tin-1", SHORT, DATE) == (URL, LinkContext(LONG, DATE, key="1"))
    assert "1" not in waiting


def test_they_are_taken_in_portions() -> None:
    waiting = WaitingArticles()
    for i in range(3):
        waiting.add_link(str(i), URL, LONG, None)
    assert [identity for identity, _, _ in waiting.take(2, lambda url: True)] == ["0", "1"]
    assert [identity for identity, _, _ in waiting.take(2, lambda url: True)] == ["2"]
    assert waiting.take(2, lambda url: True) == []


def test_undecided_pages_are_taken_once_their_address_is_known() -> None:
    waiting = WaitingArticles()
    waiting.add_undecided("1", URL, LinkContext("Tin buồn", idle=2, expected_article=False))
    assert waiting.take(9, lambda url: False) == []
    assert waiting.take(9, lambda url: url == URL) == [("1", URL, LinkContext("Tin buồn", key="1"))]
    assert waiting.take(9, lambda url: True) == []


@pins("waiting._MAX_REQUESTS")
@pytest.mark.parametrize(("requests", "goes_on"), [(1, True), (2, False)])
def test_a_page_that_stays_undecided_is_not_requested_without_end(requests: int, goes_on: bool) -> None:
    waiting = WaitingArticles()
    for _ in range(requests):
        waiting.add_undecided("1", URL, LinkContext("Tin buồn"))
        assert waiting.take(1, lambda url: True)
    waiting.add_undecided("1", URL, LinkContext("Tin buồn"))
    assert ("1" in waiting) is goes_on
    dated = WaitingArticles()
    for _ in range(requests):
        assert dated.add_link("1", URL, LONG, DATE)
    dated.add_undecided("1", URL, LinkContext(LONG))
    assert ("1" in dated) is goes_on


def test_a_list_may_still_print_the_date_of_an_undecided_page() -> None:
    waiting = WaitingArticles()
    waiting.add_undecided("1", URL, LinkContext("Tin buồn", expected_article=False))
    assert "1" in waiting
    assert not waiting.waits("1")
    assert waiting.add_link("1", URL, "Tin buồn", DATE) == (URL, LinkContext("Tin buồn", DATE, key="1"))
