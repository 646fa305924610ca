"""A search as an address, and back."""

from __future__ import annotations

import pytest
from starlette.datastructures import QueryParams

from scraper.search.answer import SearchQuery
from scraper.search.filters import Filters, QueryError
from scraper.web.search_address import address, asked, page_address, pairs_of, toggled, without

WHOLE = SearchQuery(
    "chuyển đổi số", Filters(("hoabinh", "stp"), ("Tin tức",), ('Nguyễn "A"',), "2024-05", "2024-06", ("image",)), 20
)


def test_an_address_gives_the_query_that_it_was_made_of() -> None:
    assert asked(QueryParams(pairs_of(WHOLE)), paged=True) == WHOLE
    assert asked(QueryParams(page_address(WHOLE, 3).partition("?")[2]), paged=True).offset == 40
    assert page_address(SearchQuery()) == "/"
    assert address("/api/search", [("q", "a&b=c d")]) == "/api/search?q=a%26b%3Dc+d"


def test_filters_in_the_words_are_added() -> None:
    query = asked(QueryParams("q=hội nghị source:hoabinh&source=stp&limit=5&offset=10"), paged=False)
    assert (query.words, query.filters.sources) == ("hội nghị", ("stp", "hoabinh"))
    assert (query.limit, query.offset) == (5, 10)


def test_empty_parameters_and_unknown_ones_have_no_effect() -> None:
    assert asked(QueryParams("q=+&source=&since=&page=&x=1"), paged=True) == SearchQuery(limit=20)


@pytest.mark.parametrize(
    "parameters",
    [
        "page=0",
        "page=501",
        "page=-1",
        "page=x",
        "page=٣",
        "page=" + "9" * 400,
        "q=" + "a" * 501,
        "since=" + "1" * 501,
        "section=" + "a" * 501,
        "&".join(f"source=s{number}" for number in range(21)),
        "q=field:x",
    ],
)
def test_what_has_no_sense_is_refused(parameters: str) -> None:
    with pytest.raises(QueryError):
        asked(QueryParams(parameters), paged=True)


@pytest.mark.parametrize("parameters", ["limit=0", "limit=101", "offset=10001", "offset=1.5"])
def test_what_json_cannot_give_is_refused(parameters: str) -> None:
    with pytest.raises(QueryError):
        asked(QueryParams(parameters), paged=False)


def test_the_largest_values_are_taken() -> None:
    assert asked(QueryParams("page=500"), paged=True).offset == 9_980
    assert asked(QueryParams("limit=100&offset=10000"), paged=False).offset == 10_000
    assert len(asked(QueryParams("q=" + "a" * 500), paged=False).words) == 500
    assert len(asked(QueryParams("&".join(f"source=s{n}" for n in range(20))), paged=False).filters.sources) == 20


@pytest.mark.parametrize("kind", ["source", "section", "author", "month"])
def test_a_second_click_removes_what_the_first_added(kind: str) -> None:
    query = SearchQuery("hội nghị")
    once = toggled(query, kind, "2024-05")
    assert once != query
    assert toggled(once, kind, "2024-05") == query
    assert without(once, kind) == query


def test_another_month_takes_the_place_of_the_first() -> None:
    query = toggled(toggled(SearchQuery(), "month", "2024-05"), "month", "2024-06")
    assert (query.filters.since, query.filters.until) == ("2024-06", "2024-06")
