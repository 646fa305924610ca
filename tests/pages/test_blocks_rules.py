"""Lines, links and styles: each tag, class and attribute that means something, once."""

from __future__ import annotations

import pytest

from scraper.addresses import Address
from scraper.pages.blocks import Block, LinkTargets
from tests.pages.reading import HOST, blocks, document, links, page
from tests.pins import pins

BLOCK_TAGS = (
    "p div ul ol dl dt dd h1 h2 h3 h4 h5 h6 section article header footer nav aside main form fieldset legend center"
    " blockquote pre figure figcaption address details summary menu dir listing label"
).split()
INLINE_TAGS = "span b i em strong u font small sup sub code abbr time mark".split()
SKIPPED_TAGS = (
    "script style noscript template iframe select textarea object svg canvas audio video map button datalist"
    " math applet"
).split()


def lines(html: str) -> list[str]:
    return [block.text for block in blocks(html)]


def one(html: str) -> Block:
    (found,) = blocks(html)
    return found


@pytest.mark.parametrize("tag", BLOCK_TAGS)
def test_block_elements_are_lines_of_their_own(tag: str) -> None:
    assert lines(f"<body>một<{tag}>hai</{tag}>ba</body>") == ["một", "hai", "ba"]


@pytest.mark.parametrize("tag", ["li", "td", "th", "caption"])
def test_items_and_cells_are_lines_of_their_own(tag: str) -> None:
    frame = "<ul>{}</ul>" if tag == "li" else "<table>{}</table>" if tag == "caption" else "<table><tr>{}</tr></table>"
    assert lines(frame.format(f"<{tag}>một</{tag}><{tag}>hai</{tag}>")) == ["một", "hai"]


@pytest.mark.parametrize("tag", INLINE_TAGS)
def test_inline_elements_are_words_of_their_line(tag: str) -> None:
    assert lines(f"<p>một <{tag}>hai</{tag}> ba</p>") == ["một hai ba"]


@pytest.mark.parametrize("tag", SKIPPED_TAGS)
def test_what_is_no_text_is_left_out(tag: str) -> None:
    assert lines(f"<p>một <{tag}>hai</{tag}> ba</p>") == ["một ba"]


@pytest.mark.parametrize("tag", ["b", "strong", "i", "em", "u"])
def test_words_are_emphasised_by_tags(tag: str) -> None:
    assert one(f"<p><{tag}>ab</{tag}>cd</p>").emphasis == 0.5
    assert one(f"<p><{tag}><span>ab</span></{tag}>cd</p>").emphasis == 0.5


@pytest.mark.parametrize(
    ("style", "emphasis"),
    [
        ("font-weight:bold", 1.0), ("FONT-WEIGHT : BOLD", 1.0), ("font-weight:600", 1.0), ("font-weight:900", 1.0),
        ("font-weight:500", 0.0), ("font-style:italic", 1.0), ("font-style:normal", 0.0),
    ],
)  # fmt: skip
def test_words_are_emphasised_by_styles(style: str, emphasis: float) -> None:
    assert one(f"<p style='{style}'>ab</p>").emphasis == emphasis
    assert one(f"<p><span style='{style}'>ab</span></p>").emphasis == emphasis
    assert one(f"<div style='{style}'><p>ab</p></div>").emphasis == emphasis
    assert one(f"<p><a style='{style}' href='/x'>ab</a></p>").emphasis == 0.0


def test_emphasis_ends_with_its_element_and_goes_on_over_links_and_breaks() -> None:
    assert [block.emphasis for block in blocks("<div><b>ab<br>cd</b><br>ef</div>")] == [1.0, 1.0, 0.0]
    assert one("<p><b><a href='/x'>ab</a></b>cd</p>").emphasis == 0.5
    assert one("<p><b><a href='/x'><i>ab</i></a></b>cd</p>").emphasis == 0.5
    assert one("<p><b>ab</b>  cd</p>").emphasis == pytest.approx(2 / 6)
    assert [block.emphasis for block in blocks("<table><tr><th>ab<td>cd</table>")] == [1.0, 0.0]


@pytest.mark.parametrize(
    "name", ["hidden", "hide", "d-none", "sr-only", "hide-accessible", "visually-hidden", "display-none"]
)
def test_classes_hide(name: str) -> None:
    assert one(f"<p class='{name}'>x</p>").hidden
    assert one(f"<p class='x {name.upper()} y'>x</p>").hidden
    assert lines(f"<p>a<span class='{name}'>x</span></p>") == ["a"]
    assert lines(f"<p>a<a href='/x' class='{name}'>x</a></p>") == ["a"]
    assert not one(f"<p class='x{name}y'>x</p>").hidden


SHOWN = ["sm:block", "md:flex", "lg:grid", "xl:inline", "2xl:table-cell", "md:contents", "md:inline-block"]
SHOWN += ["d-sm-block", "d-md-flex", "d-lg-grid", "d-xl-inline", "d-xxl-table", "d-print-block"]


@pytest.mark.parametrize("name", SHOWN)
def test_what_is_hidden_on_phones_alone_is_shown(name: str) -> None:
    assert not one(f"<p class='hidden {name}'>x</p>").hidden
    assert not one(f"<p class='d-none {name}'>x</p>").hidden
    assert one(f"<p class='hidden x{name}'>x</p>").hidden


def test_what_stands_in_a_hidden_box_is_hidden() -> None:
    found = blocks("<div hidden><p>a</p><ul><li>b</li></ul></div><p>c</p>")
    assert [block.hidden for block in found] == [True, True, False]
    assert [
        block.hidden for block in blocks("<div style='display: none'><p class='x' style='color:red'>a</p></div>")
    ] == [True]


@pins("builder._HIDDEN_SHARE", "builder._HIDDEN_CHARS")
@pytest.mark.parametrize(
    ("hidden", "shown", "is_hidden"),
    [(500, 10, True), (501, 10, False), (900, 100, True), (901, 100, False), (501, 0, False)],
)
def test_a_page_that_hides_nearly_all_is_shown_by_script(hidden: int, shown: int, is_hidden: bool) -> None:
    found = blocks(f"<p hidden>{'x' * hidden}</p><p>{'y' * shown}</p>")
    assert found[0].hidden is is_hidden


@pytest.mark.parametrize(
    ("html", "align"),
    [
        ("<p class='align-right'>x</p>", "right"),
        ("<p class='txt-center'>x</p>", "center"),
        ("<p class='text_right'>x</p>", ""),
        ("<p class='textright'>x</p>", "right"),
        ("<p class='a text-end b'>x</p>", "right"),
        ("<p class='my_text-right_x'>x</p>", "right"),
        ("<p align='middle'>x</p>", "center"),
        ("<p align='end'>x</p>", "right"),
        ("<p align='left'>x</p>", ""),
        ("<div align='right'><p align='left'>x</p></div>", ""),
        ("<p style='TEXT-ALIGN : CENTER'>x</p>", "center"),
        ("<div align='right'><p style='text-align:left'>x</p></div>", ""),
        ("<div align='right'><p style='text-align:start'>x</p></div>", ""),
        ("<p style='margin-left:200px'>x</p>", "right"),
        ("<p style='margin-left:199px'>x</p>", ""),
        ("<p style='margin-left: 1000pt'>x</p>", "right"),
        ("<p style='text-align:left;float:right'>x</p>", ""),
        ("<p align='right' style='text-align:center' class='text-right'>x</p>", "right"),
        ("<table align='right'><tr><td>x</td></tr></table>", ""),
        ("<table><tr><td align='right'>x</td></tr></table>", "right"),
        ("<div align='right'><center>x</center></div>", "center"),
    ],
)
def test_how_a_line_is_aligned(html: str, align: str) -> None:
    assert one(html).align == align


@pytest.mark.parametrize("level", range(1, 7))
def test_headings_have_their_level(level: int) -> None:
    assert one(f"<h{level}>x</h{level}>").heading == level
    assert one(f"<h{level}><div><span>x</span></div></h{level}>").heading == level


def test_rows_and_cells_end_with_their_elements() -> None:
    table = "<table><tr><td>a<table><tr><td>b</td></tr></table>c</td><td>d</td></tr></table><p>e</p>"
    a, b, c, d, e = blocks(table)
    assert (a.row == c.row, a.cell == c.cell, a.row == d.row, a.cell == d.cell) == (True, True, True, False)
    assert (b.row == a.row, b.cell == a.cell) == (False, False)
    assert (e.row, e.cell) == (-1, -1)
    caption, cell = blocks("<table><tr><td>a</td></tr><tr><caption>b</caption></tr></table>")
    assert caption.row != cell.row


# ------------------------------------------------------------------ links


def test_the_words_of_a_link_are_counted_in_their_line() -> None:
    block = one("<p>một <a href='/a'>hai</a> ba <a href='/b'><b>bốn</b> năm</a></p>")
    assert (block.text, block.link_chars, block.own_chars) == ("một hai ba bốn năm", 10, 8)
    assert [(link.href, link.text, link.block) for link in block.links] == [("/a", "hai", 0), ("/b", "bốn năm", 0)]


def test_the_words_before_and_behind_a_link_are_not_its() -> None:
    block = one("<p>một<a href='/a'><i>hai</i></a>ba</p>")
    assert (block.links[0].text, block.link_chars) == ("hai", 3)


def test_a_link_inside_a_link_is_its_words() -> None:
    (link,) = links("<div><a href='/a'>một <object><a href='/b'>hai</a></object></a></div>")[:1]
    assert link.href == "/a"


def test_a_link_over_two_lines_counts_in_both_and_begins_in_the_first() -> None:
    found = blocks("<p>x</p><a href='/a'><div>một</div><div></div><div>hai</div></a><p>y</p>")
    assert [(block.text, block.link_chars, len(block.links)) for block in found] == [
        ("x", 0, 0), ("một", 3, 1), ("hai", 3, 1), ("y", 0, 0),
    ]  # fmt: skip
    link = found[1].links[0]
    assert (link.text, link.block) == ("một hai", 1)


def test_a_link_with_a_picture_in_one_line_and_words_in_the_next() -> None:
    found = blocks("<a href='/a'><div><img src='/a.jpg'></div><div>một</div></a>")
    assert [len(block.links) for block in found] == [1, 1]
    assert found[0].pictures[0].link is found[1].links[0]
    assert found[0].links[0].block == 0


def test_a_picture_behind_a_link_is_not_in_it() -> None:
    block = one("<p><a href='/a'><img src='/a.jpg'></a><img src='/b.jpg'></p>")
    assert [picture.link is not None for picture in block.pictures] == [True, False]


def test_links_without_words_stand_in_no_line() -> None:
    assert [link.block for link in links("<p>x</p><div><a href='/a'></a></div>")] == [-1]
    assert links("<p><a href='/a' title=''>x</a></p>")[0].title == ""


@pytest.mark.xfail(strict=True, reason="a link without words is kept for the next line, in whatever box")
def test_a_link_without_words_belongs_to_no_other_box() -> None:
    assert not blocks("<div><a href='/a'></a></div><p>x</p>")[0].links


@pytest.mark.parametrize(
    ("html", "script"),
    [
        ("<a href='JavaScript:go()'>x</a>", "JavaScript:go() "),
        ("<a href='/x'>x</a>", ""),
        ("<a href='javascript'>x</a>", ""),
        ("<a href='#' onclick=''>x</a>", "# "),
    ],
)
def test_a_link_may_be_a_script(html: str, script: str) -> None:
    assert links(html)[0].script == script


@pins("blocks.MAX_LINKS")
def test_further_links_are_read_as_words() -> None:
    it = page("<a href='/x'>x</a> " * 20_001)
    assert len(it.links) == 20_000
    assert len(it.blocks[0].links) == 20_000
    assert it.blocks[0].text.count("x") == 20_001


def test_the_same_target_is_resolved_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    resolve = LinkTargets.resolve

    def count(targets: LinkTargets, href: str) -> Address | None:
        asked.append(href)
        return resolve(targets, href)

    monkeypatch.setattr(LinkTargets, "resolve", count)
    links = page("<a href='/x'>x</a> <a href='/y'>y</a> <a href='/x'>x</a>").links
    assert asked == ["/x", "/y"]
    assert [link.address.url for link in links if link.address] == [f"{HOST}/x", f"{HOST}/y", f"{HOST}/x"]


# ------------------------------------------------------------------ pictures and spaces


@pytest.mark.parametrize("name", ["data-src", "data-original", "data-lazy-src"])
def test_pictures_that_come_late_have_their_address_elsewhere(name: str) -> None:
    assert one(f"<p><img src='x.gif' {name}=' a.jpg '></p>").pictures[0].src == "a.jpg"
    assert one(f"<p><img src='x.gif' {name}=''></p>").pictures[0].src == "x.gif"


def test_a_picture_in_a_hidden_inline_box_is_left_out() -> None:
    assert one("<p>x<span class='hidden'><img src='a.jpg'></span></p>").pictures == ()


def test_breaks_part_lines_and_what_follows_a_paragraph_is_not_broken() -> None:
    found = blocks("<div>a<br><br>b<p>c</p>d<br></div><div>e</div>")
    assert [(block.text, block.broken) for block in found] == [
        ("a", False), ("b", True), ("c", False), ("d", False), ("e", True),
    ]  # fmt: skip


def test_spaces_of_the_source_are_none_and_hard_ones_count_at_the_beginning() -> None:
    assert [(block.text, block.indent) for block in blocks("<p>\n  a  <b> \n</b>\n b</p>")] == [("a b", 0)]
    assert one("<p>  &nbsp;<b>&nbsp;</b>&nbsp; a</p>").indent == 3
    assert one("<p><a href='/x'>&nbsp;a</a></p>").indent == 1
    assert one("<p>a&nbsp;b</p>").indent == 0


def test_text_behind_an_inner_box_belongs_to_the_outer_one() -> None:
    for html, held in (
        ("<div id='o'><p>a</p>b</div>", ["p", "o"]),
        ("<div id='o'><span>b</span><p>a</p></div>", ["o", "p"]),
        ("<div id='o'><span>b<br>c</span></div>", ["o", "o"]),
    ):
        it = document(html)
        boxes = [it.boxes.ids.get(block.box, it.boxes.tags[block.box]) for block in it.blocks]
        assert boxes == held


@pins("tree._MAX_REPEATED")
@pytest.mark.parametrize("length", [159, 160, 161])
def test_long_lines_are_cleaned_as_short_ones_are(length: int) -> None:
    assert one(f"<p>{'x' * (length - 3)}  y</p>").text == f"{'x' * (length - 3)} y"
