"""What the addresses of a site's articles have in common."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from scraper.addresses.shapes import shape_of

HOST = "http://x.vn"


def shape(path: str) -> str:
    return shape_of(urlsplit(HOST + path))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/bai-viet/tin-buon", "/bai-viet/hoi-lang-mo-lai-sau-ba-nam"),
        ("/tin/12", "/tin/3456"),
        ("/?p=7", "/?p=1200"),
        ("/2023/06/tin-buon/", "/2024/11/le-hoi/"),
        ("/chi-tiet.php?com=tin&bai=7", "/chi-tiet.php?com=tin&bai=8"),
        ("/xem.php?bai=hoi-lang-mo-lai", "/xem.php?bai=cho-phien-hop-lai"),
        ("/tin-buon.html", "/le-hoi.HTML"),
    ],
)
def test_articles_of_one_cms_have_one_shape(one: str, other: str) -> None:
    assert shape(one) == shape(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/bai-viet/tin-buon", "/chuyen-muc/tin-tuc"),
        ("/tin/12", "/tin/tin-buon"),
        ("/?p=7", "/?cat=7"),
        ("/tin-buon.html", "/tin-buon"),
        ("/index.php?com=tin&id=7", "/index.php?com=danhmuc&id=7"),
        ("/chi-tiet.php?id=7", "/danh-sach.php?id=7"),
        ("/tin", "/tin?page=2"),
    ],
)
def test_lists_have_another(one: str, other: str) -> None:
    assert shape(one) != shape(other)


def test_a_front_page_has_none() -> None:
    assert shape("/") == shape("") == ""
