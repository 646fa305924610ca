import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.text.dates import date_line, split_trailing_date


@pytest.mark.parametrize(
    "line",
    [
        "14/07/2021 16:30",
        "09:19 14/07/2021",
        "14/07/2021 - 16:39",
        "14/07/2021 | 10:00 AM",
        "17:23:45 | 14/07/2021",
        "Thứ tư - 14/07/2021 13:52",
        "Thứ tư - 14/07/2021 13:52 12 0",  # counters without words
        "(Thứ tư, 14/07/2021 11:38)",
        "Wednesday, 14/07/2021, 22:38",
        "Thứ tư, 14/07/2021, 19:25 (GMT+7)",
        "Thứ 4, 14/07/2021 (GMT+7)",
        "Thứ tư: 15:00 ngày 14/07/2021",
        "Cập nhật, 16:36, Thứ Tư, 14/07/2021 (GMT+7)",
        "Cập nhật: Thứ Tư, ngày 14/07/2021",
        "Lượt xem: 7370 | Gửi lúc: 14/07/2021 15:42:27",
        "Ngày đăng 14/07/2021 | 03:48 PM | View count: 1549",
        "Publish date 14/07/2021 | 12:00 AM | View count: 308",
        "Ngày đăng: 14/07/2021 / Lượt xem: 12",
        "Ngày đăng: 10:30 14/07/2021 - Cập nhật: 11:00 15/07/2021",
        "Ngày 14/7/2021",
        "ngày 14 tháng 7 năm 2021",
        "14/07/2021 (Đã xem: 1.204)",
        "14/07/2021 - 35 lượt xem",
        "Số lượt người xem : 12 - 14/07/2021",
        "14/07/2021 Lượt truy cập: 5 501",
        "Tác giả: Thạch Sô Phi - 14/07/2021 10:30 - Lượt xem: 5",
        "14/07/2021 10:30 Người đăng: admin Đã xem: 123",
        "Tác giả: Lâm Thị Sang | Ngày đăng: 14/07/2021",
        "Tác giả: Lâm Thị Sang Ngày đăng: 14/07/2021",
        "14/07/2021 Nguồn: Cổng TTĐT tỉnh",
        "Viết bởi Super User | 14/07/2021",
        "In | Gửi email | 14.07.2021 | Cỡ chữ A- A A+",
        "14/07/2021 16h30",
        "2021-07-14T16:30:00+07:00",
    ],
)
def test_lines_of_nothing_but_a_date(line: str) -> None:
    assert [found.iso[:10] for found in date_line(line)][:1] == ["2021-07-14"]


@pytest.mark.parametrize(
    "line",
    [
        # the page's clock
        "Chủ Nhật ngày 05/12/2021 Chào mừng bạn đến với cổng thông tin",
        "Xin chào, hôm nay là thứ hai 06/12/2021",
        "Hôm nay: 06/12/2021",
        "Bây giờ là 10:30 06/12/2021",
        # dates of other things
        "Ngày ban hành: 08/11/2016",
        "Từ 01/09/2017 - Đến 31/12/2017",
        "Trà Cú, ngày 12 tháng 5 năm 2023",
        "Hướng dẫn số 14-HD/HU ngày 12/5/2023",
        "Nguồn: Báo Dân tộc ngày 12/05/2023",
        "Sáng 12/05/2023, huyện khai mạc hội trại",
        "(03/02/1930 - 03/02/2023)",
        "Mừng Xuân (12/05/2023)",
        # no date at all
        "Lượt xem: 2023",
        "31/02/2023",
        "",
        "Tin khác",
        "12/05/2023 " + "|" * 200,
    ],
)
def test_other_lines(line: str) -> None:
    assert date_line(line) == []


def test_the_labels_of_a_date_line() -> None:
    published, modified = date_line("Đăng lúc 12/05/2023 08:00 | Cập nhật lúc 13/05/2023 09:15")
    assert (published.label, modified.label) == ("published", "modified")


@given(st.text())
def test_any_line_may_be_asked_about(line: str) -> None:
    assert isinstance(date_line(line), list)


@pytest.mark.parametrize(
    ("entry", "title", "iso"),
    [
        ("Khai mạc hội trại (12/05/2023 10:30)", "Khai mạc hội trại", "2023-05-12T10:30:00+07:00"),
        ("Khai mạc hội trại(12/05/2023)", "Khai mạc hội trại", "2023-05-12"),
        ("Khai mạc hội trại (Ngày 12/05/2023)", "Khai mạc hội trại", "2023-05-12"),
        ("Khai mạc hội trại (Thứ sáu, 12/05/2023)", "Khai mạc hội trại", "2023-05-12"),
        ("Khai mạc hội trại ( 12/05/2023 )", "Khai mạc hội trại", "2023-05-12"),
        ("Khai mạc hội trại [12-05-2023]", "Khai mạc hội trại", "2023-05-12"),
        ("Khai mạc hội trại (Cập nhật: 12/05/2023)", "Khai mạc hội trại", "2023-05-12"),
        ("Khai mạc hội trại - 12/05/2023", "Khai mạc hội trại", "2023-05-12"),
        ("Khai mạc hội trại – 12/05/2023", "Khai mạc hội trại", "2023-05-12"),
        ("Khai mạc hội trại | 12/05/2023 10:30", "Khai mạc hội trại", "2023-05-12T10:30:00+07:00"),
        ("Khai mạc hội trại - Ngày 12/05/2023", "Khai mạc hội trại", "2023-05-12"),
        ("Kết quả năm 2022 - 12/05/2023", "Kết quả năm 2022", "2023-05-12"),
        ("Kỳ họp thứ 15 - 12/05/2023 10:30", "Kỳ họp thứ 15", "2023-05-12T10:30:00+07:00"),
        ("12/05/2023: Khai mạc hội trại", "Khai mạc hội trại", "2023-05-12"),
        ("(12/05/2023) Khai mạc hội trại", "Khai mạc hội trại", "2023-05-12"),
        ("12/05/2023 - Khai mạc hội trại", "Khai mạc hội trại", "2023-05-12"),
        ("12/05/2023 10:30 Đại hội chi bộ", "Đại hội chi bộ", "2023-05-12T10:30:00+07:00"),
        ("Ngày đăng: 12/05/2023 | Khai mạc hội trại", "Khai mạc hội trại", "2023-05-12"),
        ("- Khai mạc hội trại (12/05/2023)", "Khai mạc hội trại", "2023-05-12"),
        ("Lịch tuần (từ 13/5 đến 17/5/2024) (20/05/2024)", "Lịch tuần (từ 13/5 đến 17/5/2024)", "2024-05-20"),
        ("12/05/2023", "", "2023-05-12"),
        ("(12/05/2023)", "", "2023-05-12"),
    ],
)
def test_a_list_entry_comes_apart(entry: str, title: str, iso: str) -> None:
    rest, date = split_trailing_date(entry)
    assert rest == title
    assert date is not None
    assert date.iso == iso
    assert date.raw in entry


@pytest.mark.parametrize(
    "title",
    [
        "Quán triệt Kế hoạch số 14-KH/HU ngày 12/5/2023",
        "Ngày 12/5/2023, xã Đôn Xuân ra mắt tổ tự quản",
        "Ngày 12/5/2023 xã Đôn Xuân ra mắt tổ tự quản",
        "12/5/2023 là ngày hội của thôn",
        "Mừng sinh nhật Đoàn (26/3/1931 - 26/3/2023)",
        "Mừng sinh nhật Đoàn (26/3/1931-26/3/2023)",
        "Lịch tiếp dân từ ngày 10 - 12/5/2023",
        "Lịch tiếp dân 10/05/2023 - 12/05/2023",
        "Lịch tuần (từ 13/5 đến 17/5/2024)",
        "Trả lời đơn (công văn 5 ngày 12/5/2023)",
        "Giải chạy (19/5)",
        "Tổng kết 5 năm",
        "",
    ],
)
def test_a_date_in_the_words_of_a_title_stays_there(title: str) -> None:
    assert split_trailing_date(title) == (title, None)


@pytest.mark.parametrize(
    ("entry", "title"),
    [
        ("- Tổng kết", "Tổng kết"),
        ("• Tổng kết", "Tổng kết"),
        ("•Tổng kết", "Tổng kết"),
        ("» Tổng kết", "Tổng kết"),
        ("+ Tổng kết", "Tổng kết"),
        ("» - Tổng kết ", "Tổng kết"),
        ("- 5 năm tổng kết", "5 năm tổng kết"),
        ("-5 độ ở Mẫu Sơn", "-5 độ ở Mẫu Sơn"),
    ],
)
def test_bullets_go(entry: str, title: str) -> None:
    assert split_trailing_date(entry) == (title, None)


@given(st.text())
def test_any_entry_comes_apart(entry: str) -> None:
    title, _ = split_trailing_date(entry)
    assert title in entry
