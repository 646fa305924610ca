"""Which links below a label are other news, where their list ends, and whose label it is."""

from __future__ import annotations

import pytest

from scraper.addresses import UrlResolver
from scraper.cms.websphere import WCM
from scraper.items import OtherNews
from scraper.pages.article import read_article
from scraper.pages.page import Page
from tests.pages.lengths import line
from tests.pages.reading import HOST, TITLE, URL, article, page, paragraphs
from tests.pins import pins

TEXT = f"<div>{paragraphs()}</div>"
A, B, C, D = (f"<li><a href='/tin-tuc/bai-viet-so-{i}01'>Chợ phiên {i}</a></li>" for i in range(1, 5))


def found(after: str, before: str = "") -> list[OtherNews]:
    return read_article(article(TEXT, before, after)).other_news


def names(after: str, before: str = "") -> list[str]:
    return [entry.title for entry in found(after, before)]


ALL = ["Chợ phiên 1", "Chợ phiên 2", "Chợ phiên 3", "Chợ phiên 4"]


# ------------------------------------------------------------------ entries


def listed(link: str) -> list[str]:
    return names(f"<h4>Tin khác</h4><ul><li>{link}</li></ul>")


@pins("other_entries.MIN_TITLE", "other_news.TITLE_WORDS")
@pytest.mark.parametrize(
    ("link", "is_entry"),
    [
        ("<a href='/tin-tuc/bai-viet-so-101'>Ngày 1</a>", True),
        ("<a href='/tin-tuc/bai-viet-so-101'>Ngày1</a>", False),
        ("<a href='/tin-tuc/bai-viet-so-101'>Trang sau</a>", False),
        ("<a href='/bai'>Chợ phiên vùng cao họp lại</a>", True),
        ("<a href='/bai'>Chợ-phiên-vùng-cao họp lại</a>", False),
        ("<a href='/bai'>Chợ-phiên-vùng cao họp lại</a>", True),
        ("<a href='http://other.vn/bai'>Chợ phiên vùng cao họp lại</a>", False),
        ("<a href='/tep/a.pdf'>Chợ phiên vùng cao họp lại</a>", False),
        ("<a href='javascript:x()'>Chợ phiên vùng cao họp lại</a>", False),
        ("<a href='/bai'>Chợ-phiên-vùng-cao họp-lại</a> (12/06/2023)", True),
        ("<a href='/bai'>Chợ-phiên-vùng-cao họp-lại</a>", False),
    ],
)
def test_an_entry_leads_to_an_article_or_has_a_title(link: str, is_entry: bool) -> None:
    assert (len(listed(link)) == 1) is is_entry


def test_a_link_that_looks_like_the_entries_before_it_is_one() -> None:
    alike = "<li><a href='/bai'>Chợ-phiên-vùng-cao họp-lại</a></li>"
    assert len(names(f"<h4>Tin khác</h4><ul>{A}{alike}</ul>")) == 2
    assert len(names(f"<h4>Tin khác</h4><ul>{alike}{A}</ul>")) == 1
    other = alike.replace("li>", "p>").replace("<li", "<p")
    assert len(names(f"<h4>Tin khác</h4><ul>{A}</ul>{other}")) == 1


def test_the_article_itself_is_none_of_its_other_news() -> None:
    assert names(f"<h4>Tin khác</h4><ul>{A}<li><a href='{URL}'>{TITLE} nữa</a></li>{B}</ul>") == ALL[:2]


def test_an_article_that_is_listed_twice_is_one_entry_with_the_date_of_either() -> None:
    dated = A.replace("</a>", "</a> (12/06/2023)")
    for items in (A + dated, dated + A, dated + dated.replace("12/06", "13/06")):
        (entry,) = found(f"<h4>Tin khác</h4><ul>{items}</ul>")
        assert (entry.title, entry.date, entry.url) == ("Chợ phiên 1", "2023-06-12", f"{HOST}/tin-tuc/bai-viet-so-101")


STATE = "/wps/portal/tin/!ut/p/z0/{}/"


def read_state(items: str) -> list[str]:
    """Titles of other news on a page of a site whose addresses are state."""
    html = f"<title>{TITLE}</title><div><h1>{TITLE}</h1>{TEXT}</div><h4>Tin khác</h4><ul>{items}</ul>"
    book = UrlResolver(("portal.vn",), (WCM,))
    reading = read_article(Page(HOST + STATE.format("x"), html.encode(), book), (TITLE,))
    return [entry.title for entry in reading.other_news]


def test_where_addresses_are_state_words_tell_articles_apart() -> None:
    titles = (TITLE, "Chợ phiên vùng cao họp lại", "Trường làng có thêm phòng đọc", "Trường làng có thêm phòng đọc")
    items = "".join(f"<li><a href='{STATE.format(i)}'>{title}</a></li>" for i, title in enumerate(titles))
    assert read_state(items) == list(titles[1:3])


def test_a_key_in_an_address_shows_an_entry_whatever_its_words() -> None:
    path = "/wps/portal/!ut/p/z0/04_A/p0/IZ7_1=CTX!QCPlibQCPtinQCPbai={}/"
    assert read_state(f"<li><a href='{path.format('WCM_PI!1')}'>Chợ phiên</a></li>") == ["Chợ phiên"]
    assert read_state(f"<li><a href='{STATE.format(1)}'>Chợ phiên</a></li>") == []


# ------------------------------------------------------------------ the label


@pytest.mark.parametrize(
    ("label", "count"),
    [
        ("<p>Tin khác</p>", 2),
        ("<p>Tin liên quan: <a href='/tin-tuc/bai-viet-so-901'>Chợ phiên 9</a></p>", 3),
        ("<p>Tin làng: <a href='/tin-tuc/bai-viet-so-901'>Chợ phiên 9</a></p>", 0),
        ("<p>Tin liên quan <a href='/tin-tuc/bai-viet-so-901'>Chợ phiên 9</a></p>", 0),
        ("<p hidden>Tin khác</p>", 0),
        ("<p>Tin đọc nhiều</p>", 0),
    ],
)
def test_other_news_stand_below_their_label(label: str, count: int) -> None:
    assert len(names(f"{label}<ul>{A}{B}</ul>")) == count


def test_the_label_may_be_a_link_to_the_whole_list() -> None:
    assert names(f"<p><a href='/tin-tuc'>Tin khác</a></p><ul>{A}{B}</ul>") == ALL[:2]


def test_two_lists_are_read_one_behind_the_other() -> None:
    assert names(f"<h4>Tin mới hơn</h4><ul>{A}</ul><h4>Tin cũ hơn</h4><ul>{B}</ul>") == ALL[:2]


def test_a_box_inside_the_text_counts_where_there_is_no_list_behind_it() -> None:
    box = f"<h4>Tin liên quan</h4><ul>{A}</ul>"
    inside = f"<div>{paragraphs()}{box}{paragraphs()}</div>"
    assert [entry.title for entry in read_article(article(inside)).other_news] == ALL[:1]
    behind = read_article(article(inside, after=f"<h4>Tin khác</h4><ul>{B}</ul>")).other_news
    assert [entry.title for entry in behind] == ALL[1:2]


def test_a_list_in_a_column_before_the_article_counts_where_there_is_no_other() -> None:
    box = f"<div><h4>Tin khác</h4><ul>{A}</ul></div>"
    assert names("", before=box) == ALL[:1]
    assert names(f"<h4>Tin khác</h4><ul>{B}</ul>", before=box) == ALL[1:2]


# ------------------------------------------------------------------ the newer half

NEWER = "<h4>Tin mới</h4>"


@pytest.mark.parametrize(
    ("html", "count"),
    [
        ("<section><article>{text}{label}{items}</article></section>", 1),  # with the text
        ("<section><article>{text}</article>{label}{items}</section>", 1),  # in a box right below it
        ("<section><article>{text}</article><div>{label}{items}</div></section>", 1),
        ("<section><div><article>{text}</article></div>{label}{items}</section>", 1),  # with no box of its own
        ("<section><article>{text}</article><aside>{label}{items}</aside></section>", 0),
        ("<section><article>{text}</article><div>{label}{items}<h4>A</h4><p>B</p><p>C</p></div></section>", 0),
        ("<section><div><article>{text}</article><p>Xã</p></div><div>{label}{items}</div></section>", 0),
        ("<table><tbody><tr><td>{text}</td></tr><tr><td>{label}{items}</td></tr></tbody></table>", 1),
    ],
)
def test_the_newer_half_stands_in_the_column_of_the_text(html: str, count: int) -> None:
    text = f"{paragraphs()}"
    frame = html.format(text=text, label=NEWER, items=f"<ul>{A}</ul>")
    assert len(read_article(page(f"<h1>{TITLE}</h1>{frame}")).other_news) == count


def halves(between: str, other: str = "<h4>Tin khác</h4>", newer: str = NEWER) -> int:
    """Two halves of a list in a box far from the text; how many of their entries are read."""
    box = f"<div><p>Xã</p>{newer}<ul>{A}{between}</ul>{other}<ul>{B}</ul></div>"
    return len(read_article(page(f"<h1>{TITLE}</h1><div><div>{TEXT}</div></div>{box}")).other_news)


@pins("other_news._HALF")
@pytest.mark.parametrize(("lines", "count"), [(19, 2), (20, 1)])
def test_the_newer_half_is_headed_as_the_other_right_behind_it(lines: int, count: int) -> None:
    assert halves("<li>12/06/2023</li>" * lines) == count


@pytest.mark.parametrize(
    ("between", "other", "newer", "count"),
    [
        ("", "<h4>Tin khác</h4>", "<p>Tin mới</p>", 1),
        ("<li>Xã nhà</li>", "<h4>Tin khác</h4>", NEWER, 1),
        ("<li><img src='/a.jpg'></li>", "<h4>Tin khác</h4>", NEWER, 2),
        ("<li><a href='/x'>Xã</a></li>", "<h4>Tin khác</h4>", NEWER, 2),
        ("", "<h4>Tin khác</h4>", "<h4><a href='/m'>Tin mới</a></h4>", 1),
    ],
)
def test_both_halves_look_alike(between: str, other: str, newer: str, count: int) -> None:
    assert halves(between, other, newer) == count


# ------------------------------------------------------------------ the end of a list


@pins("other_news._BOX_TITLE")
@pytest.mark.parametrize(
    ("between", "goes_on"),
    [
        ("<p>12/06/2023</p>", True),
        ("<p>Lịch tiếp dân</p>", False),
        ("<p>Lịch tiếp dân 2023</p>", True),
        (f"<p>{line(60)}</p>", False),
        (f"<p>{line(61)}</p>", True),
        ("<p>***</p>", True),
        ("<p hidden>Lịch tiếp dân</p>", True),
        ("<p><img src='/a.jpg'></p>", True),
        ("<p>In bài viết</p>", True),
        ("<p>Tin đọc nhiều</p>", False),
        ("<p><a href='/x'>Liên hệ</a></p>", False),
        ("<p><a href='/x'>Liên hệ</a> <a href='/tin-tuc/bai-viet-so-901'>Chợ</a></p>", True),
        ("<p><a href='/x'>2</a></p>", True),
    ],
)
def test_a_list_ends_at_the_title_of_a_box_or_a_menu(between: str, goes_on: bool) -> None:
    html = f"<h4>Tin khác</h4><ul>{A}</ul>{between}<ul>{B}</ul>"
    assert names(html) == ALL[: 1 + goes_on]


@pytest.mark.parametrize("between", ["<p>Lịch tiếp dân</p>", "<p><a href='/x'>Liên hệ</a></p>"])
def test_before_its_first_entry_a_list_does_not_end(between: str) -> None:
    assert names(f"<h4>Tin khác</h4>{between}<ul>{A}</ul>") == ALL[:1]
    assert names(f"<h4>Tin khác</h4><p>Bình luận</p><ul>{A}</ul>") == []


@pins("other_news._UNIFORM")
@pytest.mark.parametrize(("count", "goes_on"), [(2, True), (3, False)])
def test_after_some_entries_of_one_shape_another_shape_is_another_box(count: int, goes_on: bool) -> None:
    items = "".join((A, B, C)[:count])
    other = "<p><a href='/tin-tuc/bai-viet-so-901'>Chợ phiên 9</a></p>"
    assert len(names(f"<h4>Tin khác</h4><ul>{items}</ul>{other}")) == count + goes_on


def test_another_shape_behind_a_line_of_words_is_another_box() -> None:
    other = "<p><a href='/tin-tuc/bai-viet-so-901'>Chợ phiên 9</a></p>"
    assert len(names(f"<h4>Tin khác</h4><ul>{A}</ul><p>{line(61)}</p>{other}")) == 1
    assert len(names(f"<h4>Tin khác</h4><ul>{A}</ul><p>***</p>{other}")) == 2
    assert len(names(f"<h4>Tin khác</h4><ul>{A}</ul><p><a href='/tin-tuc/bai-viet-so-801'>Chợ</a></p>{other}")) == 2


@pins("boxes.SHAPE_LEVELS")
@pytest.mark.parametrize(
    ("other", "goes_on"),
    [
        ("<div><ul>{}</ul></div>", True),  # li, ul, div
        ("<section><ul>{}</ul></section>", False),
        ("<section><div><ul>{}</ul></div></section>", True),
    ],
)
def test_entries_look_alike_three_levels_up(other: str, goes_on: bool) -> None:
    html = f"<h4>Tin khác</h4><div><ul>{A}{B}{C}</ul></div>{other.format(D)}"
    assert names(html) == ALL[: 3 + goes_on]


def test_the_rule_says_where_they_were_found() -> None:
    reading = read_article(article(TEXT, after=f"<h4>Tin khác</h4><ul>{A}</ul>"))
    assert reading.rules["other_news"] == "links to articles below a label"
    assert read_article(article(TEXT)).rules["other_news"] == ""
