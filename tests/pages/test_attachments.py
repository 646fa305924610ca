"""Files that an article offers, and files that other boxes offer."""

from __future__ import annotations

import pytest

from scraper.pages.article import read_article
from tests.pages.reading import NEWS, SENTENCES, around, article, paragraphs


@pytest.mark.parametrize(
    ("html", "title", "media_type"),
    [
        ('<a href="/tep/ke-hoach.pdf">Kế hoạch mở hội</a>', "Kế hoạch mở hội", "application/pdf"),
        ('<a href="/tep/ke-hoach.PDF">Tải về</a>', "ke-hoach.PDF", "application/pdf"),
        ('<a href="/tep/ke-hoach.pdf" title="Kế hoạch mở hội">Tải về</a>', "Kế hoạch mở hội", "application/pdf"),
        (
            '<a href="/tep/k%E1%BA%BF%20hoach.doc?v=2"><img src="/icon_doc.gif"></a>',
            "kế hoach.doc",
            "application/msword",
        ),
        ('<a href="/tep/danh-sach.rar">Danh sách đội</a>', "Danh sách đội", "application/vnd.rar"),
        ('<a href="?download=1&id=0">Bảng điểm.zip</a>', "Bảng điểm.zip", "application/zip"),
    ],
)
@pytest.mark.parametrize("frame", ["<p>{}</p>", "<p>Tài liệu đính kèm: {}</p>", "<ul><li>{}</li></ul>"])
def test_files_below_the_text(frame: str, html: str, title: str, media_type: str) -> None:
    found = around("", tail=frame.format(html))
    assert [(file.title, file.media_type) for file in found.attachments] == [(title, media_type)]
    assert found.paragraphs == list(SENTENCES)


def test_a_file_in_a_sentence_is_a_file_and_its_words_stay() -> None:
    found = around("", tail='<p>Bà con xem thêm <a href="/tep/luat.pdf">luật chơi</a> của các trò ở sân đình nhé.</p>')
    assert [file.title for file in found.attachments] == ["luật chơi"]
    assert found.paragraphs[-1] == "Bà con xem thêm luật chơi của các trò ở sân đình nhé."


@pytest.mark.parametrize(
    "box",
    [
        '<h4>Văn bản mới</h4><p><a href="/tep/quy-che.pdf">Quy chế của xã</a></p>',
        '<h4>Tin đọc nhiều</h4><p><a href="/tep/quy-che.pdf">Quy chế của xã</a></p>',
        '<h4>Bài viết khác</h4><p><a href="/tep/quy-che.pdf">Quy chế của xã</a></p>',
    ],
)
def test_files_of_other_boxes_are_not_the_articles(box: str) -> None:
    found = read_article(article(f"<div>{paragraphs()}</div>", after=f"<div>{box}</div>{NEWS}"))
    assert found.attachments == []
