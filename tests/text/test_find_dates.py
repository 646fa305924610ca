from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.text.dates import find_dates


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("14/07/2021", "2021-07-14"),
        ("4/7/2021", "2021-07-04"),
        ("14-07-2021", "2021-07-14"),
        ("14.07.2021", "2021-07-14"),
        ("14 / 7 / 2021", "2021-07-14"),
        ("2021-07-14", "2021-07-14"),
        ("2021/07/14", "2021-07-14"),
        ("(14/07/2021)", "2021-07-14"),
        ("Ngày 4/7/2021", "2021-07-04"),
        ("Ngày14/07/2021", "2021-07-14"),
        ("ngày 04 tháng 7 năm 2021", "2021-07-04"),
        ("Ngày 4 tháng 7, 2021", "2021-07-04"),
        ("NGÀY 04 THÁNG 7 NĂM 2021", "2021-07-04"),
        ("4 Tháng 7 2021", "2021-07-04"),
        ("xét nghiệm từ 12-14/7/2021", "2021-07-14"),
        ("29/02/2024", "2024-02-29"),
    ],
)
def test_days(line: str, iso: str) -> None:
    assert [found.iso for found in find_dates(line)] == [iso]


@pytest.mark.parametrize(
    "line",
    [
        # the time behind the date
        "14/07/2021 16:30",
        "14/07/2021 - 16:30",
        "14/07/2021 – 16:30",
        "14/07/2021, 16:30",
        "14-07-2021, 16:30",
        "14/07/2021 | 16:30",
        "14/07/2021 | 04:30 PM",
        "14/07/2021 4:30:00 CH",
        "14/07/2021 04:30:00 PM",
        "14/07/2021 (16:30)",
        "14/07/2021 lúc 16h30",
        "14/07/2021, 16 giờ 30",
        "Thứ tư - 14/07/2021 16:30",
        "Thứ tư, 14/07/2021 - 16:30",
        "(Thứ tư, 14/07/2021 16:30)",
        "Wednesday, 14/07/2021, 16:30",
        "Thứ tư, 14/07/2021, 16:30 (GMT+7)",
        "Ngày 14 tháng 7 năm 2021 16:30",
        # and before it
        "16:30 14/07/2021",
        "16:30:00 | 14/07/2021",
        "16:30 | 14/07/2021",
        "16:30 |14/07/2021",
        "Thứ tư: 16:30 ngày 14/07/2021",
        "16:30, Thứ Tư, 14/07/2021 (GMT+7)",
        "16h30 ngày 14/7/2021",
        "16 giờ 30 phút, ngày 14 tháng 7 năm 2021",
        "4:30 PM, 14/07/2021",
        "16:30 PM 14/07/2021",
        # as machines write it
        "2021-07-14T16:30:00+07:00",
        "2021-07-14T16:30",
        "2021-07-14 16:30:00.000",
        "2021-07-14T09:30:00Z",
        "2021-07-14T09:30:00+0000",
        "14/07/2021 09:30 (GMT+0)",
        "14/07/2021 15:00 UTC+05:30",
        "14/07/2021 16:30 (GMT+99)",
    ],
)
def test_a_time_before_or_behind_belongs_to_the_date(line: str) -> None:
    assert [found.iso for found in find_dates(line)] == ["2021-07-14T16:30:00+07:00"]


def test_seconds_are_kept() -> None:
    assert find_dates("05/12/2013 15:42:27")[0].iso == "2013-12-05T15:42:27+07:00"
    assert find_dates("9/6/2018 | 2:35:57 PM")[0].iso == "2018-06-09T14:35:57+07:00"


def test_an_hour_alone_is_a_time() -> None:
    assert find_dates("8h ngày 12/5/2023")[0].iso == "2023-05-12T08:00:00+07:00"
    assert find_dates("12/5/2023, 8 giờ")[0].iso == "2023-05-12T08:00:00+07:00"


@pytest.mark.parametrize(
    "line",
    [
        "21/12/2012 | 12:00 AM",
        "21/12/2012 12:00:00 SA",
        "00:00 21/12/2012",
        "2012-12-21T00:00:00+07:00",
        "2012-12-20T17:00:00Z",
        "21/12/2012 25:10",
        "21/12/2012 10:75",
        "21/12/2012 - 16 bài",
        "21/12/2012",
    ],
)
def test_midnight_and_impossible_times_leave_the_day(line: str) -> None:
    assert [found.iso for found in find_dates(line)] == ["2012-12-21"]


def test_noon_is_a_time() -> None:
    assert find_dates("21/12/2012 12:00 PM")[0].iso == "2012-12-21T12:00:00+07:00"


@pytest.mark.parametrize(
    "line",
    [
        *("31/02/2023", "29/02/2023", "00/05/2023", "13/13/2023", "2023-13-01"),
        *("12/05/1989", "2/9/1945", "12/05/2101", "12/05/23"),
        *("02/2023", "tháng 5/2023", "năm 2023", "quý II năm 2023", "6 tháng đầu năm 2023"),
        *("1.650/1.277", "0294.3862972", "0294.38.2972", "2020-2025", "nhiệm kỳ 2020 - 2025", "10.12.2012.3"),
        *("112/05/2023", "1/12/05/2023", "12/05/20231", "12/05-2023", ""),
    ],
)
def test_what_is_no_date(line: str) -> None:
    assert find_dates(line) == []


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Ngày đăng: 14/07/2021", "published"),
        ("Ngày đăng 14/07/2021 | 03:48 PM", "published"),
        ("Đăng lúc 16:30, 14/07/2021", "published"),
        ("Đăng ngày 14/07/2021", "published"),
        ("Đăng lúc: Thứ tư - 14/07/2021 16:30", "published"),
        ("Ngày xuất bản: 14/07/2021", "published"),
        ("Gửi lúc: 14/07/2021 15:42:27", "published"),
        ("Ngày tạo: 14/07/2021", "published"),
        ("Ngày viết: 14/07/2021", "published"),
        ("Lượt xem: 73 | Gửi lúc: 14/07/2021", "published"),
        ("Publish date 14/07/2021", "published"),
        ("NGÀY ĐĂNG: 14/07/2021", "published"),
        ("Cập nhật: Thứ Tư, ngày 14/07/2021", "modified"),
        ("Cập nhật lúc: 18:00 |14/07/2021", "modified"),
        ("Cập nhật, 16:36, Thứ Tư, 14/07/2021 (GMT+7)", "modified"),
        ("Cập nhật lần cuối vào lúc 16 giờ 30 phút, Thứ Tư, ngày 14/07/2021", "modified"),
        ("Ngày cập nhật: 14/07/2021", "modified"),
        ("Sửa lần cuối: 14/07/2021", "modified"),
        ("Last updated on 14/07/2021", "modified"),
        ("Ngày 14/07/2021", None),
        ("14/07/2021", None),
        ("Ngày ban hành: 14/07/2021", None),
        ("Người đăng: 14/07/2021", None),
        ("Cập nhật tình hình đến ngày 14/07/2021", None),
    ],
)
def test_labels(line: str, label: str | None) -> None:
    assert [found.label for found in find_dates(line)] == [label]


def test_two_dates_share_neither_time_nor_label() -> None:
    first, second = find_dates("Ngày đăng: 10:30 12/05/2023 - Cập nhật: 11:00 13/05/2023")
    assert (first.iso, first.label) == ("2023-05-12T10:30:00+07:00", "published")
    assert (second.iso, second.label) == ("2023-05-13T11:00:00+07:00", "modified")
    first, second = find_dates("12/05/2023 0G01/01/2023")
    assert (first.raw, second.raw) == ("12/05/2023", "01/01/2023")
    first, second = find_dates("12/05/2023 10:30 13/05/2023")
    assert (first.iso, second.iso) == ("2023-05-12T10:30:00+07:00", "2023-05-13")


@pytest.mark.parametrize(
    ("line", "raw"),
    [
        ("Ngày đăng: 12/05/2023 10:30 | Lượt xem: 5", "12/05/2023 10:30"),
        ("Cập nhật, 16:36, Thứ Sáu, 12/01/2018 (GMT+7)", "16:36, Thứ Sáu, 12/01/2018 (GMT+7)"),
        ("(Thứ bảy, 22/05/2021 11:38)", "22/05/2021 11:38"),
        ("họp ngày 12 tháng 5 năm 2023 tại xã", "ngày 12 tháng 5 năm 2023"),
        ("12/05/2023 (10:30)", "12/05/2023 (10:30)"),
        ("họp ngày 12/5/2023 tại xã", "12/5/2023"),
    ],
)
def test_raw_is_what_was_read(line: str, raw: str) -> None:
    (found,) = find_dates(line)
    assert found.raw == raw
    assert line[found.start : found.end] == raw


DATE_WORDS = st.lists(
    st.sampled_from(
        [
            *(
                "12/05/2023",
                "1/1/1990",
                "31/12/2100",
                "2023-08-03",
                "16:30",
                "8h",
                "12:00 AM",
                "CH",
                "(GMT+7)",
            ),
            *(
                "ngày",
                "3 tháng 8 năm 2023",
                "Thứ Hai",
                "Cập nhật",
                "Ngày đăng:",
                "|",
                "-",
                "(",
                ")",
                ",",
                " ",
                "x",
            ),
        ]
    )
).map("".join)


@given(st.one_of(st.text(), DATE_WORDS))
def test_any_line_gives_dates_in_order_and_of_the_form(line: str) -> None:
    end = 0
    for found in find_dates(line):
        assert end <= found.start < found.end <= len(line)
        assert line[found.start : found.end] == found.raw
        assert len(found.iso) in (len("2023-08-03"), len("2023-08-03T16:30:00+07:00"))
        assert found.label in ("published", "modified", None)
        end = found.end


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31)))
def test_every_day_of_the_calendar_is_found(day: date) -> None:
    for line in (f"{day:%d/%m/%Y}", f"{day.day}-{day.month}-{day.year}", f"({day:%d.%m.%Y})", f"{day}"):
        assert [found.iso for found in find_dates(line)] == [day.isoformat()]
