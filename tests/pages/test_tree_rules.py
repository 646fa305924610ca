"""How much of a monstrous page is read."""

from __future__ import annotations

import pytest

from scraper.pages.tree import WARNING_CUT, WARNING_FLAT, bounded, parse, reserialised
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


def crowd(attributes: int, length: int = 0) -> bytes:
    """Attributes of different names, together of this length."""
    names = "".join(f" a{i}='1'" for i in range(attributes))
    return f"{names} last='{'x' * (length - len(names) - 8)}'".encode() if length else names.encode()


def attributes(body: bytes) -> int:
    root, _ = parse(body)
    assert root is not None
    (paragraph,) = root.iter("p")
    assert paragraph.text == "words"
    return len(paragraph.attrib)


@pins("tree._MAX_ATTRIBUTES")
@pytest.mark.parametrize(("number", "left"), [(99, 100), (100, 0)])
def test_an_element_crowded_with_attributes_loses_them(number: int, left: int) -> None:
    assert attributes(b"<p" + crowd(number, 10_001) + b">words</p>") == left


@pins("tree._LONG_TAG")
@pytest.mark.parametrize(("length", "left"), [(9_998, 201), (9_999, 0)])
def test_on_a_small_page_a_short_tag_is_not_checked(length: int, left: int) -> None:
    assert attributes(b"<p" + crowd(200, length) + b">words</p>") == left


@pins("tree._LARGE")
@pytest.mark.parametrize(("size", "left"), [(250_000, 201), (250_001, 0), (500_000, 0)])
def test_on_a_large_page_tags_are_checked_that_are_shorter_in_proportion(size: int, left: int) -> None:
    body = b"<p" + crowd(200, 9_998) + b">words</p>"
    rest = size - len(body)
    body += (b"<i>" + b" " * 4_000) * (rest // 4_003) + b" " * (rest % 4_003)
    assert len(body) == size
    assert attributes(body) == left


@pytest.mark.parametrize("other", ["<script>a = '<b>' + c</script>", "a = '>'", "<p c='1'>", "x" * 10_001])
def test_what_is_long_or_hides_an_end_and_is_no_tag_is_no_reason_to_check(other: str) -> None:
    body = f"<div>{other}</div>".encode() + b"<b" + crowd(200) + b">words</b>"
    assert bounded(body) is body


def test_the_end_of_a_tag_in_one_of_its_values_ends_nothing() -> None:
    assert attributes(b"<p b='<>'" + crowd(200) + b">words</p>") == 0
    assert attributes(b"""<p b="it's <b>" c='"' d=">">words</p>""") == 3


@pytest.mark.parametrize(
    "other",
    ["<!-- <p %s> -->", "<script>a<b %s;</script>", "<style>a<b %s</style>", "<textarea><p %s></textarea>", "< p %s "],
)
def test_what_looks_like_a_tag_in_comments_and_scripts_stays(other: str) -> None:
    body = f"<div>{other % crowd(200, 12_000).decode()}</div><p c='1'>words</p>".encode()
    assert attributes(body) == 1
    if "script" in other:
        assert "a199='1'" in text(body)


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


@pytest.mark.parametrize("tag", ["<div", "<span a='", '<p b="<>', "<!--", "<script>", "</div "])
def test_in_a_flat_page_nothing_before_an_unfinished_tag_is_lost(tag: str) -> None:
    body = f"<html><body>{'<span>' * 2_500}<p>one</p><div title='a>b'>two</div>{tag} three".encode()
    root, warnings = parse(body)
    assert warnings == [WARNING_FLAT]
    assert root is not None
    assert "".join(root.itertext()).startswith("onetwo")
    assert "b" not in "".join(root.itertext())
