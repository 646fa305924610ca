"""A page's lines, as a reader sees them: whatever the tags, the same words in the same lines."""

from __future__ import annotations

import sys

import pytest

from tests.pages.reading import blocks, links, page


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<p>một<br>hai<br/>ba</p>", ["một", "hai", "ba"]),
        ("<p>một<br><br>&nbsp;<br>hai</p>", ["một", "hai"]),
        ("<p>một<div>hai</div>ba</p>", ["một", "hai", "ba"]),
        ("<div>a<div>b</div>c</div>", ["a", "b", "c"]),
        ("<div>một<span> hai </span><b>ba</b></div>", ["một hai ba"]),
        ("<p>10<sup>3</sup> m<sub>2</sub></p>", ["103 m2"]),
        ("<p>chữ\n  xuống\n  dòng\ttrong   mã</p>", ["chữ xuống dòng trong mã"]),
        ("<p>một<span> </span><span>\n</span>hai</p>", ["một hai"]),
        ("<p>mộ<b>t</b></p>", ["một"]),
        ("<table><tr><td>một</td><td>hai</td></tr><tr><td>ba</td></tr></table>", ["một", "hai", "ba"]),
        ("<table><tr><td>một<table><tr><td>hai</td></tr></table>ba</td></tr></table>", ["một", "hai", "ba"]),
        ("<ul><li>một</li><li>hai<ul><li>ba</li></ul></li></ul>", ["một", "hai", "ba"]),
        ("<dl><dt>một</dt><dd>hai</dd></dl>", ["một", "hai"]),
        ("<center>một</center>hai", ["một", "hai"]),
        ("một<hr>hai", ["một", "hai"]),
        ("<p>một<!-- lời nhắn -->hai</p>", ["mộthai"]),
        ("<p>một<script>x()</script><style>p{}</style><noscript>y</noscript>hai</p>", ["mộthai"]),
        ("<p>một<select><option>x</option></select> hai<textarea>y</textarea></p>", ["một hai"]),
        ("<p>tr&ocirc;&#768;ng</p>", ["trồng"]),
        ("<p> </p><div>\n</div><p>&nbsp;&nbsp;</p>", []),
    ],
)
def test_lines(html: str, lines: list[str]) -> None:
    assert [block.text for block in blocks(html)] == lines


def test_indices_count_the_lines() -> None:
    assert [block.index for block in blocks("<p>một</p><p>hai<br>ba</p>")] == [0, 1, 2]


def test_only_a_line_break_breaks_a_line() -> None:
    assert [block.broken for block in blocks("<p>một<br>hai</p><p>ba</p>")] == [False, True, False]


@pytest.mark.parametrize(
    ("html", "hidden"),
    [
        ('<div style="display:none"><p>x</p></div>', [True]),
        ('<div style="VISIBILITY : Hidden">x</div>', [True]),
        ('<p class="sr-only">x</p><p>y</p>', [True, False]),
        ("<p hidden>x</p>", [True]),
        ('<p class="hidden-gem">x</p>', [False]),
        ('<p class="hide-accessible">x</p>', [True]),
    ],
)
def test_hidden_lines_are_marked(html: str, hidden: list[bool]) -> None:
    assert [block.hidden for block in blocks(html)] == hidden


@pytest.mark.parametrize(
    "inline",
    [
        '<span style="display:none">ẩn</span>',
        '<span class="d-none">ẩn <b>hẳn</b></span>',
        '<a class="hide-accessible" href="/tin">ẩn</a>',
        '<a style="display: none" href="/tin"><b>ẩn</b></a>',
    ],
)
def test_hidden_words_in_a_line_are_dropped(inline: str) -> None:
    assert [block.text for block in blocks(f"<p>{inline}Thấy được</p>")] == ["Thấy được"]


@pytest.mark.parametrize(
    ("html", "align"),
    [
        ('<p align="right">x</p>', "right"),
        ('<p align="RIGHT ">x</p>', "right"),
        ('<p style="text-align:right">x</p>', "right"),
        ('<p style="text-align: end">x</p>', "right"),
        ('<p class="text-right">x</p>', "right"),
        ('<p style="float: right">x</p>', "right"),
        ('<p style="margin-left:300px">x</p>', "right"),
        ('<p style="margin-left:30px">x</p>', ""),
        ("<center>x</center>", "center"),
        ('<div align="right"><p style="text-align:justify">x</p></div>', ""),
        ('<div align="right"><p>x</p></div>', "right"),
        ('<table align="center"><tr><td>x</td></tr></table>', ""),
        ('<p class="alright">x</p>', ""),
        ('<p class="copyright">x</p>', ""),
    ],
)
def test_alignment_is_what_the_reader_sees(html: str, align: str) -> None:
    assert [block.align for block in blocks(html)] == [align]


@pytest.mark.parametrize(
    ("html", "indent"),
    [
        ("<p>&nbsp;&nbsp;&nbsp;x</p>", 3),
        ("<p> &nbsp; &nbsp;x&nbsp;y</p>", 2),
        ("<p><span>&nbsp;&nbsp;</span><b>&nbsp;x</b></p>", 3),
        ("<p>x&nbsp;&nbsp;</p>", 0),
        ("<p>&nbsp;&nbsp;<br>x</p>", 0),
    ],
)
def test_indent_counts_the_hard_spaces_before_the_first_word(html: str, indent: int) -> None:
    assert [block.indent for block in blocks(html)] == [indent]


@pytest.mark.parametrize(
    ("html", "emphasis"),
    [
        ("<p><b>chữ</b></p>", 1.0),
        ("<p><b>ab</b>cd</p>", 0.5),
        ('<p style="font-weight:bold">chữ</p>', 1.0),
        ('<p><span style="font-style: italic">chữ</span></p>', 1.0),
        ("<p>chữ</p>", 0.0),
        ("<table><tr><th>chữ</th></tr></table>", 1.0),
        ('<div style="font-weight:bold"><table><tr><td>chữ</td></tr></table></div>', 0.0),
    ],
)
def test_emphasis_is_a_share_of_the_line(html: str, emphasis: float) -> None:
    assert [block.emphasis for block in blocks(html)] == [emphasis]


def test_headings_and_items_mark_all_lines_inside() -> None:
    found = blocks("<h2>một<div>hai</div></h2><ul><li><p>ba</p></li></ul>")
    assert [(block.text, block.heading, block.item) for block in found] == [
        ("một", 2, False),
        ("hai", 2, False),
        ("ba", 0, True),
    ]


def test_cells_know_their_row() -> None:
    one, two, three = blocks("<table><tr><td>một</td><th>hai</th></tr><tr><td>ba</td></tr></table>")
    assert one.row == two.row != three.row
    assert -1 not in (one.row, one.cell, two.cell, three.cell)
    assert one.cell != two.cell


def test_a_link_over_several_blocks_has_all_its_words() -> None:
    html = '<a href="/x"><h3>Đầu bài</h3><p>Tóm lược <b>ngắn</b></p></a><p>Sau</p>'
    (link,) = links(html)
    assert link.text == "Đầu bài Tóm lược ngắn"
    assert link.block == 0
    assert [(block.text, len(block.links), block.link_chars) for block in blocks(html)] == [
        ("Đầu bài", 1, 7),
        ("Tóm lược ngắn", 1, 13),
        ("Sau", 0, 0),
    ]


def test_links_without_words_are_kept_for_their_pictures() -> None:
    html = '<p><a href="/x" title=" Đầu  bài "><img src="a.jpg"></a></p>'
    (link,) = links(html)
    assert (link.text, link.title, link.block) == ("", "Đầu bài", 0)
    assert [(picture.src, picture.link is not None) for picture in blocks(html)[0].pictures] == [("a.jpg", True)]


@pytest.mark.parametrize(
    ("html", "script"),
    [
        ("""<a href="javascript:__doPostBack('p','2')">2</a>""", "javascript:__doPostBack('p','2') "),
        ("""<a href="#" onclick="go(2)">2</a>""", "# go(2)"),
        ("""<a href="" onclick="go(2)">2</a>""", " go(2)"),
        ("""<a href="/tin" onclick="go(2)">2</a>""", "/tin go(2)"),
    ],
)
def test_what_a_link_does_by_script(html: str, script: str) -> None:
    (link,) = links(html)
    assert link.script == script


def test_anchors_without_address_are_no_links() -> None:
    assert links('<a name="top">Đầu trang</a>') == []


@pytest.mark.parametrize(
    ("image", "source"),
    [
        ('<img src=" a.jpg ">', "a.jpg"),
        ('<img src="blank.gif" data-src="a.jpg">', "a.jpg"),
        ('<img data-original="a.jpg">', "a.jpg"),
        ("<img>", ""),
    ],
)
def test_pictures_that_load_late_give_their_true_address(image: str, source: str) -> None:
    assert blocks(f"<p>{image}</p>")[0].pictures[0].src == source


def test_nesting_deeper_than_pythons_stack_is_read() -> None:
    depth = sys.getrecursionlimit() + 200
    deep = page("<div>" * depth + "đáy" + "</div>" * depth)
    assert [block.text for block in deep.blocks] == ["đáy"]
