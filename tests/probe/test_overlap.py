"""How many articles several lists have together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.probe.overlap import PageOfList, ReadList, together

FIRST_DAY = date(2026, 1, 1)


def day(article: int) -> str:
    return (FIRST_DAY + timedelta(days=article)).isoformat()


def read_list(articles: Sequence[int], per_page: int, read: Sequence[int]) -> ReadList:
    """A list of articles, the newest first, of which the pages with these numbers were read."""
    ordered = sorted(articles, reverse=True)
    last = -(-len(ordered) // per_page)
    pages = [
        PageOfList(number, tuple(map(str, ordered[(number - 1) * per_page : number * per_page])))
        for number in sorted({min(number, last) for number in read})
    ]
    return ReadList(len(ordered), pages, last if pages[-1].number == last else None)


def days(*lists: ReadList) -> dict[str, str]:
    return {entry: day(int(entry)) for one in lists for entry in one.entries}


def test_sections_of_a_list_of_all_add_nothing() -> None:
    everything = read_list(range(200), 10, [1, 2, 20])
    sections = [read_list(range(start, 200, 4), 10, [1, 5]) for start in range(4)]
    low, high = together([everything, *sections], days(everything, *sections))
    assert 200 <= low <= 210
    assert high <= 280


def test_sections_without_a_common_article_add_up() -> None:
    sections = [read_list(range(start, 200, 4), 10, [1, 5]) for start in range(4)]
    low, high = together(sections, days(*sections))
    assert low >= 150
    assert high == 200


def test_the_same_list_at_two_addresses_counts_once() -> None:
    one = read_list(range(100), 10, [1, 2])
    low, high = together([one, one], days(one))
    assert low == 100
    assert high <= 106


def test_without_dates_lists_may_be_the_same_or_have_nothing_in_common() -> None:
    one, other = read_list(range(100), 10, [1]), read_list(range(100, 200), 10, [1])
    assert together([one, other], {}) == (100, 200)


def test_no_list_has_no_article() -> None:
    assert together([], {}) == (0, 0)


@settings(deadline=None)
@given(
    st.lists(st.sets(st.integers(0, 300), min_size=1), min_size=1, max_size=5),
    st.integers(3, 20),
    st.lists(st.integers(1, 100), max_size=4),
)
def test_the_range_is_one_and_within_what_is_possible(
    contents: list[set[int]], per_page: int, further: list[int]
) -> None:
    lists = [read_list(sorted(content), per_page, [1, *further]) for content in contents]
    low, high = together(lists, days(*lists))
    longest, total = max(map(len, contents)), sum(map(len, contents))
    assert longest <= low <= high + 1e-9
    assert high <= total + 1e-9


@settings(deadline=None)
@given(st.lists(st.integers(20, 300), min_size=2, max_size=5))
def test_what_was_read_whole_is_counted_nearly_exactly(sizes: list[int]) -> None:
    lists = [read_list(range(size), 10, range(1, 40)) for size in sizes]  # each within the next
    low, high = together(lists, days(*lists))
    assert low == max(sizes)
    assert high <= 1.25 * max(sizes)
