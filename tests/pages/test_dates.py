"""The article's own date: a line of nothing but date, near the title or below the text."""

from __future__ import annotations

import pytest

from scraper.pages.article import read_article
from tests.pages.reading import SENTENCES, TITLE, around, page, paragraphs


@pytest.mark.parametrize(
    "line",
    [
        "12/06/2023 16:30",
        "Ngày đăng: 12/06/2023 16:30",
        "Thứ hai, 12/06/2023 | 16:30",
        "16:30 - 12/06/2023",
        "Cập nhật lúc 16h30 ngày 12/6/2023",
        "12/06/2023 16:30 | Lượt xem: 1.204 | In bài viết",
        "12/06/2023 16:30 A- A A+ In bài",
        "12/06/2023 16:30 Gửi email In trang Lưu tin",
    ],
)
@pytest.mark.parametrize("place", ["below", "behind"])
def test_a_line_of_nothing_but_a_date_is_the_articles(line: str, place: str) -> None:
    html = f"<div>{line}</div>"
    found = around("", head=html) if place == "below" else around("", tail=html)
    assert found.published is not None
    assert found.published.iso == "2023-06-12T16:30:00+07:00"
    assert found.paragraphs == list(SENTENCES)


@pytest.mark.parametrize(
    "line",
    [
        "Theo Quyết định ngày 12/06/2023, hội làng được mở lại sau ba năm vắng bóng.",
        "Hội mở từ ngày 10/6/2023 đến ngày 12/6/2023 tại sân đình của cả ba thôn.",
    ],
)
def test_a_date_in_a_sentence_is_no_date_of_the_article(line: str) -> None:
    found = around(f"<p>{line}</p>")
    assert found.published is None
    assert line in found.paragraphs


def test_the_pages_clock_is_no_date_of_the_article() -> None:
    html = f"<div>Thứ Hai, 12/06/2023</div><div><h1>{TITLE}</h1><div>{paragraphs()}</div></div>"
    assert read_article(page(html), today="2023-06-12").published is None


def test_labels_tell_publication_from_change() -> None:
    found = around("", head="<p>Ngày đăng: 01/06/2023</p><p>Cập nhật lần cuối: 05/06/2023 08:00</p>")
    assert found.published is not None
    assert found.modified is not None
    assert (found.published.iso, found.modified.iso) == ("2023-06-01", "2023-06-05T08:00:00+07:00")
