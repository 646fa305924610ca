"""Lines in boxes that are no part of an article: comments, the author's note, newsletters, buttons, footers."""

from __future__ import annotations

import pytest

from scraper.pages.article import read_article
from scraper.pages.title import find_title
from tests.pages.lengths import line, sentence
from tests.pages.reading import FOUR, ONE, SENTENCES, THREE, TITLE, TWO, article, page, paragraphs
from tests.pins import pins

NOTE = "Phóng viên theo dõi mảng nông thôn và đời sống ở cơ sở của tòa soạn từ nhiều năm nay."
COMMENTS = "".join(f"<div class='comment-body'><b>Bạn đọc {number}</b><p>{NOTE}</p></div>" for number in range(9))


def body(html: str, after: str = "") -> list[str]:
    return read_article(article(html, after=after)).paragraphs


@pytest.mark.parametrize(
    "box",
    [
        f"<div class='author-bio'><h2>Về tác giả</h2><p>{NOTE}</p></div>",
        f"<div class='authorBox'><p>{NOTE}</p></div>",
        f"<div id='comments'><h3>Các nhận xét</h3>{COMMENTS}</div>",
        f"<div class='fb-comments'>{COMMENTS}</div>",
        f"<div class='box_binh-luan'>{COMMENTS}</div>",
        f"<aside><p>{NOTE}</p></aside>",
        f"<footer class='post-footer'><p>{NOTE}</p></footer>",
        f"<section class='newsletter-signup'><h3>Bản tin tuần</h3><p>{NOTE}</p></section>",
        f"<div class='related-posts'><p>{NOTE}</p></div>",
        f"<div class='post_tags'><span>Nông thôn</span><span>Chợ phiên</span></div><p>{NOTE[:0]}</p>",
        "<div class='social-share'><span>Gửi cho bạn</span></div>",
        "<div class='star-rating'><p>Chưa ai cho điểm bài này.</p></div>",
        f"<form action='/binh-luan'><label>Tên của bạn</label><p>{NOTE}</p></form>",
        f"<ul><li class='widget'><p>{NOTE}</p></li></ul>",
        f"<div class='quang-cao'><p>{NOTE}</p></div>",
    ],
)
@pytest.mark.parametrize("place", ["inside", "behind", "outside"])
def test_no_line_of_such_a_box_is_text(box: str, place: str) -> None:
    if place == "outside":
        found = body(paragraphs(), after=f"<div>{box}</div>")
    elif place == "behind":
        found = body(f"{paragraphs()}{box}")
    else:
        found = body(f"{paragraphs(ONE, TWO)}{box}{paragraphs(THREE, FOUR)}")
    assert found == list(SENTENCES)


@pytest.mark.parametrize(
    "names",
    [
        "post has-comments comments-open share-enabled",
        "news-related-content",
        "tags-and-share-wrapper",
        "footer-layout-2",
        "elementor-widget elementor-widget-text-editor",
    ],
)
def test_a_box_with_most_of_the_text_is_the_articles(names: str) -> None:
    assert body(f"<div class='{names}'>{paragraphs()}</div>") == list(SENTENCES)


@pytest.mark.parametrize("tag", ["div", "section"])
def test_a_text_in_several_widgets_stays_whole(tag: str) -> None:
    name = "elementor-widget elementor-widget-text-editor"
    parts = "".join(f"<{tag} class='{name}'><p>{text}</p></{tag}>" for text in SENTENCES)
    assert body(f"<div>{parts}</div>") == list(SENTENCES)


def test_a_text_in_two_boxes_with_such_names_stays_whole() -> None:
    assert body(f"<div class='footer-layout'><div class='ads'>{paragraphs()}</div></div>") == list(SENTENCES)


@pins("asides._MOST")
@pytest.mark.parametrize(("length", "kept"), [(100, False), (101, True)])
def test_an_aside_in_a_box_that_is_the_text_has_less_than_half_of_it(length: int, kept: bool) -> None:
    inner = sentence(length).replace("Bà", "Ba")
    html = f"<div class='footer-layout'><p>{sentence(100)}</p><div class='promo'><p>{inner}</p></div></div>"
    assert (inner in body(html)) is kept


def test_comments_longer_than_the_text_are_comments() -> None:
    assert body(f"{paragraphs(ONE)}<div class='comments-area'>{COMMENTS * 4}</div>") == [ONE]


def test_a_text_that_is_all_in_a_box_for_comments_is_the_text() -> None:
    assert body(f"<div class='comment-content'>{paragraphs()}</div>") == list(SENTENCES)


def test_the_source_of_a_quotation_stays() -> None:
    quote = f"<blockquote><p>{TWO}</p><footer>Lời một cụ cao niên thôn Đoài</footer></blockquote>"
    assert "Lời một cụ cao niên thôn Đoài" in body(f"<p>{ONE}</p>{quote}{paragraphs(THREE, FOUR)}")


@pytest.mark.parametrize(("length", "kept"), [(100, False), (101, True)])
def test_a_named_box_is_text_with_more_sentences_than_the_rest(length: int, kept: bool) -> None:
    inner = sentence(length).replace("Bà", "Ba")
    html = f"<div><p>{sentence(100)}</p></div><div class='promo'><p>{inner}</p></div>"
    assert (inner in body(f"<div>{html}</div>")) is kept


@pins("asides._LEVELS")
@pytest.mark.parametrize("depth", [1, 8, 9, 40])
def test_nested_comments_are_comments(depth: int) -> None:
    html = "<div class='comment'>" * depth + f"<p>{NOTE}</p>" + "</div>" * depth
    assert body(f"{paragraphs()}{html}") == list(SENTENCES)


@pins("asides._NEAR_LEVELS")
@pytest.mark.parametrize(("levels", "aside"), [(0, True), (1, True), (2, False)])
def test_a_heading_in_a_named_box_is_no_title(levels: int, aside: bool) -> None:
    words = "Nhận tin của xã mỗi sáng thứ hai"
    box = f"<div class='newsletter'>{'<div>' * levels}<h2>{words}</h2>{'</div>' * levels}</div>"
    found = find_title(page(f"<p>Xã Bãi Cỏ</p>{box}{paragraphs()}", "http://portal.vn/xyz"))
    assert (found is None) is aside


# ------------------------------------------------------------------ endless pages


OTHER_TITLE = "Chợ phiên vùng cao họp lại sau mùa lũ"


@pytest.mark.parametrize(
    "html",
    [
        (
            f"<h1>{TITLE}</h1><p>12/06/2023</p>{paragraphs(ONE, TWO)}<hr><h1>{OTHER_TITLE}</h1><p>10/06/2023</p>"
            f"{paragraphs(THREE, FOUR)}"
        ),
        (
            f"<article><h1>{TITLE}</h1>{paragraphs(ONE, TWO)}</article><article><h1>{OTHER_TITLE}</h1>"
            f"{paragraphs(THREE, FOUR)}</article>"
        ),
        (
            f"<div><h1 class='t'>{TITLE}</h1><i>12/06/2023</i>{paragraphs(ONE, TWO)}</div>"
            f"<div class='next'><h1>{OTHER_TITLE}</h1><i>10/06/2023</i>{paragraphs(THREE, FOUR)}</div>"
        ),
    ],
)
def test_the_next_article_of_an_endless_page_is_not_read(html: str) -> None:
    found = read_article(page(f"<div>{html}</div>"))
    assert (found.title, found.paragraphs) == (TITLE, [ONE, TWO])


@pins("article_bounds._NEAR")
@pytest.mark.parametrize(("between", "ends"), [(2, True), (3, False)])
def test_a_heading_over_a_date_is_the_next_title(between: int, ends: bool) -> None:
    lines = "".join(f"<p>{line(30 + number)}</p>" for number in range(between))
    html = f"<p>12/06/2023</p>{paragraphs(ONE, TWO)}<h1>{OTHER_TITLE}</h1>{lines}<p>10/06/2023</p>{paragraphs(THREE)}"
    assert (THREE not in body(html)) is ends


@pins("article_bounds._TITLE_LENGTH")
@pytest.mark.parametrize(("length", "ends"), [(19, False), (20, True)])
def test_a_short_heading_over_a_date_is_a_part_of_the_text(length: int, ends: bool) -> None:
    html = f"<p>12/06/2023</p>{paragraphs(ONE, TWO)}<h1>{line(length)}</h1><p>10/06/2023</p>{paragraphs(THREE, FOUR)}"
    assert (THREE not in body(html)) is ends


def test_a_heading_of_the_same_level_in_the_text_stays() -> None:
    assert body(f"<p>12/06/2023</p>{paragraphs(ONE)}<h1>{OTHER_TITLE}</h1>{paragraphs(TWO)}") == [ONE, OTHER_TITLE, TWO]


@pins("article_bounds._LARGE")
@pytest.mark.parametrize(("level", "ends"), [(2, True), (3, False)])
def test_a_dated_heading_in_an_article_of_its_own_is_the_next_title(level: int, ends: bool) -> None:
    other = (
        f"<article><h{level}><a href='/x'>{OTHER_TITLE}</a></h{level}><p>10/06/2023</p>{paragraphs(THREE)}</article>"
    )
    html = f"<article><h1>{TITLE}</h1>{paragraphs(ONE, TWO)}</article>{other}"
    assert (THREE not in read_article(page(f"<div>{html}</div>")).paragraphs) is ends


# ------------------------------------------------------------------ boxes with a heading of boilerplate


@pytest.mark.parametrize("head", ["Đăng nhập để đọc tiếp", "Sign up for our newsletter", "Đăng ký nhận bản tin"])
def test_a_box_under_a_heading_of_boilerplate_is_no_text(head: str) -> None:
    box = f"<div><h3>{head}</h3><p>{NOTE}</p></div>"
    assert body(f"{paragraphs(ONE, TWO)}{box}{paragraphs(THREE, FOUR)}") == list(SENTENCES)
    assert body(f"{paragraphs()}{box}") == list(SENTENCES)


def test_a_heading_of_boilerplate_among_the_paragraphs_takes_none_of_them() -> None:
    assert body(f"{paragraphs(ONE)}<h3>Đăng nhập để đọc tiếp</h3>{paragraphs(TWO)}") == [ONE, TWO]


# ------------------------------------------------------------------ further reading between paragraphs


@pins("region._SAME_NAMES")
@pytest.mark.parametrize(
    ("box", "stays"),
    [
        ("<div class='rt'><p>{0}</p></div>", True),
        ("<div class='rt'><div><p>{0}</p></div></div>", True),
        ("<div class='rt'><div><div><p>{0}</p></div></div></div>", False),
        ("<div><p>{0}</p></div>", False),
    ],
)
def test_text_goes_on_in_boxes_of_the_same_names(box: str, stays: bool) -> None:
    label = "<div class='links'><h3>Xem thêm</h3><ul><li><a href='/x'>Chợ phiên vùng cao họp lại</a></li></ul></div>"
    short = "Bà con hẹn nhau năm sau lại về sân đình."
    text = "".join(f"<div>{box.format(words)}</div>" for words in (ONE, TWO, THREE))
    found = body(f"{text}{label}<div>{box.format(short)}</div>")
    assert (short in found) is stays
    assert found[:3] == [ONE, TWO, THREE]
