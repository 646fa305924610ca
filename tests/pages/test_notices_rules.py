"""Notices at the edges of their sizes, and the order in which they are told."""

from __future__ import annotations

import pytest

from scraper.addresses import UrlResolver
from scraper.pages.notices import Notice, alone, framed, notice_of
from scraper.pages.page import Page
from tests.pins import pins

URLS = UrlResolver(("x.vn",), ())
MISSING = "Không tìm thấy trang"
WALL = "<input type='password'>"


def html(body: str, title: str = "") -> bytes:
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode()


def read(body: str, title: str = "") -> Page:
    return Page("http://x.vn/tin/1", html(body, title), URLS)


@pins("notices._MAX_BYTES")
@pytest.mark.parametrize(("size", "notice"), [(8_000, Notice.MISSING), (8_001, None)])
def test_a_blockers_page_is_small(size: int, notice: Notice | None) -> None:
    body = html(f"<h1>{MISSING}</h1>")
    assert alone(body + b"<!--" + b"x" * (size - len(body) - 7) + b"-->") is notice


def test_a_title_in_capitals_and_on_two_lines_is_read() -> None:
    assert alone(f"<HTML><TITLE>\n{MISSING}\n</TITLE><body>x</body></HTML>".encode()) is Notice.MISSING


@pytest.mark.parametrize(("spaces", "notice"), [(999, Notice.MISSING), (1_000, None)])
def test_a_notice_begins_with_a_tag(spaces: int, notice: Notice | None) -> None:
    assert alone(b" " * spaces + html(MISSING)) is notice


@pins("notices._MAX_WORDS")
@pytest.mark.parametrize(("words", "notice"), [(56, Notice.MISSING), (57, None)])
def test_a_notice_has_few_words(words: int, notice: Notice | None) -> None:
    assert alone(html(f"<h1>{MISSING}</h1><p>{'chữ ' * (words - 1)}</p><p>cuối</p>")) is notice


def test_words_of_scripts_styles_and_comments_are_none() -> None:
    code = f"<script>{'a ' * 99}</script><style>{'a ' * 99}</style><noscript>{'a ' * 99}</noscript><!--{'a ' * 99}-->"
    assert alone(html(f"{code}<h1>{MISSING}</h1>")) is Notice.MISSING
    lines = code.replace("a ", "a\n").replace("script", "SCRIPT")
    assert alone(html(f"{lines}<h1>{MISSING}</h1>")) is Notice.MISSING


@pins("notices._MAX_LINKS")
@pytest.mark.parametrize(("links", "notice"), [(8, Notice.MISSING), (9, None)])
def test_a_notice_has_few_links(links: int, notice: Notice | None) -> None:
    assert alone(html(f"<h1>{MISSING}</h1>{'<A href=/>Về</A>' * links}")) is notice


@pins("notices._FIRST_LINES")
@pytest.mark.parametrize(("lines", "notice"), [(2, Notice.MISSING), (3, None)])
def test_one_of_the_first_lines_says_it(lines: int, notice: Notice | None) -> None:
    body = f"{'<p>Sở Ví Dụ</p>' * lines}<p>{MISSING}</p>"
    assert alone(html(body, "Sở")) is notice
    assert framed(read(body, "Sở")) is notice


@pins("notices._LONG_LINE")
@pytest.mark.parametrize(("length", "notice"), [(160, Notice.WAIT), (161, None)])
def test_a_long_line_is_no_notice(length: int, notice: Notice | None) -> None:
    text = "Please wait while we look"
    assert alone(html(f"<p>{text}{'.' * (length - len(text))}</p>")) is notice


@pytest.mark.parametrize(
    "title", [f"{MISSING} - Sở Ví Dụ", f"Sở Ví Dụ | {MISSING}", f"Lỗi: {MISSING}", f"*** {MISSING}! ***"]
)
def test_one_part_of_a_title_says_it(title: str) -> None:
    assert alone(html("", title)) is Notice.MISSING


def test_entities_are_read() -> None:
    assert alone(html("<p>Kh&#244;ng t&#236;m th&#7845;y trang</p>")) is Notice.MISSING


@pytest.mark.parametrize("field", [WALL, "<INPUT name=a TYPE = 'PASSWORD'>", "<input type=password>"])
def test_a_log_in_wall_asks_for_a_password(field: str) -> None:
    assert alone(html(f"<h1>Đăng nhập</h1>{field}")) is Notice.LOGIN
    assert alone(html("<h1>Đăng nhập</h1>")) is None


@pins("notices._MAX_FRAMED_WORDS")
@pytest.mark.parametrize(("words", "notice"), [(200, Notice.MISSING), (201, None)])
def test_between_menus_a_notice_has_few_words_of_its_own(words: int, notice: Notice | None) -> None:
    menu = "<ul>" + "<li><a href='/x'>một hai ba bốn</a></li>" * 99 + "</ul>"
    page = read(f"{menu}<h1>{MISSING}</h1><p>{'chữ ' * (words - 4 - 100)}</p><p>{'chữ ' * 100}</p>")
    assert framed(page) is notice


def test_between_menus_a_log_in_wall_is_told_by_its_title_alone() -> None:
    assert framed(read(WALL, "Đăng nhập")) is Notice.LOGIN
    assert framed(read("<p>Mời vào</p>", "Đăng nhập")) is None
    assert framed(read(f"<p>Đăng nhập</p>{WALL}", "Sở")) is None
    assert framed(read(f"<p>Đăng nhập</p>{WALL}", "Sở"), instead=True) is None


def test_between_menus_other_notices_count_where_another_title_was_asked_for() -> None:
    page = read("<h1>Website đang bảo trì</h1>", "Sở Ví Dụ")
    assert (framed(page), framed(page, instead=True)) == (None, Notice.MAINTENANCE)


def test_words_of_links_are_no_notice_between_menus() -> None:
    assert framed(read(f"<p><a href='/'>{MISSING}</a></p>", "Sở")) is None


@pins("notices._TITLE_LETTERS")
@pytest.mark.parametrize(
    ("link_text", "notice"),
    [("Bảo trì hệ thống", None), ("Bảo trì website", None), ("Bảo trì máy ch", Notice.MAINTENANCE)],
)
def test_what_was_asked_for_is_no_notice(link_text: str, notice: Notice | None) -> None:
    title = link_text if notice is None else "Bảo trì máy chủ"
    body = html(f"<h1>{title}</h1>", "Sở")
    assert notice_of(Page("http://x.vn/tin/1", body, URLS), link_text) is notice


@pytest.mark.parametrize("frame", ["<h2><a href='/1'>{}</a></h2>", "<p>{}</p>"])
def test_headings_and_lines_without_links_may_be_what_was_asked_for(frame: str) -> None:
    body = html("<p>Bảo trì website</p>" + frame.format("Xã Ví Dụ sửa đường"), "Sở")
    assert notice_of(Page("http://x.vn/tin/1", body, URLS), "XÃ VÍ DỤ  SỬA ĐƯỜNG") is None
    linked = html("<p>Bảo trì website</p><p><a href='/1'>Xã Ví Dụ sửa đường</a></p>", "Sở")
    found = notice_of(Page("http://x.vn/tin/1", linked, URLS), "Xã Ví Dụ sửa đường")
    assert found is Notice.MAINTENANCE


def test_the_title_may_be_what_was_asked_for() -> None:
    body = html("<p>Bảo trì website</p>", "Xã Ví Dụ sửa đường | Sở")
    assert notice_of(Page("http://x.vn/tin/1", body, URLS), "Xã Ví Dụ sửa đường") is None


def test_a_long_page_where_another_title_was_asked_for_may_be_a_notice() -> None:
    body = html("<h1>Website đang bảo trì</h1>" + "<a href='/x'>mục</a> " * 9, "Sở Ví Dụ")
    page = Page("http://x.vn/tin/1", body, URLS)
    assert notice_of(page, "Hội làng mở lại sau ba năm") is Notice.MAINTENANCE
    assert notice_of(page, "Tin") is None
    assert notice_of(page) is None


def test_of_two_notices_the_one_that_passes_by_itself_counts() -> None:
    assert alone(html(f"<p>{MISSING}</p><p>Vui lòng chờ</p>")) is Notice.WAIT
