"""The boxes of a page: what stands in what, as numbers that outlive the parsed tree."""

from __future__ import annotations

import pickle

import pytest

from scraper.addresses import UrlResolver
from scraper.pages.article import read_article
from scraper.pages.page import Page
from tests.fixtures.golden import ARTICLES, urls_of
from tests.pages.reading import document
from tests.pins import pins


def tree(html: str) -> list[str]:
    """Each box as the path of tags that leads to it."""
    boxes = document(html).boxes
    return ["/".join(boxes.tags[step] for step in reversed(list(boxes.path(box)))) for box in range(len(boxes.tags))]


def test_boxes_are_block_level_elements_in_page_order() -> None:
    assert tree("<div><p>một</p><ul><li>hai</li></ul></div><p>ba</p>") == [
        "html",
        "html/body",
        "html/body/div",
        "html/body/div/p",
        "html/body/div/ul",
        "html/body/div/ul/li",
        "html/body/p",
    ]


def test_an_inline_element_is_a_box_only_where_it_holds_one() -> None:
    assert tree("<span>một<b>hai</b></span><font><i><div>ba</div><div>bốn</div></i></font>") == [
        "html",
        "html/body",
        "html/body/font",
        "html/body/font/i",
        "html/body/font/i/div",
        "html/body/font/i/div",
    ]


def test_skipped_and_hidden_elements_leave_the_boxes_around_them_in_order() -> None:
    hidden = '<span style="display:none"><p>ẩn</p></span><a href="/x" class="d-none"><b>ẩn</b></a><select></select>'
    assert tree(f"<div>{hidden}<b>x</b><br><img><a href='/y'>y</a><p>một</p></div><p>hai</p>") == [
        "html",
        "html/body",
        "html/body/div",
        "html/body/div/p",
        "html/body/p",
    ]


def test_lines_around_a_box_in_an_inline_element_are_of_the_block_around() -> None:
    found = document("<section><span>một<p>hai</p>ba</span></section>")
    assert [(block.text, found.boxes.tags[block.box]) for block in found.blocks] == [
        ("một", "section"),
        ("hai", "p"),
        ("ba", "section"),
    ]


def test_a_box_holds_itself_and_all_inside_and_nothing_behind() -> None:
    boxes = document("<div><p>một</p></div><p>hai</p>").boxes
    html, body, div, inner, behind = range(5)
    assert [boxes.holds(div, box) for box in (html, body, div, inner, behind)] == [False, False, True, True, False]
    assert [boxes.around(inner, box) for box in (inner, div, behind)] == [inner, div, body]
    assert [boxes.child_with(body, box) for box in (inner, behind, body, html)] == [div, behind, -1, -1]
    assert list(boxes.children(body)) == [div, behind]
    assert [boxes.next_to(box) for box in (html, body, div, inner, behind)] == [-1, -1, behind, -1, -1]
    assert [boxes.has_children(body, count) for count in (1, 2, 3)] == [True, True, False]


def test_names_are_kept_of_blocks_and_of_the_inline_elements_around_them() -> None:
    boxes = document('<span class="a" id="b"><p class="c">một</p></span><p id="d">hai</p>').boxes
    assert {boxes.tags[box]: boxes.classes[box] for box in boxes.classes} == {"span": "a", "p": "c"}
    assert [boxes.name(box) for box in range(2, 5)] == ["a b", "c ", " d"]


@pins("boxes.SHAPE_LEVELS")
@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("section/div/ul/li", "article/div/ul/li", True),
        ("section/ul/li", "article/ul/li", False),
        ("ul/li", "ol/li", False),
        ("ul/li/p", "ul/li/h3", False),
    ],
)
def test_boxes_of_one_list_have_one_shape(one: str, other: str, alike: bool) -> None:
    def shape(path: str) -> tuple[str, ...]:
        tags = path.split("/")
        html = "".join(f"<{tag}>" for tag in tags) + "một" + "".join(f"</{tag}>" for tag in reversed(tags))
        found = document(html)
        return found.boxes.shape(found.blocks[0].box)

    assert (shape(one) == shape(other)) is alike
    assert shape("div") == ("div", "body", "html")


def test_a_page_reads_the_same_after_its_parts_were_pickled() -> None:
    for fixture in ARTICLES:
        page, copy = (Page(fixture.meta.url, fixture.html, urls_of(fixture.source)) for _ in range(2))
        parts = pickle.loads(pickle.dumps((page.blocks, page.boxes, page.links, page.head)))
        copy.blocks, copy.boxes, copy.links, copy.head = parts
        assert read_article(copy) == read_article(page)
        assert [(entry.title, entry.date) for entry in copy.entries] == [
            (entry.title, entry.date) for entry in page.entries
        ]
        assert [link.address for link in copy.outlinks] == [link.address for link in page.outlinks]


def test_links_start_from_the_base_of_the_page() -> None:
    html = '<base href="/tin/"><a href="mot.html">Một</a> <a href="mot.html">Hai</a> <a href="#">Ba</a>'
    page = Page("http://portal.vn/", html.encode(), UrlResolver(("portal.vn",), ()))
    urls = [link.address and link.address.url for link in page.links]
    assert urls == ["http://portal.vn/tin/mot.html"] * 2 + [None]
