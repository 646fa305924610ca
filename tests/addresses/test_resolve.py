"""Addresses of the four families, and the ways in which one page hides behind many."""

import pytest

from scraper.addresses import Address, Kind, UrlResolver
from scraper.cms.liferay import COM_SOFT
from scraper.cms.mdefault import MDEFAULT
from scraper.cms.slug_id import SLUG_ID
from scraper.cms.websphere import WCM

HOST = "http://portal.vn"
URLS = UrlResolver(("portal.vn",), (MDEFAULT, COM_SOFT, SLUG_ID, WCM))


def resolve(href: str, base: str = HOST + "/") -> Address:
    address = URLS.resolve(base, href)
    assert address is not None
    return address


@pytest.mark.parametrize(
    ("href", "key", "slug"),
    [
        ("/1462/39939/69623/655041/nghien-cuu/hoi-nghi-so-ket", "655041", "hoi-nghi-so-ket"),
        ("/snnptnt/1282/30591/53960/371205/Thong-tin/THONG-BAO-SO-4.aspx", "371205", "THONG-BAO-SO-4"),
        ("/mDefault.aspx?sid=1444&pageid=65&catid=71&id=693472&catname=tin&title=hoi-nghi", "693472", "hoi-nghi"),
        ("/MDEFAULT.ASPX?title=a&id=7001&catid=1", "7001", "a"),
        ("/tin-chi-tiet/-/bai-viet/khai-mac-nam-2024-5120-77.html", "5120", "khai-mac-nam-2024"),
        ("/web/guest/tin-chi-tiet/-/bai-viet/khai-mac-5120-77.html", "5120", "khai-mac"),
        ("/tin-tuc-59293/hoi-nghi-lan-thu-18-932207", "932207", "hoi-nghi-lan-thu-18"),
        ("/tuyen-truyen/hoi-nghi-606730", "606730", "hoi-nghi"),
        ("/wps/portal/tuyen-truyen/ky-niem-110-nam-1268;jsessionid=B1", "1268", "ky-niem-110-nam"),
    ],
)
def test_article_addresses_tell_their_key(href: str, key: str, slug: str) -> None:
    address = resolve(href)
    assert (address.kind, address.key, address.title_slug) == (Kind.ARTICLE, key, slug)


@pytest.mark.parametrize(
    "href",
    [
        "/",
        "/1462/39939/69623/nghien-cuu",
        "/mDefault.aspx?sid=1444&pageid=6591&catid=71012",
        "/quoc-phong?p_p_id=x&_x_cur=3",
        "/tin-tuc-59293",
        "/tin-tuc/page-12",
        "/gioi-thieu/chuc-nang-2",
        "/wps/portal/menutop/tin/!ut/p/z0/04_Sj9CPykssy0xPLMnMz0vMAfIjo8zi/",
    ],
)
def test_lists_are_pages(href: str) -> None:
    address = resolve(href)
    assert address.kind is Kind.PAGE
    assert address.key is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/a/b-c-1001", "/a/b-c-1001;jsessionid=0A1B"),
        ("/a/b-c-1001", "/en/a/b-c-1001"),
        ("/a/b-c-1001", "/en/vi/en/a/b-c-1001?utm_source=x#top"),
        ("/a/b-c-1001", "/other/b-c-1001"),
        ("/1/2/3/4000/a/b", "/mDefault.aspx?title=b&catid=9&id=4000&sid=1"),
        ("/tin?b=2&a=1", "/tin?a=1&b=2"),
        ("/tin", "/tin/"),
        ("/tin", "http://PORTAL.vn:80/tin"),
        ("/vi/tin", "/tin"),
        ("/en/vi/", "/vi/"),
        ("/x?p_p_id=P&p_p_state=normal&_P_delta=8&_P_cur=2", "/x?_P_cur=2&_P_resetCur=false"),
        ("/x", "/x?p_p_id=P&_P_cur=1"),
        (
            "/wps/portal/!ut/p/z0/04_AAA/p0/IZ7_1=CZ6_2=M_WCM_Page.u!5=CTX!QCPlibQCPtinQCPbaiQCA1=WCM_PI!1==/",
            "/wps/portal/!ut/p/z0/zzBBB/p0/IZ7_9=M_WCM_Page.v!7=CTX!QCPlibQCPtinQCPbaiQCA1=WCM_PI!1==/",
        ),
    ],
)
def test_one_page_behind_two_addresses(one: str, other: str) -> None:
    assert resolve(one).identity == resolve(other).identity


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/x?_P_cur=2", "/x?_P_cur=3"),
        ("/tin?page=1", "/tin?page=2"),
        ("/a/b-c-1001", "/a/b-c-1002"),
        (
            "/wps/portal/!ut/p/z0/0/CTX!QCPlibQCPtin=WCM_PI!1==/",
            "/wps/portal/!ut/p/z0/0/CTX!QCPlibQCPtin=WCM_PI!2==/",
        ),
    ],
)
def test_different_pages_stay_different(one: str, other: str) -> None:
    assert resolve(one).identity != resolve(other).identity


@pytest.mark.parametrize(
    ("href", "kind"),
    [
        ("/tep/ke-hoach.PDF", Kind.FILE),
        ("/anh/a.jpg", Kind.FILE),
        ("/print/hoi-nghi-1001.html", Kind.VIEW),
        ("/tin/hoi-nghi-1001?print=1", Kind.VIEW),
        ("/c/portal/update_language?redirect=/", Kind.VIEW),
        ("/tim-kiem?q=a", Kind.VIEW),
        ("/tin-tuc/tin-tuc/tin-tuc/", Kind.TRAP),
        ("/a/" + "x" * 2000, Kind.TRAP),
        ("http://other.vn/a", Kind.FOREIGN),
        ("http://portal.vn:8080/a", Kind.FOREIGN),
        ("//other.vn/a", Kind.FOREIGN),
    ],
)
def test_what_is_never_crawled(href: str, kind: Kind) -> None:
    assert resolve(href).kind is kind


@pytest.mark.parametrize(
    "href", ["", " ", "#top", "javascript:void(0)", "JavaScript:x()", "mailto:a@b.vn", "tel:1", "http://[x", "data:,a"]
)
def test_what_leads_nowhere(href: str) -> None:
    assert URLS.resolve(HOST + "/", href) is None


def test_the_address_to_keep_has_no_state() -> None:
    assert resolve("/en/a/b-c-1001;jsessionid=1?utm_medium=z").canonical == HOST + "/a/b-c-1001"
    assert resolve("/tin-chi-tiet/-/bai-viet/a-b-1-2.html?p_p_id=9").canonical.endswith("/bai-viet/a-b-1-2.html")
    state = "/wps/portal/!ut/p/z0/04_AAA/p0/IZ7_1=CTX!QCPlibQCPtinQCPbaiQCA1=WCM_PI!1==/"
    assert resolve(state).canonical == HOST + "/wps/wcm/connect/lib/tin/bai%201"


def test_relative_links_are_resolved_against_the_page() -> None:
    assert resolve("b-c-1001", HOST + "/a/").url == HOST + "/a/b-c-1001"
    assert resolve("./x y", HOST + "/a/").url == HOST + "/a/x%20y"
    assert resolve("/a/b-c-1001", HOST).url == HOST + "/a/b-c-1001"
