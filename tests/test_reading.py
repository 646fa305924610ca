"""What a page is: an article, a list, a notice, no article, or undecided; and why."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.addresses import UrlResolver
from scraper.cms import ANY_CMS, Cms
from scraper.cms.slug_id import SLUG_ID
from scraper.cms.websphere import WCM
from scraper.pages.page import Page
from scraper.reading import (
    NO_DATE,
    NOT_ANNOUNCED,
    NOT_CONFIRMED,
    SHORT,
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
from tests.pins import pins

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TITLE = "Hội làng mở lại sau ba năm vắng bóng"
OBITUARY = "Tin buồn"
DATE = "<p>12/06/2023 16:30</p>"
SIGNED = "<p style='text-align: right'><strong>Nguyễn Văn An</strong></p>"
UNKNOWN, HINTED = "http://x.vn/bai-viet", "http://x.vn/tin-tuc/hoi-lang-mo-lai-sau-ba-nam-1001"


def outcome(
    url: str, title: str, body: str, context: PageContext | None = None, schemes: tuple[Cms, ...] = ANY_CMS
) -> Outcome:
    """The outcome of a page with a heading; the link to it has the words of the heading."""
    html = f"<html><body><div><h1>{title}</h1>{body}</div></body></html>"
    page = Page(url, html.encode(), UrlResolver(("x.vn",), schemes))
    return decide(page, context or PageContext((title,)), "portal", NOW)


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
    assert (found.type, found.article, found.reason) == (PageType.LIST, None, "it lists articles")
    assert not found.may_change


@pytest.mark.parametrize("url", [UNKNOWN, HINTED])
@pytest.mark.parametrize("body", [DATE + paragraphs(), f"{DATE}{paragraphs()}{NEWS}"], ids=["dated", "other news"])
def test_an_article_is_one(url: str, body: str) -> None:
    found = outcome(url, TITLE, body)
    assert (found.type, found.reason, found.may_change) == (PageType.ARTICLE, "", False)
    assert found.article is not None
    assert found.fields is not None
    assert found.article.title == found.fields.title == TITLE


def test_links_between_paragraphs_do_not_make_a_list() -> None:
    middle = entry(1).replace("h3", "p")
    assert outcome(UNKNOWN, TITLE, f"{DATE}{paragraphs()}{middle}{paragraphs()}{NEWS}").article is not None


def test_a_site_that_is_known_may_have_articles_made_of_links() -> None:
    context = PageContext((TITLE,), ("2023-06-12", "12/06/2023"))
    assert outcome(HINTED, TITLE, LISTS["teasers"], context, (SLUG_ID,)).article is not None
    assert outcome(HINTED, TITLE, LISTS["teasers"], context).type is PageType.LIST


def test_at_a_known_site_a_list_with_the_title_of_another_page_is_a_list() -> None:
    link = PageContext(("Lễ cầu ngư của làng biển",))
    found = outcome(HINTED, "Danh mục tin", LISTS["teasers"], link, (SLUG_ID,))
    assert (found.type, found.reason) == (PageType.LIST, "a list with the title of another page")
    assert found.may_change, "a link may still have the words of its title"


# What makes an article, and what leaves a page undecided.


FIVE_WORDS = "Những nhiệm vụ trọng tâm tháng sáu"
FOUR_LONG = "Congratulations! Thanksgiving ceremonies"


@pins("reading.TITLE_WORDS", "reading.TITLE_LENGTH")
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


POST = '<script type=\'application/ld+json\'>{{"@type": "NewsArticle", "headline": "{}"}}</script>'
STATED = POST.format(OBITUARY)


@pytest.mark.parametrize(
    ("url", "title", "body", "link", "reason"),
    [
        # Confirmed by a link or by the address, dated, and as long as a title, promised by the address, or stated.
        (UNKNOWN, TITLE, DATE + paragraphs(), TITLE, ""),
        (UNKNOWN, TITLE, DATE + paragraphs(), "", NOT_CONFIRMED),
        (UNKNOWN, TITLE, DATE + paragraphs(), "Xem chi tiết", NOT_CONFIRMED),
        (HINTED, TITLE, DATE + paragraphs(), "", ""),
        (UNKNOWN, TITLE, paragraphs() + NEWS, TITLE, NO_DATE),
        (HINTED, TITLE, paragraphs() + NEWS, TITLE, NO_DATE),
        (UNKNOWN, OBITUARY, DATE + paragraphs(), OBITUARY, NOT_ANNOUNCED),
        (UNKNOWN, OBITUARY, DATE + paragraphs() + SIGNED + NEWS, OBITUARY, NOT_ANNOUNCED),
        (UNKNOWN, OBITUARY, STATED + DATE + paragraphs(), OBITUARY, ""),
        (UNKNOWN, OBITUARY, POST.format(TITLE) + DATE + paragraphs(), OBITUARY, NOT_ANNOUNCED),
        ("http://x.vn/tin/tin-buon-cua-lang-1001", OBITUARY, DATE + paragraphs(), OBITUARY, ""),
        (UNKNOWN, OBITUARY, STATED + DATE + paragraphs(), "", NOT_CONFIRMED),
        (UNKNOWN, OBITUARY, STATED + paragraphs(), OBITUARY, NO_DATE),
    ],
)
def test_an_article_is_confirmed_and_dated_and_announced(
    url: str, title: str, body: str, link: str, reason: str
) -> None:
    found = outcome(url, title, body, PageContext((link,) if link else ()))
    assert (found.type, found.reason) == (PageType.UNDECIDED if reason else PageType.ARTICLE, reason)
    assert (found.article is None) is found.may_change is bool(reason)
    assert found.fields is not None, "of an undecided page too: they are evidence"


def test_a_page_that_the_site_has_shown_to_be_an_article_is_one_if_it_reads_like_one() -> None:
    expected = PageContext(expected_article=True)
    assert outcome(UNKNOWN, OBITUARY, paragraphs(), expected).article is not None
    assert outcome(UNKNOWN, OBITUARY, f"<p>{sentence(60)}</p>", expected).article is not None
    assert outcome(UNKNOWN, TITLE, LISTS["teasers"], expected).type is PageType.LIST
    assert outcome(UNKNOWN, "Sơ đồ trang", paragraphs(), expected).reason == "a site map"
    assert outcome(UNKNOWN, OBITUARY, f"<p>{sentence(20)}</p>", expected).reason == "hardly any text"


def test_at_a_known_site_an_address_is_enough_for_a_dated_article() -> None:
    url = "http://x.vn/tin-tuc/tin-buon-1001"
    assert outcome(url, OBITUARY, DATE + paragraphs(), PageContext(), (SLUG_ID,)).article is not None
    found = outcome(url, OBITUARY, paragraphs(), PageContext(), (SLUG_ID,))
    assert (found.type, found.reason) == (PageType.UNDECIDED, NO_DATE)
    expected = PageContext(expected_article=True)
    assert outcome(url, OBITUARY, paragraphs(), expected, (SLUG_ID,)).article is not None


@pins("reading.MIN_TEXT")
@pytest.mark.parametrize(("length", "is_short"), [(150, False), (149, True)])
def test_a_text_of_a_few_words_is_an_article_only_with_a_date_of_its_own_or_a_statement(
    length: int, is_short: bool
) -> None:
    text = f"<p>{sentence(length)}</p>"
    listed = PageContext((TITLE,), ("2023-06-12", "12/06/2023"))
    found = outcome(UNKNOWN, TITLE, text, listed)
    assert (found.type, found.reason) == ((PageType.UNDECIDED, SHORT) if is_short else (PageType.ARTICLE, ""))
    assert outcome(UNKNOWN, TITLE, DATE + text, listed).article is not None
    assert outcome(UNKNOWN, TITLE, POST.format(TITLE) + text, listed).article is not None
    assert outcome(UNKNOWN, TITLE, DATE + text, PageContext()).reason == (SHORT if is_short else NOT_CONFIRMED)


def test_an_article_of_one_file_needs_no_text() -> None:
    file = '<p>Kèm theo văn bản này là các phụ lục của xã.</p><p><a href="/uploads/quyet-dinh.pdf">Tải về</a></p>'
    listed = PageContext((TITLE,), ("2023-06-12", "12/06/2023"))
    assert outcome(UNKNOWN, TITLE, file, listed).article is not None


@pins("reading.NOTICE_LENGTH")
def test_another_page_than_the_link_promised() -> None:
    link = PageContext(("Chợ phiên vùng cao họp lại sau mùa mưa bão",), ("2023-06-12", "12/06/2023"))
    for length, kind in ((299, PageType.NO_ARTICLE), (300, PageType.UNDECIDED)):
        found = outcome(HINTED, "Xin cảm ơn quý vị", f"<p>{sentence(length)}</p>", link, (SLUG_ID,))
        assert (found.type, found.may_change) == (kind, True), (length, found)
    assert "another title" in outcome(HINTED, "Xin cảm ơn quý vị", f"<p>{ONE}</p>", link, (SLUG_ID,)).reason


@pytest.mark.parametrize("body", ["", "<p></p>"])
def test_a_page_without_text_is_not_an_article_and_says_why(body: str) -> None:
    found = outcome(HINTED, TITLE, body)
    assert (found.type, found.article, found.may_change) == (PageType.NO_ARTICLE, None, True)
    assert found.reason


def test_a_notice_is_told_before_anything_else() -> None:
    html = b"<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1></body></html>"
    page = Page(HINTED, html, UrlResolver(("x.vn",), ANY_CMS))
    found = decide(page, PageContext(), "portal", NOW)
    assert (found.type, found.reason, found.may_change) == (PageType.NOTICE, "missing", False)


# Dates.


def test_the_date_of_a_list_is_the_date_of_the_record() -> None:
    context = PageContext((TITLE,), ("2023-06-12", "12/06/2023"))
    found = outcome(UNKNOWN, TITLE, paragraphs(), context)
    assert found.article is not None
    assert (found.article.date_published, found.article.date_raw) == ("2023-06-12", "12/06/2023")
    assert found.article.date_source == "listing"
    assert outcome(UNKNOWN, TITLE, paragraphs()).reason == NO_DATE


def test_the_day_of_the_fetch_is_vietnams() -> None:
    # 20:00 UTC on the 11th is 3 o'clock on the 12th in Vietnam: a header with that day prints the day of the visit.
    html = f"<html><body><div><p>12/06/2023</p><h1>{TITLE}</h1>{paragraphs()}</div></body></html>"
    page = Page(HINTED, html.encode(), UrlResolver(("x.vn",), ANY_CMS))
    expected = PageContext((TITLE,), expected_article=True)
    for hour, date in ((20, None), (16, "2023-06-12")):
        article = decide(page, expected, "portal", datetime(2023, 6, 11, hour, tzinfo=UTC)).article
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


@pytest.mark.parametrize(
    ("head", "length", "is_article"),
    [
        (f"<title>{TITLE} - Xã Bãi Cỏ</title>", 300, True),
        (f"<title>{TITLE} - Xã Bãi Cỏ</title>", 299, False),
        ("<title>Hội làng mở lại: xã vắng bóng trai tráng</title>", 300, True),
        ("<title>Xã Bãi Cỏ</title>", 900, False),
        (f"<title>{TITLE}</title><meta property='og:type' content='article'>", 100, True),
    ],
)
def test_a_heading_that_the_head_repeats_is_a_sign_of_a_page_alone(head: str, length: int, is_article: bool) -> None:
    texts = [sentence(100)] * (length // 100 - 1) + [sentence(100 + length % 100)]
    texts[-1:] = [sentence(length - sum(map(len, texts[:-1])) - 2 * (len(texts) - 1))]
    html = f"<html><head>{head}</head><body><div><h1>{TITLE}</h1>{paragraphs(*texts)}</div></body></html>"
    page = Page(UNKNOWN, html.encode(), UrlResolver(("x.vn",), ANY_CMS))
    assert (decide(page, PageContext(alone=True), "portal", NOW).article is not None) is is_article


def test_a_list_that_states_to_be_an_article_is_one_alone() -> None:
    stated = "<meta property='og:type' content='article'>"
    for title, is_article in ((TITLE, True), ("Xã Bãi Cỏ", False)):
        head = f"<title>{title}</title>{stated}"
        html = f"<html><head>{head}</head><body><div><h1>{TITLE}</h1>{LISTS['teasers']}</div></body></html>"
        page = Page(UNKNOWN, html.encode(), UrlResolver(("x.vn",), ANY_CMS))
        assert (decide(page, PageContext(alone=True), "portal", NOW).article is not None) is is_article


def test_a_site_map_alone_is_not_an_article() -> None:
    assert alone("Sơ đồ trang", DATE + paragraphs()).reason == "a site map"


def test_a_page_alone_stays_what_it_is() -> None:
    for title, body in ((TITLE, paragraphs()), ("Sơ đồ trang", DATE + paragraphs()), (TITLE, "")):
        found = alone(title, body)
        assert found.type is not PageType.ARTICLE
        assert found.type is not PageType.UNDECIDED
        assert found.may_change is (found.type is PageType.LIST), "no link leads to it"


# Identity and id.


def test_where_addresses_are_state_an_article_is_told_by_its_words() -> None:
    url = "http://x.vn/wps/portal/tin/!ut/p/z0/aaa/"
    one = outcome(url, TITLE, DATE + paragraphs(), schemes=(WCM,))
    other = outcome(url.replace("aaa", "bbb"), TITLE, DATE + paragraphs(), schemes=(WCM,))
    third = outcome(url, TITLE, DATE + paragraphs(ONE, TWO), schemes=(WCM,))
    assert one.identity == other.identity != third.identity
    moved = outcome(url.replace("/tin/", "/su-kien/"), TITLE, DATE + paragraphs(), schemes=(WCM,))
    assert moved.identity == one.identity, "the same article under two menus"
    undecided = outcome(url, OBITUARY, DATE + paragraphs(), schemes=(WCM,))
    plain = outcome("http://x.vn/wps/portal/tin", OBITUARY, DATE + paragraphs(), schemes=(WCM,))
    assert undecided.identity != plain.identity, "a page behind state is not the page before it"
    assert outcome(HINTED.replace("1001", "12345"), TITLE, DATE + paragraphs()).identity.startswith("key:12345|")
    assert outcome(HINTED, TITLE, DATE + paragraphs()).identity == "/tin-tuc/hoi-lang-mo-lai-sau-ba-nam-1001"


def test_a_number_that_is_no_key_is_no_id() -> None:
    paths = [f"http://x.vn/{folder}/hoi-lang-mo-lai-sau-ba-nam-2023" for folder in ("tin", "su-kien")]

    def ids(*, is_key_trusted: bool) -> set[str]:
        context = PageContext((TITLE,), is_key_trusted=is_key_trusted)
        found = [outcome(url.replace("2023", "3023"), TITLE, DATE + paragraphs(), context).article for url in paths]
        return {article.id for article in found if article is not None}

    assert len(ids(is_key_trusted=True)) == 1
    assert len(ids(is_key_trusted=False)) == 2


def test_a_page_has_the_identity_of_the_address_that_it_states() -> None:
    body = f"<link rel='canonical' href='{HINTED}'>{DATE}{paragraphs()}"
    one = outcome(f"{UNKNOWN}?xem=9", TITLE, body)
    assert one.article is not None
    assert (one.article.url, one.article.canonical_url) == (f"{UNKNOWN}?xem=9", HINTED)
    same = outcome(HINTED, TITLE, DATE + paragraphs())
    assert same.article is not None
    assert (one.identity, one.article.id) == (same.identity, same.article.id)


# More words of links.


OTHER = "Chợ phiên vùng cao họp lại sau mùa mưa bão"
SITE_NAME = "Cổng thông tin huyện nhà"
LISTED = ("2023-06-11", "11/06/2023")
# Words that links to an article have: its title, whole, cut or with more around it, buttons, and those of other pages.
# Not among them: other lines of the page itself, as the site's name in <h1>, which then count as its title; and pages
# at exact addresses without words, which are articles before anything confirms their title.
LINK_WORDS = (
    *(
        TITLE,
        f"{TITLE[:22]}...",
        f"{TITLE}New",
        f"Đọc tiếp: {TITLE}",
        f"{TITLE} {ONE} 12/06/2023",
        f"12/06/2023 {TITLE}",
    ),
    *("Xem chi tiết", "Tiếp theo »", "12/06/2023", "Trang chủ", "3 bình luận", OTHER, "Tin tức hằng ngày"),
)
BODIES = {
    "heading": f"<h1>{TITLE}</h1>{DATE}{paragraphs()}",
    "heading below the site's": f"<h1>{SITE_NAME}</h1><h2>{TITLE}</h2>{DATE}{paragraphs()}{NEWS}",
    "bare line": f"<h1>{SITE_NAME}</h1><p>{TITLE}</p>{DATE}{paragraphs()}{NEWS}",
    "bold line": f"<h1>Tin tức sự kiện</h1><p><b>{TITLE}</b></p>{DATE}{paragraphs()}",
    "undated": f"<h1>{TITLE}</h1>{paragraphs()}{NEWS}",
    "short": f"<h1>{TITLE}</h1>{DATE}<p>{ONE}</p>",
    "list": f"<h1>{TITLE}</h1>{LISTS['teasers']}",
}
SLUG = "http://x.vn/tin-tuc/hoi-lang-mo-lai-sau-ba-nam-vang-bong"
words = st.sets(st.sampled_from(LINK_WORDS), max_size=4)


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("schemes", [ANY_CMS, (SLUG_ID,)], ids=["unknown", "known"])
# 14 kinds of pages, 30 examples of each.
@settings(deadline=None, max_examples=int(os.environ.get("FUZZ_EXAMPLES", "30")))
@given(few=words, more=words, url=st.sampled_from((UNKNOWN, HINTED, SLUG)), listed=st.sampled_from((None, LISTED)))
def test_more_words_of_links_change_no_article(
    body: str, schemes: tuple[Cms, ...], few: set[str], more: set[str], url: str, listed: tuple[str, str] | None
) -> None:
    html = f"<html><head><title>{SITE_NAME}</title></head><body><div>{body}</div></body></html>".encode()

    def decided_by(texts: set[str]) -> Outcome:
        context = PageContext(tuple(sorted(texts)), listed)
        return decide(Page(url, html, UrlResolver(("x.vn",), schemes)), context, "portal", NOW)

    one, other = decided_by(few), decided_by(few | more)
    if not one.may_change:
        assert (one.type, one.reason, one.article, one.identity) == (
            *(other.type, other.reason, other.article, other.identity),
        )
    assert not (one.may_change and one.type is PageType.ARTICLE)


@settings(deadline=None)
@given(st.lists(st.sampled_from(LINK_WORDS), unique=True, max_size=4), st.randoms())
def test_the_order_of_links_changes_nothing(texts: list[str], random: Random) -> None:
    shuffled = texts.copy()
    random.shuffle(shuffled)
    one, other = (outcome(UNKNOWN, TITLE, DATE + paragraphs(), PageContext(tuple(it))) for it in (texts, shuffled))
    assert (one.type, one.reason, one.article) == (other.type, other.reason, other.article)


def test_the_longest_words_of_a_link_are_asked_first() -> None:
    assert PageContext(("Hội làng...", TITLE, "")).longest_text == TITLE
    assert PageContext().longest_text == ""


# A body.


def decided(url: str, body: bytes, context: PageContext) -> tuple[PageType, str]:
    urls = UrlResolver(("x.vn",), ANY_CMS)
    found = decide_body(url, body, "utf-8", urls, context, source="portal", fetched_at=NOW)
    return found.type, found.reason


def test_a_body_is_decided_as_its_page_is() -> None:
    html = f"<html><body><div><h1>{TITLE}</h1>{DATE}{paragraphs()}</div></body></html>".encode()
    linked = PageContext((TITLE,))
    assert decided(UNKNOWN, html, linked) == (PageType.ARTICLE, "")
    assert decided(UNKNOWN, html, PageContext()) == (PageType.UNDECIDED, NOT_CONFIRMED)
    assert decided(UNKNOWN, html, PageContext(alone=True)) == (PageType.ARTICLE, "")
    assert decided("mailto:a@x.vn", html, linked) == (PageType.NO_ARTICLE, "not an address")
    assert decided(UNKNOWN, b"", linked) == (PageType.NO_ARTICLE, "no HTML")


# Contexts in archives.


CONTEXT = PageContext((TITLE, "Xem tiếp"), ("2023-06-12", "12/06/2023"), True, False)
ARCHIVED = {"texts": [TITLE, "Xem tiếp"], "listed": ["2023-06-12", "12/06/2023"], "announced": True, "keys": False}
EARLIER = {"text": TITLE, "listed": ["2023-06-12", "12/06/2023"], "announced": True, "sure": True, "learned": []}


@pytest.mark.parametrize(
    "context", [CONTEXT, PageContext(), PageContext(is_key_trusted=False), PageContext(expected_article=True)]
)
def test_a_context_is_the_same_after_its_way_through_an_archive(context: PageContext) -> None:
    assert context_from_json(context_to_json(context)) == context


def test_the_keys_of_archives_stay_what_they_were() -> None:
    assert json.loads(context_to_json(CONTEXT)) == ARCHIVED
    assert context_from_json(json.dumps(ARCHIVED)) == CONTEXT


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, PageContext((TITLE,), LISTED, expected_article=True)),
        ({"text": ""}, PageContext((), LISTED, expected_article=True)),
        ({"listed": None}, PageContext((TITLE,), expected_article=True)),
        ({"announced": False}, PageContext((TITLE,), LISTED)),
        ({"sure": False}, PageContext((TITLE,), LISTED)),
        ({"sure": False, "learned": ["/tin/*.html?"]}, PageContext((TITLE,), LISTED, expected_article=True)),
    ],
    ids=str,
)
def test_a_context_of_an_earlier_archive_is_still_read(change: dict[str, object], expected: PageContext) -> None:
    dated = {"listed": list(LISTED)}
    assert context_from_json(json.dumps(EARLIER | dated | change)) == expected


@pytest.mark.parametrize(
    "change",
    [
        {"texts": TITLE},
        {"texts": [1]},
        {"listed": "2023"},
        {"listed": ["2023"]},
        {"listed": [1, 2]},
        {"announced": 1},
        {"keys": None},
        {"more": 1},
    ],
    ids=str,
)
def test_a_context_of_another_version_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"its (keys are different|fields have other types)"):
        context_from_json(json.dumps(ARCHIVED | change))


@pytest.mark.parametrize(
    "change", [{"text": 1}, {"listed": "2023"}, {"listed": [1, 2]}, {"learned": None, "more": 1}], ids=str
)
def test_an_earlier_context_with_other_types_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"its (keys are different|fields have other types)"):
        context_from_json(json.dumps(EARLIER | change))


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '"x"'])
def test_what_is_not_a_context_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (json's own words, or ours)
        context_from_json(text)
