"""Where an article's text begins and ends on the page."""

from __future__ import annotations

import pytest

from scraper.pages.article import NoArticleError, read_article
from scraper.pages.page import EmptyPageError, Page
from tests.pages.reading import FOUR, ONE, SENTENCES, THREE, TITLE, TWO, URL, URLS, article, page, paragraphs

NEWS = "".join(
    f'<li><a href="/tin-tuc/bai-viet-so-{number}">{title}</a></li>'
    for number, title in ((201, "Hợp tác xã bán rau qua mạng"), (202, "Trường làng có thêm phòng đọc"))
)
BOX = f"<ul>{NEWS}</ul>"
COMMENT = "Bài viết hay quá, mong hội làng năm nào cũng vui như vậy, cảm ơn tác giả và bà con nhiều."
HELP = "Người dân có việc cần hỏi thì gọi tổng đài của xã trong giờ hành chính để được chỉ dẫn."


def body(html: str, before: str = "") -> list[str]:
    return read_article(article(html, before)).paragraphs


@pytest.mark.parametrize(
    "html",
    [
        paragraphs(),
        f"<div>{'<br><br>'.join(SENTENCES)}</div>",
        "".join(f"<div>{text}</div>" for text in SENTENCES),
        f"<section>{paragraphs(ONE, TWO)}</section><section>{paragraphs(THREE, FOUR)}</section>",
        f"<div><p>{ONE}</p></div><div><div><p>{TWO}</p><p>{THREE}</p></div><p>{FOUR}</p></div>",
        f"<table><tr><td>{ONE}</td></tr><tr><td>{TWO}</td></tr><tr><td>{THREE}</td></tr><tr><td>{FOUR}</td></tr></table>",
        f"<p>12/06/2023 16:30</p><p>Lượt xem: 15</p>{paragraphs()}",
        f"{paragraphs(ONE, TWO)}<h4>Tin liên quan</h4>{BOX}{paragraphs(THREE, FOUR)}",
        f"{paragraphs(ONE, TWO)}<div><b>Tin liên quan</b>{BOX}</div>{paragraphs(THREE, FOUR)}<h4>Tin khác</h4>{BOX}",
        f"{paragraphs()}<p>In bài viết | Gửi email</p><h4>Tin khác</h4>{BOX}",
        f"{paragraphs()}<div><h4>Tin đọc nhiều</h4>{BOX}</div>",
        f"{paragraphs()}<h4>Bình luận (1)</h4><div><p>{COMMENT}</p></div>",
        f"<p>Chia sẻ</p>{paragraphs()}",
        f"<table><tr><td>{paragraphs()}</td><td><p>{HELP}</p></td></tr></table>",
        f"{paragraphs()}<div><p>Bản quyền thuộc Ủy ban nhân dân huyện. Ghi rõ nguồn khi dùng lại thông tin.</p></div>",
        f"{paragraphs()}<p style='display:none'>{ONE} Bản ẩn.</p>",
        f"<p>{TITLE}</p>{paragraphs()}",
    ],
)  # fmt: skip
def test_the_text_is_all_sentences_and_nothing_else(html: str) -> None:
    assert body(html) == list(SENTENCES)


def test_menus_before_the_title_are_not_read() -> None:
    assert body(paragraphs(), before=f"<div><p>{FOUR} Đây là lời chào của trang.</p></div>{BOX}") == list(SENTENCES)


@pytest.mark.parametrize("text", ["<br><br>".join(SENTENCES), paragraphs()])
@pytest.mark.parametrize("after", ["", f"<h4>Tin khác</h4>{BOX}"])
def test_text_straight_in_the_body_element_is_read(text: str, after: str) -> None:
    found = read_article(page(f"<h1>{TITLE}</h1>{text}{after}"))
    assert (found.paragraphs, found.summary) == (list(SENTENCES), None)


@pytest.mark.parametrize(
    "lead",
    [
        f"<div class='sapo'>{ONE}</div>",
        f"<p><b>{ONE}</b></p>",
        f"<div class='lead'><p>{ONE}</p></div><p>Lượt xem: 15</p>",
    ],
)
def test_a_lead_set_apart_is_summary_and_first_paragraph(lead: str) -> None:
    found = read_article(article(f"{lead}<div>{paragraphs(TWO, THREE, FOUR)}</div>"))
    assert found.summary == ONE
    assert found.paragraphs == list(SENTENCES)


def test_a_text_without_a_lead_has_no_summary() -> None:
    assert read_article(article(paragraphs())).summary is None


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<ul><li>Một việc</li><li>Hai việc</li></ul>", ["- Một việc", "- Hai việc"]),
        ("<ul><li>• Một việc</li><li>- Hai việc</li></ul>", ["- Một việc", "- Hai việc"]),
        ("<table><tr><th>Thôn</th><th>Giải</th></tr><tr><td>Đoài</td><td>Nhất</td></tr></table>",
         ["Thôn | Giải", "Đoài | Nhất"]),
        ("<table><tr><td>Đoài</td><td></td><td>Nhất</td></tr></table>", ["Đoài | | Nhất"]),
        ("<table><tr><td>Đoài<br>và Đông</td><td><p>Nhất</p><p>chung</p></td></tr></table>",
         ["Đoài và Đông | Nhất chung"]),
        ("<p>Phần thi<br>của các thôn</p>", ["Phần thi của các thôn"]),
        ("<p>Phần thi:<br>của các thôn</p>", ["Phần thi:", "của các thôn"]),
        ("<p>Phần thi<br>Của các thôn</p>", ["Phần thi", "Của các thôn"]),
    ],
)  # fmt: skip
def test_lists_tables_and_breaks_inside_the_text(html: str, lines: list[str]) -> None:
    found = body(f"<div>{paragraphs(ONE, TWO)}{html}{paragraphs(THREE, FOUR)}</div>")
    assert found == [ONE, TWO, *lines, THREE, FOUR]


@pytest.mark.parametrize(
    "row",
    [
        "<td><img src='/anh.jpg'></td><td><script>một()</script></td><td><script>hai()</script></td>",
        "<td><img src='/anh.jpg'></td><td><p hidden>một</p></td><td><p hidden>hai</p></td>",
    ],
)
def test_a_row_without_visible_words_is_no_paragraph(row: str) -> None:
    table = f"<table><tr>{row}</tr></table>"
    assert body(f"<div>{paragraphs(ONE, TWO)}{table}{paragraphs(THREE, FOUR)}</div>") == list(SENTENCES)


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>Nội dung đang được cập nhật</p>",
        "<p>12/06/2023 16:30</p>",
        "<p>In bài viết</p><p>Lượt xem: 15</p>",
        f"<h4>Tin khác</h4>{BOX}",
    ],
)
def test_a_title_above_nothing_is_no_article(html: str) -> None:
    with pytest.raises(NoArticleError):
        read_article(article(html))


@pytest.mark.parametrize("html", [b"", b" \n", b"<!-- x -->"])
def test_an_answer_without_an_element_is_an_empty_page(html: bytes) -> None:
    with pytest.raises(EmptyPageError):
        Page(URL, html, URLS)


def test_a_short_text_is_read_and_the_record_says_so() -> None:
    found = read_article(article("<p>Mời bà con ra sân đình.</p>"))
    assert (found.paragraphs, found.warnings) == (["Mời bà con ra sân đình."], ["body: very short"])


@pytest.mark.parametrize("skin", ["<h4>{}</h4>", "<p><b>{}</b></p>", "<div class='x'>» {}:</div>", "<td>{}</td>"])
def test_other_news_are_the_links_below_their_label_only(skin: str) -> None:
    menu = '<ul><li><a href="/tin-tuc/bai-viet-so-301">Bài ở thanh bên có tên dài</a></li></ul>'
    html = f"{paragraphs()}{skin.format('Tin khác')}{BOX}<h4>Tin đọc nhiều</h4>{menu}"
    found = read_article(article(html, before=menu)).other_news
    assert [entry.url.rsplit("-", 1)[1] for entry in found] == ["201", "202"]
