"""Shapes of addresses: what is blanked, and how sure a site must be of one."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from scraper.addresses.shapes import LearnedShapes, shape_of
from tests.pins import pins


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("/a/b", "/a/*?"),
        ("/a1/b", "/a0/*?"),
        ("/a/12", "/a/0?"),
        ("/a/12b", "/a/*?"),
        ("/a/b.HTML", "/a/*.html?"),
        ("/a/b.c.html", "/a/*.html?"),
        ("/a/b.abcdef", "/a/*?"),
        ("/a/b/", "/a/*?"),
        ("/a/b.php?x=1", "/a/b.php?x=0"),
        ("/a/b?x=c-d&y=", "/a/b?x=c-d&y="),
        ("/a/b?x=c-d-e", "/a/b?x=*"),
        ("/a/b?x=c1", "/a/b?x=c0"),
        ("/?x=1", "/?x=0"),
        ("/", ""),
        ("", ""),
    ],
)
def test_what_of_an_address_is_its_shape(path: str, shape: str) -> None:
    assert shape_of(urlsplit(f"http://x.vn{path}")) == shape


def learn(articles: int, others: int) -> LearnedShapes:
    shapes = LearnedShapes()
    for is_article in [True] * articles + [False] * others:
        shapes.observe("/a", is_article=is_article)
    return shapes


@pins("shapes._ENOUGH", "shapes._FOR_EACH_OTHER")
@pytest.mark.parametrize(
    ("articles", "others", "known"),
    [(4, 0, False), (5, 0, True), (9, 1, False), (10, 1, True), (19, 2, False), (20, 2, True)],
)
def test_a_shape_is_known_by_enough_articles_for_each_other_page(articles: int, others: int, known: bool) -> None:
    assert learn(articles, others).known == ({"/a"} if known else set())


def test_only_a_change_of_what_is_known_is_told() -> None:
    shapes = learn(4, 0)
    assert shapes.observe("/a", is_article=True)
    assert not shapes.observe("/a", is_article=True)
    assert shapes.observe("/a", is_article=False)
    assert shapes.known == frozenset()
    assert not shapes.observe("", is_article=True)


def test_each_shape_is_counted_for_itself() -> None:
    shapes = learn(5, 0)
    for _ in range(5):
        shapes.observe("/b", is_article=True)
    assert shapes.known == {"/a", "/b"}
    shapes.observe("/b", is_article=False)
    assert shapes.known == {"/a"}
