"""Which date of a list is which entry's: inside, beside, above or below its link, and when nobody can tell."""

from __future__ import annotations

import pytest

from tests.pages.reading import HOST, page

A, B, C = "Hợp tác xã bán rau qua mạng", "Trường làng có thêm phòng đọc", "Xóm núi đón điện lưới đầu tiên"
ONE, TWO, THREE = "01/06/2023", "02/06/2023", "03/06/2023"


def link(title: str, name: int = 0) -> str:
    number = name or {A: 101, B: 102, C: 103}[title]
    return f'<a href="/tin-tuc/bai-viet-so-{number}">{title}</a>'


TEASER = "Rau sạch đi thẳng từ ruộng tới bếp của từng nhà, ai mua cũng biết rau của ai trồng."
DATED_TWICE = (link(A), ONE, link(B), link(C), THREE)


def entries(html: str) -> list[tuple[str, str | None]]:
    return [(entry.title, entry.date.iso if entry.date else None) for entry in page(html).entries]


BOTH = [(A, "2023-06-01"), (B, "2023-06-02")]


@pytest.mark.parametrize(
    "html",
    [
        # Inside the words of the link.
        f"<p>{link(f'{A} ({ONE})', 101)}</p><p>{link(f'{B} ({TWO})', 102)}</p>",
        f"<p>{link(f'{ONE}: {A}', 101)}</p><p>{link(f'{TWO}: {B}', 102)}</p>",
        f"<p>{link(f'{A} - {ONE}', 101)}</p><p>{link(f'{B} - {TWO}', 102)}</p>",
        # Beside it, in its line.
        f"<ul><li>{link(A)} <i>({ONE})</i></li><li>{link(B)} <i>({TWO})</i></li></ul>",
        f"<p>» {link(A)} - Ngày {ONE}<br>» {link(B)} - Ngày {TWO}</p>",
        f"<p>{ONE} {link(A)}</p><p>{TWO} {link(B)}</p>",
        # In a cell of its own.
        f"<table><tr><td>{link(A)}</td><td>{ONE}</td></tr><tr><td>{link(B)}</td><td>{TWO}</td></tr></table>",
        f"<table><tr><td>{ONE}</td><td>{link(A)}</td></tr><tr><td>{TWO}</td><td>{link(B)}</td></tr></table>",
        # In a line of its own, in the entry's box.
        f"<div><h4>{link(A)}</h4><p>{ONE}</p></div><div><h4>{link(B)}</h4><p>{TWO}</p></div>",
        f"<div><p>{ONE}</p><h4>{link(A)}</h4></div><div><p>{TWO}</p><h4>{link(B)}</h4></div>",
        f"<ul><li>{link(A)}<br>Ngày đăng: {ONE}</li><li>{link(B)}<br>Ngày đăng: {TWO}</li></ul>",
        # A flat list; its first line tells how to read it.
        f"<p>{link(A)}</p><p>{ONE}</p><p>{link(B)}</p><p>{TWO}</p>",
        f"<p>{ONE}</p><p>{link(A)}</p><p>{TWO}</p><p>{link(B)}</p>",
        # A teaser between title and date.
        f"<div><h4>{link(A)}</h4><p>{TEASER}</p><p>{ONE}</p></div><div><h4>{link(B)}</h4><p>{TWO}</p></div>",
    ],
)
def test_each_entry_has_its_own_date(html: str) -> None:
    assert entries(html) == BOTH


@pytest.mark.parametrize(
    "html",
    [
        f"<ul><li>{link(A)} ({ONE})</li><li>{link(B)}</li><li>{link(C)} ({THREE})</li></ul>",
        "<div>{}<p>{}</p></div><div>{}</div><div>{}<p>{}</p></div>".format(*DATED_TWICE),
        "<table><tr><td>{}<td>{}<tr><td>{}<td><tr><td>{}<td>{}</table>".format(*DATED_TWICE),
        f"<p>{link(A)}</p><p>{ONE}</p><p>{link(B)}</p><p>{link(C)}</p><p>{THREE}</p>",
    ],
)
def test_an_undated_entry_between_dated_ones_has_none(html: str) -> None:
    assert entries(html) == [(A, "2023-06-01"), (B, None), (C, "2023-06-03")]


@pytest.mark.parametrize(
    "html",
    [
        # A teaser's date is a meeting's.
        f"<p>{link(A)} Ngày {ONE}, bà con họp ở nhà văn hóa để bàn cách chia nước tưới cho vụ mới.</p><p>{link(B)}</p>",
        # A year and a month are no day.
        f"<p>{link(A)} (6/2023)</p><p>{link(B)}</p>",
        # The day of another box.
        f"<p>{link(A)}</p><p>{link(B)}</p><h3>Lịch tiếp dân</h3><p>{ONE}</p>",
    ],
)
def test_a_date_that_nobody_can_place_is_nobodys(html: str) -> None:
    assert entries(html) == [(A, None), (B, None)]


def test_of_two_dates_in_one_box_none_is_the_entrys() -> None:
    assert entries(f"<div><p>{ONE}</p><h4>{link(A)}</h4><p>{TWO}</p></div>") == [(A, None)]


def test_the_date_of_a_document_stays_in_the_title() -> None:
    title = f"Công văn số 12 ngày {ONE} về mùa khai trường"
    assert entries(f"<p>{link(title, 101)}</p>") == [(title, None)]


def test_two_links_of_one_card_share_its_date() -> None:
    card = f'<div><a href="/tin-tuc/bai-viet-so-101"><img src="a.jpg"></a>{link(A)}<p>{ONE}</p></div>'
    assert entries(card) == [(A, "2023-06-01")]


def test_a_cut_title_is_read_from_the_attribute() -> None:
    html = f'<p><a href="/tin-tuc/bai-viet-so-101" title="{A}">{A[:12]}...</a></p>'
    assert entries(html) == [(A, None)]


@pytest.mark.parametrize(
    "html",
    [
        '<a href="/lien-he">Liên hệ</a>',
        f'<a href="http://other.vn/bai-viet-moi-101">{A}</a>',
        f'<a href="/tep/ke-hoach.pdf">{A}</a>',
        f'<a href="javascript:void(0)">{A}</a>',
        '<a href="/tin-tuc/bai-viet-so-101"></a>',
    ],
)
def test_menus_files_and_foreign_links_are_no_entries(html: str) -> None:
    assert entries(html) == []


def test_entries_keep_the_order_of_the_page() -> None:
    found = page(f"<p>{link(B)}</p><p>{link(A)}</p>").entries
    assert [entry.link.address.url for entry in found if entry.link.address] == [
        f"{HOST}/tin-tuc/bai-viet-so-102",
        f"{HOST}/tin-tuc/bai-viet-so-101",
    ]


def test_a_date_behind_a_short_link_is_not_the_next_entrys() -> None:
    short = '<a href="/tin-tuc">Tin buồn</a>'
    assert entries(f"<ul><li>{short} <i>({ONE})</i></li><li>{link(A)}</li></ul>") == [(A, None)]
    assert entries(f"<ul><li>{short}<p>{ONE}</p></li><li>{link(A)}</li></ul>") == [(A, None)]
