"""What a page is: an article, a list, a notice, no article, or undecided; and why."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from scraper.addresses import UrlResolver
from scraper.cms import ANY_CMS, Cms
from scraper.cms.slug_id import SLUG_ID
from scraper.cms.websphere import WCM
from scraper.pages.page import Page
from scraper.reading import (
    NO_DATE,
    NOT_ANNOUNCED,
    NOT_EXPECTED,
    Outcome,
    PageContext,
    PageType,
    context_from_json,
    context_to_json,
    decide,
    decide_body,
    is_title_like,
)
from tests.pages.reading import NEWS, ONE, TWO, paragraphs

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TITLE = "Hội làng mở lại sau ba năm vắng bóng"
SHORT = "Tin buồn"
DATE = "<p>12/06/2023 16:30</p>"
SIGNED = "<p style='text-align: right'><strong>Nguyễn Văn An</strong></p>"
UNKNOWN, HINTED = "http://x.vn/bai-viet", "http://x.vn/tin-tuc/hoi-lang-mo-lai-sau-ba-nam-1001"


def outcome(
    url: str, title: str, body: str, context: PageContext | None = None, schemes: tuple[Cms, ...] = ANY_CMS
) -> Outcome:
    """The outcome of a page with a heading; the link to it has the words of the heading."""
    html = f"<html><body><div><h1>{title}</h1>{body}</div></body></html>"
    page = Page(url, html.encode(), UrlResolver(("x.vn",), schemes))
    return decide(page, context or PageContext(title), "portal", NOW)


def sentence(length: int) -> str:
    """Running text of so many characters."""
    text = ("Cả sân đình đứng dậy vỗ tay theo nhịp trống hội. " * 10)[: length - 1].rstrip()
    return text.ljust(length - 1, "a") + "."


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
def test_a_list_is_not_an_article_however_long_its_name(url: str, body: str) -> None:
    found = outcome(url, TITLE, body)
    assert (found.type, found.article, found.is_article) == (PageType.LIST, None, False)


@pytest.mark.parametrize("url", [UNKNOWN, HINTED])
@pytest.mark.parametrize("body", [DATE + paragraphs(), f"{paragraphs()}{NEWS}"], ids=["dated", "other news"])
def test_an_article_is_one(url: str, body: str) -> None:
    found = outcome(url, TITLE, body)
    assert (found.type, found.reason, found.is_article) == (PageType.ARTICLE, "", True)
    assert found.article is not None
    assert found.fields is not None
    assert found.article.title == found.fields.title == TITLE


def test_links_between_paragraphs_do_not_make_a_list() -> None:
    middle = entry(1).replace("h3", "p")
    assert outcome(UNKNOWN, TITLE, f"{DATE}{paragraphs()}{middle}{paragraphs()}{NEWS}").article is not None


def test_a_site_that_is_known_may_have_articles_made_of_links() -> None:
    assert outcome(HINTED, TITLE, LISTS["teasers"], schemes=(SLUG_ID,)).article is not None


def test_at_a_known_site_a_list_with_the_title_of_another_page_is_a_list() -> None:
    found = outcome(HINTED, "Danh mục", LISTS["teasers"], PageContext("Lễ cầu ngư của làng biển"), (SLUG_ID,))
    assert (found.type, found.reason) == (PageType.LIST, "a list with the title of another page")


def test_a_page_about_the_office_is_not_an_article() -> None:
    assert (
        outcome(UNKNOWN, "Giới thiệu", paragraphs()).reason
        == "neither a title link nor date, byline or further articles"
    )
    assert outcome("http://x.vn/gioi-thieu/chuc-nang-nhiem-vu-1001", "Chức năng nhiệm vụ", paragraphs()).type is (
        PageType.LIST
    )


def test_a_page_with_another_title_than_the_link_is_not_its_article() -> None:
    link = PageContext("Chợ phiên vùng cao họp lại sau mùa mưa bão")
    assert outcome(UNKNOWN, TITLE, DATE + paragraphs(), link).reason == "its title is not the link's"


def test_without_a_promise_a_page_is_not_read() -> None:
    expected = (PageType.LIST, NOT_EXPECTED, None)
    for context in (PageContext(), PageContext(TITLE, urls_reliable=True)):
        found = outcome(UNKNOWN, TITLE, DATE + paragraphs(), context)
        assert (found.type, found.reason, found.is_article) == expected
    assert outcome(HINTED, TITLE, DATE + paragraphs(), PageContext()).article is not None


# What a link and a page must say together, where the address promises nothing; a pair for each threshold.
FIVE_WORDS = "Những nhiệm vụ trọng tâm tháng sáu"
FOUR_LONG = "Congratulations! Thanksgiving ceremonies"


@pytest.mark.parametrize(
    ("text", "is_like"),
    [
        (FIVE_WORDS, True),
        ("Nhiệm vụ trọng tâm của huyện ta", True),
        ("Nhiệm vụ trọng tâm của huyện", False),  # 28 characters
        ("aaaa bbbb cccc dddd eeeeeeeeee", True),  # 30
        ("aaaa bbbb cccc dddd eeeeeeeee", False),  # 29
        ("aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd", False),  # four words
        (FOUR_LONG, False),
        ("", False),
    ],
)
def test_words_as_long_as_a_title(text: str, is_like: bool) -> None:
    assert is_title_like(text) is is_like


def test_a_title_link_needs_one_sign_and_a_shorter_one_two() -> None:
    shorter = "Lễ phát động thi đua"
    assert outcome(UNKNOWN, TITLE, paragraphs()).reason == NOT_ANNOUNCED
    assert outcome(UNKNOWN, TITLE, DATE + paragraphs()).article is not None
    assert outcome(UNKNOWN, shorter, DATE + paragraphs()).reason == NOT_ANNOUNCED
    assert outcome(UNKNOWN, shorter, DATE + paragraphs() + SIGNED).article is not None


def test_menus_have_three_words_and_less() -> None:
    for title, is_article in (("Phát động thi đua", True), ("Tin tổng hợp", False)):
        found = outcome(UNKNOWN, title, DATE + paragraphs() + SIGNED + NEWS)
        assert (found.article is not None) is is_article
        assert found.type is (PageType.ARTICLE if is_article else PageType.UNDECIDED)


def test_an_undecided_page_says_what_it_waits_for() -> None:
    found = outcome(UNKNOWN, SHORT, DATE + paragraphs())
    assert (found.type, found.reason, found.article, found.is_article) == (
        PageType.UNDECIDED,
        NOT_ANNOUNCED,
        None,
        None,
    )


@pytest.mark.parametrize(("length", "is_article"), [(150, True), (149, False)])
def test_an_announced_article_has_the_text_of_one(length: int, is_article: bool) -> None:
    found = outcome(UNKNOWN, TITLE, f"{DATE}<p>{sentence(length)}</p>")
    assert (found.article is not None) is is_article, found


def test_an_announced_article_of_one_file_needs_no_text() -> None:
    file = '<p>Kèm theo văn bản này là các phụ lục của xã.</p><p><a href="/uploads/quyet-dinh.pdf">Tải về</a></p>'
    assert outcome(UNKNOWN, TITLE, DATE + file).article is not None


def test_another_page_than_the_link_promised() -> None:
    link = PageContext("Chợ phiên vùng cao họp lại sau mùa mưa bão")
    for length, kind in ((299, PageType.NO_ARTICLE), (300, PageType.ARTICLE)):
        found = outcome(HINTED, "Xin cảm ơn quý vị", f"<p>{sentence(length)}</p>", link, (SLUG_ID,))
        assert found.type is kind, (length, found)
    assert "another title" in outcome(HINTED, "Xin cảm ơn quý vị", f"<p>{ONE}</p>", link, (SLUG_ID,)).reason


@pytest.mark.parametrize("body", ["", "<p></p>"])
def test_a_page_without_text_is_not_an_article_and_says_why(body: str) -> None:
    found = outcome(HINTED, TITLE, body)
    assert (found.type, found.is_article) == (PageType.NO_ARTICLE, False)
    assert found.reason


def test_a_notice_is_told_before_anything_else() -> None:
    html = b"<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1></body></html>"
    page = Page(HINTED, html, UrlResolver(("x.vn",), ANY_CMS))
    found = decide(page, PageContext(), "portal", NOW)
    assert (found.type, found.reason, found.is_article) == (PageType.NOTICE, "missing", None)


# Dates.


def test_a_page_that_nothing_announced_waits_for_its_date() -> None:
    context = PageContext(TITLE, expected_article=False)
    found = outcome(UNKNOWN, TITLE, f"{paragraphs()}{NEWS}", context)
    assert (found.type, found.reason, found.article, found.is_article) == (PageType.UNDECIDED, NO_DATE, None, True)
    assert outcome(UNKNOWN, TITLE, f"{DATE}{paragraphs()}{NEWS}", context).article is not None


def test_the_date_of_a_list_is_a_sign_and_the_date_of_the_record() -> None:
    context = PageContext(TITLE, ("2023-06-12", "12/06/2023"), expected_article=False)
    found = outcome(UNKNOWN, TITLE, paragraphs(), context)
    assert found.article is not None
    assert (found.article.date_published, found.article.date_raw) == ("2023-06-12", "12/06/2023")
    assert found.article.date_source == "listing"


def test_the_day_of_the_fetch_is_vietnams() -> None:
    # 20:00 UTC on the 11th is 3 o'clock on the 12th in Vietnam: a header with that day prints the day of the visit.
    html = f"<html><body><div><p>12/06/2023</p><h1>{TITLE}</h1>{paragraphs()}</div></body></html>"
    page = Page(HINTED, html.encode(), UrlResolver(("x.vn",), ANY_CMS))
    for hour, date in ((20, None), (16, "2023-06-12")):
        article = decide(page, PageContext(TITLE), "portal", datetime(2023, 6, 11, hour, tzinfo=UTC)).article
        assert article is not None
        assert article.date_published == date


# A page alone.


def alone(title: str, body: str, url: str = UNKNOWN, schemes: tuple[Cms, ...] = ANY_CMS) -> Outcome:
    return outcome(url, title, body, PageContext(alone=True), schemes)


def test_a_page_alone_speaks_for_itself() -> None:
    assert alone(TITLE, DATE + paragraphs()).article is not None
    assert alone(TITLE, paragraphs() + NEWS).article is not None
    found = alone(TITLE, paragraphs())
    assert (found.type, found.reason) == (PageType.NO_ARTICLE, "no date, byline or further articles")
    assert alone(TITLE, paragraphs(), HINTED).article is not None, "its address says the same as its title"


def test_a_list_alone_is_a_list() -> None:
    assert alone(TITLE, LISTS["teasers"]).reason == "it lists articles"
    assert alone(TITLE, LISTS["teasers"], HINTED).reason == "it lists articles"
    assert alone(TITLE, LISTS["teasers"], HINTED, (SLUG_ID,)).article is not None


def test_a_site_map_alone_is_not_an_article() -> None:
    assert alone("Sơ đồ trang", DATE + paragraphs()).reason == "a site map"


# Identity.


def test_where_addresses_are_state_an_article_is_told_by_its_words() -> None:
    url = "http://x.vn/wps/portal/tin/!ut/p/z0/aaa/"
    one = outcome(url, TITLE, DATE + paragraphs(), schemes=(WCM,))
    other = outcome(url.replace("aaa", "bbb"), TITLE, DATE + paragraphs(), schemes=(WCM,))
    third = outcome(url, TITLE, DATE + paragraphs(ONE, TWO), schemes=(WCM,))
    assert one.identity == other.identity != third.identity
    moved = outcome(url.replace("/tin/", "/su-kien/"), TITLE, DATE + paragraphs(), schemes=(WCM,))
    assert moved.identity == one.identity, "the same article under two menus"
    undecided = outcome(url, SHORT, DATE + paragraphs(), schemes=(WCM,))
    plain = outcome("http://x.vn/wps/portal/tin", SHORT, DATE + paragraphs(), schemes=(WCM,))
    assert undecided.identity != plain.identity, "a page behind state is not the page before it"
    assert outcome(HINTED, TITLE, DATE + paragraphs()).identity.startswith("key:1001")


# A body.


def decided(url: str, body: bytes, context: PageContext) -> tuple[PageType, str]:
    urls = UrlResolver(("x.vn",), ANY_CMS)
    found = decide_body(url, body, "utf-8", urls, context, source="portal", fetched_at=NOW)
    return found.type, found.reason


def test_a_body_is_decided_as_its_page_is() -> None:
    html = f"<html><body><div><h1>{TITLE}</h1>{DATE}{paragraphs()}</div></body></html>".encode()
    assert decided(UNKNOWN, html, PageContext(TITLE)) == (PageType.ARTICLE, "")
    assert decided(UNKNOWN, html, PageContext()) == (PageType.LIST, NOT_EXPECTED)
    assert decided(UNKNOWN, html, PageContext(alone=True)) == (PageType.ARTICLE, "")
    assert decided("mailto:a@x.vn", html, PageContext(TITLE)) == (PageType.NO_ARTICLE, "not an address")
    assert decided(UNKNOWN, b"", PageContext(TITLE)) == (PageType.NO_ARTICLE, "no HTML")


# Contexts in archives.


CONTEXT = PageContext(TITLE, ("2023-06-12", "12/06/2023"), False, True, ("/tin/*.html?",))
ARCHIVED = {
    "text": TITLE,
    "listed": ["2023-06-12", "12/06/2023"],
    "announced": False,
    "sure": True,
    "learned": ["/tin/*.html?"],
}


@pytest.mark.parametrize("context", [CONTEXT, PageContext(), PageContext(learned_shapes=("a", "b"))])
def test_a_context_is_the_same_after_its_way_through_an_archive(context: PageContext) -> None:
    assert context_from_json(context_to_json(context)) == context


def test_the_keys_of_archives_stay_what_they_were() -> None:
    assert json.loads(context_to_json(CONTEXT)) == ARCHIVED
    assert context_from_json(json.dumps(ARCHIVED)) == CONTEXT


@pytest.mark.parametrize(
    "change",
    [
        {"text": 1},
        {"listed": "2023"},
        {"listed": ["2023"]},
        {"listed": [1, 2]},
        {"announced": 1},
        {"sure": None},
        {"learned": "a"},
        {"learned": [1]},
        {"more": 1},
    ],
    ids=str,
)
def test_a_context_of_another_version_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"its (keys are different|fields have other types)"):
        context_from_json(json.dumps(ARCHIVED | change))


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '"x"'])
def test_what_is_not_a_context_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (json's own words, or ours)
        context_from_json(text)
