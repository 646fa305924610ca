"""Each CMS by itself: real addresses of articles with their keys, and addresses beside them that are no article's."""

from __future__ import annotations

import pytest

from scraper.addresses import Kind, UrlResolver
from scraper.cms import KNOWN, Cms

GUID = "0d4e2b1a-5c1f-4a7e-9d3c-2f8b6a1e7c90"
TITLE = "hoi-nghi-pho-bien-giao-duc"
WCM_STATE = "/wps/portal/!ut/p/z0/04_AAA/p0/IZ7_1=M_WCM_Page.u!5=CTX!QCP"
# CMS → addresses of articles, each with its key.
ARTICLES = {
    "mdefault": {
        "/1462/39939/69623/655041/nghien-cuu-trao-doi/mot-so-nhiem-vu": "655041",
        "/snnptnt/1282/30591/53960/371205/Thong-tin/THONG-BAO-SO-4.aspx": "371205",
        "/mDefault.aspx?sid=1444&pageid=6591&catid=71012&id=693472&catname=tin&title=hoi-nghi": "693472",
        "/1462/39939/69623/655041/xay-dung-dang/trang-10-bao-tra-vinh": "655041",
    },
    "com_soft": {"/web/guest/tin-chi-tiet/-/bai-viet/khai-mac-nam-2024-5120-77.html": "5120"},
    "slug_id": {
        "/tuyen-truyen-pho-bien-phap-luat/tuyen-truyen-ky-niem-606730": "606730",
        "/nghien-cuu-trao-doi-59293/mot-so-giai-phap-932207": "932207",
        "/tin-tuc/hoi-nghi-100": "100",
    },
    "liferay": {
        "/cong-nghe-thong-tin/-/view_content/4418033-chinh-thuc-kich-hoat.html": "4418033",
        "/web/btg/chi-tiet-bai-viet/-/asset_publisher/1mOzUrGkrdAE/content/id/7337177": "7337177",
        f"/tin/-/asset_publisher/1mOzUrGkrdAE/content/{TITLE}": TITLE,
        "/chi-tiet-tin/-/view-article/1/1427188233663/1427188243582": "1427188243582",
        "/en/web/guest/-/6847912-182": "6847912-182",
        "/-/-bien-phong-cach-ly-thanh-phong": "-bien-phong-cach-ly-thanh-phong",
    },
    "nukeviet": {
        f"/vi/news/tin-hoat-dong/{TITLE}-65.html": "65",
        "/Tin-tuc-hoat-dong-26/Do-ng-chi-To-ng-Bi-thu-1053.html": "1053",
        f"/index.php?language=vi&nv=news&op=tin-tuc/{TITLE}-65.html": "65",
        "/tin-tuc/mot-hai-ba-bon-65.html": "65",
    },
    "newspapers": {
        f"/{TITLE}-a8432.html": "8432",
        f"/chinh-tri/{TITLE}-post565000.html": "565000",
        f"/12/174905/{TITLE}.htm": "174905",
        f"/{TITLE}-100.html": "100",
        f"/12/1000/{TITLE}.htm": "1000",
    },
    "nghean": {f"/vi-vn/tin/{TITLE}/783534-16570-219918": "783534"},
    "dotnetnuke": {
        "/Home/tabid/85/articleid/512/Default.aspx": "512",
        "/Home/tabid/85/id/512/Default.aspx": "512",
        f"/tin-tuc/articleType/ArticleView/articleId/123/{TITLE}.aspx": "123",
        "/Default.aspx?tabid=85&ctl=Details&mid=402&ItemID=77": "/default.aspx?itemid=77",
        "/Default.aspx?NewsID=7&ndid=8": "/default.aspx?newsid=7",
    },
    "sharepoint": {
        "/Pages/tin-tuc.aspx?l=Hoatdong&ItemID=5157": "/pages/tin-tuc.aspx?itemid=5157",
        "/TinTuc/Lists/Posts/ViewPost.aspx?ID=12": "/tintuc/lists/posts/viewpost.aspx?id=12",
        "/TinTuc/Lists/Posts/Post.aspx?ID=12": "/tintuc/lists/posts/post.aspx?id=12",
    },
    "php_com": {
        "/index.php?com=tintuc_ct&id_news=369": "/index.php?id_news=369",
        "/index.php?com=thongbao_ct&id_tb=46": "/index.php?id_tb=46",
    },
    "asp_query": {
        "/?details=5718&menuID=32": "/?details=5718",
        f"/Introduction.aspx?MenuID={GUID}&NewsID={GUID.upper()}": f"/introduction.aspx?newsid={GUID}",
    },
    "joomla": {
        "/tin-tuc/65-hoi-nghi-pho-bien": "65",
        "/index.php/tin-tuc/65-hoi-nghi.html": "65",
        "/tin-tuc/item/1065-hoi-nghi-pho-bien/": "1065",
        "/65-hoi-nghi": "65",
    },
}
OTHERS = {
    "mdefault": (
        "/1431/38638/58684/pho-bien-giao-duc-phap-luat",
        "/mDefault.aspx?sid=1444&pageid=6591&catid=71012",
        "/mDefault.aspx?sid=1444&id=0",
        "/Default.aspx?sid=1444&id=693472",
        "/1462/39939/69623/655041/nghien-cuu-trao-doi",
    ),
    "com_soft": ("/tin-chi-tiet/-/bai-viet/khai-mac-5120.html", "/quoc-phong-an-ninh?p_p_id=x&_x_cur=30"),
    "slug_id": (
        "/tin-tuc/hoi-nghi-99",
        "/van-ban/khoa-xi-2",
        "/tin-tuc/tong-ket-nam-2023",
        "/tin-tuc/hoinghi-606730",
        "/tin-tuc/trang-606730",
        "/tin-tuc/2023-11-606730",
    ),
    "liferay": (
        "/cong-nghe-thong-tin?p_p_id=101&_101_delta=10&_101_cur=3",
        "/tin/-/tags",
        "/tin/-/asset_publisher/1mOzUrGkrdAE/",
        "/tin/-/tin-tuc/page-3",
    ),
    "nukeviet": (
        "/danh-muc/tin-tuc-2.html",
        "/tin-tuc/mot-hai-ba-65.html",
        "/tin-tuc/page-3/",
        f"/tin-tuc/{TITLE}/page-3.html",
        "/tin-tuc/tin-tuc-hang-ngay-page-2.html",
        "/index.php?language=vi&nv=news&op=tin-tuc",
        f"/index.php?nv=laws&op=tin-tuc/{TITLE}-65.html",
        f"/{TITLE}-65.html",
    ),
    "newspapers": (
        "/11/page/57/CHINH-TRI.htm",
        f"/{TITLE}-99.html",
        f"/12/999/{TITLE}.htm",
        f"/chinh-tri/{TITLE}-65.html",
    ),
    "nghean": (f"/vi-vn/tin/{TITLE}/783534-16570", f"/vi-vn/tin/{TITLE}"),
    "dotnetnuke": (
        "/Default.aspx?tabid=85",
        "/Home/tabid/85/language/vi-VN/Default.aspx",
        "/Default.aspx?ItemID=tat-ca",
        "/Default.aspx?ItemID=0",
    ),
    "sharepoint": (
        "/Pages/TinTuc.aspx?CategoryId=Gi&PageIndex=0",
        "/Pages/tintuc/chuyenmuc.aspx?ChuyenMucID=32&page=1",
        "/TinTuc/Lists/Posts/AllPosts.aspx?CategoryId=16&ID=12",
    ),
    "php_com": ("/index.php?com=danhmuc_tin&id_category=2&page=2", "/index.php?com=tin-tuc"),
    "asp_query": ("/?menuID=32&CongID=1", f"/Introduction.aspx?MenuID={GUID}"),
    "joomla": (
        "/tin-tuc/65-hoinghi",
        "/tin-tuc/65-2023-hoi-nghi",
        "/tin-tuc/hoi-nghi-65",
        "/tin-tuc/65-hoi-nghi.php",
        "/tin-tuc/65-hoi-nghi/trang-2",
        "/tin-tuc/65",
    ),
}
BY_NAME = {cms.name: cms for cms in KNOWN}


def resolver(cms: Cms) -> UrlResolver:
    return UrlResolver(("xa-nha.gov.vn",), (cms,))


@pytest.mark.parametrize(("name", "path", "key"), [(n, *pair) for n, of in ARTICLES.items() for pair in of.items()])
def test_articles_have_the_key_of_their_cms(name: str, path: str, key: str) -> None:
    address = resolver(BY_NAME[name]).resolve("https://xa-nha.gov.vn/", path)
    assert address is not None
    assert (address.kind, address.key) == (Kind.ARTICLE, key)
    assert address.matched_exactly is BY_NAME[name].is_exact


@pytest.mark.parametrize(("name", "path"), [(n, path) for n, of in OTHERS.items() for path in of])
def test_lists_and_sections_are_no_articles(name: str, path: str) -> None:
    address = resolver(BY_NAME[name]).resolve("https://xa-nha.gov.vn/", path)
    assert address is not None
    assert (address.kind, address.key) == (Kind.PAGE, None)


@pytest.mark.parametrize(
    ("path", "key"),
    [
        (f"{WCM_STATE}libQCPtinQCPbaiQCA1=WCM_PI!1==/", "/lib/tin/bai 1"),
        (f"{WCM_STATE}libQCPtin=WCM_PI!2==/", "/lib/tin#2"),
        ("/wps/wcm/connect/lib/tin/bai-1/", "/lib/tin/bai-1"),
        ("/wps/portal/tin/!ut/p/z1/aaa/?1dmy&urile=wcm:path:/lib/tin/bai-1", "/lib/tin/bai-1"),
        ("/wps/portal/tin/!ut/p/z1/aaa/", None),
        ("/tin/CTX!QCPlib", None),
    ],
)
def test_websphere_keeps_the_content_path_and_lets_the_page_say_what_it_is(path: str, key: str | None) -> None:
    address = resolver(BY_NAME["wcm"]).resolve("https://xa-nha.gov.vn/", path)
    assert address is not None
    assert (address.kind, address.key, address.matched_exactly) == (Kind.PAGE, key, False)


def test_every_cms_with_articles_has_examples_on_both_sides() -> None:
    named = {cms.name for cms in KNOWN if cms.articles} - {"wcm"}
    assert named == set(ARTICLES) == set(OTHERS)


def winners(path: str) -> list[str]:
    """The CMSes that take an address for an article's, in the order in which they are tried."""
    found = []
    for cms in KNOWN:
        address = resolver(cms).resolve("https://xa-nha.gov.vn/", path)
        if address is not None and address.key is not None:
            found.append(cms.name)
    return found


@pytest.mark.parametrize(
    ("path", "names"),
    [
        (f"/1462/39939/69623/655041/nghien-cuu/{TITLE}-1001", ["mdefault", "slug_id"]),
        (f"/tin-chi-tiet/-/bai-viet/{TITLE}-5120-777.html", ["com_soft", "slug_id", "nukeviet"]),
        (f"/wps/wcm/connect/lib/tin/{TITLE}-1001", ["wcm", "slug_id"]),
        (f"/tin/-/view_content/4418033-{TITLE}-100.html", ["slug_id", "liferay", "nukeviet", "joomla"]),
        (f"/tin/-/{TITLE}-65.html", ["liferay", "nukeviet"]),
        (f"/tin/12-{TITLE}-65.html", ["nukeviet", "joomla"]),
        (f"/12-{TITLE}-post650.html", ["newspapers", "joomla"]),
        (f"/12/174905/{TITLE}-65.html", ["nukeviet", "newspapers"]),
        (f"/tabid/85/id/5/{TITLE}-65.html", ["nukeviet", "dotnetnuke"]),
        ("/Default.aspx?NewsID=7&ItemID=8", ["dotnetnuke", "asp_query", "sharepoint"]),
        (f"/tin/{TITLE}/783534-16570-2199?id_news=3", ["nghean", "php_com"]),
    ],
)
def test_where_two_match_the_more_particular_counts(path: str, names: list[str]) -> None:
    assert winners(path) == names


def test_the_order_in_which_a_source_names_its_cms_is_its_own() -> None:
    path = "/wps/wcm/connect/lib/tin/hoi-nghi-1001"
    one = UrlResolver(("x.vn",), (BY_NAME["slug_id"], BY_NAME["wcm"])).resolve("http://x.vn/", path)
    other = UrlResolver(("x.vn",), (BY_NAME["wcm"], BY_NAME["slug_id"])).resolve("http://x.vn/", path)
    assert one is not None
    assert other is not None
    assert (one.key, other.key) == ("1001", "/lib/tin/hoi-nghi-1001")


def test_behind_a_mark_of_state_only_its_own_cms_is_asked() -> None:
    path = "/wps/portal/tin/!ut/p/z0/hoi-nghi-1001"
    address = UrlResolver(("x.vn",), (BY_NAME["slug_id"], BY_NAME["wcm"])).resolve("http://x.vn/", path)
    assert address is not None
    assert (address.kind, address.key, address.is_stateful) == (Kind.PAGE, None, True)
