"""Shapes of addresses: what is blanked."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from scraper.addresses.shapes import shape_of


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
