"""Files that a page shows in frames, and those that its programs send."""

from __future__ import annotations

import pytest

from scraper.items import Attachment
from scraper.pages.article import read_article
from tests.pages.lengths import line
from tests.pages.reading import HOST, NEWS, ONE, TWO, article, document, page, paragraphs
from tests.pins import pins

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def files(tail: str) -> list[Attachment]:
    return read_article(article(f"<div>{paragraphs()}{tail}</div>", after=NEWS)).attachments


def one(tail: str) -> Attachment:
    (found,) = files(tail)
    return found


@pytest.mark.parametrize(
    "frame",
    [
        "<iframe src='/tep/a.pdf'></iframe>", "<iframe data-src='/tep/a.pdf' src='about:blank'></iframe>",
        "<embed src='/tep/a.pdf' type='application/pdf'>", "<object data='/tep/a.pdf'><a href='/x'>x</a></object>",
        "<object type='application/pdf'><embed src='/tep/a.pdf'></object>",
        "<iframe src='/tep/a.pdf#toolbar=0'></iframe>",
        f"<iframe src='https://docs.google.com/viewer?url={HOST}/tep/a.pdf&embedded=true'></iframe>",
        "<iframe src='https://docs.google.com/gview?embedded=true&url=http%3A%2F%2Fportal.vn%2Ftep%2Fa.pdf'></iframe>",
        f"<iframe src='//view.officeapps.live.com/op/embed.aspx?src={HOST}/tep/a.pdf'></iframe>",
        "<iframe src='/pdfjs/web/viewer.html?file=/tep/a.pdf'></iframe>",
        "<iframe src='/pdfjs/web/viewer.html?file=..%2F..%2Ftep%2Fa.pdf'></iframe>",
        "<iframe src='/pdfjs/web/viewer.html?file=%252Ftep%252Fa.pdf#page=2'></iframe>",
        "<iframe src='/xem?file=/tep/a.pdf'></iframe>",
        "<a href='https://docs.google.com/viewer?url=http://portal.vn/tep/a.pdf'>a.pdf</a>",
    ],
)  # fmt: skip
def test_a_file_in_a_frame_is_the_articles(frame: str) -> None:
    assert one(frame) == Attachment(f"{HOST}/tep/a.pdf", "a.pdf", PDF)


def test_previews_are_as_they_are() -> None:
    address = "https://drive.google.com/file/d/1AbC/preview"
    assert one(f"<iframe src='{address}' title='Kế hoạch'></iframe>") == Attachment(address, "Kế hoạch", None)
    assert one(f"<a href='{address}'>Xem file</a>").url == address


@pytest.mark.parametrize(
    "frame",
    [
        "<iframe src='/trang-khac'></iframe>", "<iframe src='https://www.youtube.com/embed/x'></iframe>",
        "<iframe></iframe>", "<iframe src='javascript:void(0)'></iframe>", "<embed src='/phim.swf'>",
        "<iframe src='/tep/a.pdf' width='0'></iframe>", "<iframe src='/tep/a.pdf' style='display:none'></iframe>",
        "<div hidden><iframe src='/tep/a.pdf'></iframe></div>", "<iframe hidden src='/tep/a.pdf'></iframe>",
        "<iframe src='/xem?mau=/tep/a.pdf'></iframe>", "<iframe src='/xem?file=12'></iframe>",
    ],
)  # fmt: skip
def test_other_frames_show_no_file(frame: str) -> None:
    assert files(frame) == []


def test_the_words_of_a_link_are_the_title_of_a_file_that_is_shown_too() -> None:
    frame, link = "<iframe src='/a.pdf'></iframe>", "<p><a href='/a.pdf'>Kế hoạch mở hội</a></p>"
    for tail in (frame + link, link + frame, f"<p><a href='/a.pdf'><img src='/x.png'></a></p>{link}"):
        assert one(tail).title == "Kế hoạch mở hội"
    assert [file.title for file in files(f"{frame}<p><a href='/b.pdf'>Phụ lục</a></p>")] == ["a.pdf", "Phụ lục"]


def test_frames_are_recorded_with_the_line_before_them() -> None:
    html = (
        "<iframe src='/0'></iframe><p>một<iframe src='/1'></iframe></p><iframe src='/2' title=' x '></iframe><p>hai</p>"
    )
    found = document(f"<body>{html}</body>").frames
    assert [(frame.href, frame.block) for frame in found] == [("/0", -1), ("/1", 0), ("/2", 0)]
    assert found[2].title == "x"


def test_a_page_keeps_its_frames_for_those_who_ask_whether_one_holds_the_text() -> None:
    (frame,) = article(f"<div>{paragraphs()}<iframe src='/noi-dung?id=5'></iframe></div>").frames
    assert frame.address is not None
    assert frame.address.url == f"{HOST}/noi-dung?id=5"


def test_frames_of_other_columns_are_not_the_articles() -> None:
    assert files(f"<h4>Bình luận</h4>{paragraphs('x')}<iframe src='/a.pdf'></iframe>") == []
    before = page(
        f"<iframe src='/a.pdf'></iframe><p>Menu</p><div><h1>Hội làng mở lại sau ba năm</h1>{paragraphs()}</div>"
    )
    assert read_article(before).attachments == []


@pytest.mark.parametrize(
    "href",
    [
        "/Handlers/DownloadFile.ashx?id=5", "/Download.aspx?fileid=7", "/tai-ve/123", "/download/123",
        "/xem-van-ban?id=4",
        "/c/document_library/get_file?uuid=0a1b-2c3d", "/documents/20182/0/0a1b2c3d-0a1b-2c3d", "/abc?download=x",
    ],
)  # fmt: skip
def test_a_link_whose_words_name_a_file_leads_to_one(href: str) -> None:
    assert one(f"<p><a href='{href}'>Quyết định 12.docx</a></p>") == Attachment(HOST + href, "Quyết định 12.docx", DOCX)
    sized = one(f"<p><a href='{href}'>Quyết định 12.docx (1,2 MB)</a></p>")
    assert (sized.title, sized.media_type) == ("Quyết định 12.docx (1,2 MB)", DOCX)


HANDLERS = (
    "/Handlers/DownloadFile.ashx?id=5", "/Download.aspx?fileid=7", "/tai-ve/123", "/download/123",
    "/tep/getfile.php?i=1",
    "/c/document_library/get_file?uuid=0a1b-2c3d", "/documents/20182/0/0a1b2c3d-0a1b-2c3d", "/abc?download=x",
    "/FileDownload.axd?x=1", "/attachments/55",
)  # fmt: skip


@pytest.mark.parametrize("href", HANDLERS)
def test_an_address_of_a_program_that_sends_files_needs_words_or_a_label(href: str) -> None:
    assert one(f"<p><a href='{href}'>Quyết định số 12/QĐ-UBND</a></p>").title == "Quyết định số 12/QĐ-UBND"
    assert one(f"<p>Tệp đính kèm: <a href='{href}'>Lời chúc của xã</a></p>").title == "Lời chúc của xã"
    assert one(f"<p>Tệp đính kèm</p><p><a href='{href}'>Lời chúc của xã</a></p>").title == "Lời chúc của xã"
    assert one(f"<p>Lời chúc của xã: <a href='{href}'>Tải về</a></p>").title == "Lời chúc của xã"
    assert one(f"<p><a href='{href}'>Tải về</a></p>").title == "Tải về"
    assert files(f"<p>Mời xem <a href='{href}'>trò kéo co</a> hôm nay</p>") == []


@pytest.mark.parametrize(
    "href",
    [
        "/print?id=5&download=x", "/sendmail.aspx?download=x", "https://play.google.com/store/apps?download=x",
        "https://apps.apple.com/vn/app/download/id1", "/download/app-2.apk", "/download/van-ban-luat/thong-tu-20",
        "/de-tai-ve-lich-su-1", "/huong-dan-download-phan-mem", "/bao-cao", "/documents/20182/0/anh.jpg",
    ],
)  # fmt: skip
def test_other_links_that_name_documents_lead_to_pages(href: str) -> None:
    assert files(f"<p><a href='{href}'>Quyết định số 12/QĐ-UBND</a></p>") == []


@pins("attachments._LINES_ABOVE")
@pytest.mark.parametrize(("lines", "count"), [(12, 1), (13, 0)])
def test_a_label_is_near_its_files(lines: int, count: int) -> None:
    between = "<p><a href='/x'>Xã nhà</a></p>" * (lines - 1)
    assert len(files(f"<p>Tệp đính kèm</p>{between}<p><a href='/tai-ve/1'>Lời chúc</a></p>")) == count
    assert (
        files(f"<p>Tệp đính kèm</p>{paragraphs(ONE, TWO)}<p><a href='/tai-ve/1'>Lời chúc</a></p>{paragraphs()}") == []
    )


@pins("attachments._MAX_TITLE")
@pytest.mark.parametrize(("length", "is_title"), [(200, True), (201, False)])
def test_words_beside_a_button_are_its_title_if_they_are_few(length: int, is_title: bool) -> None:
    assert (one(f"<p>{line(length)} <a href='/tai-ve/1'>Tải về</a></p>").title == "Tải về") is not is_title


def test_a_file_with_an_address_of_its_own_is_not_the_programs_too() -> None:
    program = "<p><a href='/tai-ve/1'>Tập tin: a.pdf</a></p>"
    assert one(f"{program}<iframe src='/tep/a.pdf'></iframe>").url == f"{HOST}/tep/a.pdf"
    assert one(program).url == f"{HOST}/tai-ve/1"


def test_a_parameter_names_the_file() -> None:
    assert one("<p><a href='/Download.aspx?file=ke-hoach.docx'>Kế hoạch mở hội</a></p>").media_type == DOCX
