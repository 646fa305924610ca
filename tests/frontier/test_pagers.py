"""Pagers: which links lead to further pages of a list, and to which one."""

from __future__ import annotations

import pytest
from scrapy.http import HtmlResponse

from scraper.addresses import UrlResolver
from scraper.cms import Cms, tables_for
from scraper.frontier.pagers import (
    Turn,
    is_pager_link,
    page_number,
    page_of_forms,
    postback_request,
    postback_turns,
    visible_numbers,
    without_page,
)
from scraper.pages.blocks import Link
from scraper.pages.page import Page

LIST = "http://x.vn/tin-tuc"


def words(text: str) -> Link:
    return Link("/x", "", text)


@pytest.mark.parametrize(
    ("text", "current", "visible", "number"),
    [
        ("2", 1, [1, 2, 3], 2),
        ("Trang 7", 1, [], 7),
        ("[3]", 1, [], 3),
        ("Trang sau", 4, [], 5),
        ("TRANG TIẾP", 4, [], 5),
        ("Tiếp theo »", 4, [], 5),
        ("Next", 1, [], 2),
        ("Xem tiếp", 2, [], 3),
        ("»", 4, [3, 4, 5], 5),
        (">", 4, [3, 4, 5], 5),
        ("›", 1, [], 2),
        ("...", 1, [1, 2, 3, 4, 5], 6),
        ("…", 5, [1, 2, 3, 4], 6),
        ("...", 7, [6, 7, 8], 9),
        ("...", 1, [], 2),
        ("Xem thêm", 4, [], 5),
        ("Tải thêm bài viết", 4, [], 5),
        ("Load more", 1, [], 2),
        ("Đọc thêm", 4, [], None),
        ("Trang trước", 4, [], None),
        ("«", 4, [], None),
        ("Đầu", 4, [], None),
        ("First", 4, [], None),
        ("Cuối", 4, [1, 2, 3, 4, 5], None),
        (">>", 4, [], None),
        (">|", 4, [], None),
        ("Hội làng mở lại", 4, [], None),
    ],
)
def test_the_number_of_the_page_behind_a_link(text: str, current: int, visible: list[int], number: int | None) -> None:
    assert page_number(words(text), current, visible) == number


def test_an_arrow_drawn_as_a_picture_is_read_by_its_title() -> None:
    assert page_number(Link("/x", "Trang sau"), 1, []) == 2


@pytest.mark.parametrize(("text", "number"), [("Cũ hơn", 5), ("", 5), ("Xem thêm", 5), ("7", 7), ("»", 5)])
def test_a_link_that_is_marked_as_next_leads_on_whatever_its_words(text: str, number: int) -> None:
    link = Link("/x", "", text, is_next=True)
    assert is_pager_link(link, "http://x.vn/anything", LIST)
    assert page_number(link, 4, [3, 4, 5]) == number


def test_a_script_that_shows_more_may_lead_to_an_article() -> None:
    assert page_number(Link("#", "", "Xem thêm", script="go()"), 4, []) is None
    assert list(postback_turns([turn_link("Xem thêm", "ctl00$detail")], current=1)) == []


@pytest.mark.parametrize(
    ("html", "numbers"),
    [
        ("<form><select name='page'><option value='2'>2<option value='3'>Trang 3</select></form>", [2, 3]),
        ("<form><button name='p' value='5'>Trang sau</button><button name='p' value='3'>«</button></form>", [5, None]),
        ("<form><input type='submit' name='start' value='20'></form>", [20]),
        ("<div data-url='/ajax' data-page='4' data-pages='6'></div>", [5, 6]),
        ("<button data-url='/ajax/tin' data-page='5'>Xem thêm</button>", [5]),
        ("<button data-url='/ajax/tin?offset=20'>Tải thêm</button>", [5]),
        ("<a rel='next' href='/cu-hon'>Cũ hơn</a>", [5]),
        ("<link rel='next' href='/cu-hon'>", [5]),
        ("<a href='?page=5'>Xem thêm</a>", [5]),
        ("<a href='/gioi-thieu'>Xem thêm</a>", []),
        ("<button data-url='/binh-chon'>Văn hóa</button>", []),
    ],
)
def test_what_a_page_offers_is_followed_like_any_pager(html: str, numbers: list[int | None]) -> None:
    page = Page(LIST, html.encode(), UrlResolver(("x.vn",), ()))
    found = [link for link in page.outlinks if link.address and is_pager_link(link, link.address.url, LIST)]
    assert [page_number(link, 4, []) for link in found] == numbers


def test_visible_numbers_are_page_numbers_only() -> None:
    links = [words(text) for text in ("1", "2", "12", "20231231", "Trang sau", "3a", "")]
    assert visible_numbers(links) == [1, 2, 12]


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("2", "http://x.vn/anything"),
        ("Trang sau", "http://x.vn/anything"),
        ("Mới hơn", f"{LIST}?page=2"),
        ("Tin cũ của tháng trước", f"{LIST}/page-2"),
        ("xem", f"{LIST}/trang-12"),
        ("xem", f"{LIST}?_101_INSTANCE_x_cur=3"),
    ],
)
def test_links_to_further_pages(text: str, url: str) -> None:
    assert is_pager_link(words(text), url, LIST)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("Hội làng mở lại", f"{LIST}/hoi-lang-mo-lai-1001"),
        ("Văn hóa", "http://x.vn/van-hoa?page=2"),
        ("Tin tức", LIST),
        ("Lọc theo xã", f"{LIST}?xa=3"),
    ],
)
def test_links_that_are_no_pagers(text: str, url: str) -> None:
    assert not is_pager_link(words(text), url, LIST)


def test_a_sources_own_cms_may_call_its_page_number_as_it_likes() -> None:
    tables = tables_for((Cms("own", page_params=("to",)),))
    assert is_pager_link(words("xem"), f"{LIST}?to=3", LIST, tables)
    assert not is_pager_link(words("xem"), f"{LIST}?to=3", LIST)


@pytest.mark.parametrize("name", ["page", "paged", "page_no", "pageno", "trang", "p", "pg", "pi", "start", "offset"])
def test_usual_names_of_page_numbers(name: str) -> None:
    assert is_pager_link(words("xem"), f"{LIST}?{name}=3", LIST)
    assert not is_pager_link(words("xem"), f"{LIST}?x{name}=3", LIST)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{LIST}?page=2&loai=1", f"{LIST}?loai=1"),
        (f"{LIST}/page/4", LIST),
        (f"{LIST}/trang-4.html", f"{LIST}/trang-5.html"),
        ("http://x.vn/phantrang/3/1/tin", "http://x.vn/3/1/tin"),
    ],
)
def test_pages_of_one_list_have_one_address(one: str, other: str) -> None:
    assert without_page(one) == without_page(other)


def test_a_list_whose_name_ends_in_a_capital_keeps_it() -> None:
    assert without_page("http://x.vn/X/") == "x.vn/X?"


@pytest.mark.parametrize(
    ("script", "event"),
    [
        ("javascript:__doPostBack('ctl00$pager','3') ", ("ctl00$pager", "3")),
        ('javascript:__doPostBack("ctl00$pager", "Page$4")', ("ctl00$pager", "Page$4")),
        ("javascript:__doPostBack(&#39;a&#39;,&#39;&#39;)", ("a", "")),
        ("# __doPostBack( 'a' , 'b' ); return false;", ("a", "b")),
        ("javascript:void(0)", None),
        ("javascript:goPage(3)", None),
        ("__doPostBack(x, y)", None),
        ('javascript:WebForm_DoPostBackWithOptions(new WebForm_PostBackOptions("a", "b", true))', ("a", "b")),
        ("", None),
    ],
)
def test_postbacks_are_read_from_scripts(script: str, event: tuple[str, str] | None) -> None:
    turns = list(postback_turns([Link("#", "", "3", script=script)], current=1))
    assert [(turn.target, turn.argument) for turn in turns] == ([event] if event else [])


def turn_link(text: str, target: str, argument: str = "") -> Link:
    return Link("#", "", text, script=f"javascript:__doPostBack('{target}','{argument}')")


def test_the_dots_before_the_numbers_lead_back_and_those_behind_lead_on() -> None:
    texts = ["...", *map(str, range(11, 21)), "..."]
    links = [turn_link(text, f"ctl00$pager$ctl{number:02}") for number, text in enumerate(texts)]
    turns = list(postback_turns(links, current=11))
    assert [turn.number for turn in turns] == [*range(11, 21), 21]
    assert turns[-1].target == "ctl00$pager$ctl11"


def test_two_grids_are_two_pagers_and_a_calendar_is_none() -> None:
    links = [turn_link(str(day), "ctl00$calendar", str(8000 + day)) for day in range(1, 29)]
    links += [turn_link(str(number), "ctl00$gridA", f"Page${number}") for number in (1, 2, 3)]
    links += [turn_link(str(number), "ctl00$gridB", f"Page${number}") for number in (1, 2)]
    turns = list(postback_turns(links, current=1))
    assert {turn.pager for turn in turns} == {"ctl00$gridA", "ctl00$gridB"}
    assert [turn.number for turn in turns if turn.pager == "ctl00$gridA"] == [1, 2, 3]


@pytest.mark.parametrize("text", ["²", "①", "٣"])
def test_odd_digits_are_no_pages(text: str) -> None:
    assert page_number(words(text), 1, visible_numbers([words(text)])) is None


def test_a_postback_sends_the_pages_own_form() -> None:
    html = (
        '<form action="/tim"><input name="q"></form><form method="post" action="list.aspx" id="aspnetForm">'
        '<input type="hidden" name="__VIEWSTATE" value="abc=="><input type="submit" name="go" value="Tìm"></form>'
    )
    response = HtmlResponse(f"{LIST}/list.aspx", body=html.encode(), encoding="utf-8")
    request = postback_request(response, Turn("ctl00$pager", "3", "ctl00$pager", 3))
    assert (request.method, request.url) == ("POST", f"{LIST}/list.aspx")
    assert request.body == b"__VIEWSTATE=abc%3D%3D&__EVENTTARGET=ctl00%24pager&__EVENTARGUMENT=3"


def test_a_postback_without_a_form_is_an_error() -> None:
    response = HtmlResponse(LIST, body=b"<p>x</p>", encoding="utf-8")
    with pytest.raises(ValueError, match="form"):
        postback_request(response, Turn("a", "b", "a", 2))


def test_a_form_that_could_upload_is_posted_as_any_other() -> None:
    html = (
        '<form method="post" action="/tin.aspx" enctype="multipart/form-data">'
        '<input type="hidden" name="__VIEWSTATE" value="abc"><input type="file" name="tep"></form>'
    )
    response = HtmlResponse("http://x.vn/tin.aspx", body=html.encode(), encoding="utf-8")
    request = postback_request(response, Turn("grid", "Page$2", "grid", 2))
    assert (request.method, request.headers["Content-Type"]) == ("POST", b"application/x-www-form-urlencoded")
    assert b"__EVENTTARGET=grid" in request.body


@pytest.mark.parametrize(
    ("argument", "is_page"), [("2", True), ("Page$2", True), ("9132", False), ("V9131", False), ("V-36", True)]
)
def test_days_of_a_calendar_are_no_pages(argument: str, is_page: bool) -> None:
    link = Link("javascript:void(0)", "", "2", block=0, script=f"__doPostBack('Lich','{argument}')")
    assert bool(list(postback_turns([link], 1))) is is_page


def test_a_crowd_of_attributes_does_not_keep_a_form_from_being_found() -> None:
    crowd = b"<p " + b" ".join(b"a%d=1" % number for number in range(5_000)) + b">"
    form = b"<form method=post action='/tin'><input name=__VIEWSTATE value=x></form>"
    page = page_of_forms(HtmlResponse("http://x.vn/tin", body=crowd + form))
    assert len(page.body) < len(crowd)
    assert b"__VIEWSTATE=x" in postback_request(page, Turn("grid", "Page$2", "grid", 2)).body
    small = HtmlResponse("http://x.vn/tin", body=form)
    assert page_of_forms(small) is small
