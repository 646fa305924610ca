"""What makes a page's reading a record, and what the record takes from its list."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest

from scraper.addresses import ANY_FAMILY, SLUG_ID, WCM, Scheme, UrlResolver
from scraper.items import Article
from scraper.pages.article import NoArticleError
from scraper.pages.page import Page
from scraper.pages.record import UnannouncedError, article_id, is_title_like, read_alone, read_record
from scraper.text.dates import PrintedDate, find_dates
from tests.pages.lengths import line, sentence
from tests.pages.reading import NEWS, ONE, SENTENCES, paragraphs
from tests.pins import pins

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TITLE = "Hội làng mở lại sau ba năm vắng bóng"
UNKNOWN, HINTED = "http://x.vn/bai-viet", "http://x.vn/tin-tuc/hoi-lang-mo-lai-sau-ba-nam-1001"
DATE, SIGNED = "<p>12/06/2023 16:30</p>", "<p align='right'>Hà Văn Thuận</p>"
(LISTED,) = find_dates("11/06/2023")


def page(title: str, body: str, url: str = UNKNOWN, schemes: tuple[Scheme, ...] = ANY_FAMILY, head: str = "") -> Page:
    html = f"<html><head>{head}</head><body><div><h1>{title}</h1><div>{body}</div></div></body></html>"
    return Page(url, html.encode(), UrlResolver(("x.vn",), schemes))


def record(
    body: str,
    link: str = TITLE,
    listed: PrintedDate | None = None,
    url: str = UNKNOWN,
    title: str = TITLE,
    head: str = "",
) -> Article | None:
    return read_record(page(title, body, url, head=head), "portal", link, listed, NOW)


@pins("record.TITLE_WORDS", "record.TITLE_LENGTH")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hội làng ở thôn Đoài vừa mở lại", True),
        ("Hội làng Đoài vừa mở lạiiiiiii", True),
        ("Hội làng Đoài vừa mở lạiiiiii", False),
        ("Một hai ba bốn năm" + "m" * 12, True),
        ("Một hai ba bốn" + "m" * 16, False),
    ],
)
def test_words_as_long_as_a_title(text: str, expected: bool) -> None:
    assert is_title_like(text) is expected


@pins("record._MIN_TEXT")
@pytest.mark.parametrize(("length", "announced"), [(149, False), (150, True)])
def test_an_announced_article_has_the_text_of_one(length: int, announced: bool) -> None:
    body = DATE + f"<p>{sentence(length)}</p>"
    if announced:
        assert record(body) is not None
    else:
        with pytest.raises(UnannouncedError, match="nothing says so but its text"):
            record(body)


def test_a_file_is_as_good_as_a_text() -> None:
    assert record(f"{DATE}<p>{ONE}</p><p><a href='/tep/a.pdf'>Kế hoạch</a></p>") is not None


SHORT = "Tin buồn ở thôn"  # four words, no title


@pins("record._MENU_WORDS")
@pytest.mark.parametrize(
    ("link", "body", "announced"),
    [
        (TITLE, DATE + paragraphs(), True),
        (TITLE, paragraphs() + SIGNED, True),
        (TITLE, f"{paragraphs()}{NEWS}", True),
        (TITLE, paragraphs(), False),
        (SHORT, DATE + paragraphs() + SIGNED, True),
        (SHORT, DATE + paragraphs(), False),
        ("Tin buồn thôn", DATE + paragraphs() + SIGNED, False),
    ],
)
def test_a_link_that_is_no_title_needs_two_signs(link: str, body: str, announced: bool) -> None:
    if announced:
        assert record(body, link, title=link) is not None
    else:
        with pytest.raises(UnannouncedError):
            record(body, link, title=link)


def test_a_date_in_the_list_is_a_sign() -> None:
    found = record(paragraphs(), listed=LISTED)
    assert found is not None
    assert (found.date_published, found.date_source, found.date_raw) == ("2023-06-11", "listing", "11/06/2023")


def test_the_pages_own_date_comes_before_the_lists() -> None:
    found = record(DATE + paragraphs(), listed=LISTED)
    assert found is not None
    assert (found.date_published, found.date_source) == ("2023-06-12T16:30:00+07:00", "page")


def test_a_stated_time_on_the_listed_day_is_the_records() -> None:
    head = "<meta property='article:published_time' content='2023-06-{}T08:00:00+07:00'>"
    found = record(paragraphs(), listed=LISTED, head=head.format(11))
    assert found is not None
    assert (found.date_published, found.date_source) == ("2023-06-11T08:00:00+07:00", "metadata")
    other = record(paragraphs(), listed=LISTED, head=head.format(12))
    assert other is not None
    assert (other.date_published, other.date_source) == ("2023-06-11", "listing")
    (timed,) = find_dates("11/06/2023 10:00")
    third = record(paragraphs(), listed=timed, head=head.format(11))
    assert third is not None
    assert (third.date_published, third.date_source) == ("2023-06-11T10:00:00+07:00", "listing")


def test_a_change_is_recorded() -> None:
    found = record(f"<p>Ngày đăng: 12/06/2023</p><p>Cập nhật: 13/06/2023</p>{paragraphs()}")
    assert found is not None
    assert (found.date_published, found.date_modified) == ("2023-06-12", "2023-06-13")


def test_another_pages_title_is_no_record() -> None:
    assert record(DATE + paragraphs(), "Chợ phiên vùng cao họp lại sau mùa mưa") is None


@pytest.mark.parametrize(
    ("link", "body", "is_record"),
    [
        (TITLE, paragraphs(), True),
        ("Hội làng", DATE + paragraphs(), True),
        ("Hội làng", paragraphs(), False),
    ],
)
def test_a_hint_needs_a_title_or_a_sign(link: str, body: str, is_record: bool) -> None:
    assert (record(body, link, url=HINTED) is not None) is is_record


LIST = "".join(f"<p><a href='/tin-tuc/bai-viet-so-{i}01'>{line(40)}</a></p><p>{ONE}</p>" for i in range(1, 5))


def test_a_list_under_an_articles_address_is_none_when_its_title_is_another() -> None:
    other = "Danh sách những tin của năm nay"
    sure = (SLUG_ID,)
    assert read_record(page(other, LIST, HINTED, sure), "portal", "", None, NOW) is None
    assert read_record(page("Hội làng mở lại sau ba năm", LIST, HINTED, sure), "portal", "", None, NOW) is not None
    assert read_record(page(other, paragraphs(), HINTED, sure), "portal", "", None, NOW) is not None


@pins("record._SHORT")
@pytest.mark.parametrize(("length", "is_record"), [(299, False), (300, True)])
def test_hardly_any_text_under_another_title_is_another_page(length: int, is_record: bool) -> None:
    it = page("Mời bà con đăng nhập vào trang", f"<p>{sentence(length)}</p>", HINTED, (SLUG_ID,))
    link = "Chợ phiên vùng cao họp lại sau mùa mưa"
    if is_record:
        assert read_record(it, "portal", link, None, NOW) is not None
    else:
        with pytest.raises(NoArticleError, match="another title than the link's"):
            read_record(it, "portal", link, None, NOW)
        assert read_record(it, "portal", "Chợ phiên", None, NOW) is not None, "that is no title"


def test_with_a_sign_even_a_short_text_is_a_record() -> None:
    it = page("Mời bà con đăng nhập vào trang", f"{DATE}<p>{ONE}</p>", HINTED, (SLUG_ID,))
    assert read_record(it, "portal", "Chợ phiên vùng cao họp lại sau mùa mưa", None, NOW) is not None


def test_today_is_vietnams() -> None:
    late = datetime(2023, 6, 11, 17, 30, tzinfo=UTC)
    html = f"<div><p>{{}}</p><h1>{TITLE}</h1><div>{paragraphs()}</div></div>"

    def date(printed: str) -> str | None:
        it = Page(HINTED, html.format(printed).encode(), UrlResolver(("x.vn",), (SLUG_ID,)))
        found = read_record(it, "portal", TITLE, None, late)
        assert found is not None
        return found.date_published

    assert (date("12/06/2023"), date("11/06/2023")) == (None, "2023-06-11")


# ------------------------------------------------------------------ identity


def hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def test_an_articles_id_is_its_key_or_else_its_address() -> None:
    book = UrlResolver(("x.vn",), (SLUG_ID, WCM))
    for path, key in (
        ("/tin-tuc/hoi-lang-mo-lai-1001", "1001"),
        ("/bai-viet", "/bai-viet"),
        ("/wps/portal/tin/!ut/p/z0/aaa/", f"/wps/portal/tin|{TITLE}"),
    ):
        address = book.resolve("http://x.vn/", path)
        assert address is not None
        assert article_id("portal", address, TITLE) == hashed(f"portal\n{key}")


def test_a_record_has_all_that_was_read() -> None:
    found = record(
        f"{DATE}<p class='sapo'>{ONE}</p>{paragraphs(*SENTENCES[1:])}{SIGNED}", url=f"{UNKNOWN}?utm_source=x"
    )
    assert found is not None
    assert (found.source, found.url, found.canonical_url) == ("portal", f"{UNKNOWN}?utm_source=x", UNKNOWN)
    assert (found.title, found.summary, found.body) == (TITLE, ONE, "\n\n".join(SENTENCES))
    assert (found.authors, found.authors_raw) == (["Hà Văn Thuận"], "Hà Văn Thuận")
    assert found.fetched_at.startswith("2026-01-01T")
    assert found.warnings == []


# ------------------------------------------------------------------ a page by itself


@pytest.mark.parametrize(
    ("title", "body", "url", "why"),
    [
        (TITLE, LIST, UNKNOWN, "it lists articles"),
        ("Sơ đồ trang", DATE + paragraphs(), UNKNOWN, "a site map"),
        (TITLE, paragraphs(), UNKNOWN, "no date, byline or further articles"),
        (TITLE, DATE + paragraphs(), UNKNOWN, None),
        ("Hội làng mở lại sau ba năm", paragraphs(), HINTED, None),
        ("Hội làng mở lại sau ba năm", LIST, HINTED, "it lists articles"),
    ],
)
def test_a_page_of_which_nothing_else_is_known(title: str, body: str, url: str, why: str | None) -> None:
    if why is None:
        reading, article = read_alone(page(title, body, url), "portal", NOW)
        assert (reading.title, article.title, article.source) == (title, title, "portal")
    else:
        with pytest.raises(NoArticleError, match=why):
            read_alone(page(title, body, url), "portal", NOW)


def test_under_a_sure_address_a_page_of_links_is_an_article() -> None:
    _, article = read_alone(page("Hội làng mở lại sau ba năm", LIST, HINTED, (SLUG_ID,)), "portal", NOW)
    assert article.title == "Hội làng mở lại sau ba năm"
    with pytest.raises(NoArticleError, match="it lists articles"):
        read_alone(page("Danh sách những tin của năm nay", LIST, HINTED, (SLUG_ID,)), "portal", NOW)
