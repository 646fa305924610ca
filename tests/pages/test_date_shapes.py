"""Every printed date shape of real portals, with a page clock above, dated news below and a year in the footer."""

from __future__ import annotations

import pytest

from scraper.pages.article import read_article
from scraper.text.dates import find_dates
from tests.pages.reading import NEWS, TITLE, article, page, paragraphs

SHAPES = {
    "12/06/2023 16:30": "2023-06-12T16:30:00+07:00",
    "16:30 12/06/2023": "2023-06-12T16:30:00+07:00",
    "12/06/2023 - 16:30": "2023-06-12T16:30:00+07:00",
    "12/06/2023 | 04:30 PM": "2023-06-12T16:30:00+07:00",
    "12/06/2023 | 12:00 AM": "2023-06-12",
    "16:30 | 12/06/2023": "2023-06-12T16:30:00+07:00",
    "16:30:45 | 12/06/2023": "2023-06-12T16:30:45+07:00",
    "Thứ hai - 12/06/2023 16:30": "2023-06-12T16:30:00+07:00",
    "Thứ hai, 12/06/2023 - 16:30": "2023-06-12T16:30:00+07:00",
    "(Thứ hai, 12/06/2023 16:30)": "2023-06-12T16:30:00+07:00",
    "Monday, 12/06/2023, 16:30": "2023-06-12T16:30:00+07:00",
    "Thứ hai, 12/06/2023, 16:30 (GMT+7)": "2023-06-12T16:30:00+07:00",
    "Thứ Hai, 12/06/2023 | 16:30 GMT+7": "2023-06-12T16:30:00+07:00",
    "Thứ hai: 16:30 ngày 12/06/2023": "2023-06-12T16:30:00+07:00",
    "Cập nhật lúc: 16:30 |12/06/2023": "2023-06-12T16:30:00+07:00",
    "Cập nhật, 16:36, Thứ Hai, 12/06/2023 (GMT+7)": "2023-06-12T16:36:00+07:00",
    "Cập nhật: Thứ hai, 12/6/2023 | 2:35:57 PM": "2023-06-12T14:35:57+07:00",
    "Cập nhật: Thứ Hai, ngày 12/06/2023": "2023-06-12",
    "Lượt xem: 7370 | Gửi lúc: 12/06/2023 15:42:27": "2023-06-12T15:42:27+07:00",
    "Ngày đăng 12/06/2023 | 03:48 PM | View count: 1549": "2023-06-12T15:48:00+07:00",
    "Ngày đăng: 12/06/2023 / Lượt xem: 310": "2023-06-12",
    "Ngày 12/6/2023": "2023-06-12",
    "12/06/2023 04:31:19 PM": "2023-06-12T16:31:19+07:00",
    "12-06-2023, 19:01": "2023-06-12T19:01:00+07:00",
    "12/06/2023": "2023-06-12",
    "Ngày 12 tháng 6 năm 2023": "2023-06-12",
    "16 giờ 30 phút, ngày 12/06/2023": "2023-06-12T16:30:00+07:00",
    "16h30 - 12/06/2023": "2023-06-12T16:30:00+07:00",
}
CLOCKS = ("Chủ Nhật ngày 05/12/2021 Chào mừng bạn đến với Cổng thông tin", "Hôm nay, Thứ tư ngày 31/01/2024", "")
FOOTER = "<div>Bản quyền © 2019 - 2024. Giấy phép số 23/GP-TTĐT ngày 01/02/2018. Cập nhật lần cuối: 30/01/2024</div>"


@pytest.mark.parametrize("clock", CLOCKS, ids=["greeting", "clock", "none"])
@pytest.mark.parametrize("shape", SHAPES)
def test_the_articles_own_date_wins(shape: str, clock: str) -> None:
    body = f"<div>{clock}</div><ul><li><a href='/'>Trang chủ</a></li></ul><div><h1>{TITLE}</h1><span>{shape}</span>"
    reading = read_article(page(f"{body}<div>{paragraphs()}</div></div>{NEWS}{FOOTER}"), (), "2024-01-31")
    assert reading.published is not None
    assert reading.published.iso == SHAPES[shape]


@pytest.mark.parametrize("clock", CLOCKS, ids=["greeting", "clock", "none"])
def test_where_no_date_is_printed_none_is_given(clock: str) -> None:
    body = f"<div>{clock}</div><ul><li><a href='/'>Trang chủ</a></li></ul><div><h1>{TITLE}</h1>"
    reading = read_article(page(f"{body}<div>{paragraphs()}</div></div>{NEWS}{FOOTER}"), (), "2024-01-31")
    assert (reading.published, reading.modified) == (None, None)


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("Ngày đăng: 03/11/21Lượt xem: 1204", "2021-11-03"),
        ("Ngày đăng: 03/11/21 | Lượt xem: 1204", "2021-11-03"),
        ("Ngày đăng: 03/11/21a", None),
        ("Ngày đăng: 03/11/2145", None),
    ],
)
def test_words_may_be_glued_to_a_year_of_two_digits(line: str, iso: str | None) -> None:
    found = find_dates(line)
    assert (found[0].iso if found else None) == iso


def test_the_time_of_an_update_is_that_of_its_element() -> None:
    html = (
        "<p><time datetime='2024-05-07T20:14:33+07:00'>07/05/2024</time></p>"
        "<p>Cập nhật: <time class='updated' datetime='2024-05-09T07:40:00+07:00'>09/05/2024</time></p>"
    )
    found = read_article(article(f"{html}{paragraphs()}"))
    assert found.published is not None
    assert found.modified is not None
    assert (found.published.iso, found.modified.iso) == ("2024-05-07T20:14:33+07:00", "2024-05-09T07:40:00+07:00")
