"""When a walk stops: at lists that show nothing new, and at patterns of addresses that lead nowhere."""

from __future__ import annotations

import pytest

from scraper.frontier.limits import MAX_IDLE_PATTERN, MAX_STALE, ListProgress, TrapGuard, pattern


def walk(pages: list[list[str]]) -> int:
    """How many pages of a list are asked for before the walk leaves it."""
    progress, stale = ListProgress(), 0
    for number, articles in enumerate(pages, 1):
        stale = progress.stale("list", articles, stale)
        if stale >= MAX_STALE:
            return number
    return len(pages)


def test_a_list_that_repeats_its_last_page_ends() -> None:
    assert walk([["a", "b"], ["c", "d"], *[["c", "d"]] * 50]) == 2 + MAX_STALE


def test_a_list_that_turns_in_a_circle_ends() -> None:
    assert walk([["a"], ["b"], ["c"]] * 20) == 3 + MAX_STALE


def test_an_empty_list_ends() -> None:
    assert walk([[]] * 50) == MAX_STALE


def test_pinned_articles_do_not_end_a_list() -> None:
    pages = [["pinned 1", "pinned 2", f"new {number}"] for number in range(50)]
    assert walk(pages) == 50


def test_one_page_of_nothing_but_pinned_articles_does_not_end_a_list() -> None:
    assert walk([["pinned", "a"], ["pinned"], ["pinned", "b"], ["pinned"], ["pinned", "c"]]) == 5


def test_each_list_has_its_own_progress() -> None:
    progress = ListProgress()
    assert progress.stale("one", ["a"], 0) == 0
    assert progress.stale("other", ["a"], 0) == 0
    assert progress.stale("one", ["a"], 0) == 1


def test_a_pattern_that_leads_nowhere_is_left() -> None:
    guard = TrapGuard()
    for day in range(MAX_IDLE_PATTERN):
        assert not guard.is_trap("http://x.vn/lich/2023/1")
        guard.observe(f"http://x.vn/lich/2023/{day}", productive=False)
    assert guard.is_trap("http://x.vn/lich/2031/12")
    assert not guard.is_trap("http://x.vn/tin/2031/12")


def test_one_new_article_gives_a_pattern_new_credit() -> None:
    guard = TrapGuard()
    for productive in [False] * (MAX_IDLE_PATTERN - 1) + [True] + [False] * (MAX_IDLE_PATTERN - 1):
        guard.observe("http://x.vn/tin?trang=1", productive=productive)
    assert not guard.is_trap("http://x.vn/tin?trang=9")
    guard.observe("http://x.vn/tin?trang=1", productive=False)
    assert guard.is_trap("http://x.vn/tin?trang=9")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://x.vn/lich?ngay=1&thang=2", "http://x.vn/lich?thang=9&ngay=31", True),
        ("http://x.vn/lich?ngay=", "http://x.vn/lich?ngay=3", True),
        ("http://x.vn/2023/05/01", "http://x.vn/1999/12/31", True),
        ("http://x.vn/wps/" + "aB_" * 30, "http://x.vn/wps/" + "zZ-" * 40, True),
        ("http://x.vn/lich?ngay=1", "http://x.vn/lich?nam=1", False),
        ("http://x.vn/lich?ngay=1", "http://x.vn/tin?ngay=1", False),
        ("http://x.vn/tin/a", "http://x.vn/tin/b", False),
    ],
)
def test_a_pattern_is_an_address_less_its_numbers_and_state(one: str, other: str, same: bool) -> None:
    assert (pattern(one) == pattern(other)) is same
