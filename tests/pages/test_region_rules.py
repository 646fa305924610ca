"""Where the text begins, goes on and ends: each rule of the region, on both sides of its edge."""

from __future__ import annotations

import pytest

from scraper.pages.article import read_article
from tests.pages.lengths import line, sentence
from tests.pages.reading import FOUR, ONE, SENTENCES, THREE, TITLE, TWO, article, page, paragraphs
from tests.pins import pins

LINKS = '<p><a href="/lien-he">Liên hệ với xã</a> | <a href="/so-do">Đường đi tới xã</a></p>'
BOX = '<ul><li><a href="/tin-tuc/cho-phien-hop-lai-202">Chợ phiên vùng cao họp lại</a></li></ul>'
OTHER = f"<h4>Tin liên quan</h4>{BOX}"


def body(html: str, before: str = "", after: str = "") -> list[str]:
    return read_article(article(html, before, after)).paragraphs


def bare(html: str) -> list[str]:
    """The text where nothing stands around it but the page."""
    return read_article(page(f"<h1>{TITLE}</h1>{html}")).paragraphs


def p(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


# ------------------------------------------------------------------ behind a label


@pins("region._RESUME_CHARS")
@pytest.mark.parametrize(("length", "resumed"), [(199, False), (200, True)])
def test_text_goes_on_behind_a_label_when_there_is_enough_of_it(length: int, resumed: bool) -> None:
    more = sentence(length)
    assert body(f"{paragraphs()}{OTHER}{p(more)}") == [*SENTENCES, *([more] if resumed else [])]


@pytest.mark.parametrize(("length", "resumed"), [(99, False), (100, True)])
def test_behind_a_short_text_as_much_is_enough(length: int, resumed: bool) -> None:
    first, more = sentence(100), sentence(length)
    assert body(f"{p(first)}{OTHER}{p(more)}") == [first, *([more] if resumed else [])]


@pytest.mark.parametrize(
    ("frame", "resumed"),
    [
        ("<div>{}</div>", True),
        ("{}", True),  # the same paragraphs
        ("<section><p>{}</p></section>", False),
    ],
)
def test_text_behind_a_label_stands_as_the_text_before_it(frame: str, resumed: bool) -> None:
    more = sentence(250)
    inner = f"<p>{more}</p>" if frame == "{}" else more
    found = body(f"<article>{paragraphs()}{OTHER}{frame.format(inner)}</article>")
    assert found == [*SENTENCES, *([more] if resumed else [])]


def test_two_boxes_that_look_alike_are_two_halves_of_a_text() -> None:
    more = sentence(250)
    halves = f"<section>{paragraphs()}</section>{OTHER}<section>{p(more)}</section>"
    assert body(halves) == [*SENTENCES, more]
    assert body(halves.replace(f"<section>{p(more)}</section>", f"<aside>{p(more)}</aside>")) == list(SENTENCES)


@pytest.mark.parametrize(
    ("label", "tag", "resumed"),
    [("Xem thêm", "p", True), ("Tin liên quan", "p", False), ("Xem thêm", "div", False)],
)
def test_see_also_between_two_paragraphs_does_not_end_the_text(label: str, tag: str, resumed: bool) -> None:
    texts = "".join(f"<{tag}>{text}</{tag}>" for text in (ONE, TWO))
    found = body(f"{texts}<p>{label}</p>{BOX}<{tag}>{THREE}</{tag}>")
    assert found == [ONE, TWO, *([THREE] if resumed else [])]


def test_see_also_before_another_box_ends_the_text() -> None:
    found = body(f"<div>{p(ONE, TWO)}</div><p>Xem thêm</p>{BOX}<section>{p(THREE)}</section>")
    assert found == [ONE, TWO]


TEASER = '<h3><a href="/tin-tuc/cho-phien-{}">Chợ phiên vùng cao họp lại</a></h3><p>{}</p>'


@pytest.mark.parametrize(
    ("behind", "resumed"),
    [
        ("".join(TEASER.format(i, text) for i, text in enumerate((ONE, TWO, THREE))), False),
        (p(ONE, TWO) + TEASER.format(1, THREE), True),
        (TEASER.format(1, ONE) + p(TWO, THREE), True),
        (TEASER.format(1, ONE) + TEASER.format(2, TWO), False),
    ],
)
def test_teasers_under_linked_titles_are_not_the_text_going_on(behind: str, resumed: bool) -> None:
    found = body(f"{paragraphs()}<h4>Tin liên quan</h4>{behind}")
    assert (len(found) > len(SENTENCES)) is resumed


LEAD, TOOLS = "<div><p>{}</p></div>", "<div>Bình luận</div>"


@pins("region._BEGIN_SHARE", "region._RESUME_CHARS")
@pytest.mark.parametrize(
    ("lead", "text", "begun"), [(100, 400, False), (100, 401, True), (45, 200, False), (45, 201, True)]
)
def test_the_text_begins_behind_a_label_under_the_lead(lead: int, text: int, begun: bool) -> None:
    first, more = sentence(lead), sentence(text)
    html = f"{LEAD.format(first)}{TOOLS}<section><p>{more}</p></section>"
    assert body(html) == [first, *([more] if begun else [])]


@pins("region._LEAD_CHARS")
@pytest.mark.parametrize(("lead", "begun"), [(400, True), (401, False)])
def test_more_than_a_lead_is_a_text_that_ends_at_the_label(lead: int, begun: bool) -> None:
    first, more = sentence(lead), [sentence(900), sentence(900)]
    html = f"{LEAD.format(first)}{TOOLS}<section>{p(*more)}</section>"
    assert body(html) == [first, *(more if begun else [])]


@pins("region._MAX_LABELS")
@pytest.mark.parametrize(("labels", "read"), [(5, True), (6, False)])
def test_behind_the_sixth_label_there_is_no_text(labels: int, read: bool) -> None:
    more = sentence(300)
    assert body(f"{paragraphs()}{OTHER * labels}{p(more)}") == [*SENTENCES, *([more] if read else [])]


def test_six_labels_before_the_text_end_nothing() -> None:
    assert body(f"{'<div>Bình luận</div>' * 6}<section>{paragraphs()}</section>") == list(SENTENCES)


def test_a_picture_behind_the_box_is_the_articles_and_one_in_it_is_not() -> None:
    boxed = BOX.replace("</a>", "</a><img src='/anh/hop.jpg'>")
    picture = "<p><img src='/anh/le.jpg'></p>"
    found = read_article(article(f"{paragraphs()}<h4>Tin liên quan</h4>{boxed}{picture}{p(sentence(250))}"))
    assert [image.url for image in found.images] == ["http://portal.vn/anh/le.jpg"]


def test_a_date_in_the_box_is_the_boxs() -> None:
    found = read_article(article(f"{paragraphs()}{OTHER}<p>01/02/2020</p>{p(sentence(250))}"))
    assert found.published is None
    assert "01/02/2020" not in found.body


# ------------------------------------------------------------------ the container


@pins("region._LABEL_DECAY")
@pytest.mark.parametrize(("length", "taken"), [(333, False), (334, True)])
def test_text_behind_a_label_weighs_less(length: int, taken: bool) -> None:
    before, behind = sentence(100), sentence(length)
    found = bare(f"<div><p>{before}</p></div>{OTHER}<section><p>{behind}</p></section>")
    assert found == [behind if taken else before]


@pins("region._TEXT_WEIGHT")
@pytest.mark.parametrize(("names", "first"), [(10, "text"), (20, "names")])
def test_short_lines_weigh_less_than_sentences(names: int, first: str) -> None:
    text = sentence(150)
    column = "".join(f"<p>{line(39)}</p>" for _ in range(names))
    found = bare(f"<div><p>{text}</p></div>{LINKS}<section>{column}</section>")
    assert (found[0] == text) is (first == "text")


@pins("region._LEVELS", "region._LEVEL_DECAY")
@pytest.mark.parametrize(("levels", "read"), [(2, True), (3, False)])
def test_paragraphs_share_an_ancestor_near_them(levels: int, read: bool) -> None:
    wrapped = [f"{'<div>' * levels}{p(ONE, text)}{'</div>' * levels}" for text in (THREE, TWO)]
    assert bare(f"<section>{LINKS.join(wrapped)}</section>") == [ONE, THREE, *([ONE, TWO] if read else [])]


@pins("region._LEVEL_DECAY")
def test_the_nearest_element_with_the_text_is_its_container() -> None:
    # All around it holds a line more, and is farther away.
    note = sentence(45)
    texts = SENTENCES * 2
    assert bare(f"<section><div>{p(*texts)}</div>{LINKS}<div><p>{note}</p></div></section>") == list(texts)


@pins("region._WIDE_WEIGHT")
@pytest.mark.parametrize(("second", "holder"), [(255, "<p>"), (256, "<form>")])
def test_a_whole_page_holds_a_text_only_when_nothing_else_does(second: int, holder: str) -> None:
    html = f"<form><p>{sentence(300)}</p><p>{sentence(second)}</p></form>"
    assert read_article(page(f"<h1>{TITLE}</h1>{html}")).rules["body"].endswith(holder)


@pins("region._COLUMN_SHARE")
@pytest.mark.parametrize(("left", "right", "alone"), [(389, 222, True), (388, 224, False)])
def test_a_cell_with_most_of_the_text_is_the_articles_column(left: int, right: int, alone: bool) -> None:
    cells = f"<td>{p(sentence(left), sentence(left, '!'))}</td><td><p>{sentence(right)}</p></td>"
    found = body(f"<table><tr>{cells}</tr></table>")
    assert (len(found) == 2) is alone


@pytest.mark.parametrize("tag", ["p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "dd", "dt", "pre"])
def test_what_stands_beside_the_only_paragraph_is_text_too(tag: str) -> None:
    found = body(f"<div><{tag}>{ONE}</{tag}><p>Kính mời bà con</p></div>")
    assert [text.removeprefix("- ") for text in found] == [ONE, "Kính mời bà con"]


@pins("region._SECTIONED")
@pytest.mark.parametrize(("sections", "read"), [(2, 1), (3, 3), (4, 4)])
def test_a_text_in_sections_is_read_whole_where_one_holds_less_than_half(sections: int, read: int) -> None:
    texts = [sentence(100, end) for end in (".", "!", "?", ";")[:sections]]
    deep = [f"{'<div>' * 5}{p(ONE, text)}{'</div>' * 5}" for text in texts]
    assert len(body(f"<article>{LINKS.join(deep)}</article>")) == 2 * read


def test_what_is_said_behind_a_label_widens_no_section() -> None:
    first, *more = [f"{'<div>' * 5}{p(ONE, sentence(100, end))}{'</div>' * 5}" for end in (".", "!", "?", ";")]
    found = body(f"<article>{first}<h4>Tin khác</h4>{LINKS}{LINKS.join(more)}</article>")
    assert found == [ONE, sentence(100)]


# ------------------------------------------------------------------ the beginning


@pytest.mark.parametrize(
    ("between", "read"),
    [
        ("", True),
        ("<p>Lượt xem: 15</p>", True),
        ("<p>Kính thưa bà con</p>", True),
        (LINKS, False),
        ("<p>1 2 3</p>", False),
        ("<p>Tin khác</p>", False),
    ],
)
def test_a_lead_stands_right_above_the_text(between: str, read: bool) -> None:
    assert bare(f"<div>{ONE}</div>{between}<div>{paragraphs(TWO, THREE, FOUR) * 2}</div>")[0] == (ONE if read else TWO)


def test_two_leads_above_the_text_are_both_read() -> None:
    html = f"<div>{ONE}</div><p>Lượt xem: 15</p><section>{TWO}</section><div>{paragraphs(THREE, FOUR)}</div>"
    assert body(html) == list(SENTENCES)


def test_a_line_that_is_no_sentence_is_no_lead() -> None:
    html = f"<div>Một lời ngắn</div><article>{paragraphs()}</article>"
    assert body(html) == list(SENTENCES)


# ------------------------------------------------------------------ the end


@pytest.mark.parametrize(
    ("between", "read"),
    [
        ("", True),
        ("<p>Kính thưa bà con</p>", True),
        (LINKS, False),
        ("<p>1 2 3</p>", False),
        ("<p>In bài viết</p>", False),  # and the two do not look alike
    ],
)
def test_the_other_half_of_a_text_stands_right_below_the_first(between: str, read: bool) -> None:
    found = bare(f"<div>{p(ONE, TWO, THREE)}</div>{between}<section>{p(FOUR)}</section>")
    assert found[-1] == (FOUR if read else THREE)


def test_a_bar_of_tools_may_stand_between_two_halves_that_look_alike() -> None:
    assert bare(f"<div>{p(ONE, TWO, THREE)}</div><p>In bài viết</p><div>{p(FOUR)}</div>") == list(SENTENCES)


@pytest.mark.parametrize(
    ("tail", "files"),
    [
        ('<p><a href="/tep/ke-hoach.pdf">Kế hoạch của xã</a></p>', 1),
        ('<p><a href="/tai?id=1&download=1">Kế hoạch của xã</a></p>', 1),
        (f'{LINKS}<p><a href="/tep/ke-hoach.pdf">Kế hoạch của xã</a></p>', 0),
        ('<p>1 2 3</p><p><a href="/tep/ke-hoach.pdf">Kế hoạch của xã</a></p>', 0),
        ('<p>Kính mời bà con</p><p><a href="/tep/ke-hoach.pdf">Kế hoạch của xã</a></p>', 1),
        ('<p><a href="/trang.html">Mời vào trang</a></p><p><a href="/tep/ke-hoach.pdf">Kế hoạch</a></p>', 0),
        ('<p><a href="/trang.ASPX">Mời vào trang</a></p><p><a href="/tep/ke-hoach.pdf">Kế hoạch</a></p>', 0),
        ('<p><a href="/trang.php">Mời vào trang</a></p><p><a href="/tep/ke-hoach.pdf">Kế hoạch</a></p>', 0),
        ('<p><a href="/anh.jpeg">Mời xem ảnh lớn</a></p><p><a href="/tep/ke-hoach.pdf">Kế hoạch</a></p>', 1),
    ],
)
def test_links_below_the_text_end_the_article_unless_they_are_files(tail: str, files: int) -> None:
    found = read_article(article(f"<div>{paragraphs()}</div><section>{tail}</section>"))
    assert len(found.attachments) == files


def test_links_inside_the_texts_own_box_do_not_end_it() -> None:
    found = read_article(article(f'<div>{paragraphs()}{LINKS}<p><a href="/tep/a.pdf">Kế hoạch của xã</a></p></div>'))
    assert len(found.attachments) == 1


def test_the_next_column_is_another_thing() -> None:
    cells = f'<td><div>{paragraphs()}</div></td><td><p>Tải về: <a href="/tep/a.pdf">Kế hoạch</a> của xã</p></td>'
    assert read_article(article(f"<table><tr>{cells}</tr></table>")).attachments == []
    rows = cells.replace("</td><td>", "</td></tr><tr><td>")
    assert len(read_article(article(f"<table><tr>{rows}</tr></table>")).attachments) == 1


@pytest.mark.parametrize(
    ("table", "read"),
    [
        ("<tr><td>{one}</td></tr><tr><td>{two}</td></tr>", True),
        ("<tr><td>{one}</td><td>{two}</td></tr>", False),
        ("<tr><td><table><tr><td>{one}</td></tr><tr><td>{two}</td></tr></table></td></tr>", True),
    ],
)
def test_rows_hold_one_text_and_columns_two(table: str, read: bool) -> None:
    one, two = f"<div>{paragraphs(ONE, TWO, THREE)}</div>", f"<div>{p(FOUR)}</div>"
    found = body(f"<table>{table.format(one=one, two=two)}</table>")
    assert (FOUR in found) is read
