"""About how many articles a site has, and how long it takes."""

from __future__ import annotations

import pytest

from scraper.probe.size import Estimate, ListsEstimate, Seen, SizeFinding, page_position, size_of, times_of

LISTS = ListsEstimate(800, 1_800, ["100 pages of 10"])


@pytest.mark.parametrize(
    ("seen", "lists", "sitemaps", "low", "high"),
    [
        (0, None, [], None, None),
        (300, None, [], 300, None),
        (300, LISTS, [], 761, 1_890),  # 5 % more, for articles in no list and articles with two addresses
        (900, LISTS, [], 857, 1_890),
        (2_000, LISTS, [], 1_904, 2_100),
        (300, LISTS, [Estimate(1_100, "")], 1_100, 1_100),
        (300, LISTS, [Estimate(1_100, ""), Estimate(5_000, "")], 1_100, 5_000),
        (300, LISTS, [Estimate(20, "")], 761, 1_890),  # a sitemap of the latest
        (300, LISTS, [Estimate(310, "")], 761, 1_890),
        (300, None, [Estimate(280, "")], 300, 300),
    ],
)
def test_a_range_of_what_all_evidence_says(
    seen: int, lists: ListsEstimate | None, sitemaps: list[Estimate], low: int | None, high: int | None
) -> None:
    found = size_of(Seen(0, seen, seen), lists, sitemaps)
    assert (found.low, found.high) == (low, high)


def test_a_pager_that_may_go_on_gives_no_upper_end() -> None:
    assert size_of(Seen(0, 300, 300), ListsEstimate(800, 1_000, is_least=True), []).may_be_more
    assert not size_of(Seen(0, 300, 300), LISTS, []).may_be_more


def test_a_site_that_was_seen_whole_is_counted() -> None:
    found = size_of(Seen(6, 7, 8), LISTS, [], is_whole=True)
    assert (found.low, found.high, found.is_whole) == (6, 6, True)


@pytest.mark.parametrize(
    ("url", "position"),
    [
        ("https://x.vn/tin?page=12", (12, False)),
        ("https://x.vn/tin?start=40", (40, True)),
        ("https://x.vn/tin/page/7/", (7, False)),
        ("https://x.vn/tin/trang-3.html", (3, False)),
        ("https://x.vn/tin?id=12", None),
        ("https://x.vn/tin?page=12345678", None),
        ("https://x.vn/tin", None),
    ],
)
def test_the_page_number_in_an_address(url: str, position: tuple[int, bool] | None) -> None:
    assert page_position(url) == position


def test_what_pages_of_a_list_have_in_common_is_no_page_number() -> None:
    assert page_position("https://x.vn/tin?p=31&trang=3", "https://x.vn/tin?p=31&trang=2") == (3, False)
    assert page_position("https://x.vn/tin?p=31", "https://x.vn/tin?p=31") is None


def test_times_follow_from_the_pace() -> None:
    found = times_of(SizeFinding(1_000, 2_000), 2.0, per_page=10, lists=4, hourly=15)
    assert found.first_walk == (2 * (1_100 + 4), 2 * (2_200 + 4))
    assert (found.hourly_requests, found.hourly_run) == (15, 30)


def test_without_a_number_no_time_is_told() -> None:
    found = times_of(SizeFinding(), 2.0, per_page=10, lists=4, hourly=15)
    assert found.first_walk is None
    assert found.hourly_run is not None
    assert times_of(SizeFinding(1, 1), 0.0, per_page=1, lists=1, hourly=15).hourly_run is None
