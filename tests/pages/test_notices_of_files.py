"""Articles that are files or rows and no sentence: notices, documents with their properties."""

from __future__ import annotations

import pytest

from scraper.pages.article import read_article
from tests.pages.lengths import sentence
from tests.pages.reading import FOUR, NEWS, ONE, THREE, TITLE, TWO, article, page, paragraphs
from tests.pins import pins

FILES = "<p><a href='/tep/thong-bao.pdf'>Toàn văn thông báo</a></p><p><a href='/tep/bieu.xlsx'>Biểu kèm theo</a></p>"
FOOTER = "<div><p>Trang tin của Ủy ban nhân dân xã Bãi Cỏ. Địa chỉ: thôn Đoài. Điện thoại: 0123 456 789</p></div>"
PROPERTIES = (
    "<table><tr><td>Số ký hiệu</td><td>12/QĐ-UBND</td></tr><tr><td>Ngày ban hành</td><td>05/06/2023</td></tr>"
    "<tr><td>Cơ quan ban hành</td><td>Ủy ban nhân dân xã</td></tr>"
    "<tr><td>Tải về</td><td><a href='/tep/12.pdf'>12.pdf</a></td></tr></table>"
)


@pytest.mark.parametrize("news", [NEWS, "", "<h4>Tin đọc nhiều</h4>"])
@pytest.mark.parametrize("date", ["<p>12/06/2023</p>", ""])
def test_a_notice_of_files_alone_has_an_empty_body(news: str, date: str) -> None:
    found = read_article(article(f"{date}{FILES}", after=f"{news}{FOOTER}"))
    assert (found.title, found.paragraphs, found.is_list) == (TITLE, [], False)
    assert [file.title for file in found.attachments] == ["Toàn văn thông báo", "Biểu kèm theo"]


def test_a_heading_that_the_head_repeats_is_enough_for_files_alone() -> None:
    html = f"<div><h1>Lịch tiếp công dân quý hai</h1><p>12/06/2023</p>{FILES}</div>{FOOTER}"
    found = read_article(
        page(html, "http://portal.vn/thong-bao/1002", "<title>Lịch tiếp công dân quý hai - Xã</title>")
    )
    assert (found.title, found.paragraphs, len(found.attachments)) == ("Lịch tiếp công dân quý hai", [], 2)


@pytest.mark.parametrize("after", [f"{NEWS}{FOOTER}", FOOTER])
def test_a_documents_properties_are_whole_rows(after: str) -> None:
    found = read_article(article(PROPERTIES, after=after))
    rows = ["Số ký hiệu | 12/QĐ-UBND", "Ngày ban hành | 05/06/2023", "Cơ quan ban hành | Ủy ban nhân dân xã"]
    assert found.paragraphs == rows
    assert found.published is None
    assert [file.url for file in found.attachments] == ["http://portal.vn/tep/12.pdf"]


def test_a_table_of_files_in_a_text_is_no_list_of_articles() -> None:
    rows = "".join(
        f"<tr><td>{number}</td><td><a href='/tep/{number}.pdf'>Quyết định số {number} về giá vật liệu</a></td></tr>"
        for number in range(1, 6)
    )
    found = read_article(article(f"{paragraphs(ONE)}<table>{rows}</table>{paragraphs(TWO, THREE)}", after=NEWS))
    assert not found.is_list
    assert [text for text in found.paragraphs if text in (ONE, TWO, THREE)] == [ONE, TWO, THREE]


def test_files_above_a_text_leave_the_text() -> None:
    found = read_article(article(f"{FILES}{paragraphs(ONE, TWO)}", after=FOOTER))
    assert found.paragraphs == [ONE, TWO]


@pins("article_bounds._NOTICE_CHARS")
@pytest.mark.parametrize(("length", "is_text"), [(149, False), (150, True)])
def test_a_text_beside_files_is_longer_than_a_footer(length: int, is_text: bool) -> None:
    texts = [sentence(150), sentence(150), sentence(150), sentence(length)]
    found = read_article(page(f"<div><h1>{TITLE}</h1>{FILES}</div><div>{paragraphs(*texts)}</div>"))
    assert found.paragraphs == (texts if is_text else [])


@pytest.mark.parametrize("lead", ["Kết quả đo ngày 11/8/2023 như sau:", "Ủy ban xã thông báo như sau."])
def test_a_short_sentence_above_a_table_stays(lead: str) -> None:
    rows = "".join(f"<tr><td>{number}</td><td>Thôn {number}</td><td>7,5</td></tr>" for number in range(9))
    found = read_article(article(f"<i>Ngày 11/08/2023</i><p>{lead}</p><table>{rows}</table>", after=NEWS))
    assert found.paragraphs[0] == lead


@pins("region._SENTENCE_SPACES")
@pytest.mark.parametrize(("lead", "kept"), [("Một hai ba bốn:", False), ("Một hai ba bốn năm:", True)])
def test_a_label_above_a_text_is_no_sentence(lead: str, kept: bool) -> None:
    found = read_article(article(f"<p>{lead}</p><div>{paragraphs(ONE, TWO, FOUR)}</div>"))
    assert (lead in found.paragraphs) is kept


def test_numbers_before_files_below_a_text_do_not_end_the_article() -> None:
    rows = "".join(
        f"<tr><td>{number}.</td><td><a href='/tai.ashx?id={number}'>Phụ lục {number}.docx</a></td></tr>"
        for number in (1, 2)
    )
    files = f"<div><b>Tài liệu kèm theo:</b><table>{rows}</table></div>"
    found = read_article(article(f"<div>{paragraphs(ONE, TWO)}</div>{files}", after=f"{NEWS}{FOOTER}"))
    assert [file.title for file in found.attachments] == ["Phụ lục 1.docx", "Phụ lục 2.docx"]
    assert found.paragraphs == [ONE, TWO]


def test_a_row_of_tools_is_no_row_of_data() -> None:
    tools = "<table><tr><td>Quay lại</td><td>Đã xem: 2.911 lượt</td></tr></table>"
    assert read_article(article(f"{paragraphs(ONE, TWO)}{tools}", after=NEWS)).paragraphs == [ONE, TWO]


# ------------------------------------------------------------------ frames

PDF = "<iframe src='/tep/ke-hoach.pdf' width='100%'></iframe>"
FRAME = "<iframe src='/noi-dung/1001'></iframe>"


@pytest.mark.parametrize("before", ["", "<p>12/06/2023</p>", "<p>12/06/2023</p><p>Mời xem nội dung dưới đây:</p>"])
@pytest.mark.parametrize("after", ["", NEWS, f"{NEWS}{FOOTER}", FOOTER, "<div>Thông báo chung</div>"])
def test_a_notice_may_show_its_file_in_a_frame(before: str, after: str) -> None:
    found = read_article(article(f"{before}{PDF}", after=after))
    assert [file.url for file in found.attachments] == ["http://portal.vn/tep/ke-hoach.pdf"]
    assert found.paragraphs == (["Mời xem nội dung dưới đây:"] if "Mời" in before else [])
    assert not found.is_list


def test_a_frame_above_a_text_leaves_the_text() -> None:
    assert read_article(article(f"{PDF}{paragraphs(ONE, TWO)}", after=FOOTER)).paragraphs == [ONE, TWO]


def test_the_record_says_that_its_text_may_be_in_a_frame() -> None:
    found = read_article(article(f"<p>12/06/2023</p>{FRAME}", after=NEWS))
    assert found.paragraphs == []
    assert "body: more of it may be in a frame, which is not read: http://portal.vn/noi-dung/1001" in found.warnings


@pins("article._FRAMED_BODY")
@pytest.mark.parametrize(("length", "warned"), [(299, True), (300, False)])
def test_a_text_beside_a_frame_is_whole_if_it_is_long(length: int, warned: bool) -> None:
    found = read_article(article(f"<p>{sentence(length)}</p>{FRAME}", after=NEWS))
    assert any("in a frame" in warning for warning in found.warnings) is warned


def test_films_and_files_in_frames_are_no_texts() -> None:
    for src in ("https://www.youtube.com/embed/abc", "/tep/ke-hoach.pdf"):
        found = read_article(article(f"<p>{ONE}</p><iframe src='{src}'></iframe>", after=NEWS))
        assert not any("in a frame" in warning for warning in found.warnings)
