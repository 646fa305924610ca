"""Addresses of real sites, by family: which are articles, by which key, and which are lists."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from scraper.addresses import ANY_FAMILY, Address, AddressBook, Kind

TITLE = "hoi-nghi-pho-bien-giao-duc"
ARTICLES = [
    ("/cong-nghe-thong-tin/-/view_content/4418033-chinh-thuc-kich-hoat.html", "4418033", "chinh-thuc-kich-hoat"),
    ("/web/btg/chi-tiet-bai-viet/-/asset_publisher/1mOzUrGkrdAE/content/id/7337177", "7337177", ""),
    (f"/tin/-/asset_publisher/1mOzUrGkrdAE/content/{TITLE}", TITLE, TITLE),
    ("/chi-tiet-tin/-/view-article/1/1427188233663/1427188243582", "1427188243582", ""),
    ("/en/web/guest/-/6847912-182", "6847912-182", ""),
    ("/-/-bien-phong-cach-ly-thanh-phong-e-e-cuu-2-san-phu",)
    + 2 * ("-bien-phong-cach-ly-thanh-phong-e-e-cuu-2-san-phu",),
    (f"/vi/news/tin-hoat-dong/{TITLE}-65.html", "65", TITLE),
    ("/Tin-tuc-hoat-dong-26/Do-ng-chi-To-ng-Bi-thu-1053.html", "1053", "Do-ng-chi-To-ng-Bi-thu"),
    (f"/index.php?language=vi&nv=news&op=tin-tuc/{TITLE}-65.html", "65", TITLE),
    (f"/vi-vn/tin/{TITLE}/783534-16570-219918", "783534", TITLE),
    (f"/12/174905/{TITLE}.htm", "174905", TITLE),
    (f"/{TITLE}-a8432.html", "8432", TITLE),
    (f"/{TITLE}-post565000.html", "565000", TITLE),
    ("/?details=5718&menuID=32", "/?details=5718", ""),
    ("/index.php?com=tintuc_ct&id_news=369", "/index.php?id_news=369", ""),
    ("/TinTuc/Lists/Posts/ViewPost.aspx?ID=12", "/tintuc/lists/posts/viewpost.aspx?id=12", ""),
    ("/Pages/tin-tuc.aspx?l=Hoatdong&ItemID=5157", "/pages/tin-tuc.aspx?itemid=5157", ""),
    ("/Home/tabid/85/articleid/512/Default.aspx", "512", "Default"),
]
LISTS = [
    "/Article/ViewList.aspx?pageid=411&mid=2566&pagenumber=1906",
    "/index.php?com=danhmuc_tin&id_category=2&page=2",
    "/tin-tuc/page-3/",
    f"/tin-tuc/{TITLE}/page-3.html",
    "/Pages/TinTuc.aspx?CategoryId=Gi&PageIndex=0",
    "/danh-muc/tin-tuc-2.html",
    "/tin-tuc-su-kien/trang-1150.htm",
    "/11/page/57/CHINH-TRI.htm",
    "/danh-muc-con/12",
    "/1431/38638/58684/pho-bien-giao-duc-phap-luat",
    "/vn/chuyen-muc/493/Tin-tong-hop.aspx?page=2",
    "/?ItemID=0",
]


def address_of(path: str) -> Address:
    url = f"https://xa-nha.gov.vn{path}"
    found = AddressBook((urlsplit(url).netloc,), ANY_FAMILY).resolve(url, url)
    assert found is not None
    return found


@pytest.mark.parametrize(("path", "key", "title"), ARTICLES)
def test_articles_have_the_key_of_their_cms(path: str, key: str, title: str) -> None:
    address = address_of(path)
    assert (address.kind, address.key, address.title_slug) == (Kind.ARTICLE, key, title)


@pytest.mark.parametrize("path", LISTS)
def test_lists_are_no_articles(path: str) -> None:
    assert address_of(path).kind is Kind.PAGE


@pytest.mark.parametrize(
    "path", [f"/news/print/tin/{TITLE}-65.html", f"/tin/{TITLE}-65.html?download=1", "/print.aspx?p=27"]
)
def test_twins_of_articles_stay_twins(path: str) -> None:
    assert address_of(path).kind is Kind.TWIN
