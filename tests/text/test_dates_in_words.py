"""Dates with the month in words or abbreviated, parts of the day, and lines that blogs print."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.text.dates import date_line, find_dates

MONTHS = (
    *("Một", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín"),
    *("Mười", "Mười Một", "Mười Hai"),
)
PLAIN = ("Mot", "Hai", "Ba", "Tu", "Nam", "Sau", "Bay", "Tam", "Chin", "Muoi", "Muoi Mot", "Muoi Hai")


def forms(day: date) -> list[str]:
    """A day in all forms of systems."""
    name, plain, number = MONTHS[day.month - 1], PLAIN[day.month - 1], day.month
    return [
        *(f"{day.day} Tháng {name}, {day.year}", f"Tháng {name} {day.day}, {day.year}"),
        *(f"{day.day} THÁNG {name.upper()}, {day.year}", f"ngày {day.day} tháng {name.lower()} năm {day.year}"),
        *(f"{day.day} thang {plain}, {day.year}", f"Thang {plain} {day.day}, {day.year}"),
        *(f"{day.day} Tháng {number}, {day.year}", f"Tháng {number} {day.day}, {day.year}"),
        *(f"{day.day} tháng {number} {day.year}", f"Ngày {day.day} tháng {number:02} năm {day.year}"),
        *(f"Th{number} {day.day}, {day.year}", f"{day.day} Th{number}, {day.year}", f"{day.day} Th{number} {day.year}"),
        *(f"{day.day:02} Thg {number} {day.year}", f"Thg {number} {day.day}, {day.year}"),
        *(f"T{number} {day.day}, {day.year}", f"{day.day} T{number}, {day.year}"),
        *(f"{day:%B %d, %Y}", f"{day:%d %b %Y}", f"{day:%b} {day.day}th, {day.year}"),
    ]


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31)))
def test_every_day_is_read_in_every_form(day: date) -> None:
    for form in forms(day):
        for text in (form, f"Thứ Hai, {form}", f"Đăng vào {form} bởi Ban Biên tập", f"({form})"):
            assert [found.iso for found in date_line(text)] == [day.isoformat()], text


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31)))
def test_months_in_full_width_are_read(day: date) -> None:
    wide = f"{day:%d/%m/%Y}".translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    (found,) = find_dates(f"Ngày {wide}")
    assert (found.iso, found.raw) == (day.isoformat(), wide)


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("12/06/2023 03:15 chiều", "2023-06-12T15:15:00+07:00"),
        ("Chiều 3 giờ 15 phút, ngày 12 tháng 6 năm 2023", "2023-06-12T15:15:00+07:00"),
        ("Sáng 9:05 ngày 12/06/2023", "2023-06-12T09:05:00+07:00"),
        ("12/06/2023, tối lúc 7h30", "2023-06-12T19:30:00+07:00"),
        ("Chiều 15:15 12/06/2023", "2023-06-12T15:15:00+07:00"),
        ("12/06/2023 03:15 CH", "2023-06-12T15:15:00+07:00"),
        ("12/06/2023 9:30 sáng", "2023-06-12T09:30:00+07:00"),
        ("12/06/2023 12:30 sáng", "2023-06-12T00:30:00+07:00"),
        ("12/06/2023 12:30 chiều", "2023-06-12T12:30:00+07:00"),
        ("12/06/2023 15:30 chiều", "2023-06-12T15:30:00+07:00"),
        ("8 giờ tối 12/06/2023", "2023-06-12T20:00:00+07:00"),
        ("12/06/2023 11:15 trưa", "2023-06-12T11:15:00+07:00"),
        ("12/06/2023 9:15 trưa", "2023-06-12T09:15:00+07:00"),
        ("12/06/2023 1:15 trưa", "2023-06-12T13:15:00+07:00"),
        ("12/06/2023 11:15 đêm", "2023-06-12T23:15:00+07:00"),
        ("12/06/2023 5:15 đêm", "2023-06-12T05:15:00+07:00"),
        ("12/06/2023 12:15 đêm", "2023-06-12"),  # of the night before or after
        ("Tháng Sáu 12, 2023 10:25 sáng", "2023-06-12T10:25:00+07:00"),
        ("12 Tháng Sáu, 2023 lúc 3:05 chiều", "2023-06-12T15:05:00+07:00"),
        ("10:25 Tháng Sáu 12, 2023", "2023-06-12T10:25:00+07:00"),
        ("10:25 12 tháng 6, 2023", "2023-06-12T10:25:00+07:00"),
        ("T2, 12/06/2023 - 10:25", "2023-06-12T10:25:00+07:00"),
        ("10:25 Th 2, 12/06/2023", "2023-06-12T10:25:00+07:00"),
        ("CN, 12/06/2023 10:25", "2023-06-12T10:25:00+07:00"),
        ("Tháng Sáu 12, 2023 at 10:25 am", "2023-06-12T10:25:00+07:00"),
        ("12 - 06 - 2023 10:25", "2023-06-12T10:25:00+07:00"),
        ("Ngày 12/tháng 6/năm 2023 10:25", "2023-06-12T10:25:00+07:00"),
        # Only style separates the parts.
        ("Thứ hai12/06/202310:25", "2023-06-12T10:25:00+07:00"),
        ("10:2512/06/2023", "2023-06-12T10:25:00+07:00"),
        # The lunar day and the year since the Buddha beside the solar one.
        ("12/06/2023 10:25 (25/4 âm lịch)", "2023-06-12T10:25:00+07:00"),
        ("Ngày 12/06/2023 (nhằm ngày 25 tháng 4 năm Quý Mão)", "2023-06-12"),
        ("Thứ Hai, 12/06/2023 (25/04/Quý Mão)", "2023-06-12"),
        ("12/06/2023 - 25/4 Âm lịch", "2023-06-12"),
        ("Dương lịch: 12/06/2023 - Âm lịch: 25/04/2023", "2023-06-12"),
        ("Âm lịch: 25/04/2023 - Dương lịch: 12/06/2023", "2023-06-12"),
        ("12/06/2023 (nhằm 25/04/2023 AL)", "2023-06-12"),
        ("12/06/2023 (tức 25/4 Quý Mão)", "2023-06-12"),
        ("25/04/2023 âm lịch (12/06/2023)", "2023-06-12"),
        ("Ngày 25 tháng 4 năm Quý Mão (12/06/2023)", "2023-06-12"),
        ("Rằm tháng Chạp năm Quý Mão, PL. 2567 (12/06/2023)", "2023-06-12"),
        ("Mùng 5 tháng 4 nhuận âm lịch - 12/06/2023", "2023-06-12"),
        ("25/4/2567 PL (12/06/2023)", "2023-06-12"),
        ("PL. 2567 - DL. 12/06/2023", "2023-06-12"),
        # Two digits for the year, beside a label.
        ("Ngày đăng: 12/06/23", "2023-06-12"),
        ("Đăng ngày 12/6/23 10:25", "2023-06-12T10:25:00+07:00"),
        ("Đăng lúc 10:25 12-06-23", "2023-06-12T10:25:00+07:00"),
        ("Cập nhật: 12.06.23", "2023-06-12"),
        ("Ngày đăng: 12/06/99", "1999-06-12"),
        ("Viết bởi Nguyễn Văn A vào ngày 12/06/2023", "2023-06-12"),
        ("１２／０６／２０２３　１０：２５", "2023-06-12T10:25:00+07:00"),
        ("12/06/2023 10：25", "2023-06-12T10:25:00+07:00"),
    ],
)
def test_times(line: str, iso: str) -> None:
    assert [found.iso for found in date_line(line)] == [iso]


@pytest.mark.parametrize(
    "line",
    [
        *("Th. 03/2024", "T3 21", "Tháng Ba, 2024", "Th3, 2024", "tháng 6/2023", "31 Tháng Hai, 2024", "12 T13, 2024"),
        *("Tuần 2 tháng 11/2024", "kỳ 2 tháng 11 năm 2024", "số 12 tháng 3 năm 2024", "lần thứ 12 tháng 3 năm 2024"),
        *("9 tháng năm 2024", "Kết quả 9 Tháng Năm 2024", "KẾT QUẢ 9 THÁNG NĂM 2024", "6 tháng đầu năm 2024"),
        *("Đội nhà thắng 3 12, 2024", "12 thắng 3, 2024", "12 Tháng Giêng, 2024", "Trong 12 tháng 3 năm 2024"),
        *("25/04/2023 âm lịch", "Âm lịch: 25/04/2023", "25 tháng 4 năm Quý Mão", "Ngày đăng: 25/04/2023 (âm lịch)"),
        *(
            "12/06/23",
            "10:25 12/06/23",
            "Số 12/06/23",
            "Posted on 12/06/23",
            "Ngày đăng: 12/13/23",
            "Ngày đăng: 12/06/50",
        ),
        *("Ngày đăng: 12/06/23-KH", "Ngày đăng: số 1.12.06.23", f"Ngày đăng: 12/06/23{' và' * 40}"),
        *("29-T1 2024", "6 tháng 6 12, 2024x", "Th3 21, 20245", "12 tháng 3, 24", "có 21 tháng 3 12, 2024"),
    ],
)
def test_what_is_no_date_in_words(line: str) -> None:
    assert find_dates(line) == []


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("9 Tháng Năm 2024", "2024-05-09"),
        ("Thứ Sáu, 09 Tháng Năm 2024", "2024-05-09"),
        ("29 tháng năm 2024", "2024-05-29"),
        ("9 tháng năm, 2024", "2024-05-09"),
        ("9 tháng năm năm 2024", "2024-05-09"),
    ],
)
def test_the_fifth_month_has_the_name_of_a_year(line: str, iso: str) -> None:
    assert [found.iso for found in find_dates(line)] == [iso]


def test_dates_do_not_overlap() -> None:
    assert [found.iso for found in find_dates("12 tháng 6 2023-07-14")] == ["2023-06-12"]


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Đăng vào 12/06/2023 bởi Nguyễn Văn A", "published"),
        ("Posted on 12/06/2023 by admin in Tin tức", "published"),
        ("Được đăng: Thứ hai, 12 Tháng 6 2023", "published"),
        ("Đã xuất bản 12/06/2023 bởi Nguyễn Văn A", "published"),
        ("Gửi bởi admin vào T2, 12/06/2023 - 16:35", None),
        ("Người đăng: admin | 12/06/2023", None),
        ("By X | 12 Th6, 2023 | Tin tức | 0 Comments", None),
        ("bởi admin · Th6 12, 2023 · Tin tức · Thông báo · Không có bình luận", None),
        ("Tháng 6 12, 2023 / Tin tức / bởi admin", None),
        ("12/06/2023 | Tin tức | 3 bình luận", None),
        ("Phật lịch 2567 - Ngày 12/06/2023", None),
    ],
)
def test_lines_of_blogs(line: str, label: str | None) -> None:
    assert [(found.iso[:10], found.label) for found in date_line(line)] == [("2023-06-12", label)]


@pytest.mark.parametrize(
    "line",
    [
        "12/06/2023 bởi vì trời mưa nên hoãn",
        "12/06/2023 | Tin tức | Thông báo",
        "bởi admin | họp ngày 12/06/2023 | Tin tức",
        "bởi admin | 12/06/2023 | Tin tức | Thông báo | Văn bản",
        f"bởi admin | 12/06/2023 | {'dài ' * 11}",
        "5 năm thi đua (12/06/2023)",
        "Rằm tháng Chạp (12/06/2023)",
        "Nguồn: Báo Xã vào ngày 12/06/2023",
        "bởi admin | Tin tức | 0 bình luận",
    ],
)
def test_lines_with_words_of_their_own(line: str) -> None:
    assert date_line(line) == []


PIECES = st.lists(
    st.sampled_from(["12", "Tháng", "tháng ", "Năm", "Ba", " ", ",", "2024", "Th3", "T3", "thg", "/", "|", "bởi", "２"])
).map("".join)


@given(st.one_of(st.text(), PIECES))
def test_any_text_may_be_asked(text: str) -> None:
    for found in find_dates(text):
        assert text[found.start : found.end] == found.raw
    assert isinstance(date_line(text), list)
