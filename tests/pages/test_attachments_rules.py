"""Files of an article: which links, by which names, how far below the text."""

from __future__ import annotations

import pytest

from scraper.items import Attachment
from scraper.pages.article import read_article
from tests.pages.reading import HOST, TITLE, article, page, paragraphs
from tests.pins import pins

FILE = "<p><a href='/tep/a.pdf'>Kế hoạch mở hội</a></p>"
TYPES = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "rar": "application/vnd.rar",
    "7z": "application/x-7z-compressed",
    "zip": "application/zip",
    "rtf": "application/rtf",
    "csv": "text/csv",
    "txt": "text/plain",
    "odt": "application/vnd.oasis.opendocument.text",
}


def files(tail: str) -> list[Attachment]:
    return read_article(article(f"<div>{paragraphs()}{tail}</div>")).attachments


@pytest.mark.parametrize(("end", "media_type"), TYPES.items())
def test_the_type_of_a_file_does_not_depend_on_the_machine(end: str, media_type: str) -> None:
    (found,) = files(f"<p><a href='/tep/a.{end}'>Kế hoạch</a></p>")
    assert (found.url, found.media_type) == (f"{HOST}/tep/a.{end}", media_type)


@pytest.mark.parametrize("end", ["html", "htm", "aspx", "php", "jpg", "pdfx", "exe"])
def test_pages_pictures_and_programs_are_no_files_of_an_article(end: str) -> None:
    assert files(f"<p><a href='/tep/a.{end}'>Kế hoạch</a></p>") == []


@pytest.mark.parametrize(
    "href", ["/tep/a.pdf", "/tep/a.pdf?v=2", "/tep/a.pdf#2", "/tep/a.pdf/", "/tep/a.pdf ", "/tep/a.PDF"]
)
def test_the_ways_to_write_an_address_of_a_file(href: str) -> None:
    assert len(files(f"<p><a href='{href}'>Kế hoạch</a></p>")) == (0 if href.endswith("/") else 1)


@pytest.mark.parametrize(
    ("link", "title"),
    [
        ("<a href='{}'>Kế hoạch</a>", "Kế hoạch"),
        ("<a href='{}' title='Kế hoạch'>Tải về</a>", "Kế hoạch"),
        ("<a href='{}' title='Tải về'>Tải về</a>", "a b.pdf"),
        ("<a href='{}' title='Kế hoạch'></a>", "Kế hoạch"),
        ("<a href='{}'></a>", "a b.pdf"),
    ],
)
def test_the_title_of_a_file(link: str, title: str) -> None:
    (found,) = files(f"<p>Xem: {link.format('/tep/a%20b.pdf')} nhé</p>")
    assert found.title == title


def test_liferay_writes_an_id_behind_the_name() -> None:
    path = "/documents/20182/0/ke-hoach.pdf/0a1b-2c3d"
    (found,) = files(f"<p><a href='{path}'></a>Xem tệp của xã nhà</p>")
    assert (found.url, found.title, found.media_type) == (f"{HOST}{path}", "ke-hoach.pdf", "application/pdf")


def test_a_download_from_the_articles_own_address_is_named_by_its_words() -> None:
    link = "<p><a href='{}'>{}</a></p>"
    assert files(link.format("?id=1&download=1", "Bảng điểm.XLSX"))[0].media_type == TYPES["xlsx"]
    assert files(link.format("?download=1", "Bảng điểm"))[0].media_type is None
    assert files(link.format("?download=12", "Bảng điểm")) == []
    assert files(link.format("?nodownload=1", "Bảng điểm")) == []


def test_each_file_is_listed_once() -> None:
    assert len(files(FILE + FILE + FILE.replace("a.pdf", "b.pdf"))) == 2


def below(between: str) -> int:
    html = f"<h1>{TITLE}</h1><div>{paragraphs()}</div><p><a href='/x'>Mời bà con vào xem</a></p>{between}"
    return len(read_article(page(html)).attachments)


@pins("attachments._LINES_BELOW")
@pytest.mark.parametrize(("lines", "count"), [(9, 1), (10, 1), (11, 0)])
def test_a_list_of_files_stands_between_the_text_and_the_other_news(lines: int, count: int) -> None:
    more = "<p>Xã nhà</p>" * (lines - 1)
    assert below(f"{FILE}{more}<h4>Tin khác</h4>") == count
    assert below(f"{FILE}{more}<h4>Bình luận</h4>") == count


def test_without_other_news_below_it_a_box_of_files_is_not_the_articles() -> None:
    assert below(FILE) == 0
    assert below(f"<h4>Tin khác</h4>{FILE}") == 0


def test_the_rule_says_where_files_were_found() -> None:
    found = read_article(article(f"<div>{paragraphs()}{FILE}</div>"))
    assert found.rules["attachments"] == "links to files in and below the text"
    assert read_article(article(f"<div>{paragraphs()}</div>")).rules["attachments"] == ""


def test_files_of_a_box_inside_the_text_are_the_boxs() -> None:
    box = f"<h4>Tin liên quan</h4>{FILE}<p><a href='/tin-tuc/cho-phien-hop-lai-202'>Chợ phiên họp lại</a></p>"
    assert read_article(article(f"<div>{paragraphs()}{box}{paragraphs()}</div>")).attachments == []
