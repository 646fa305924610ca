"""What a site's own addresses teach."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from scraper.addresses import Address, Kind, UrlResolver
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


@pytest.fixture
def urls() -> UrlResolver:
    return UrlResolver(("x.vn",), ())


def address(urls: UrlResolver, path: str) -> Address:
    found = urls.resolve(HOST, path)
    assert found is not None
    return found


def teach(urls: UrlResolver, articles: int, others: int = 0) -> None:
    for i in range(articles):
        urls.observe(address(urls, f"/bai-viet/ten-bai-{i}"), is_article=True)
    for i in range(others):
        urls.observe(address(urls, f"/bai-viet/khac-{i}"), is_article=False)


@pytest.mark.parametrize(
    ("articles", "others", "learned"), [(4, 0, False), (5, 0, True), (9, 1, False), (10, 1, True), (30, 4, False)]
)
def test_a_shape_is_learned_from_articles_and_hardly_anything_else(
    urls: UrlResolver, articles: int, others: int, learned: bool
) -> None:
    teach(urls, articles, others)
    assert (address(urls, "/bai-viet/tin-buon").kind is Kind.ARTICLE) is learned
    assert address(urls, "/chuyen-muc/tin-tuc").kind is Kind.PAGE


def test_what_is_learned_changes_no_identity(urls: UrlResolver) -> None:
    before = address(urls, "/bai-viet/tin-buon")
    teach(urls, 5)
    after = address(urls, "/bai-viet/tin-buon")
    assert (after.identity, after.canonical, after.key) == (before.identity, before.canonical, None)
    assert (before.kind, after.kind, after.matched_exactly) == (Kind.PAGE, Kind.ARTICLE, False)


def test_files_and_views_stay_what_they_are(urls: UrlResolver) -> None:
    teach(urls, 5)
    assert address(urls, "/bai-viet/ke-hoach.pdf").kind is Kind.FILE
    assert address(urls, "/bai-viet/tin-buon?print=1").kind is Kind.VIEW
