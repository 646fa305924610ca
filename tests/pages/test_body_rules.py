"""What becomes a paragraph, and which paragraph is the lead."""

from __future__ import annotations

import pytest

from scraper.pages.article import ArticleFields, NoArticleError, read_article
from tests.pages.lengths import line, sentence
from tests.pages.reading import FOUR, ONE, SENTENCES, THREE, TITLE, TWO, article, page, paragraphs
from tests.pins import pins


def read(html: str, after: str = "") -> ArticleFields:
    return read_article(article(html, after=after))


def body(html: str) -> list[str]:
    return read(html).paragraphs


# ------------------------------------------------------------------ lines


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [
        ("Hội mở", "tại sân đình", True),
        ("Hội mở", "Tại sân đình", False),
        ("Hội mở", "2 ngày liền", False),
        *((f"Hội mở{end}", "tại sân đình", False) for end in ".!?:;…”\"’')]"),
        ("Hội mở,", "tại sân đình", True),
    ],
)
def test_a_line_broken_in_a_sentence_goes_on_with_a_small_letter(one: str, other: str, joined: bool) -> None:
    found = body(f"{paragraphs(ONE, TWO)}<p>{one}<br>{other}</p>{paragraphs(THREE)}")
    assert found[2:-1] == ([f"{one} {other}"] if joined else [one, other])


def test_only_a_break_is_joined_and_a_new_paragraph_is_not() -> None:
    found = body(f"{paragraphs(ONE, TWO)}<p>Hội mở</p><p>tại sân đình</p>{paragraphs(THREE)}")
    assert found[2:-1] == ["Hội mở", "tại sân đình"]


@pytest.mark.parametrize("bullet", ["-", "–", "•", "+", "*", "- ", ""])
def test_items_have_one_bullet(bullet: str) -> None:
    assert body(f"{paragraphs()}<ul><li>{bullet}Một việc làng</li></ul>")[-1] == "- Một việc làng"
    assert body(f"{paragraphs()}<div>- Một việc làng</div>")[-1] == "- Một việc làng"


def test_rows_of_one_cell_and_rows_outside_the_text_are_lines() -> None:
    assert body(f"<div>{paragraphs()}<table><tr><td>Một</td></tr></table></div>")[-1] == "Một"
    layout = f"<table><tr><td>{paragraphs()}</td><td></td></tr></table>"
    assert body(layout) == list(SENTENCES)


def test_cells_of_one_row_are_joined_in_their_order_and_empty_ends_are_cut() -> None:
    rows = "<tr><td>Một</td><td></td><td>Ba</td><td></td></tr><tr><th>Bốn</th><td>Năm</td></tr>"
    assert body(f"<div>{paragraphs()}<table>{rows}</table></div>")[-2:] == ["Một | | Ba", "Bốn | Năm"]


def test_a_row_with_words_in_one_cell_alone_is_a_line() -> None:
    rows = "<tr><td>Một</td><td></td></tr>"
    assert body(f"<div>{paragraphs()}<table>{rows}</table></div>")[-1] == "Một"


# ------------------------------------------------------------------ links between the paragraphs

OUT = "http://other.vn/tin"


@pins("body._LEAD_LENGTH")
@pytest.mark.parametrize(
    ("text", "href", "read"),
    [
        (sentence(40), OUT, True),
        (sentence(39), OUT, False),
        (sentence(80), "/tin-tuc", False),
        (sentence(80), "/tin-tuc/cho-phien-hop-lai-202", False),
        (sentence(80), "http://other.vn/ke-hoach.PDF", False),
        (sentence(80), "http://other.vn/ke-hoach.docx?v=2", False),
        (sentence(80), "http://other.vn/ke-hoach.html", True),
        (sentence(80), "#top", True),
    ],
)
def test_a_paragraph_that_is_a_link_is_text_unless_it_leads_to_a_page_or_file(text: str, href: str, read: bool) -> None:
    found = body(f"<div>{paragraphs(ONE, TWO)}<p><a href='{href}'>{text}</a></p>{paragraphs(THREE)}</div>")
    assert found == [ONE, TWO, *([text] if read else []), THREE]


@pins("body._MANY_LINKS")
@pytest.mark.parametrize(("count", "read"), [(50, 50), (51, 0)])
def test_so_many_linked_lines_are_a_list_in_the_text(count: int, read: int) -> None:
    links = "".join(f"<p><a href='{OUT}'>{sentence(45)}</a></p>" for _ in range(count))
    assert len(body(f"<div>{paragraphs(ONE)}{links}{paragraphs(TWO)}</div>")) == 2 + read


# ------------------------------------------------------------------ labels


@pytest.mark.parametrize(
    "html",
    [
        f"<p>Thông báo</p>{paragraphs()}",
        f"{paragraphs()}<p>Thông báo</p>",
        f"{paragraphs(ONE, TWO)}<p>Thông báo</p>{paragraphs(THREE, FOUR)}",
    ],
)
def test_the_label_of_a_box_is_no_text(html: str) -> None:
    assert body(html) == list(SENTENCES)


@pins("body._FEW_LINES")
@pytest.mark.parametrize(("lines", "read"), [(4, False), (5, True)])
def test_being_updated_is_a_text_only_among_others(lines: int, read: bool) -> None:
    empty = "Nội dung đang được cập nhật"
    texts = [sentence(45 + i) for i in range(lines)]
    assert body(paragraphs(*texts, empty)) == [*texts, *([empty] if read else [])]


@pytest.mark.parametrize(
    ("tail", "read"),
    [
        ("<p>Tài liệu đính kèm:</p><table><tr><td>ke-hoach.pdf</td><td>Xem</td></tr></table>", []),
        (f"<p>Tài liệu đính kèm:</p><p>ke-hoach.pdf</p><p>{FOUR}</p>", ["ke-hoach.pdf", FOUR]),
        ("<p>Kính mời</p><p>Tài liệu đính kèm:</p><p>ke-hoach.pdf</p>", ["Kính mời"]),
        ('<p><a href="/tep/a.pdf">Tải về</a></p><p>Kính mời</p>', ["Kính mời"]),
    ],
)
def test_a_label_over_files_ends_the_text(tail: str, read: list[str]) -> None:
    assert body(f"<div>{paragraphs(ONE, TWO, THREE)}{tail}</div>") == [ONE, TWO, THREE, *read]


@pytest.mark.parametrize("line_", ["12/06/2023", "In bài viết", "1 2 3", "Tài liệu đính kèm:", "<img src='/a.jpg'>"])
def test_lines_that_are_no_text_are_left_out(line_: str) -> None:
    assert body(f"<div>{paragraphs(ONE, TWO)}<p>{line_}</p>{paragraphs(THREE)}</div>") == [ONE, TWO, THREE]


# ------------------------------------------------------------------ the lead

NAMES = ["sapo", "summary", "lead", "hometext", "trich-yeu", "trichyeu", "tom-tat", "tomtat", "mo-ta", "mota"]
NAMES += ["description", "brief", "intro", "News-SAPO"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "frame", ["<div class='{0}'>{1}</div>", "<div id='{0}'>{1}</div>", "<div class='{0}'><p>{1}</p></div>"]
)
def test_a_lead_is_named_so(frame: str, name: str) -> None:
    found = read(f"{frame.format(name, ONE)}{paragraphs(TWO, THREE, FOUR)}")
    assert (found.summary, found.paragraphs) == (ONE, list(SENTENCES))
    assert found.rules["summary"] == "first paragraph, named a lead"


def test_a_named_lead_may_be_short_and_an_unnamed_one_not() -> None:
    assert read(f"<div class='sapo'>Lời ngắn</div>{paragraphs()}").summary == "Lời ngắn"
    assert read(f"<div class='x'>Lời ngắn</div>{paragraphs()}").summary is None
    assert read(f"<p><b>Lời ngắn</b></p>{paragraphs()}").summary is None


@pins("body._FEW_LINES", "body._LEAD_LENGTH")
@pytest.mark.parametrize(
    ("texts", "summary"),
    [
        ([sentence(45), sentence(40)], False),
        ([sentence(45), line(39)], True),
        ([sentence(45)] + [line(30)] * 4 + [sentence(40)], False),
        ([sentence(45)] + [line(30)] * 5 + [sentence(40)], True),
    ],
)
def test_a_box_named_a_lead_that_holds_more_is_none(texts: list[str], summary: bool) -> None:
    found = read(f"<div class='intro'>{paragraphs(*texts)}</div><div>{paragraphs()}</div>")
    assert (found.summary == sentence(45)) is summary


@pins("body._LEAD_EMPHASIS", "body._LEAD_LENGTH")
@pytest.mark.parametrize(
    ("first", "summary"),
    [
        (f"<b>{line(80)}</b>{line(20)}", True),
        (f"<b>{line(79)}</b>{line(21)}", False),
        (f"<b>{sentence(40)}</b>", True),
        (f"<b>{sentence(39)}</b>", False),
    ],
)
def test_a_lead_is_bold(first: str, summary: bool) -> None:
    found = read(f"<div><p>{first}</p>{paragraphs()}</div>")
    assert (found.summary is not None) is summary
    assert found.rules["summary"] == ("first paragraph, bold" if summary else "")


@pytest.mark.parametrize(("plain", "summary"), [(2, True), (1, False)])
def test_where_half_of_the_text_is_bold_there_is_no_lead(plain: int, summary: bool) -> None:
    bold = f"<p><b>{TWO}</b></p>"
    found = read(f"<div><p><b>{ONE}</b></p>{bold}{paragraphs(*[THREE] * plain)}</div>")
    assert (found.summary is not None) is summary


@pytest.mark.parametrize(
    ("html", "summary"),
    [
        (f"<div>{ONE}</div><div>{paragraphs(TWO, THREE, FOUR)}</div>", True),
        (f"<div>{ONE}</div>{paragraphs(TWO, THREE, FOUR)}", False),
        (f"<div><div>{ONE}</div><div>{paragraphs(TWO, THREE, FOUR)}</div></div>", False),  # both in one box
    ],
)
def test_a_lead_stands_in_a_box_of_its_own(html: str, summary: bool) -> None:
    found = read_article(page(f"<h1>{TITLE}</h1>{html}"))
    assert (found.summary == ONE) is summary
    assert found.rules["summary"] == ("first paragraph, in a box of its own" if summary else "")


def test_a_lone_paragraph_is_no_lead() -> None:
    assert read(f"<p><b>{ONE}</b></p>").summary is None
    names = "".join(f"<p>{line(39)}</p>" for _ in range(20))
    assert read_article(page(f"<h1>{TITLE}</h1><div>{sentence(45)}</div><section>{names}</section>")).summary is None
    assert read(f"<p><b>{ONE}</b></p><p>Kính mời</p>").summary is None


def test_a_lead_that_the_text_repeats_is_read_once() -> None:
    found = read(f"<div class='sapo'>{ONE}</div>{paragraphs(ONE, TWO, THREE)}")
    assert found.paragraphs == [ONE, TWO, THREE]
    assert read(paragraphs(ONE, ONE, TWO)).paragraphs == [ONE, ONE, TWO]


def test_the_title_above_the_text_is_no_paragraph() -> None:
    assert read(f"<p>{TITLE.upper()}</p>{paragraphs()}").paragraphs == list(SENTENCES)
    assert read(f"{paragraphs(ONE, TITLE, TWO)}").paragraphs == [ONE, TITLE, TWO]


def test_a_text_of_nothing_is_no_article() -> None:
    with pytest.raises(NoArticleError):
        read("<p>Nội dung đang được cập nhật</p>")
