"""Dates of articles in other languages than Vietnamese."""

from __future__ import annotations

import pytest

from scraper.pages.article import ArticleFields, read_article
from tests.pages.reading import page
from tests.pins import pins

TITLE = "Village fair opens again after three years"
URL = "http://paper.example/fair-opens-again"
TEXT = (
    "<div><p>From early morning the people of three hamlets came to the green to set up tents and hang paper lamps.</p>"
    "<p>The elders told old stories again, while the children waited for the tug of war on the wide meadow.</p></div>"
)
DAY = "2023-06-12"


def read(html: str, url: str = URL, head: str = "", today: str = "") -> ArticleFields:
    return read_article(page(f"<div><h1>{TITLE}</h1>{html}</div>", url, head), (), today)


def day(html: str, url: str = URL, head: str = "", today: str = "") -> str | None:
    found = read(html, url, head, today).published
    return found.iso if found else None


@pytest.mark.parametrize(
    ("words", "stated", "taken"),
    [
        ("12. Juni 2023", DAY, DAY),
        ("Publié le 12 juin 2023", f"{DAY}T10:00:00+02:00", DAY),
        ("12.06.23", f"{DAY}T10:00:00Z", DAY),
        ("06/12/23 11:14 AM", f"{DAY}T16:14:25+00:00", DAY),
        ("a week ago", DAY, DAY),
        ("13. Juni 2023", DAY, None),
        ("12. Juni 2022", DAY, None),
        ("12.07.23", DAY, None),
        ("March 3, 2023", DAY, "2023-03-03"),  # what is printed counts
    ],
)
def test_the_words_of_a_time_element_have_the_numbers_of_the_stated_day(
    words: str, stated: str, taken: str | None
) -> None:
    assert day(f"<p><time datetime='{stated}'>{words}</time></p>{TEXT}") == taken


@pins("dates_elsewhere._CENTURY")
@pytest.mark.parametrize(("words", "taken"), [("23.05.23", "2023-05-23"), ("23.05.22", None)])
def test_a_year_of_two_digits_is_no_day(words: str, taken: str | None) -> None:
    assert day(f"<p><time datetime='2023-05-23'>{words}</time></p>{TEXT}") == taken


@pytest.mark.parametrize(
    ("line", "taken"),
    [
        ("By Ann Lee on June 12, 2023", DAY),
        ("By Ann LeeJune 12, 2023 2:24 pm", None),
        ("Ann Lee June 12, 2023 2:24 pm", DAY),
        ("Von Anna Lehmann am 12.06.2023, 11:51 | 0 Meinungen", DAY),
        ("Updated by Ann Lee: June 12, 2023", DAY),
        ("Event: June 12, 2023", None),
        ("Deadline for all is June 12, 2023", None),
        ("From June 12, 2023 in the hall", None),
        ("June 10, 2023 Ann Lee June 12, 2023 Tom Ray", None),  # two days
    ],
)
def test_a_date_among_the_words_of_a_byline(line: str, taken: str | None) -> None:
    assert day(f"<p>{line}</p>{TEXT}") == taken


@pins("dates_elsewhere._MOST_WORDS")
@pytest.mark.parametrize(("count", "taken"), [(12, DAY), (13, None)])
def test_a_sentence_is_no_byline(count: int, taken: str | None) -> None:
    assert day(f"<h4>{'Ann ' * count}June 12, 2023</h4>{TEXT}") == taken


@pytest.mark.parametrize(
    ("url", "today", "taken"),
    [
        ("http://paper.example/2023/06/12/fair-opens-again", "", DAY),
        ("http://paper.example/blog/2023/6/12/fair-opens-again/", "", DAY),
        ("http://paper.example/2023/06/12/fair-opens-again", "2023-06-11", None),
        ("http://paper.example/2023/13/12/fair-opens-again", "", None),
        ("http://paper.example/2023/06/fair-opens-again", "", None),
        ("http://paper.example/2023/06/12/", "", None),
    ],
)
def test_the_day_in_an_address_is_the_last_resort(url: str, today: str, taken: str | None) -> None:
    found = read(TEXT, url, today=today)
    assert (found.published.iso if found.published else None) == taken
    assert found.date_source == ("url" if taken else "page")


def test_the_day_in_an_address_yields_to_any_statement() -> None:
    url = "http://paper.example/2023/06/13/fair-opens-again"
    assert day(f"{TEXT}<p><time datetime='{DAY}'>long ago</time></p>", url) is None
    assert day(TEXT, url, "<meta property='article:published_time' content='2023-06-12T08:00:00Z'>") == DAY


def test_a_statement_that_agrees_with_the_address_outweighs_a_byline() -> None:
    url = "http://paper.example/2023/06/12/fair-opens-again"
    head = "<meta property='article:published_time' content='2023-06-12T08:00:00Z'>"
    assert day(f"<p>Ann Lee June 13, 2023 -- Hong Kong</p>{TEXT}", url, head) == DAY


def test_an_abbreviation_of_a_time_states_it() -> None:
    assert day(f"<p><abbr class='published' title='{DAY}T10:21:40Z'>lundi 12 juin 2023</abbr></p>{TEXT}") == DAY
    assert day(f"<p><abbr title='United Nations 12 2023'>UN</abbr></p>{TEXT}") is None


def test_times_as_mails_have_them_are_statements() -> None:
    head = "<meta name='pubdate' content='Mon, 12 Jun 2023 08:10:27 EST'>"
    assert day(TEXT, head=head) == DAY
    assert day(TEXT, head=head.replace("12 Jun", "42 Jun")) is None


def test_none_of_it_is_for_vietnamese_pages() -> None:
    html = "<div><h1>Hội làng mở lại sau ba năm</h1><p>Bài của Lan June 12, 2023</p><p>Từ sớm, bà con đã tới.</p></div>"
    found = read_article(page(html, "http://portal.vn/2023/06/12/hoi-lang-mo-lai-sau-ba-nam"), ())
    assert found.published is None
