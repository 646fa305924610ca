"""A time that the page states for machines counts only where a printed day says the same."""

from __future__ import annotations

import pytest

from scraper.pages.metadata import stated_time
from tests.pages.reading import page

DAY = "2023-06-12"
AT = "2023-06-12T16:30:00+07:00"


@pytest.mark.parametrize(
    ("head", "time"),
    [
        ('<meta property="article:published_time" content="2023-06-12T16:30:00+07:00">', AT),
        ('<meta property="article:published_time" content="2023-06-12T09:30:00Z">', AT),
        ('<meta property="article:published_time" content=" 2023-06-12T09:30:00.000+00:00 ">', AT),
        ('<meta itemprop="datePublished" content="2023-06-12T16:30">', AT),
        ('<meta itemprop="datePublished" content="2023-06-12 16:30:00">', AT),
        ('<meta name="pubdate" content="2023-06-12T16:30:00+07:00">', AT),
        ('<script type="application/ld+json">{"datePublished": "2023-06-12T16:30:00+07:00"}</script>', AT),
        # In Viet Nam it was the next day already.
        ('<meta name="pubdate" content="2023-06-11T17:30:00Z">', "2023-06-12T00:30:00+07:00"),
        # The first that agrees.
        (
            f'<meta itemprop="datePublished" content="2023-07-01T10:00:00+07:00"><meta name="pubdate" content="{AT}">',
            AT,
        ),
    ],
)
def test_a_statement_that_agrees_gives_the_time(head: str, time: str) -> None:
    assert stated_time(page("", head=head), DAY) == time


def test_statements_stand_in_the_body_too() -> None:
    assert stated_time(page(f'<span itemprop="datePublished" class="d-none">{AT}</span>'), DAY) == AT
    assert stated_time(page(f'<time itemprop="datePublished" datetime="{AT}">12/6/2023</time>'), DAY) == AT


@pytest.mark.parametrize(
    "name", ["publishdate", "publish-date", "DC.date.issued", "dcterms.created", "parsely-pub-date", "datePublished"]
)
def test_the_time_has_many_names(name: str) -> None:
    assert stated_time(page("", head=f'<meta name="{name}" content="{AT}">'), DAY) == AT
    assert stated_time(page("", head='<meta name="date" content="{AT}">'), DAY) is None


@pytest.mark.parametrize("value", [f"'{AT}'", f'"{AT}"', AT])
def test_a_time_element_states_its_time_with_or_without_quotes(value: str) -> None:
    assert page(f"<p><time datetime={value} class=x>12/6/2023</time></p>").time_tags == [("12/6/2023", AT, False)]


def test_a_time_element_may_be_anothers() -> None:
    assert stated_time(page(f'<time datetime="{AT}">12/6/2023</time>'), DAY) is None


@pytest.mark.parametrize(
    "content",
    [
        "2023-06-13T16:30:00+07:00",
        "2023-06-12T17:00:00Z",  # the next day in Viet Nam
        "2023-06-12",
        "2023-06-12+0708:00:00",  # NukeViet
        "12/06/2023 16:30",
        "hôm qua",
        "",
        "9999-12-31T23:59:59-23:00",
        "0001-01-01T00:00:00+23:00",
        "2023-06-12T25:00:00",
    ],
)
def test_a_statement_that_disagrees_or_says_no_time_gives_none(content: str) -> None:
    head = f'<meta property="article:published_time" content="{content}">'
    assert stated_time(page("", head=head), DAY) is None


def test_a_page_without_statements_has_no_time() -> None:
    assert stated_time(page("<time>12/6/2023</time>"), DAY) is None
