"""The limits of a walk in numbers: a page, a try or an entry on each side of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from scraper.frontier.limits import TrapGuard, pattern
from scraper.frontier.link_context import LinkContext, article_context
from scraper.ledger.articles import KnownArticle, State
from tests.frontier.test_frontier import Site, article, link
from tests.pins import pins

HOME = "http://x.vn/"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path)
    yield site
    if site.ledger.is_open:
        site.end()


def second_run(site: Site) -> None:
    site.end()
    site.begin()


PAGER = "<p><a href='/tin-tuc?page=2'>2</a> <a href='/tin-tuc?page=3'>3</a></p>"


def turned(site: Site, stale: int) -> int:
    """How many pages of a list are requested behind one that shows nothing new, after so many others."""
    return len(site.follow(PAGER, context=LinkContext(list_root="/tin-tuc", stale=stale, key="/tin-tuc")))


@pins("limits.MAX_STALE")
@pytest.mark.parametrize(("stale", "pages"), [(1, 2), (2, 0)])
def test_a_list_is_over_after_three_pages_with_nothing_new(site: Site, stale: int, pages: int) -> None:
    assert turned(site, stale) == pages


@pins("limits.OVERLAP")
@pytest.mark.parametrize(("stale", "pages"), [(3, 1), (4, 0)])
def test_in_a_later_run_a_list_is_over_after_five_pages(site: Site, stale: int, pages: int) -> None:
    second_run(site)
    assert turned(site, stale) == pages


def test_a_later_run_turns_to_the_next_page_alone(site: Site) -> None:
    second_run(site)
    pager = "".join(f"<a href='/tin-tuc?page={number}'>{number}</a> " for number in (2, 3, 4, 5, 6))
    found = site.follow(f"<p>{pager}</p>", context=LinkContext(list_root="/tin-tuc", number=3, key="/tin-tuc?page=3"))
    assert [context.number for _, context in found] == [2, 3, 4]


@pins("limits.MAX_IDLE")
@pytest.mark.parametrize(("idle", "pages"), [(3, 1), (4, 0)])
def test_a_way_ends_after_five_pages_without_an_article(site: Site, idle: int, pages: int) -> None:
    assert len(site.follow(link("xa"), "muc", LinkContext(idle=idle, key="/muc"))) == pages


@pins("limits.MAX_IDLE_PATTERN")
@pytest.mark.parametrize(("pages", "is_trap"), [(14, False), (15, True)])
def test_fifteen_pages_of_one_pattern_without_an_article_are_a_trap(pages: int, is_trap: bool) -> None:
    guard = TrapGuard()
    for day in range(pages):
        guard.observe(f"{HOME}lich/{day}", productive=False)
    assert guard.is_trap(f"{HOME}lich/99") is is_trap


def test_a_pattern_has_no_numbers_and_no_values() -> None:
    assert pattern(f"{HOME}lich/2023/{'a' * 60}?thang=2&ngay=") == "/lich/0/*?ngay&thang"


@pins("frontier._FREE_CLICKS")
@pytest.mark.parametrize(("depth", "pages"), [(1, 1), (2, 0)])
def test_two_clicks_from_the_front_page_no_menu_is_a_trap(site: Site, depth: int, pages: int) -> None:
    for day in range(15):
        site.follow("", f"lich/{day}", LinkContext(key=f"/lich/{day}"))
    assert len(site.follow(link("lich/99"), "lich/50", LinkContext(key="/lich/50"), depth)) == pages


@pins("frontier._REPEATED")
@pytest.mark.parametrize(("pages", "lists"), [(4, True), (5, False)])
def test_what_stands_on_five_pages_is_a_box_and_no_list(site: Site, pages: int, lists: bool) -> None:
    for number in range(pages):
        key = f"/muc-{number}"
        site.ledger.pages.walked(key, f"{HOME}muc-{number}", "", 1)
        site.follow(f"<ul>{article(1)}</ul>", f"muc-{number}", LinkContext(key=key))
    site.frontier.note_lists()
    known = site.ledger.pages.get("/muc-0")
    assert known is not None
    assert bool(known.lists) is lists


KNOWN = KnownArticle("1", State.FOUND, HOME, "Hội làng", None, None, 3, 0, "", '"e"', None, 0, None)


@pytest.mark.parametrize(
    ("unless_same", "modified", "headers"),
    [
        (False, "Mon", ()),
        (True, "Mon", (("If-None-Match", '"e"'), ("If-Modified-Since", "Mon"))),
        (True, None, (("If-None-Match", '"e"'),)),
    ],
)
def test_a_known_article_is_requested_on_condition(
    unless_same: bool, modified: str | None, headers: tuple[tuple[str, str], ...]
) -> None:
    context = article_context(replace(KNOWN, last_modified=modified), unless_same=unless_same)
    assert context == LinkContext(key="1", conditional_headers=headers)
