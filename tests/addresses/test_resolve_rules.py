"""Each word by which an address is told: files, tools, sessions, tracking, languages, state."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from scraper.addresses import Address, Kind, UrlResolver
from scraper.addresses.resolve import MAX_URL_LENGTH, netloc
from scraper.cms import ANY_CMS, Cms
from scraper.cms.liferay import COM_SOFT
from scraper.cms.mdefault import MDEFAULT
from scraper.cms.slug_id import SLUG_ID
from scraper.cms.websphere import WCM
from tests.pins import pins

HOST = "http://x.vn"
FILES = (
    "pdf doc docx xls xlsx ppt pptx rtf odt ods odp txt csv zip rar 7z gz tar jpg jpeg png gif bmp webp svg ico tif"
    " tiff mp3 mp4 m4a m4v avi wmv flv mov wav webm ogg swf css js json woff woff2 ttf eot exe msi apk dmg"
).split()
TOOLS = (
    "print printpreview in-bai ban-in sendmail sendemail send-mail savefile gui-email gui-mail mailto login log-in"
    " logout log-out signin sign-in signup sign-up register dang-nhap dang-ky dang-xuat quen-mat-khau users search seek"
    " tim-kiem captcha cdn-cgi wp-admin wp-login.php"
).split()
PARAMETERS = "print in inbai download pdf savefile sendmail replytocom share p_p_lifecycle viewmode".split()
STATELESS = (
    "jsessionid PHPSESSID aspsessionidxyz sessionid session_id sid_session utm_source fbclid gclid zarsrc _gl"
    " mc_cid mc_eid nocache _ timestamp nv_redirect nvvithemever randomid redirect referer referrer returnurl"
    " ASP.NET_SessionId sess session token csrf_token rnd rand random ts _t cb oscsid cfid cftoken zenid s_id lang"
    " language locale ngonngu p_p_id p_r_p_tag p_auth p_l_id doAsUserId _P_resetCur _P_delta _P_keywords"
    " _P_advancedSearch _P_andOperator _P_redirect _P_struts_action _P_mvcPath _P_backURL"
).split()


def resolve(href: str, *schemes: Cms, base: str = HOST + "/") -> Address:
    address = UrlResolver(("x.vn",), schemes).resolve(base, href)
    assert address is not None
    return address


def kind(path: str) -> Kind:
    return resolve(path).kind


@pytest.mark.parametrize("end", FILES)
def test_files(end: str) -> None:
    assert kind(f"/a/b.{end}") is kind(f"/a/b.{end.upper()}?v=1") is Kind.FILE
    assert kind(f"/a/b{end}") is kind(f"/a/b.{end}x/c") is Kind.PAGE


@pytest.mark.parametrize("name", TOOLS)
def test_tools_by_a_part_of_the_path(name: str) -> None:
    assert kind(f"/a/{name}") is kind(f"/{name.upper()}/a") is kind(f"/{name}.html") is Kind.VIEW
    assert kind(f"/a/x{name}") is kind(f"/{name}x/a") is Kind.PAGE


@pytest.mark.parametrize("path", ["/a/c/portal/login", "/documents/20182/b", "/a/savefile/b", "/wps/myportal"])
def test_tools_of_portals(path: str) -> None:
    assert kind(path) is Kind.VIEW
    assert kind("/documents/a/b") is kind("/wps/portal") is Kind.PAGE


@pytest.mark.parametrize("name", PARAMETERS)
def test_tools_by_a_parameter(name: str) -> None:
    assert kind(f"/a?{name}=1") is kind(f"/a?b=1&{name.upper()}=x") is Kind.VIEW
    assert kind(f"/a?{name}=0") is kind(f"/a?{name}=") is kind(f"/a?{name}=FALSE") is kind(f"/a?{name}=no") is Kind.PAGE
    assert kind(f"/a?x{name}=1") is kind(f"/a?{name}x=1") is Kind.PAGE


@pytest.mark.parametrize("name", "q s keyword keywords tukhoa search".split())
def test_searches(name: str) -> None:
    assert kind(f"/a?{name}=hội") is kind(f"/a?{name.upper()}=x") is Kind.VIEW
    assert kind(f"/a?{name}=12") is kind(f"/a?{name}=") is kind(f"/a?x{name}=hội") is Kind.PAGE


@pytest.mark.parametrize("name", STATELESS)
def test_parameters_that_change_while_the_page_stays(name: str) -> None:
    assert resolve(f"/a?{name}=9&b=1").canonical == f"{HOST}/a?b=1"
    assert resolve(f"/a?{name}=9&b=1").url == f"{HOST}/a?{name}=9&b=1", "what is fetched"
    assert resolve(f"/a?x{name}x=9").canonical == f"{HOST}/a?x{name}x=9"


@pytest.mark.parametrize(
    ("href", "canonical"),
    [
        ("/a;jsessionid=1/b", "/a/b"),
        ("/a;PHPSESSID=1?b=2", "/a?b=2"),
        ("/a;sid=1", "/a"),
        ("/a;x=1", "/a;x=1"),
        (f"/(S({'a1' * 12}))/b", "/b"),
        (f"/(S({'a1' * 11}))/b", f"/(S({'a1' * 11}))/b"),
        ("/vi/a", "/a"),
        ("/EN-US/a", "/a"),
        ("/vi-vn/en_us/vi_vn/vn/a", "/a"),
        ("/video/a", "/video/a"),
        ("/web/guest/a", "/a"),
        ("/web/guest", "/"),
        ("/web/guests", "/web/guests"),
        ("/vi/web/guest/a", "/a"),
        ("/a//b///c", "/a/b/c"),
        ("/a/?b=", "/a?b="),
        ("/a?_P_cur=1", "/a"),
        ("/a?_P_cur=2", "/a?_P_cur=2"),
        ("/a?b=1#c", "/a?b=1"),
        ("/a b", "/a%20b"),
    ],
)
def test_the_one_address_of_a_page(href: str, canonical: str) -> None:
    assert resolve(href).canonical == HOST + canonical
    assert resolve(href).identity == canonical.rstrip("/")


def test_what_is_fetched_has_neither_session_nor_fragment() -> None:
    assert resolve("/vi//a;jsessionid=1?utm_x=1#b").url == f"{HOST}/vi//a?utm_x=1"
    assert resolve(f"/(S({'a1' * 12}))/b").url == f"{HOST}/b"
    assert resolve(";jsessionid=1").url == f"{HOST}/"


def test_the_front_page_of_a_language_is_another_one() -> None:
    assert [resolve(path).identity for path in ("/", "/vi/", "/en/", "/vi/en", "/VI")] == [
        "",
        "vi:",
        "en:",
        "en:",
        "vi:",
    ]
    assert resolve("/vi/?a=1").identity == "vi:/?a=1"


def test_all_hosts_of_a_site_serve_one() -> None:
    urls = UrlResolver(("x.vn", "www.x.vn", "x.vn:8080"), ())
    found = [urls.resolve(f"http://{host}/", "/a/b") for host in ("x.vn", "www.x.vn", "x.vn:8080", "WWW.x.vn.")]
    assert {address.identity for address in found if address} == {"/a/b"}
    assert [address.canonical for address in found if address][1:3] == ["http://www.x.vn/a/b", "http://x.vn:8080/a/b"]


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("http://X.vn:80", "x.vn"), ("https://x.vn:443", "x.vn"), ("http://x.vn:443", "x.vn:443"),
        ("https://x.vn:80", "x.vn:80"), ("http://x.vn.:81", "x.vn:81"), ("ftp://x.vn:80", "x.vn:80"), ("http:///a", ""),
    ],
)  # fmt: skip
def test_host_and_port_in_one_spelling(url: str, place: str) -> None:
    assert netloc(urlsplit(url)) == place


@pytest.mark.parametrize("href", ["ftp://x.vn/a", "tel:1", "http://x.vn:port/a", "http://[x"])
def test_other_schemes_and_broken_addresses_lead_nowhere(href: str) -> None:
    assert UrlResolver(("x.vn",), ()).resolve(HOST, href) is None


@pytest.mark.parametrize(
    ("base", "href", "url"),
    [
        ("http://x.vn/a/b", "/c", "http://x.vn/c"),
        ("http://x.vn", "/c", "http://x.vn/c"),
        ("https://x.vn/a", "/c", "https://x.vn/c"),
        ("http://x.vn/a/b", " c ", "http://x.vn/a/c"),
        ("http://x.vn/a/b", "?c=1", "http://x.vn/a/b?c=1"),
        ("http://x.vn/a/b", "../c", "http://x.vn/c"),
        ("http://x.vn/a/b", "https://x.vn/c", "https://x.vn/c"),
    ],
)
def test_a_link_is_resolved_against_its_page(base: str, href: str, url: str) -> None:
    assert resolve(href, base=base).url == url


def test_a_foreign_address_is_kept_as_it_is() -> None:
    found = resolve("http://y.vn/a;jsessionid=1?utm_x=1#b")
    assert (found.kind, found.identity, found.canonical) == (Kind.FOREIGN, found.url, found.url)
    assert found.url == "http://y.vn/a;jsessionid=1?utm_x=1#b"


# ------------------------------------------------------------------ traps


@pins("resolve.MAX_URL_LENGTH")
@pytest.mark.parametrize(("length", "expected"), [(2_000, Kind.PAGE), (2_001, Kind.TRAP)])
def test_an_address_is_no_longer_than_servers_take(length: int, expected: Kind) -> None:
    assert MAX_URL_LENGTH == 2_000
    found = resolve("/" + "a" * (length - len(HOST) - 1))
    assert (len(found.url), found.kind) == (length, expected)
    assert found.identity == (found.url if expected is Kind.TRAP else found.url.removeprefix(HOST))


@pytest.mark.parametrize(("length", "leads"), [(3_900, True), (4_001, False)])
@pytest.mark.parametrize("start", ["/", "a/../", "http://y.vn/", "?"])
def test_a_link_of_many_kilobytes_leads_nowhere(start: str, length: int, leads: bool) -> None:
    assert (UrlResolver(("x.vn",), ()).resolve(f"{HOST}/", start.ljust(length, "a")) is not None) is leads


@pins("resolve.MAX_SAME_SEGMENT")
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/a/b/a/c", Kind.PAGE),
        ("/a/b/a/c/a", Kind.TRAP),
        ("/a/b/a/c/%61", Kind.TRAP),
        ("/1/b/1/c/1", Kind.PAGE),
        ("/vi/vi/vi", Kind.PAGE),
        ("/a/a", Kind.PAGE),
        ("/a/a/a", Kind.TRAP),
    ],
)
def test_a_link_that_resolves_against_itself_is_a_trap(path: str, expected: Kind) -> None:
    assert kind(path) is expected


# ------------------------------------------------------------------ titles and articles


@pins("resolve._SLUG_HYPHENS", "resolve._MAX_SLUG")
@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("/a/hoi-lang-mo", "hoi-lang-mo"),
        ("/a/hoi-lang", ""),
        ("/a/hoi-lang-mo-12.html", "hoi-lang-mo"),
        ("/a/hoi-lang-mo.html/", "hoi-lang-mo"),
        ("/a/hoi-lang-mo.HTML", "hoi-lang-mo"),
        ("/a/hoi-lang-12.html", "hoi-lang"),
        ("/a/hoi-lang.mo-lai-roi", ""),
        (f"/a/b-c-{'d' * 296}", f"b-c-{'d' * 296}"),
        (f"/a/b-c-{'d' * 297}", f"b-c-{'d' * 296}"),
        (f"/a/b-c-d-{'1' * 13}", f"b-c-d-{'1' * 13}"),
        (f"/a/b-c-d-{'1' * 12}", "b-c-d"),
        ("/a/b-c-d.abcdef", ""),
    ],
)
def test_the_title_at_the_end_of_an_address_that_no_rule_knows(path: str, slug: str) -> None:
    assert resolve(path).title_slug == slug


def test_of_an_articles_address_the_path_alone_is_kept() -> None:
    assert resolve("/a/b-c-1001?trang=2", SLUG_ID).canonical == f"{HOST}/a/b-c-1001"
    assert resolve("/a/b-c-1001.aspx?trang=2", SLUG_ID).canonical == f"{HOST}/a/b-c-1001.aspx?trang=2"
    assert resolve("/a/b?trang=2", SLUG_ID).canonical == f"{HOST}/a/b?trang=2"


def test_what_a_sure_rule_tells() -> None:
    found = resolve("/van-hoa-12/hoi-lang-mo-1001?x=1", SLUG_ID)
    assert (found.kind, found.identity, found.key) == (Kind.ARTICLE, "key:1001", "1001")
    assert (found.title_slug, found.section_slug) == ("hoi-lang-mo", "van-hoa")
    assert (found.matched_exactly, found.has_state, found.is_stateful) == (True, False, False)


def test_the_first_rule_that_knows_an_address_counts() -> None:
    assert resolve("/1/2/3/4000/a/b-c-1001", MDEFAULT, SLUG_ID).key == "4000"
    assert resolve("/1/2/3/4000/a/b-c-1001", SLUG_ID, MDEFAULT).key == "1001"


def test_files_and_tools_are_no_articles_whatever_a_rule_says() -> None:
    assert kind("/a/b-c-1001.pdf") is Kind.FILE
    found = resolve("/print/b-c-1001", SLUG_ID)
    assert (found.kind, found.key) == (Kind.VIEW, None)


STATE = "/wps/portal/tin/!ut/p/z0/04_AAA/"
CONTEXT = "/wps/portal/!ut/p/z0/04_A/p0/IZ7_1=CTX!QCPlibQCPtinQCPbaiQCA1=WCM_PI!{}==/"


def test_addresses_that_are_nothing_but_state() -> None:
    found = resolve(STATE, WCM)
    assert (found.kind, found.identity, found.key) == (Kind.PAGE, "/wps/portal/tin", None)
    assert (found.has_state, found.is_stateful, found.matched_exactly) == (True, True, False)


def test_addresses_with_a_content_path_in_their_state() -> None:
    found = resolve(CONTEXT.format(1), WCM)
    assert (found.kind, found.identity, found.key) == (Kind.PAGE, "key:/lib/tin/bai 1", "/lib/tin/bai 1")
    assert (found.has_state, found.is_stateful, found.matched_exactly) == (True, False, False)
    assert (found.title_slug, found.section_slug) == ("bai 1", "tin")
    assert resolve(CONTEXT.format(2), WCM).identity == f"{found.identity}#2"


@pytest.mark.parametrize(
    ("schemes", "sure"), [((SLUG_ID,), True), ((SLUG_ID, COM_SOFT), True), ((SLUG_ID, WCM), False), ((), False)]
)
def test_a_site_is_sure_when_all_its_rules_are(schemes: tuple[Cms, ...], sure: bool) -> None:
    assert UrlResolver(("x.vn",), schemes).all_exact is sure


# ------------------------------------------------------------------ hints


def identity(path: str) -> str:
    return resolve(path, *ANY_CMS).identity


@pins("resolve.LONG_KEY")
@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        # From five digits on, a number is no year, day or ordinal of a title: it is the key, in any folder.
        ("/tin/hoi-lang-mo-lai-12345.html", "/khac/hoi-lang-mo-lai-12345.html", True),
        ("/tin/hoi-lang-mo-lai-1234.html", "/khac/hoi-lang-mo-lai-1234.html", False),
        ("/tin/12345-hoi-lang", "/khac/12345-hoi-lang", True),
        ("/tin/1234-hoi-lang", "/khac/1234-hoi-lang", False),
        ("/tin/hoi-lang-mo-lai-1234.html", "/tin/hoi-lang-mo-lai-1234.html?a=1", False),
        ("/tin/hoi-lang-mo-lai-1234.html", "/vi/tin/hoi-lang-mo-lai-1234.html/?utm_source=a", True),
        ("/tin/hoi-lang-mo-lai-12345.html", "/tin/HOI-lang-mo-lai-12345.html", True),
        ("/tin/hoi-lang-mo-lai-1234.html", "/tin/HOI-lang-mo-lai-1234.html", False),
        ("/tin/hoi-lang-1234.aspx", "/Tin/Hoi-Lang-1234.ASPX", True),
        # A number with a place of its own is a key, however short.
        ("/tin/articleid/12/hoi-lang.aspx", "/khac/articleid/12/hoi-lang.aspx", True),
        ("/1/1234/hoi-lang-mo-lai.htm", "/2/1234/hoi-lang-mo-lai.htm", True),
    ],
)
def test_a_short_number_beside_a_title_may_be_a_part_of_it(one: str, other: str, same: bool) -> None:
    assert (identity(one) == identity(other)) is same


def test_the_keys_of_hints_are_told_short_or_long() -> None:
    for number in ("1234", "12345"):
        found = resolve(f"/tin/hoi-lang-mo-lai-{number}.html", *ANY_CMS)
        assert (found.kind, found.key, found.matched_exactly) == (Kind.ARTICLE, number, False)
    assert resolve("/tin/hoi-lang-1234", SLUG_ID).identity == "key:1234", "a rule of the site's own CMS is sure"


# ------------------------------------------------------------------ programs in any case


@pytest.mark.parametrize("end", ["asp", "aspx", "ashx"])
def test_servers_that_ignore_case_have_one_page_behind_many_spellings(end: str) -> None:
    one, other = resolve(f"/Tin/Xem.{end}?Muc=A"), resolve(f"/tin/xem.{end.upper()}?muc=a")
    assert one.identity == other.identity == f"/tin/xem.{end}?muc=a"
    assert (one.url, one.canonical) == (f"{HOST}/Tin/Xem.{end}?Muc=A",) * 2, "what is fetched and kept"


@pytest.mark.parametrize("path", ["/Tin/Xem", "/Tin/Xem.php", "/Tin/Xem.html", "/Tin/Xem.aspx/Muc", "/Tin?Xem=a.aspx"])
def test_other_servers_heed_case(path: str) -> None:
    assert resolve(path).identity != resolve(path.lower()).identity


# ------------------------------------------------------------------ several sites on one host


@pytest.mark.parametrize(
    ("border", "path", "is_inside"),
    [
        ("/sotuphap", "/sotuphap", True),
        ("/sotuphap", "/sotuphap/tin", True),
        ("/sotuphap", "/SoTuPhap/tin", True),
        ("/SoTuPhap", "/sotuphap/tin", True),
        ("/sotuphap", "/vi/sotuphap/tin", True),
        ("/sotuphap", "/sotuphap?trang=2", True),
        ("/sotuphap", "/sotuphap2/tin", False),
        ("/sotuphap", "/tin/sotuphap", False),
        ("/sotuphap", "/?muc=/sotuphap/", False),
        ("/sotuphap", "/", False),
        ("/sotuphap", "/sonoivu/hoi-lang-mo-lai-1001.html", False),
        ("/so/tuphap", "/so/tuphap/tin", True),
        ("/so/tuphap", "/so/noivu/tin", False),
        # The folder of a language, or a prefix of a CMS, is no part of any address of a site.
        ("/vi/sotuphap", "/vi/sotuphap/tin", True),
        ("/vi/sotuphap", "/sotuphap/tin", True),
        ("/web/guest", "/web/guest/tin", True),
        ("/web/guest", "/tin", True),
        ("", "/", True),
        ("", "/tin", True),
    ],
)
def test_pages_outside_the_folder_of_a_site_are_another_sites(border: str, path: str, is_inside: bool) -> None:
    urls = UrlResolver(("x.vn",), ANY_CMS, border)
    found = urls.resolve(HOST, path)
    assert found is not None
    assert urls.border == border
    assert (found.kind is not Kind.FOREIGN) is is_inside


def test_files_are_shared_by_the_sites_of_a_host() -> None:
    found = UrlResolver(("x.vn",), (), "/sotuphap").resolve(HOST, "/uploads/ke-hoach.pdf")
    assert found is not None
    assert found.kind is Kind.FILE


# ------------------------------------------------------------------ shapes


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("/bai-viet/tin-buon", "/bai-viet/*?"),
        ("/vi/bai-viet/tin-buon?utm_source=a", "/bai-viet/*?"),
        ("/tin/hoi-lang-mo-lai-1001.html", "/tin/*.html?"),
        ("/", ""),
        ("/vi/", ""),
        ("/wps/portal/tin/!ut/p/z0/04_A/", ""),
        (CONTEXT.format(1), ""),
    ],
)
def test_the_shape_of_an_address_is_that_of_its_page(path: str, shape: str) -> None:
    urls = UrlResolver(("x.vn",), ANY_CMS)
    found = urls.resolve(HOST, path)
    assert found is not None
    assert urls.shape(found) == shape


@pins("resolve._MAX_HOST_LENGTH")
@pytest.mark.parametrize(("length", "is_encoded"), [(253, True), (254, False)])
def test_a_host_longer_than_any_name_is_not_encoded(length: int, is_encoded: bool) -> None:
    host = "ạ" + ".b" * 126 + "b" * (length - 253)
    assert (netloc(urlsplit(f"http://{host}/")) != host) is is_encoded


@pytest.mark.parametrize(
    "href", ["http://x.vn/a;", "HTTP://x.vn/a", "http://x.vn/a?#", "http://x.vn:80/a", "a;", "//x.vn/a"]
)
def test_a_link_in_any_notation_is_one_address(href: str) -> None:
    found = UrlResolver(("x.vn",), ANY_CMS).resolve("http://x.vn/", href)
    assert found is not None
    assert (found.url, found.identity) == ("http://x.vn/a", "/a")


@pytest.mark.parametrize(
    ("path", "key"),
    [("/-/a-b", "a-b"), ("/a/-/asset_publisher/x/content/y", "y"), ("/wps/wcm/connect/site/tin", "/site/tin")],
)
def test_a_key_need_not_have_a_digit(path: str, key: str) -> None:
    found = UrlResolver(("x.vn",), ANY_CMS).resolve(HOST, path)
    assert found is not None
    assert found.key == key
