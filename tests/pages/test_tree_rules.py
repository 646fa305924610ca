"""How much of a monstrous page is read."""

from __future__ import annotations

import pytest

from scraper.pages.tree import WARNING_CUT, WARNING_FLAT, parse, reserialised
from tests.pins import pins


def text(body: bytes) -> str:
    root, _ = parse(body)
    assert root is not None
    return "".join(root.itertext())


@pins("tree._MAX_TAGS")
@pytest.mark.parametrize(("tags", "cut"), [(250_000, False), (250_001, True)])
def test_a_page_is_cut_behind_so_many_tags(tags: int, cut: bool) -> None:
    body = b"<p>first" + b"<br>" * (tags - 2) + b"<i>over"
    _, warnings = parse(body)
    assert (WARNING_CUT in warnings) is cut
    assert ("over" in text(body)) is not cut
    assert "first" in text(body)


@pins("tree._LARGE", "tree._MAX_ATTRIBUTES")
@pytest.mark.parametrize(
    ("attributes", "size", "kept"), [(500, 100_001, True), (501, 100_001, False), (501, 100_000, True)]
)
def test_an_element_crowded_with_attributes_loses_them_on_a_large_page(attributes: int, size: int, kept: bool) -> None:
    names = "".join(f" a{i}='{'x' * 20}'" for i in range(attributes))
    body = f"<p{names}>chữ</p>".encode()
    root, _ = parse(body.ljust(size))
    assert root is not None
    (paragraph,) = root.iter("p")
    assert (len(paragraph.attrib) == attributes) is kept
    assert paragraph.text == "chữ"


@pytest.mark.parametrize(
    "tag",
    (
        "div section article main aside header footer nav table tbody thead tfoot tr td th caption ul ol li dl dt dd"
        " blockquote center figure figcaption fieldset"
    ).split(),
)
def test_in_a_flat_page_boxes_still_part_lines(tag: str) -> None:
    deep = "<span>" * 2_500
    root, warnings = parse(f"<html><body>một<{tag} class='x'>hai</{tag.upper()}>ba{deep}</body></html>".encode())
    assert warnings == [WARNING_FLAT]
    assert root is not None
    assert len(list(root.iter("br"))) == 2
    assert not list(root.iter(tag))


@pytest.mark.parametrize("tag", "h1 h2 h3 h4 h5 h6 form time p".split())
def test_in_a_flat_page_lines_stay_what_they_are(tag: str) -> None:
    deep = "<span>" * 2_500
    root, _ = parse(f"<html><body><{tag} id='x'>một</{tag}>{deep}</body></html>".encode())
    assert root is not None
    assert [element.get("id") for element in root.iter(tag)] == ["x"]
    assert not list(root.iter("span"))


def test_in_a_flat_page_links_pictures_and_the_head_stay() -> None:
    deep = "<span>" * 2_500
    head = "<head><title>T</title><meta name='a'><link rel='next' href='/x'><base href='/'><script>s</script></head>"
    html = (
        f"<html>{head}<body><a href='/a'>a</a><img src='b'>{deep}<style>p{{}}</style><input name='c'><br></body></html>"
    )
    root, _ = parse(html.encode())
    assert root is not None
    for tag in "title meta link base script a img style input br".split():
        assert len(list(root.iter(tag))) == 1, tag


def test_comments_are_left_out() -> None:
    assert text(b"<p>m<!-- x -->ot<?php y ?></p>") == "mot"


def test_a_page_is_written_again_as_html() -> None:
    assert reserialised("<p>một<br>hai".encode()) == "<html><body><p>một<br>hai</p></body></html>"
