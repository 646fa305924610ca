"""Who signs an article: how far below it, how set apart, and beside what."""

from __future__ import annotations

import pytest

from scraper.pages.article import ArticleFields, read_article
from tests.pages.reading import NEWS, ONE, SENTENCES, TITLE, TWO, article, page, paragraphs
from tests.pins import pins

NAME = "Hà Văn Thuận"
RIGHT = f"<p align='right'>{NAME}</p>"


def inside(tail: str, head: str = "") -> ArticleFields:
    """An article with something at the end of its text's own box."""
    return read_article(article(f"{head}<div>{paragraphs()}{tail}</div>", after=NEWS))


def below(tail: str) -> ArticleFields:
    """The same with a box of its own below the text."""
    return read_article(page(f"<h1>{TITLE}</h1><div>{paragraphs()}</div>{tail}{NEWS}"))


# ------------------------------------------------------------------ the last line


@pytest.mark.parametrize(
    ("tail", "names", "raw"),
    [
        ("<p align='right'>Hà Văn Thuận</p><p align='right'>Báo Nhà nông</p>", [NAME], NAME),
        ("<p align='right'>Báo Nhà nông</p>", ["Báo Nhà nông"], "Báo Nhà nông"),
        ("<p align='right'>Bế mạc hội</p><p align='right'>Báo Nhà nông</p>", ["Báo Nhà nông"], "Báo Nhà nông"),
        ("<p align='right'>Đài Phát thanh xã</p><p align='right'>Báo Nhà nông</p>", ["Báo Nhà nông"], "Báo Nhà nông"),
        ("<p align='right'>Hà Văn Thuận</p><p align='right'>Bùi Minh</p>", ["Bùi Minh"], "Bùi Minh"),
    ],
)
def test_the_writer_stands_above_the_body_that_the_text_is_from(tail: str, names: list[str], raw: str) -> None:
    found = inside(tail)
    assert (found.authors, found.authors_raw) == (names, raw)
    assert found.rules["authors"] == "signature, a last line set apart"


def test_writer_and_body_are_no_text() -> None:
    assert inside(f"{RIGHT}<p align='right'>Báo Nhà nông</p>").paragraphs == list(SENTENCES)


def test_a_sentence_above_a_bodys_name_is_no_writer() -> None:
    found = inside("<p align='right'>Báo Nhà nông</p>")
    assert (found.authors, found.paragraphs) == (["Báo Nhà nông"], list(SENTENCES))


@pins("authors._PUSHED", "authors._EMPHASISED")
@pytest.mark.parametrize(
    ("tail", "names"),
    [
        ("<p align='right'>H.T</p>", ["H.T"]),
        ("<p align='center'>H.T</p>", ["H.T"]),
        (f"<p>{'&nbsp;' * 15}H.T</p>", ["H.T"]),
        (f"<p>{'&nbsp;' * 14}H.T</p>", []),
        ("<p><b>Lâm Bé Nă</b>m</p>", ["Lâm Bé Năm"]),
        ("<p><b>P.T.H.Q</b>.T</p>", []),
        ("<p><b>P.T.H.Qu</b>.T</p>", ["P.T.H.Qu.T"]),
        ("<p>H.T</p>", []),
        (f"<p>{NAME}</p>", [NAME]),
        ("<p>H.T</p><p>Nguồn: Báo Nhà nông</p>", ["H.T"]),
        ("<p>H.T</p><p>Kính mời bà con</p><p>Nguồn: Báo Nhà nông</p>", []),
    ],
)
def test_initials_sign_only_where_they_are_set_apart(tail: str, names: list[str]) -> None:
    assert inside(tail).authors == names


@pytest.mark.parametrize(("frame", "names"), [("<div>{}</div>", ["H.T"]), ("<section><p>{}</p></section>", ["H.T"])])
def test_a_box_of_its_own_below_the_text_sets_apart_too(frame: str, names: list[str]) -> None:
    assert below(frame.format("H.T")).authors == names


@pins("authors._LAST_LINES")
@pytest.mark.parametrize(("lines", "names"), [(3, [NAME]), (4, [])])
def test_a_signature_is_one_of_the_last_lines(lines: int, names: list[str]) -> None:
    assert inside(RIGHT + "<p>và bà con</p>" * lines).authors == names


def test_links_and_boxes_are_not_counted_among_the_last_lines() -> None:
    links = "<p><a href='http://other.vn/'>Mời xem trang khác</a></p>" * 6
    assert inside(RIGHT + links).authors == [NAME]


@pytest.mark.parametrize("address", ["http://xa.vn/tin/1", "(https://xa.vn)", "www.xa.vn", "WWW.XA.VN"])
def test_the_bare_address_of_a_source_is_no_text(address: str) -> None:
    found = inside(f"{RIGHT}<p>{address}</p>")
    assert (found.authors, found.paragraphs) == ([NAME], list(SENTENCES))


def test_an_address_among_the_lines_of_the_text_stays() -> None:
    found = inside("<p>http://xa.vn</p><p>và bà con</p><p>và trẻ nhỏ</p><p>và các cụ</p>")
    assert "http://xa.vn" not in found.paragraphs[:4]
    assert found.paragraphs[-1] == "và các cụ"


def test_who_typed_it_in_is_neither_author_nor_text() -> None:
    found = inside("<p>admin</p>")
    assert (found.authors, found.authors_raw, found.paragraphs) == ([], None, list(SENTENCES))
    listed = inside("<ul><li>admin</li></ul>")
    assert listed.paragraphs == [*SENTENCES, "- admin"]


def test_a_sentence_behind_the_name_ends_the_search() -> None:
    found = inside(f"{RIGHT}<p>{ONE}</p>")
    assert (found.authors, found.paragraphs[-1]) == ([], ONE)


def test_a_line_of_the_text_is_no_signature_behind_which_the_text_goes_on() -> None:
    found = read_article(article(f"<div>{paragraphs(ONE)}{RIGHT}{paragraphs(TWO)}</div>"))
    assert (found.authors, found.paragraphs) == ([], [ONE, NAME, TWO])


@pytest.mark.parametrize("words", ["Trang thông tin điện tử xã", "Cổng tin điện tử huyện"])
def test_the_pages_own_words_below_the_article_are_no_signature(words: str) -> None:
    assert below(f"<section>{RIGHT}</section><footer><p>{words}</p></footer>").authors == [NAME]


def test_a_signature_is_printed_once_in_the_text_and_once_in_a_field() -> None:
    found = inside(f"{RIGHT}<p>{NAME}</p>")
    assert (found.authors, found.paragraphs) == ([NAME], list(SENTENCES))


@pytest.mark.parametrize("kind", ["1 2 3", "12/06/2023", "In bài viết"])
def test_other_lines_between_text_and_name_do_not_matter(kind: str) -> None:
    assert inside(f"<p>{kind}</p>{RIGHT}<p>{kind}</p>").authors == [NAME]


def test_a_caption_is_no_signature() -> None:
    assert inside(f"<p><img src='/anh.jpg'></p><p align='center'>{NAME}</p>").authors == []


def test_the_first_line_of_the_text_is_no_signature() -> None:
    assert read_article(article(f"<div><p>{ONE}</p></div>{RIGHT}")).authors == [NAME]


# ------------------------------------------------------------------ labelled lines


LABELLED = f"<p>Tác giả: {NAME}</p>"


@pins("authors._LAST_LINES", "authors._LINES_BELOW")
@pytest.mark.parametrize(
    ("html", "names"),
    [
        (f"{paragraphs()}{'<p>và bà con</p>' * 9}{LABELLED}", [NAME]),
        (f"{paragraphs()}{'<p>và bà con</p>' * 10}{LABELLED}", []),
        (f"{paragraphs(ONE)}{LABELLED}{paragraphs(*SENTENCES[1:])}", [NAME]),
        (f"{paragraphs(ONE)}{LABELLED}{paragraphs(*SENTENCES)}", []),
    ],
)
def test_a_labelled_line_stands_near_the_end(html: str, names: list[str]) -> None:
    found = read_article(article(f"<div>{html}</div>"))
    assert found.authors == names
    assert found.rules["authors"] == ("labelled line" if names else "")


def test_a_labelled_line_stands_in_the_head_too_and_the_tails_counts_first() -> None:
    assert inside("", head=LABELLED).authors == [NAME]
    assert inside("<p>Tác giả: Bùi Minh</p>", head=LABELLED).authors == ["Bùi Minh"]
    assert inside(RIGHT, head="<p>Tác giả: Bùi Minh</p>").authors == ["Bùi Minh"]


def test_a_source_is_no_author_and_no_text() -> None:
    found = inside("<p>Nguồn: Báo Nhà nông</p>")
    assert (found.authors, found.authors_raw, found.paragraphs) == ([], None, list(SENTENCES))
    assert inside(f"{RIGHT}<p>Nguồn: Báo Nhà nông</p>").authors == [NAME]


@pytest.mark.parametrize("line", [f"<p hidden>Tác giả: {NAME}</p>", f"<h4>Bình luận</h4>{LABELLED}"])
def test_hidden_lines_and_those_of_other_boxes_sign_nothing(line: str) -> None:
    assert inside(line).authors == []


def test_a_name_printed_twice_is_one_author() -> None:
    assert inside(f"<p>Tác giả: {NAME}, {NAME}</p>").authors == [NAME]


# ------------------------------------------------------------------ between title and text


@pins("authors._UNIT")
@pytest.mark.parametrize(
    ("head", "names", "paragraph"),
    [
        (f"<p>{NAME}</p>", [NAME], None),
        ("<p>ThS. Hà Văn Thuận</p>", [NAME], None),
        ("<p>PGS. TS Bùi Minh</p>", ["Bùi Minh"], None),
        ("<p>Kính thưa bà con</p>", [], None),
    ],
)
def test_a_name_stands_between_title_and_text(head: str, names: list[str], paragraph: str | None) -> None:
    found = inside("", head=head)
    assert found.authors == names
    assert found.rules["authors"] == ("name between title and text" if names else "")


def test_where_somebody_signs_a_name_in_the_head_is_none() -> None:
    assert inside(RIGHT, head="<p>Bùi Minh</p>").authors == [NAME]


def test_where_somebody_signs_a_name_on_the_first_line_of_the_text_stays() -> None:
    found = read_article(article(f"<div><p>Bùi Minh</p>{paragraphs()}{RIGHT}</div>"))
    assert (found.authors, found.paragraphs) == ([NAME], ["Bùi Minh", *SENTENCES])


@pins("authors._UNIT")
@pytest.mark.parametrize(("length", "read"), [(79, False), (80, True)])
def test_an_authors_unit_stands_below_the_name(length: int, read: bool) -> None:
    unit = ("Phó Trưởng khoa Nhà nước và Pháp luật " * 3)[: length - 1] + "a"
    assert len(unit) == length
    found = read_article(article(f"<div><p>{NAME}</p><p>{unit.replace('  ', ' ')}</p>{paragraphs()}</div>"))
    assert found.authors == [NAME]
    assert (unit in found.paragraphs) is read
