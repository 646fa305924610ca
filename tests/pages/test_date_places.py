"""Whose a date is by its place: in layout or data, at comments, in ``<time>`` elements, and beside stated ones."""

from __future__ import annotations

import pytest

from scraper.pages.article import read_article
from tests.pages.lengths import line
from tests.pages.reading import FOUR, NEWS, ONE, THREE, TITLE, TWO, page, paragraphs
from tests.pins import pins

DAY, TIME = "2023-06-12", "2023-06-12T16:30:00+07:00"
TEXT = f"<div>{paragraphs()}</div>"
ELEMENT = f"<time datetime='{TIME}'>{{}}</time>"
URL = "http://portal.vn/xem?tin=77"
ENGLISH = "The village festival is back after three long years"


def date(html: str, head: str = "", today: str = "", link: str = "") -> str | None:
    found = read_article(page(html, URL, head), (link or TITLE,), today).published
    return found.iso if found else None


def below(html: str, head: str = "") -> str | None:
    """The date of an article with something between title and text."""
    return date(f"<div><h1>{TITLE}</h1>{html}{TEXT}</div>", head)


def behind(html: str) -> str | None:
    return date(f"<div><h1>{TITLE}</h1><div>{paragraphs()}{html}</div></div>")


# ------------------------------------------------------------------ forms


@pytest.mark.parametrize(
    "text",
    [
        "12 Tháng Sáu, 2023",
        "Tháng Sáu 12, 2023",
        "Th6 12, 2023",
        "T2, 12/06/2023",
        "Đăng vào 12/06/2023 bởi Nguyễn Văn A",
        "Đăng vào 12 Tháng 6, 2023 bởi Ban Biên tập",
        "Posted on June 12, 2023 by admin in Tin tức",
        "Được đăng: Thứ hai, 12 Tháng 6 2023",
        "bởi admin | 12 Th6, 2023 | Tin tức | 0 bình luận",
        "Phật lịch 2567 - Ngày 12/06/2023",
    ],
)
@pytest.mark.parametrize("place", ["<h1>{title}</h1><p>{line}</p>", "<p>{line}</p><h1>{title}</h1>"])
def test_a_line_of_a_blog_is_the_articles_date(text: str, place: str) -> None:
    found = read_article(page(f"<div>{place.format(title=TITLE, line=text)}{TEXT}</div>"))
    assert found.published is not None
    assert found.published.iso == DAY
    assert found.paragraphs == [ONE, TWO, THREE, FOUR]


# ------------------------------------------------------------------ tables


def cells(*texts: str) -> str:
    return f"<tr>{''.join(f'<td>{text}</td>' for text in texts)}</tr>"


ROW = cells("12/06/2023", "Lượt xem: 5", "Ban Biên tập")


@pytest.mark.parametrize(
    "table",
    [
        f"<h1>{TITLE}</h1><table>{ROW}</table>{TEXT}",
        f"<table><tr><td colspan=3><h1>{TITLE}</h1></td></tr>{ROW}<tr><td colspan=3>{paragraphs()}</td></tr></table>",
        f"<table>{cells('', f'<h1>{TITLE}</h1>', '')}{ROW}{cells('', paragraphs(), '')}</table>",
        f"<table>{cells('Văn bản', f'<h1>{TITLE}</h1><p>12/06/2023</p>{paragraphs()}', 'Lịch')}</table>",
        f"<h1>{TITLE}</h1><table>{cells('Ngày đăng', '12/06/2023')}<tr><td>{paragraphs()}</td></tr></table>",
    ],
)
def test_a_single_row_of_cells_is_layout(table: str) -> None:
    assert date(table) == DAY


@pytest.mark.parametrize(
    "rows",
    [
        cells("Số", "Ngày họp", "Nơi họp") + cells("1", "12/06/2023", "Đình làng"),
        cells("12/06/2023", "Đình làng") + cells("13/06/2023", "Chợ xã"),
        cells("Số ký hiệu", "12/QĐ") + cells("Cấp ngày", "12/06/2023"),
    ],
)
def test_a_row_among_rows_of_its_kind_is_data(rows: str) -> None:
    assert below(f"<table>{rows}</table>") is None


def test_a_labelled_date_is_the_articles_among_rows_too() -> None:
    assert below(f"<table>{cells('Mục', 'Tin')}{cells('Ngày đăng: 12/06/2023', 'Xã')}</table>") == DAY


@pins("date_owners._DATA_CELLS")
@pytest.mark.parametrize(("count", "taken"), [(1, DAY), (2, None)])
def test_data_has_two_cells_a_row(count: int, taken: str | None) -> None:
    rows = cells(*["Xã"] * count) + cells(*["12/06/2023", "Chợ"][:count])
    assert below(f"<table>{rows}</table>") == taken


@pins("date_owners._CELL_LENGTH")
@pytest.mark.parametrize(("length", "taken"), [(79, None), (80, DAY)])
def test_a_row_with_a_text_is_no_data(length: int, taken: str | None) -> None:
    assert below(f"<table>{cells('12/06/2023', 'Xã')}{cells('Chợ', line(length))}</table>") == taken


@pins("date_owners._MAX_CELLS")
@pytest.mark.parametrize(("more", "taken"), [(19, DAY), (20, None)])
def test_so_many_cells_are_counted(more: int, taken: str | None) -> None:
    wide = cells(*["Xã"] * 30)
    assert below(f"<table>{cells('12/06/2023', *['Chợ'] * (more - 1))}{wide}</table>") == taken


@pytest.mark.parametrize("label", ["Ngày ban hành", "Ngày hiệu lực:", "Thời gian họp:", "Từ ngày", "Ngày sinh"])
def test_a_labels_date_is_not_the_articles(label: str) -> None:
    assert below(f"<p>{label}</p><p>12/06/2023</p>") is None
    assert below(f"<table>{cells(label, '12/06/2023')}</table>") is None


@pytest.mark.parametrize(
    "label", ["Ngày đăng", "Ngày xuất bản:", "Ngày cập nhật:", "Thời gian đăng", "Ngày", "Ngày hội"]
)
def test_a_label_before_the_line_may_be_the_articles(label: str) -> None:
    assert below(f"<p>{label}</p><p>12/06/2023</p>") == DAY


@pytest.mark.parametrize(
    "rows",
    [
        cells("Ngày đăng:", "12/06/2023 16:30") + cells("Lượt xem:", "120"),
        cells("Tác giả", "Ban Biên tập") + cells("Ngày đăng", "12/06/2023 16:30") + cells("Lượt xem", "120"),
        cells("Ngày cập nhật:", "14/06/2023 08:00") + cells("Ngày đăng:", "12/06/2023 16:30"),
    ],
)
def test_a_label_in_the_cell_before_says_whose_a_date_is(rows: str) -> None:
    assert below(f"<table>{rows}</table>") == TIME


@pytest.mark.parametrize("edge", ["", "&nbsp;", "<img src='/vien.gif'>"])
def test_a_row_between_a_titles_row_and_texts_row_is_layout(edge: str) -> None:
    rows = "".join(cells(edge, middle, edge) for middle in (f"<h1>{TITLE}</h1>", "12/06/2023 16:30", paragraphs()))
    assert date(f"<table>{rows}</table>") == TIME


# ------------------------------------------------------------------ one date over several lines


@pins("date_owners._BESIDE")
@pytest.mark.parametrize(("length", "taken"), [(30, DAY), (31, "2023-06-13")])
def test_a_label_in_a_line_of_its_own_is_short(length: int, taken: str) -> None:
    label = "Thời gian đăng".ljust(length, ":")
    assert below(f"<div>13/06/2023</div><div>{label}</div><div>12/06/2023</div>") == taken


@pytest.mark.parametrize("lines", [("12/06/2023", "16:30"), ("16:30", "12/06/2023"), ("12/06/2023", "lúc 4:30 chiều")])
def test_a_clock_in_a_line_of_its_own_is_the_dates(lines: tuple[str, str]) -> None:
    assert below("".join(f"<div>{text}</div>" for text in lines)) == TIME


@pytest.mark.parametrize(
    "leaf",
    [("12", "Th6, 2023"), ("12", "06/2023"), ("12", "Th6", "2023"), ("12", "06", "2023"), ("12", "June", "2023")],
)
def test_a_leaf_of_a_calendar_is_a_date(leaf: tuple[str, ...]) -> None:
    lines = "".join(f"<div>{text}</div>" for text in leaf)
    assert below(lines) == DAY
    assert date(f"<div>{lines}<h1>{TITLE}</h1>{TEXT}</div>") == DAY
    assert date(f"<div>{lines}<h1>{TITLE}</h1>{TEXT}</div>", today=DAY) is None
    assert below(f"<div>5</div><div>Xã nhà</div>{lines}") == DAY
    assert below("<div>5</div><div>Ngày họp 12/06/2023 ở xã</div>") is None


@pytest.mark.parametrize("text", ["June 12, 2023 4:30 PM", "Mon, 12 Jun 2023 - 16:30", "16:30, 12 June 2023"])
def test_the_clock_of_an_english_date_is_viet_nams_on_a_page_in_vietnamese(text: str) -> None:
    assert below(f"<p>{text}</p>") == TIME
    assert date(f"<h1>{ENGLISH}</h1><p>{text}</p>{TEXT}", link=ENGLISH) == DAY


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("Tin tức - 12/06/2023", DAY),
        ("12/06/2023 16:30 – Tin tức", TIME),
        ("Tin tức / 12/06/2023", DAY),
        ("Đại hội xã - 12/06/2023", None),
        ("Tin tức - họp 12/06/2023", None),
    ],
)
def test_beside_a_dash_only_a_name_of_the_menu_is_no_word_of_a_date(text: str, taken: str | None) -> None:
    menu = "<ul><li><a href='/tin-tuc'>Tin tức</a></li><li><a href='/van-ban'>Văn bản</a></li></ul>"
    assert date(f"{menu}<div><h1>{TITLE}</h1><p>{text}</p>{TEXT}</div>") == taken


# ------------------------------------------------------------------ comments, and the site's own dates


@pytest.mark.parametrize(
    "heading",
    [
        "<h3>2 phản hồi cho “Hội làng”</h3>",
        "<h3>One response to “Hội làng”</h3>",
        "<h2>1 comment</h2>",
        "<p>Bạn đọc says:</p>",
        "<p>Bạn đọc viết:</p>",
        "<div class='binh-luan'><p>Bạn đọc</p><p>{}</p></div>",
        "<ol id='comments'><li>Bạn đọc</li><li>{}</li></ol>",
    ],
)
@pytest.mark.parametrize("text", ["12/06/2023 lúc 16:30", ELEMENT.format("12/06/2023 lúc 16:30")])
def test_a_comments_date_is_the_comments(heading: str, text: str) -> None:
    html = heading.format(text) if "{}" in heading else f"{heading}<p>{text}</p>"
    assert behind(html) is None
    assert behind(f"<p>11/06/2023</p>{html}") == "2023-06-11"


def test_comments_that_were_read_as_text_do_not_hide_the_date() -> None:
    comment = f"<h3>One response to “{TITLE} {TITLE} {TITLE}”</h3><p>Bạn đọc says:</p><p>14/06/2023</p><p>{FOUR}</p>"
    assert behind(f"<p>Đã xuất bản 12/06/2023</p>{comment}") == DAY
    assert behind(f"<p>{ELEMENT.format('12/06/2023')}</p>{comment}") == TIME
    assert behind(f"<p>12/06/2023</p>{comment}") is None


@pins("date_owners._LINES_OF_COMMENTS")
@pytest.mark.parametrize(("between", "taken"), [(59, None), (60, DAY)])
def test_a_heading_of_comments_is_close_above_them(between: int, taken: str | None) -> None:
    texts = paragraphs(*[ONE] * between)
    html = f"<h1>{TITLE}</h1><div>{paragraphs()}<h3>2 phản hồi cho “Hội làng”</h3>{texts}<p>12/06/2023</p></div>"
    assert date(html) == taken


def test_a_label_of_the_article_does_not_head_a_comment() -> None:
    assert behind("<p>Người viết:</p><p>Ban Biên tập</p><p>12/06/2023</p>") == DAY


@pytest.mark.parametrize(
    ("html", "taken"),
    [
        ("<p>Cập nhật lần cuối: 12/06/2023</p>", DAY),
        ("</div></div><div><p>Cập nhật lần cuối: 12/06/2023</p>", None),
        ("<footer><p>Cập nhật lần cuối: 12/06/2023</p></footer>", None),
        ("<div id='footer'><p>Cập nhật lần cuối: 12/06/2023</p></div>", None),
        ("</div></div><div><p>Ngày đăng: 12/06/2023</p>", DAY),
    ],
)
def test_the_last_update_of_the_site_is_not_the_articles(html: str, taken: str | None) -> None:
    assert behind(html) == taken


# ------------------------------------------------------------------ <time>


@pytest.mark.parametrize("words", ["12/06/2023", "12/6", "12 Th6", "Tháng Sáu 12, 2023", "Jun 12", "Thứ Hai, 12/6"])
@pytest.mark.parametrize("place", ["below", "above", "behind"])
def test_a_time_element_that_prints_its_day_gives_day_and_time(words: str, place: str) -> None:
    element = f"<p>{ELEMENT.format(words)}</p>"
    places = {
        "below": f"<h1>{TITLE}</h1>{element}{TEXT}",
        "above": f"{element}<h1>{TITLE}</h1>{TEXT}",
        "behind": f"<h1>{TITLE}</h1><div>{paragraphs()}{element}</div>",
    }
    assert date(f"<div>{places[place]}</div>") == TIME


@pytest.mark.parametrize("words", ["13/06/2023", "13/6", "2 giờ trước", "Tháng Sáu 2023", "Xã nhà"])
def test_a_time_element_that_prints_no_day_or_another_gives_none_of_its_own(words: str) -> None:
    assert below(f"<p>{ELEMENT.format(words)}</p>") in (None, "2023-06-13")


def test_a_time_element_gives_its_time_to_the_day_that_is_printed_elsewhere() -> None:
    assert below(f"<p>12/06/2023</p><p>{ELEMENT.format('2 giờ trước')}</p>") == TIME
    assert below(f"<p>13/06/2023</p><p>{ELEMENT.format('2 giờ trước')}</p>") == "2023-06-13"
    assert below(f"<p>12/06/2023 08:00</p><p>{ELEMENT.format('2 giờ trước')}</p>") == "2023-06-12T08:00:00+07:00"


@pytest.mark.parametrize(
    ("stated", "taken"),
    [
        ("2023-06-12T09:30:00Z", TIME),
        ("2023-06-11T17:30:00Z", "2023-06-12T00:30:00+07:00"),
        ("2023-06-12T17:30:00Z", DAY),  # local time with a `Z`, or the reader's own day
        ("2023-06-12T00:00:00Z", DAY),
        ("2023-06-14T09:30:00Z", DAY),
    ],
)
def test_times_of_greenwich_are_converted(stated: str, taken: str) -> None:
    assert below(f"<p><time datetime='{stated}'>12/06/2023</time></p>") == taken


def test_time_elements_of_others_do_not_count() -> None:
    card = f"<p><a href='/tin-tuc/cho-phien-hop-lai-202'>Chợ phiên họp lại ở xã nhà</a> {ELEMENT.format('12/6')}</p>"
    updated = f"<time class='updated' datetime='{TIME}'>12/06/2023</time>"
    assert below(card) is None
    assert behind(f"<h4>Tin khác</h4><p>{ELEMENT.format('12/6')}</p>") is None
    assert below(f"<p>Sửa: {updated}</p><p><time datetime='2023-06-12T08:00'>12/6</time></p>") == (
        "2023-06-12T08:00:00+07:00"
    )


def test_a_time_element_of_today_above_the_title_is_the_pages_clock() -> None:
    html = f"<div><p>{ELEMENT.format('12/6')}</p><h1>{TITLE}</h1>{TEXT}</div>"
    assert date(html, today=DAY) is None


def test_times_of_other_countries_are_not_converted() -> None:
    html = "<h1>{}</h1><p><time datetime='{}'>June 12, 2023</time></p>{}"
    assert date(html.format(ENGLISH, "2023-06-12T16:30:00-05:00", TEXT), link=ENGLISH) == DAY
    assert date(html.format(ENGLISH, TIME, TEXT), link=ENGLISH) == TIME


# ------------------------------------------------------------------ two statements

LINKED = f'<script type="application/ld+json">{{"datePublished": "{TIME}"}}</script>'
BOTH = f'{LINKED}<meta property="article:published_time" content="{TIME}">'


@pytest.mark.parametrize(
    ("html", "taken"),
    [
        ("", TIME),
        ("<p>Xã nhà họp ngày 10/06/2023</p>", None),
        ("<p>Xã nhà họp ngày 12/06/2023</p>", TIME),
    ],
)
def test_two_statements_count_where_no_other_day_is_printed(html: str, taken: str | None) -> None:
    assert below(html, BOTH) == taken
    assert below(html, LINKED) == (taken if html else None)


def test_a_clock_above_the_title_does_not_contradict_two_statements() -> None:
    html = f"<p>Thứ tư, 31/01/2024</p><h1>{TITLE}</h1>{TEXT}{NEWS}"
    assert date(html, BOTH, today="2024-01-31") == TIME
    assert date(html, BOTH, today="2024-02-01") is None
