"""Addresses of real sites, by family: which are articles, by which key, and which are lists."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from scraper.addresses import Address, Kind, UrlResolver
from scraper.cms import ANY_CMS

GUID = "0d4e2b1a-5c1f-4a7e-9d3c-2f8b6a1e7c90"
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
    ("/Home/tabid/85/id/512/Default.aspx", "512", ""),
    (f"/tin-tuc/articleType/ArticleView/articleId/123/{TITLE}.aspx", "123", TITLE),
    ("/Default.aspx?tabid=85&ctl=Details&mid=402&ItemID=77", "/default.aspx?itemid=77", ""),
    ("/index.php?com=thongbao_ct&id_tb=46", "/index.php?id_tb=46", ""),
    (f"/Introduction.aspx?MenuID={GUID}&NewsID={GUID.upper()}", f"/introduction.aspx?newsid={GUID}", ""),
    (f"/vi-vn/tin/%E2%80%9C{TITLE}%E2%80%9D/783534-16570-219918", "783534", f"%E2%80%9C{TITLE}%E2%80%9D"),
    ("/tuyen-truyen-pho-bien-phap-luat/tuyen-truyen-ky-niem-606730", "606730", "tuyen-truyen-ky-niem"),
    (f"/1462/39939/69623/655041/nghien-cuu/{TITLE}", "655041", TITLE),
    (f"/vi/news/tin-hoat-dong/{TITLE}-65.html?utm_source=zalo", "65", TITLE),
    (f"/chinh-tri/201801/{TITLE}-2877109/", "2877109", TITLE),
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
    "/?menuID=32&CongID=1",
    "/Introduction.aspx?MenuID=0d4e2b1a-5c1f-4a7e-9d3c-2f8b6a1e7c90",
    "/index.php?com=tin-tuc",
    "/index.php?language=vi&nv=news&op=tin-tuc",
    "/index.php?language=vi&nv=news&op=tin-tuc/page-2",
    "/news/tag/bao-mat/page-8",
    "/Default.aspx?tabid=85",
    "/Home/tabid/85/language/vi-VN/Default.aspx",
    "/noidung/tintuc/Pages/chi-tiet-tin-tuc.aspx?l=Tintrongtinh&lv=4&page=57",
    "/Pages/tintuc/chuyenmuc.aspx?ChuyenMucID=32&page=1",
    "/TinTuc/tintuc/Lists/Posts/AllPosts.aspx?CategoryId=16&PublishedDate=2015-08-25T13:35:00Z",
    "/cong-nghe-thong-tin?p_p_id=101&_101_delta=10&_101_cur=3",
    "/mic_2020/Pages/ChuyenMuc/PhanTrang/1747/1/Buu-chinh.html",
    "/tintuc/Pages/tin-tong-hop.aspx?date=&EventID=0&page=4",
]


def address_of(path: str) -> Address:
    url = f"https://xa-nha.gov.vn{path}"
    found = UrlResolver((urlsplit(url).netloc,), ANY_CMS).resolve(url, url)
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
    "path",
    [
        f"/news/print/tin/{TITLE}-65.html",
        f"/vi/news/savefile/tin/{TITLE}-65.html",
        f"/vi/news/sendmail/tin/{TITLE}-65.html",
        f"/tin/{TITLE}-65.html?download=1",
        f"/tin/{TITLE}-65.html?pdf=1",
        "/portal/pages/print.aspx?p=27996",
        "/c/portal/update_language?redirect=/tin",
    ],
)
def test_alternate_views_of_articles_stay_views(path: str) -> None:
    assert address_of(path).kind is Kind.VIEW


def test_hints_are_not_sure_and_numbers_may_be_counted_twice() -> None:
    one, other = address_of(f"/tin-tuc/{TITLE}-10065.html"), address_of("/video/le-hoi-mua-xuan-10065.html")
    assert not one.matched_exactly
    assert one.key == other.key
    assert one.identity != other.identity
    assert one.identity == address_of(f"/chi-dao/{TITLE}-10065.html").identity, "an article in two categories"
