"""Dates of list entries: how far they stand, and when a box or the order of a list tells whose they are."""

from __future__ import annotations

import pytest

from scraper.addresses import UrlResolver
from scraper.cms.websphere import WCM
from scraper.pages.page import Page
from tests.pages.lengths import line
from tests.pages.reading import page
from tests.pins import pins

A, B, C = "Hợp tác xã bán rau qua mạng", "Trường làng có thêm phòng đọc", "Xóm núi đón điện lưới đầu tiên"
ONE, TWO, THREE = "01/06/2023", "02/06/2023", "03/06/2023"
DAY = "2023-06-01"


def link(title: str, number: int = 0) -> str:
    return f"<a href='/tin-tuc/bai-viet-so-{number or {A: 101, B: 102, C: 103}.get(title, 109)}'>{title}</a>"


def entries(html: str) -> list[tuple[str, str | None]]:
    return [(entry.title, entry.date.iso if entry.date else None) for entry in page(html).entries]


def dates(html: str) -> list[str | None]:
    return [date for _, date in entries(html)]


def days(*numbers: int) -> list[str | None]:
    return [f"2023-06-0{number}" if number else None for number in numbers]


# ------------------------------------------------------------------ which links are entries


@pins("entries._TITLE")
@pytest.mark.parametrize(
    ("html", "count"),
    [
        (f"<a href='/bai'>{line(20)}</a>", 1),
        (f"<a href='/bai'>{line(19)}</a>", 0),
        ("<a href='/muc/hoi-lang-mo-lai'>Tin</a>", 1),  # the address is a title
        ("<a href='/tin-tuc/bai-viet-so-101'>Tin</a>", 1),
        ("<a href='/tin-tuc/bai-viet-so-101'><img src='/a.jpg'></a>", 0),
        (f"<a href='/tep/a.pdf'>{line(30)}</a>", 0),
        (f"<a>{line(30)}</a>", 0),
    ],
)
def test_an_entry_leads_to_an_article_or_is_as_long_as_a_title(html: str, count: int) -> None:
    assert len(entries(f"<p>{html}</p>")) == count


SHORT = "<a href='/bai-9'>Tin buồn</a>"


def long(*numbers: int) -> str:
    """Items with links that are as long as titles, to addresses that say nothing."""
    return "".join(f"<li><a href='/bai-{number}'>{line(30)}</a></li>" for number in numbers)


def short_titles(html: str) -> list[str]:
    return [title for title, _ in entries(html) if len(title) < 20]


@pins("entries._WORDS")
@pytest.mark.parametrize(
    ("words", "taken"),
    [("Tin buồn", True), ("Tin", False), ("Trang sau", False), ("Xem chi tiết", False), ("Đọc tiếp »", False)],
)
def test_among_titles_two_words_are_a_title(words: str, taken: bool) -> None:
    item = f"<li>{SHORT.replace('Tin buồn', words)}</li>"
    assert short_titles(f"<ul>{long(1, 2)}{item}</ul>") == ([words] if taken else [])


@pytest.mark.parametrize(
    ("html", "taken"),
    [
        (f"<ul>{long(1, 2)}<li>{SHORT}</li></ul>", True),
        (f"<ul><li>{SHORT}</li>{long(1, 2)}</ul>", True),
        (f"<ul>{long(1)}<li>{SHORT}</li></ul>", False),  # half of them only
        (f"<ul>{long(1, 2)}<li class='muc'>{SHORT}</li></ul>", False),
        (f"<ul>{long(1, 2)}</ul><ol><li>{SHORT}</li></ol>", False),
        (f"<ul>{long(1, 2)}<li><h3>{SHORT}</h3></li></ul>", False),
        (f"<h3>{SHORT}</h3><ul>{long(1, 2)}</ul>", False),  # a section's name over its list
        (f"<div><ul>{long(1, 2)}</ul></div><nav><ul><li>{SHORT}</li></ul></nav>", False),
        (f"<ul>{long(1, 2)}<li>{SHORT.replace('/bai-9', '/tep/a.pdf')}</li></ul>", False),
        (f"<ul>{long(1, 2)}<li>{SHORT.replace('/bai-9', 'http://other.vn/')}</li></ul>", False),
    ],
)
def test_a_short_title_has_the_place_of_longer_ones(html: str, taken: bool) -> None:
    assert short_titles(html) == (["Tin buồn"] if taken else [])


def test_a_short_title_has_the_date_of_its_line() -> None:
    assert entries(f"<ul>{long(1, 2)}<li>{SHORT} ({ONE})</li></ul>")[2] == ("Tin buồn", DAY)


def test_the_shortest_words_of_an_entry_may_be_given() -> None:
    it = page("<p><a href='/bai'>Tin buồn</a></p><p><a href='/bai-2'>Tin</a></p>")
    found = {shortest: it.entry_reader.read(it.links, shortest=shortest) for shortest in (3, 8, 9)}
    assert {shortest: len(each) for shortest, each in found.items()} == {3: 2, 8: 1, 9: 0}


# ------------------------------------------------------------------ cards that are one link

TEASER = line(70)


def card(*parts: str) -> str:
    return f"<a href='/bai'>{''.join(parts)}</a>"


@pytest.mark.parametrize(
    ("html", "title", "date"),
    [
        (card(f"<h3>{A}</h3>", f"<p>{TEASER}</p>"), A, None),
        (card("<p>Tin xã</p>", f"<h3>{A}</h3>", f"<p>{TEASER}</p>"), A, None),
        (card(f"<p>{ONE}</p>", f"<h3>{A}</h3>", f"<p>{TEASER}</p>"), A, DAY),
        (card(f"<h3>{A}</h3>", f"<p>{TEASER}</p>", f"<p>{ONE}</p>"), A, DAY),
        (card(f"<h3>{A}</h3>", f"<p>{ONE}</p>", f"<p>{TWO}</p>"), A, DAY),
        (card(f"<p>{A}</p>", f"<p>{TEASER}</p>"), A, None),
        (card("<p>Tin xã</p>", f"<p><b>{A}</b></p>", f"<p>{TEASER}</p>"), A, None),
        (card(f"<p><img src='/a.jpg'></p><p>{A}</p>", f"<p>{TEASER}</p>"), A, None),
        (f"<p>{card(f'{A} ({ONE})')}</p>", A, DAY),
        (f"<p>{card(A)}</p><p>{TEASER}</p>", A, None),
        (f"<p>{card(f'<span>{A}</span>')} {TEASER}</p>", A, None),
    ],
)
def test_a_card_that_is_one_link_has_the_title_of_its_heading(html: str, title: str, date: str | None) -> None:
    assert entries(f"<div>{html}</div>") == [(title, date)]


@pins("entries._CARD_LINES")
@pytest.mark.parametrize(("above", "taken"), [(7, True), (8, False)])
def test_a_card_has_a_few_lines(above: int, taken: bool) -> None:
    first = "Nhãn của tin xã nhà ta"
    html = card(f"<p>{first}</p>", f"<p>{TEASER}</p>" * (above - 1), f"<h3>{A}</h3>")
    assert entries(f"<div>{html}</div>") == [(A if taken else first, None)]
    html = card(f"<h3>{A}</h3>", f"<p>{TEASER}</p>" * (above - 1), f"<p>{ONE}</p>")
    assert entries(f"<div>{html}</div>") == [(A, DAY if taken else None)]


def test_a_card_of_dates_alone_has_its_words() -> None:
    assert [title for title, _ in entries(f"<div>{card(f'<p>{ONE}</p>', f'<p>{TWO}</p>')}</div>")] != [ONE]


def test_each_card_has_its_own_date() -> None:
    cards = [f"<li><a href='/bai-{i}'><h3>{title}</h3><p>0{i}/06/2023</p></a></li>" for i, title in ((1, A), (2, B))]
    assert entries(f"<ul>{''.join(cards)}</ul>") == [(A, "2023-06-01"), (B, "2023-06-02")]


@pytest.mark.parametrize(
    ("text", "attribute", "title"),
    [
        ("Hợp tác xã...", A, A),
        ("Hợp tác xã…", A, A),
        ("Hợp tác xã", A, "Hợp tác xã"),
        ("Hợp tác xã...", "Hợp", "Hợp tác xã..."),
        ("Hợp tác xã (01/06/2023)", A, "Hợp tác xã"),
    ],
)
def test_a_cut_title_is_told_in_full_by_the_attribute(text: str, attribute: str, title: str) -> None:
    assert entries(f"<p><a href='/tin-tuc/bai-viet-so-101' title='{attribute}'>{text}</a></p>")[0][0] == title


# ------------------------------------------------------------------ in the line of the link


@pins("entries._SHORT")
@pytest.mark.parametrize(("length", "taken"), [(59, DAY), (60, None)])
def test_a_date_beside_a_link_stands_among_few_words(length: int, taken: str | None) -> None:
    words = line(length - len(f"   {ONE}"))
    assert dates(f"<p>{link(A)} {words} {ONE}</p>") == [taken]


@pins("entries._MENU")
@pytest.mark.parametrize(("others", "taken"), [(19, DAY), (20, None)])
def test_a_line_of_many_links_is_a_menu(others: int, taken: str | None) -> None:
    more = "<a href='/x'>x</a> " * others
    assert dates(f"<p>{link(A)} {more} {ONE}</p>") == [taken]


def test_of_two_titles_in_a_line_none_has_its_date() -> None:
    assert dates(f"<p>{link(A)} {link(B)} {ONE}</p>") == [None, None]
    assert dates(f"<p>{link(A)} <a href='/x'>Xem</a> {ONE}</p>") == [DAY]


def test_a_date_in_the_words_of_a_link_is_not_the_lines() -> None:
    assert dates(f"<p><a href='/x'>Số ra {ONE}</a> {link(A)}</p>") == [None]


def test_a_line_longer_than_any_date_line_has_none() -> None:
    counters = " | Lượt xem: 1" * 20
    assert dates(f"<div><p>{link(A)}</p><p>{ONE}{counters[:100]}</p></div>") == [DAY]
    assert dates(f"<div><p>{link(A)}</p><p>{ONE}{counters}</p></div>") == [None]


# ------------------------------------------------------------------ in a box of its own


@pins("entries._LINES")
@pytest.mark.parametrize(("between", "taken"), [(3, 1), (4, 0)])
def test_a_date_stands_near_its_link(between: int, taken: int) -> None:
    teasers = f"<p>{line(70)}</p>" * between
    assert dates(f"<div><h4>{link(A)}</h4>{teasers}<p>{ONE}</p></div>") == days(taken)
    assert dates(f"<div><p>{ONE}</p>{teasers}<h4>{link(A)}</h4></div>") == days(taken)


@pins("entries._SHORT")
@pytest.mark.parametrize(
    ("between", "taken"),
    [
        (f"<p>{line(59)}</p>", 0),  # the title of another box
        (f"<p>{line(60)}</p>", 1),
        ("<p><img src='/a.jpg'></p>", 1),
        (f"<p>{link(B)}</p>", 0),
        (f"<p>{link(A)}</p>", 1),
    ],
)
def test_what_may_stand_between_a_link_and_its_date(between: str, taken: int) -> None:
    assert dates(f"<div><h4>{link(A)}</h4>{between}<p>{ONE}</p></div>")[0] == days(taken)[0]


@pytest.mark.parametrize(
    ("html", "taken"),
    [
        # The smallest element around link and date holds another entry: above, below, far off.
        ("<div><p>{b}</p><p>{a}</p><p>{one}</p></div>", (0, 1)),
        ("<div><p>{a}</p><p>{one}</p><p>x</p><p>{b}</p></div>", (1, 0)),
        ("<div><p>{a}</p><p>x</p><p>{one}</p><p>x</p><p>{b}</p></div>", (0, 0)),
        ("<section><div><p>{a}</p><p>{one}</p></div><p>{b}</p></section>", (1, 0)),
        ("<div><p>{one}</p><p>{a}</p></div><div><p>{two}</p><p>{b}</p></div>", (1, 2)),
        ("<div><p>{a}</p><p>{one}</p></div><div><p>{b}</p><p>{two}</p></div>", (1, 2)),
        ("<div><p>{one}</p><p>{a}</p><p>{two}</p></div>", (0,)),
        ("<div><p>{one}</p><div><p>{a}</p><p>{two}</p></div></div>", (0,)),
    ],
)
def test_the_box_that_holds_one_entry_alone_tells_its_date(html: str, taken: tuple[int, ...]) -> None:
    assert dates(html.format(a=link(A), b=link(B), one=ONE, two=TWO)) == days(*taken)


def test_two_links_to_one_article_are_one_entry() -> None:
    teaser = f"<p>{line(70)}</p>"
    assert dates(f"<div><p>{link(A)}</p>{teaser}<p>{ONE}</p><p>{link(A)}</p></div>") == days(1, 1)
    assert dates(f"<div><p>{link(A)}</p><p>{link(A)}</p>{teaser}<p>{ONE}</p></div>") == days(1, 1)


@pytest.mark.parametrize(
    ("items", "taken"),
    [
        ("<li>{a}</li><li>{one}</li>", (1,)),
        ("<li>{a}</li><li><a href='/x'>Tin</a><p>{one}</p></li>", (0,)),
        ("<li>{a}</li><li><p>{long}</p><p>{one}</p><a href='/x'>Tin</a></li>", (0,)),
        ("<li>{a}</li><li><p>{long}</p><p>{one}</p></li>", (1,)),
        ("<li>{a}<p>{one}</p></li><li>{b}<p>{two}</p></li>", (1, 2)),
        ("<li>{one}</li><li>{a}</li><li>{two}</li><li>{b}</li>", (1, 2)),
        ("<li>{a}</li><li>{one}</li><li>{b}</li><li>{two}</li>", (1, 2)),
    ],
)
@pytest.mark.parametrize("tag", ["ul", "ol"])
def test_dates_in_the_items_of_a_list(items: str, taken: tuple[int, ...], tag: str) -> None:
    assert dates(f"<{tag}>{items.format(a=link(A), b=link(B), one=ONE, two=TWO, long=line(70))}</{tag}>") == days(
        *taken
    )


# ------------------------------------------------------------------ flat lists


@pytest.mark.parametrize(
    ("html", "taken"),
    [
        ("<p>{one}</p><p>{a}</p><p>{two}</p><p>{b}</p><p>{three}</p><p>{c}</p>", (1, 2, 3)),
        ("<p>{a}</p><p>{one}</p><p>{b}</p><p>{two}</p><p>{c}</p><p>{three}</p>", (1, 2, 3)),
        ("<p>{a}</p><p>{b}</p><p>{two}</p><p>{c}</p>", (0, 2, 0)),
        # The first list begins with a date, the second one with a title.
        ("<p>{one}</p><p>{a}</p><p>x</p><p>{b}</p><p>{two}</p><p>{c}</p>", (1, 2, 0)),
        ("<p>{a}</p><p>{one}</p><p>x</p><p>{two}</p><p>{b}</p><p>{three}</p><p>{c}</p>", (1, 2, 3)),
        # The first date ends the entry of a short link.
        ("<p><a href='/x'>Tin</a></p><p>{one}</p><p>{a}</p><p>{two}</p><p>{b}</p>", (1, 2)),
        ("<div><p><a href='/x'>Tin</a></p><p>{one}</p></div><p>{a}</p><p>{two}</p><p>{b}</p>", (2, 0)),
        ("<p><a href='/x'>Tin</a> {one}</p><p>{a}</p><p>{b}</p>", (0, 0)),
    ],
)
def test_the_beginning_of_a_flat_list_tells_how_to_read_it(html: str, taken: tuple[int, ...]) -> None:
    text = html.format(a=link(A), b=link(B), c=link(C), one=ONE, two=TWO, three=THREE)
    assert dates(text) == days(*taken)


def test_in_a_flat_list_a_date_beside_another_link_is_that_ones() -> None:
    assert dates(f"<p>{link(A)}</p><p><a href='/x'>Tin</a> {ONE}</p><p>{link(B)}</p>") == [None, None]


def test_where_addresses_are_state_all_links_differ() -> None:
    state = "<a href='/wps/portal/tin/!ut/p/z0/{}/'>{}</a>"
    html = f"<div><p>{state.format(1, A)}</p><p>{state.format(2, B)}</p><p>{ONE}</p></div>"
    found = Page("http://x.vn/", html.encode(), UrlResolver(("x.vn",), (WCM,))).entries
    assert [entry.title for entry in found] == [A, B]


def test_a_page_without_dates_has_entries_without_dates() -> None:
    assert entries(f"<p>{link(A)}</p><p>Số 12/2023</p>") == [(A, None)]


# ------------------------------------------------------------------ what only style sets apart


@pytest.mark.parametrize(
    ("words", "title", "date"),
    [
        (f"{A}01/06/2023", A, DAY),
        (f"{A}01-06-2023", A, DAY),
        (f"{A}(01/06/2023)", A, DAY),
        (f"{A}01/06", A, None),
        (f"{A} 01/06", f"{A} 01/06", None),
        (f"{A} 201/06", f"{A} 201/06", None),
        (f"{A} X41/06", f"{A} X41/06", None),
    ],
)
def test_a_glued_date_is_no_part_of_a_title(words: str, title: str, date: str | None) -> None:
    assert entries(f"<p>{link(words)}</p>") == [(title, date)]


def test_a_card_that_begins_in_the_line_of_the_one_before_has_its_own_date() -> None:
    cards = "".join(
        f"<a href='/tin-tuc/bai-viet-so-{i}'><img src='/{i}.jpg'><h4>{title}</h4><time>{day}</time></a>"
        for i, (title, day) in enumerate([(A, ONE), (B, TWO), (C, THREE)], 101)
    )
    assert entries(f"<div>{cards}</div>") == list(zip([A, B, C], days(1, 2, 3), strict=True))


@pins("entries._ROW")
@pytest.mark.parametrize(("titles", "dated"), [((A, B), True), ((A, B, C), False)])
def test_a_date_beside_a_row_of_titles_is_none_of_theirs(titles: tuple[str, ...], dated: bool) -> None:
    row = "".join(map(link, titles))
    assert any(dates(f"<div><p>{row}</p><p>{ONE}</p></div>")) is dated


# ------------------------------------------------------------------ sections, names, teasers


@pins("entries._SECTION_WORDS", "entries._REPEATS")
@pytest.mark.parametrize(
    ("words", "count", "dated"),
    [("Việc ở làng ta", 3, True), ("Việc ở làng ta đây", 3, False), ("Việc làng ta", 2, False)],
)
def test_a_date_beside_the_section_of_a_card_is_the_cards(words: str, count: int, dated: bool) -> None:
    section = f"<a href='/muc-viec-lang-xa/'>{words}</a>"
    cards = "".join(f"<div><h4>{link(A, 100 + i)}</h4><p>{section} 0{i}/01/2024</p></div>" for i in range(1, count + 1))
    found = [date for title, date in entries(f"<div>{cards}</div>") if title == A]
    assert found == [f"2024-01-0{i}" if dated else None for i in range(1, count + 1)]


@pins("entries._NAME")
@pytest.mark.parametrize(
    ("text", "dated"),
    [
        ("Lê Hà - {}", True),
        ("{} | Phòng Tin tức Huyện", True),
        ("{} | Phòng Tin tức Huyện ủy", False),
        ("Họp ngày {}", False),
        ("Lê Hà-{}", False),
    ],
)
def test_a_name_may_be_beside_the_date_of_an_entry(text: str, dated: bool) -> None:
    items = "".join(f"<div>{link(A, 100 + i)}<p>{text.format(f'0{i}/01/2024')}</p></div>" for i in (1, 2))
    assert dates(f"<div>{items}</div>") == [f"2024-01-0{i}" if dated else None for i in (1, 2)]


def test_a_short_teaser_is_no_title_of_a_box() -> None:
    item = "<div>{}<p>Chợ họp từ sáng{}</p><p>0{}/01/2024</p></div>"
    for end in (".", " […]", "…", ""):
        html = "".join(item.format(link(A, 100 + i), end, i) for i in (1, 2))
        assert dates(f"<div>{html}</div>") == [f"2024-01-0{i}" if end else None for i in (1, 2)]


def test_a_title_in_the_attribute_parts_the_words_from_their_teaser() -> None:
    title = "Chợ phiên vùng cao họp lại"
    html = f"<a href='/a-1' title='{title}'><b>{title}</b> Từ sáng sớm người dân đã về chợ</a>"
    assert entries(f"<p>{html}</p>") == [(title, None)]
