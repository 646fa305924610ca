"""Articles, lists and pages about the office: which of them become records where addresses do not tell."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scraper.addresses import UrlResolver
from scraper.cms import ANY_CMS, Cms
from scraper.cms.slug_id import SLUG_ID
from scraper.pages.page import Page
from scraper.pages.record import UnannouncedError, read_record
from tests.pages.reading import NEWS, ONE, TWO, paragraphs

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TITLE = "Hội làng mở lại sau ba năm vắng bóng"
SHORT = "Tin buồn"
DATE = "<p>12/06/2023 16:30</p>"
UNKNOWN, HINTED = "http://x.vn/bai-viet", "http://x.vn/tin-tuc/hoi-lang-mo-lai-sau-ba-nam-1001"


def is_record(url: str, title: str, body: str, schemes: tuple[Cms, ...] = ANY_CMS) -> bool:
    html = f"<html><body><div><h1>{title}</h1>{body}</div></body></html>"
    page = Page(url, html.encode(), UrlResolver(("x.vn",), schemes))
    return read_record(page, "portal", title, None, NOW) is not None


def entry(number: int, title: str = "Chợ phiên vùng cao họp lại sau mùa mưa bão") -> str:
    return f'<h3><a href="/bai-viet-{number}">{title} {number}</a></h3>'


LISTS = {
    "teasers": "".join(f"{entry(i)}<p>{ONE}</p>" for i in range(5)),
    "two teasers": f"{entry(1)}<p>{ONE}</p>{entry(2)}<p>{TWO}</p>",
    "one teaser": f"{entry(1)}{DATE}<p>{ONE}</p>",
    "dated teasers": "".join(f"{entry(i)}{DATE}<p>{ONE}</p>" for i in range(3)),
    "one without a link": f"{entry(1)}<p>{ONE}</p>{entry(2)}<p>{TWO}</p>{entry(3)}<p>{ONE}</p><p>{TWO}</p>",
}


@pytest.mark.parametrize("url", [UNKNOWN, HINTED])
@pytest.mark.parametrize("body", LISTS.values(), ids=LISTS)
def test_a_list_is_no_record_however_long_its_name(url: str, body: str) -> None:
    assert not is_record(url, TITLE, body)


@pytest.mark.parametrize("url", [UNKNOWN, HINTED])
@pytest.mark.parametrize("body", [DATE + paragraphs(), f"{paragraphs()}{NEWS}"], ids=["dated", "other news"])
def test_an_article_is_one(url: str, body: str) -> None:
    assert is_record(url, TITLE, body)


def test_links_between_paragraphs_make_no_list() -> None:
    middle = entry(1).replace("h3", "p")
    assert is_record(UNKNOWN, TITLE, f"{DATE}{paragraphs()}{middle}{paragraphs()}{NEWS}")


def test_a_site_that_is_known_may_have_articles_made_of_links() -> None:
    assert is_record(HINTED, TITLE, LISTS["teasers"], (SLUG_ID,))


def test_words_that_announce_nothing_are_left_to_the_walk() -> None:
    with pytest.raises(UnannouncedError):
        is_record(UNKNOWN, SHORT, DATE + paragraphs())
    with pytest.raises(UnannouncedError):
        is_record(UNKNOWN, TITLE, paragraphs())


def test_a_page_about_the_office_is_none() -> None:
    assert not is_record(UNKNOWN, "Giới thiệu", paragraphs())
    assert not is_record("http://x.vn/gioi-thieu/chuc-nang-nhiem-vu-1001", "Chức năng nhiệm vụ", paragraphs())
