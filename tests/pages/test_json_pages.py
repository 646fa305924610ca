"""JSON that scripts load lists from, as a page of the same links."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.pages.json_pages import html_of_json
from scraper.pages.page import Page
from tests.pages.reading import HOST, TITLE, URLS
from tests.pins import pins

ENTRY = {"url": "/hoi-lang", "title": "Hội làng"}


def found(value: Any) -> list[tuple[str, str, bool]]:
    """Words and addresses of the links that are read of a value; True for the next page."""
    html = html_of_json(json.dumps(value).encode())
    if html is None:
        return []
    links = Page(f"{HOST}/ajax/list", html, URLS).links
    return [(link.text, link.address.url.removeprefix(HOST), link.is_next) for link in links if link.address]


ONE = ("Hội làng", "/hoi-lang", False)
NEXT = ("Trang sau", "/ajax/list?page=3", True)


@pytest.mark.parametrize(
    ("value", "links"),
    [
        ("<li><a href='/hoi-lang'>Hội làng</a>", [ONE]),
        ({"ok": 1, "html": "<ul><li><A HREF='/hoi-lang'>Hội làng</A></ul>"}, [ONE]),
        ([{"x": "<a href='/hoi-lang'>Hội làng</a>"}, {"x": "<p><a href='/cho'>Chợ"}], [ONE, ("Chợ", "/cho", False)]),
        ({"html": "<p>Hội làng</p>"}, []),
        ([ENTRY], [ONE]),
        ({"data": {"items": [ENTRY]}}, [ONE]),
        ({"data": {"0": ENTRY, "2": ENTRY}}, [ONE, ONE]),
        ({"data": ENTRY}, []),
        ([{"Url_Detail": "/hoi-lang", "TieuDe": "Hội làng", "Id": 1}], [ONE]),
        ([{"link": "hoi-lang.html", "name": "Hội làng"}], [("Hội làng", "/hoi-lang.html", False)]),
        ([{"href": "tin/hoi-lang", "name": "Hội làng"}], [("Hội làng", "/tin/hoi-lang", False)]),
        ([{"href": f"{HOST}/hoi-lang", "name": "Hội làng"}], [ONE]),
        ([{"slug": "hoi-lang", "name": "Hội làng"}], []),
        ([{"slug": "hoi-lang", "link": "/hoi-lang", "name": "Hội làng"}], [ONE]),
        ([{"link": 5, "url": "", "href": "/hoi-lang", "title": None, "name": "Hội làng"}], [ONE]),
        ([{"link": "/hoi-lang", "title": {"rendered": "Hội &#108;àng <b></b>"}, "text": "<a href='/x'>x"}], [ONE]),
        ([{"link": "/hoi-lang", "title": "A&amp;B<i"}], [("A&B<i", "/hoi-lang", False)]),
        ([{"link": "/muc", "name": "Mục", "articles": [ENTRY]}], [("Mục", "/muc", False), ONE]),
        ([{"link": "/muc", "name": "<b></b>"}], []),
        ([{"link": "/a'><b", "name": "Hội \"làng\""}], [('Hội "làng"', "/a'%3E%3Cb", False)]),
        ([ENTRY, {"url": "?page=2", "label": "2", "active": False}], [ONE, ("2", "/ajax/list?page=2", False)]),
        ({"data": [ENTRY], "next_page_url": "?page=3"}, [ONE, NEXT]),
        ({"data": [ENTRY], "links": {"next": {"href": "/ajax/list?page=3"}}}, [ONE, NEXT]),
        ({"data": [ENTRY], "paging": [{"nextPage": "?page=3", "next": "?page=3", "more": True}]}, [ONE, NEXT]),
        ({"html": "<a href='/hoi-lang'>Hội làng</a><a rel='next' href='?page=3'>Trang sau</a>"}, [ONE, NEXT]),
        ({"data": [ENTRY], "next": 3, "more": "xem tiếp"}, [ONE]),
        ({"data": [], "next": "?page=3"}, []),
        ({"next": "?page=3"}, []),
        ([], []),
        (5, []),
        (None, []),
    ],
)  # fmt: skip
def test_links_in_json(value: Any, links: list[tuple[str, str, bool]]) -> None:
    assert found(value) == links


@pytest.mark.parametrize("date", ["2024-05-03T10:00:00", "03/05/2024 10:00", "2024-05-03"])
def test_an_entry_keeps_its_date(date: str) -> None:
    html = html_of_json(json.dumps([{"url": "/a", "title": TITLE, "publish_date": date, "time": "<a>"}]).encode())
    assert html is not None
    (entry,) = Page(f"{HOST}/ajax", html, URLS).entries
    assert entry.title == TITLE
    assert entry.date is not None
    assert entry.date.iso.startswith("2024-05-03")


@pytest.mark.parametrize("date", ["/Date(1714700000000)/", "<b>1</b>2024", "hôm qua", 1714700000, None])
def test_what_is_no_date_is_left_out(date: Any) -> None:
    html = html_of_json(json.dumps([{**ENTRY, "date": date}]).encode())
    assert html is not None
    assert html.decode() == '<ul><li><a href="/hoi-lang">Hội làng</a> </li></ul>'


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"{", b"\xff\xfe", b"[" * 100_000, b"1" * 5_000, b"NaN", b'"\\ud800<a "']
)
def test_what_is_no_json_is_no_page(body: bytes) -> None:
    assert html_of_json(body) in (None, b"<div>?<a </div>")


def test_a_mark_of_the_encoding_is_no_part_of_the_json() -> None:
    body = json.dumps([ENTRY], ensure_ascii=False)
    assert html_of_json(body.encode("utf-8-sig")) == html_of_json(body.encode("utf-16")) == html_of_json(body.encode())


@pins("json_pages._MAX_BYTES")
def test_json_of_any_length_is_not_read() -> None:
    body = json.dumps([ENTRY]).encode()
    assert html_of_json(body.ljust(5_000_000)) is not None
    assert html_of_json(body.ljust(5_000_001)) is None


@pins("json_pages._MAX_DEPTH")
@pytest.mark.parametrize(("levels", "is_read"), [(11, True), (12, False)])
def test_json_of_any_depth_is_not_read(levels: int, is_read: bool) -> None:
    value: Any = [ENTRY]
    for _ in range(levels):
        value = {"data": value}
    assert bool(found(value)) is is_read


@pins("json_pages._MAX_TITLE")
@pytest.mark.parametrize(("length", "kept"), [(500, 500), (501, 500)])
def test_a_title_has_a_length(length: int, kept: int) -> None:
    assert [len(text) for text, _, _ in found([{**ENTRY, "title": "a" * length}])] == [kept]


NAMES = st.sampled_from("url link title name next more date html data 0 1".split())
WORDS = st.one_of(
    st.text(max_size=20), st.sampled_from(["/a", "<a href='/b'>x", "&#99999999;", "\ud800<a ", "2024-01-01", "//[/"])
)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), WORDS),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(NAMES, inner, max_size=4)),
)


@given(VALUES)
def test_any_json_gives_a_page_or_nothing(value: Any) -> None:
    html = html_of_json(json.dumps(value).encode())
    assert html is None or Page(f"{HOST}/ajax", html, URLS).outlinks is not None


@given(st.binary())
def test_any_bytes_give_a_page_or_nothing(body: bytes) -> None:
    assert html_of_json(body) is None or body
