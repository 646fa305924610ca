"""Whose site it is."""

from __future__ import annotations

import pytest

from scraper.addresses import UrlResolver
from scraper.pages.page import Page
from scraper.probe.owner import is_office, site_name

HOME = "https://sotp.vidu.gov.vn/"
OFFICE = "Sở Tư pháp tỉnh Ví Dụ"


def page(head: str = "", body: str = "<p>Tin</p>") -> Page:
    html = f"<html><head>{head}</head><body>{body}</body></html>"
    return Page(HOME, html.encode(), UrlResolver(("sotp.vidu.gov.vn",), ()))


@pytest.mark.parametrize(
    ("head", "body", "name"),
    [
        ('<meta property="og:site_name" content="Tin Ví Dụ">', f"<h1>{OFFICE}</h1>", "Tin Ví Dụ"),
        (f"<title>Trang chủ - {OFFICE}</title>", "<p>Tin</p>", OFFICE),
        ("<title>Trang chủ</title>", f'<img src="b.jpg" alt="{OFFICE}">', OFFICE),
        ("<title>Trang chủ</title>", f"<a href='/'><img alt='{OFFICE}' src=b.jpg></a>", OFFICE),
        ("<title>Trang chủ</title>", '<img alt="S&#7903; T&#432; ph&aacute;p" src="b.jpg">', "Sở Tư pháp"),
        ("<title>Trang chủ</title>", f'<a class="logo" href="/">{OFFICE.upper()}</a>', OFFICE.upper()),
        ("<title>Trang chủ</title>", f"<h1>{OFFICE}</h1>", OFFICE),
        ("<title>Trang chủ</title>", "<h1>Hội nghị tổng kết năm 2025</h1>", ""),
        ("<title>Nhịp sống Ví Dụ</title>", f'<img alt="{OFFICE}" src="b.jpg">', OFFICE),
        ("<title>Nhịp sống Ví Dụ</title>", "<h1>Chào mừng</h1>", "Nhịp sống Ví Dụ"),
        ("<title>Tin tức</title>", "<h1>Chào mừng</h1>", ""),
        ("", "<p>Tin</p>", ""),
    ],
)
def test_the_name_of_a_site(head: str, body: str, name: str) -> None:
    assert site_name([page(head, body)]) == name


def test_what_any_page_states_comes_first() -> None:
    front = page(f"<title>{OFFICE}</title>")
    assert site_name([front, page('<meta property="og:site_name" content="Cổng Ví Dụ">')]) == "Cổng Ví Dụ"
    assert site_name([]) == ""


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("SỞ TƯ PHÁP", True),
        ("Đảng uỷ Khối các cơ quan và doanh nghiệp", True),
        ("Cổng thông tin điện tử", True),
        ("Ủy ban nhân dân huyện Cầu Ngang", True),
        ("Sở Y", False),
        ("Số 12/KH-UBND ngày 3 tháng 4", False),
        ("Sở Tư pháp tổ chức hội nghị tổng kết công tác năm 2025 và triển khai nhiệm vụ năm 2026", False),
        ("Tin hoạt động", False),
    ],
)
def test_what_reads_like_an_office(words: str, expected: bool) -> None:
    assert is_office(words) is expected
