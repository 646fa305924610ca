"""Who signs an article: tables, labels in lines of their own, links to authors, names beside dates."""

from __future__ import annotations

import pytest

from scraper.pages.article import ArticleFields, read_article
from tests.pages.reading import NEWS, ONE, SENTENCES, TITLE, TWO, article, links, page, paragraphs
from tests.pins import pins

NAME = "Hà Văn Thuận"
LABELLED = f"<p>Tác giả: {NAME}</p>"
RIGHT = f"<p align='right'>{NAME}</p>"


def inside(tail: str, head: str = "") -> ArticleFields:
    """An article with something at the end of its text's own box, or at its beginning."""
    return read_article(article(f"{head}<div>{paragraphs()}{tail}</div>", after=NEWS))


def table(rows: int, *cells: str) -> str:
    """A table of equal rows."""
    row = "".join(f"<td>{cell}</td>" for cell in cells)
    return f"<table>{f'<tr>{row}</tr>' * rows}</table>"


# ------------------------------------------------------------------ tables


@pytest.mark.parametrize("rows", [2, 4, 12])
@pytest.mark.parametrize("line", [LABELLED, RIGHT])
def test_a_byline_stands_after_a_table_of_any_length(rows: int, line: str) -> None:
    found = inside(table(rows, "Cống Ba", "7") + line)
    assert found.authors == [NAME]
    assert found.paragraphs[-1] == "Cống Ba | 7"


@pytest.mark.parametrize("cells", [("Lê Văn Bé", NAME), ("<b>Người ký</b>", f"<b>{NAME}</b>"), ("Tác giả", NAME)])
def test_a_cell_never_signs(cells: tuple[str, str]) -> None:
    assert inside(table(4, *cells)).authors == []


def test_what_is_above_a_table_signs_nothing() -> None:
    assert inside(RIGHT + table(2, "Cống Ba", "7")).authors == []


@pins("authors._ROWS_OF_TABLE")
@pytest.mark.parametrize(("rows", "names"), [(1, [NAME]), (2, [])])
def test_a_table_of_one_row_is_a_layout(rows: int, names: list[str]) -> None:
    assert inside(table(rows, "In", f"<b>{NAME}</b>")).authors == names


@pins("authors._LINES_OF_CELL")
@pytest.mark.parametrize(("lines", "names"), [(3, []), (4, [NAME])])
def test_a_column_of_a_layout_has_more_lines_than_a_cell(lines: int, names: list[str]) -> None:
    column = "<p>và bà con</p>" * (lines - 1) + RIGHT
    assert inside(table(2, "In", column)).authors == names


# ------------------------------------------------------------------ labels


@pytest.mark.parametrize("label", ["Tác giả:", "Tác giả", "Người viết", "Author:", "Viết bởi", "Tác giả bài viết:"])
def test_a_label_in_a_line_of_its_own_has_the_name_below(label: str) -> None:
    found = inside(f"<div>{label}</div><div>{NAME}</div>")
    assert (found.authors, found.paragraphs) == ([NAME], list(SENTENCES))
    assert found.rules["authors"] == "labelled line"


@pins("authors._NAMES_BELOW_LABEL")
@pytest.mark.parametrize(("count", "names"), [(3, 3), (4, 3)])
def test_some_names_stand_below_a_label(count: int, names: int) -> None:
    people = ["Hà Văn Thuận", "Bùi Thị Mận", "Lê Văn Bé", "Đỗ Thị Na"][:count]
    found = inside("<div>Tác giả:</div>" + "".join(f"<div>{name}</div>" for name in people))
    assert found.authors == people[:names]


@pytest.mark.parametrize("below", [f"<p>{ONE}</p>", "<p>kể chuyện làng</p>", ""])
def test_a_label_with_nobody_below_names_nobody(below: str) -> None:
    assert inside(f"<div>Tác giả:</div>{below}").authors == []


@pytest.mark.parametrize("line", [f"15/11/2022 - Tác giả: {NAME}", f"Ngày đăng: 15/11/2022 Tác giả: {NAME}"])
def test_a_label_stands_after_a_date(line: str) -> None:
    assert inside("", head=f"<div>{line}</div>").authors == [NAME]


@pytest.mark.parametrize(
    "line",
    [
        f"Tác giả: <a href='/nguoi-dung/7'>{NAME}</a>",
        f"Viết bởi <a href='/nguoi-dung/7'>{NAME}</a>",
        f"Gửi bởi: {NAME}",
        f"Đăng bởi {NAME}",
        f"Được viết bởi {NAME} vào ngày 12/06/2023",
        f"Đăng vào 21/03/2024 bởi {NAME}",
        f"12/06/2023 <span>Bởi <a href='/nguoi-dung/7'>{NAME}</a></span>",
        f"Đã xuất bản 12/06/2023<span>Bởi {NAME}</span>",
        f"Bởi {NAME} | 12/06/2023 | Tin tức",
    ],
)
def test_who_posted_it_is_the_author_where_nobody_signs(line: str) -> None:
    for found in (inside("", head=f"<div>{line}</div>"), inside(f"<div>{line}</div>")):
        assert (found.authors, found.paragraphs) == ([NAME], list(SENTENCES))
    assert inside("<p align='right'>Bùi Thị Mận</p>", head=f"<div>{line}</div>").paragraphs == list(SENTENCES)


@pytest.mark.parametrize("line", ["Bởi {}", "Đăng bởi: <a rel='author' href='/x'>{}</a>"])
def test_who_signs_is_the_author_and_not_who_posted_it(line: str) -> None:
    found = inside("<p align='right'>Bùi Thị Mận</p>", head=f"<div>{line.format(NAME)}</div>")
    assert found.authors == ["Bùi Thị Mận"]


@pytest.mark.parametrize("line", ["Bởi admin", "Đăng bởi: <a href='/author/admin/'>admin</a>", "Viết bởi Super User"])
def test_an_account_posts_and_writes_nothing(line: str) -> None:
    assert inside("", head=f"<div>{line}</div>").authors == []


@pins("authors._LINES_ABOVE_TITLE")
@pytest.mark.parametrize(("lines", "names"), [(2, [NAME]), (3, [])])
def test_a_labelled_line_stands_right_above_the_title(lines: int, names: list[str]) -> None:
    above = f"<p>Bởi {NAME}</p>" + "<p>Tin tức</p>" * lines
    assert read_article(page(f"{above}<h1>{TITLE}</h1><div>{paragraphs()}</div>")).authors == names


# ------------------------------------------------------------------ links and marked elements


MARKED = [
    f"<a rel='author' href='/x/7'>{NAME}</a>",
    f"<a href='/author/ha-van-thuan/'>{NAME}</a>",
    f"<a href='/tac-gia/ha-van-thuan'>{NAME}</a>",
    f"<a href='/?author=3'>{NAME}</a>",
    f"<span class='author vcard'><a class='url fn' href='/x/7'>{NAME}</a></span>",
    f"<span class='entry-author-name'>{NAME}</span>",
    f"<span itemprop='author'>{NAME}</span>",
]


@pytest.mark.parametrize("marked", MARKED)
def test_markup_names_the_author(marked: str) -> None:
    above, below = inside("", head=f"<div>{marked} 12/06/2023</div>"), inside(f"<div>{marked}</div>")
    assert (above.authors, above.paragraphs) == (below.authors, below.paragraphs) == ([NAME], list(SENTENCES))
    assert above.rules["authors"] == "marked as the author"


@pytest.mark.parametrize(
    "marked",
    [
        "<a rel='author' href='/x/7'>admin</a>",
        "<a href='/author/tin-tuc/'>Tin Tức</a>",
        "<span class='author'></span><span>12/06/2023</span>",
        f"<img class='author' alt='{NAME}' src='/a.jpg'>",
    ],
)
def test_markup_of_others_than_persons_names_nobody(marked: str) -> None:
    assert inside("", head=f"<div>{marked}</div>").authors == []


def test_an_author_box_below_the_text_counts_and_those_of_other_articles_do_not() -> None:
    box = f"<section class='author-box'><h4 class='author-name'><a href='/author/a/'>{NAME}</a></h4></section>"
    text = f"<h1>{TITLE}</h1><div>{paragraphs()}</div>"
    other = "Chợ phiên họp lại sau nhiều năm vắng khách qua đò"
    card = f"<section><a href='/tin-tuc/cho-phien-hop-lai-202'>{other}</a></section>"
    assert read_article(page(text + box)).authors == [NAME]
    assert read_article(page(text + card + box)).authors == []
    assert read_article(page(text + NEWS + box)).authors == []


@pins("authors._TITLE_LENGTH")
@pytest.mark.parametrize(("length", "names"), [(39, [NAME]), (40, [])])
def test_a_link_as_long_as_a_title_begins_another_article(length: int, names: list[str]) -> None:
    other = f"<section><a href='/lich'>{('lịch họp ' * 9)[: length - 1]}x</a></section>"
    box = f"<section><a rel='author' href='/x/7'>{NAME}</a></section>"
    assert read_article(page(f"<h1>{TITLE}</h1><div>{paragraphs()}</div>{other}{box}")).authors == names


@pins("authors._PROSE_ABOVE")
@pytest.mark.parametrize(("above", "names"), [(2, [NAME]), (3, [])])
def test_a_link_to_the_author_stands_below_the_first_paragraphs_at_most(above: int, names: list[str]) -> None:
    link = f"<div><a rel='author' href='/x/7'>{NAME}</a></div>"
    html = paragraphs(*[ONE] * above) + link + paragraphs(*[TWO] * 6)
    assert read_article(article(f"<div>{html}</div>")).authors == names


@pytest.mark.parametrize(("rel", "marked"), [("author", True), ("nofollow author", True), ("tag", False)])
def test_a_link_to_the_author_is_marked(rel: str, marked: bool) -> None:
    assert links(f"<p><a rel='{rel}' href='/x/7'>{NAME}</a></p>")[0].is_author is marked


# ------------------------------------------------------------------ names


@pytest.mark.parametrize(
    ("tail", "name"),
    [
        ("<p align='right'>P.V.C</p>", "P.V.C"),
        ("<div>L.H.T</div>", "L.H.T"),
        ("<p>K’ Thị Hòa</p>", "K’ Thị Hòa"),
        ("<p>H’Hen Niê</p>", "H’Hen Niê"),
        ("<p>Điểu K’Ré</p>", "Điểu K’Ré"),
        ("<p>Lò Văn Pánh</p>", "Lò Văn Pánh"),
        ("<p>Y Thanh</p>", "Y Thanh"),
        ("<p>BS. Lê Văn Minh - TTYT huyện</p>", "Lê Văn Minh"),
        ("<p align='right'>Minh Anh - BTG</p>", "Minh Anh"),
        ("<p align='right'>Nguyễn Văn An (an.nv@xa.vn)</p>", "Nguyễn Văn An"),
        ("<p>Nguyễn Văn An - Email: an.nv@xa.vn</p>", "Nguyễn Văn An"),
    ],
)
def test_names_of_all_kinds_sign(tail: str, name: str) -> None:
    found = inside(tail)
    assert (found.authors, found.paragraphs) == ([name], list(SENTENCES))


@pins("authors._PARTS_OF_LINE")
@pytest.mark.parametrize(
    ("line", "names"),
    [
        (f"{NAME} - 12/06/2023 09:30", [NAME]),
        (f"12/06/2023 | {NAME}", [NAME]),
        (f"Thứ Hai, 12/06/2023 | {NAME}", [NAME]),
        (f"Thể thao | {NAME} | Tin tức | 12/06/2023", [NAME]),
        (f"Thể thao | {NAME} | Tin tức | Xã nhà | 12/06/2023", []),
        ("Thứ Hai - 12/06/2023", []),
        ("Tin Tức - 12/06/2023 09:30", []),
        ("Cần Thơ - 12/06/2023", []),
    ],
)
def test_a_name_stands_beside_the_date(line: str, names: list[str]) -> None:
    assert inside("", head=f"<div>{line}</div>").authors == names


def test_a_credit_of_a_photograph_names_no_author() -> None:
    assert inside(f"<p align='right'>Ảnh: {NAME}</p>").authors == []
