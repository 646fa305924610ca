"""Article addresses, where each rule of a CMS begins and ends."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from scraper.cms import KNOWN, Cms, Match
from scraper.cms.joomla import JOOMLA
from scraper.cms.liferay import COM_SOFT
from scraper.cms.mdefault import MDEFAULT
from scraper.cms.slug_id import SLUG_ID
from scraper.cms.websphere import WCM

OTHERS = tuple(cms for cms in KNOWN if cms not in (MDEFAULT, COM_SOFT, SLUG_ID, WCM))
GUID = "0d4e2b1a-5c1f-4a7e-9d3c-2f8b6a1e7c90"


def match_of(path: str, *cmses: Cms) -> Match | None:
    address = urlsplit(f"http://x.vn{path}")
    rules = (rule for cms in cmses for rule in cms.articles)
    return next((found for rule in rules if (found := rule(address))), None)


def match(path: str, *cmses: Cms) -> tuple[str, str, str] | None:
    found = match_of(path, *cmses)
    return (found.key, found.title_slug, found.section_slug) if found else None


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/1/2/3/4/tin/hoi-lang", ("4", "hoi-lang", "tin")),
        ("/so/1/2/3/4/tin/hoi-lang.ASPX", ("4", "hoi-lang", "tin")),
        ("/1/2/3/4/tin/hoi-lang/", ("4", "hoi-lang", "tin")),
        ("/1/2/3/tin/hoi-lang", None),
        ("/a/b/1/2/3/4/tin/hoi-lang", None),
        ("/1/2/3/4/tin", None),
        ("/1/2/3/4/tin/hoi/lang", None),
        ("/mDefault.aspx?ID=7&Title=hoi&CatName=tin", ("7", "hoi", "tin")),
        ("/so/mdefault.aspx?id=7", ("7", "", "")),
        ("/mdefault.aspx?id=0", None),
        ("/mdefault.aspx?id=a", None),
        ("/mdefault.aspx?catid=7", None),
        ("/default.aspx?id=7", None),
    ],
)
def test_mdefault(path: str, expected: tuple[str, str, str] | None) -> None:
    assert match(path, MDEFAULT) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/tin/-/bai-viet/hoi-lang-7-9.html", ("7", "hoi-lang", "")),
        ("/tin/-/BAI-VIET/hoi-lang-7-9.htm", ("7", "hoi-lang", "")),
        ("/tin/-/bai-viet/7-9.html", ("7", "", "")),
        ("/tin/-/bai-viet/hoi-lang-7-9.html/x", None),
        ("/tin/-/bai-viet/hoi-lang-7.html", None),
        ("/tin/bai-viet/hoi-lang-7-9.html", None),
    ],
)
def test_com_soft(path: str, expected: tuple[str, str, str] | None) -> None:
    assert match(path, COM_SOFT) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/tin-12/hoi-lang-100", ("100", "hoi-lang", "tin")),
        ("/tin/hoi-lang-99", None),
        ("/tin/hoi-100", None),
        ("/tin/12-34-100", None),
        ("/tin/Hoi-Lang-100.HTML", ("100", "Hoi-Lang", "tin")),
        ("/tin/hoi-lang-100.htm/", ("100", "hoi-lang", "tin")),
        ("/tin/hoi-lang-100.aspx", ("100", "hoi-lang", "tin")),
        ("/tin/hoi-lang-100.php", None),
        ("/tin/hoi-lang-100/x", None),
        ("/hoi-lang-100", None),
        ("/tin/hoi-lang-nam-2023", None),
        ("/tin/hoi-lang-nam-1999/", None),
        ("/tin/hoi-lang-nam-2123", ("2123", "hoi-lang-nam", "tin")),
        ("/tin/page-1/hoi-lang-100", None),
        ("/tin/trang-1/hoi-lang-100", None),
        ("/a/b/tin/hoi-lang-100", ("100", "hoi-lang", "tin")),
    ],
)
def test_slug_id(path: str, expected: tuple[str, str, str] | None) -> None:
    assert match(path, SLUG_ID) == expected


@pytest.mark.parametrize(
    ("path", "expected", "canonical"),
    [
        ("/wps/x/CTX!QCPlibQCPtinQCPbaiQCA1=", ("/lib/tin/bai 1", "bai 1", "tin"), "/lib/tin/bai 1"),
        ("/wps/x/CTX!QCPlib=WCM_PI!1=", ("/lib", "lib", ""), "/lib"),
        ("/wps/x/CTX!QCPlib=WCM_PI!2=", ("/lib#2", "lib", ""), "/lib"),
        ("/wps/x/CTX!QCPlib=WCM_PI=13=", ("/lib#13", "lib", ""), "/lib"),
        ("/wps/wcm/connect/lib/tin/bai?x=1", ("/lib/tin/bai", "bai", "tin"), "/lib/tin/bai"),
        ("/wps/wcm/myconnect/lib/tin/bai/", ("/lib/tin/bai", "bai", "tin"), "/lib/tin/bai"),
        ("/wps/portal?urile=wcm:path:/lib/tin/b%2Bi", ("/lib/tin/b i", "b i", "tin"), "/lib/tin/b i"),
        ("/wps/portal/tin/!ut/p/z0/", None, None),
        ("/wcm/connect/lib/tin/bai", None, None),
    ],
)
def test_wcm(path: str, expected: tuple[str, str, str] | None, canonical: str | None) -> None:
    assert match(path, WCM) == expected
    found = match_of(path, WCM)
    if found:
        assert (found.is_article, found.canonical) == (False, f"/wps/wcm/connect{canonical}")


LONG = "hoi-lang-mo-lai"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/a/-/view_content/7-hoi.html", ("7", "hoi", "")),
        ("/a/-/view_content/7", ("7", "", "")),
        ("/a/-/asset_publisher/x/content/id/7", ("7", "", "")),
        ("/a/-/asset_publisher/x/content/hoi", ("hoi", "hoi", "")),
        ("/a/-/view-article/1/2/7/", ("7", "", "")),
        ("/a/-/view-article/7", ("7", "", "")),
        ("/-/7-9", ("7-9", "", "")),
        ("/-/hoi-lang", ("hoi-lang", "hoi-lang", "")),
        ("/-/hoi", None),
        (f"/tin/{LONG}-7.html", ("7", LONG, "tin")),
        (f"/tin/{LONG}-a7.htm", ("7", LONG, "tin")),
        (f"/tin/{LONG}-post7.html", ("7", LONG, "tin")),
        ("/tin/hoi-lang-mo-7.html", None),
        (f"/tin/{LONG}-7.php", None),
        (f"/{LONG}-123.html", ("123", LONG, "")),
        (f"/{LONG}-12.html", None),
        (f"/1234/{LONG}.html", ("1234", LONG, "")),
        (f"/123/{LONG}.html", None),
        ("/a/hoi/7-8-9/", ("7", "hoi", "")),
        ("/a/hoi/7-8", None),
        ("/tabid/8/id/7", ("7", "", "")),
        ("/tabid/8/id/7x", None),
        *((f"/{name}/7/hoi.aspx", ("7", "hoi", "")) for name in ("articleid", "newsid", "itemid", "ndid")),
        ("/ARTICLEID/7", ("7", "", "")),
        *((f"/tin/{page}/{LONG}-7.html", None) for page in ("page-2", "trang-2", "page/2", "a-page-2")),
    ],
)
def test_other_families_by_their_path(path: str, expected: tuple[str, str, str] | None) -> None:
    assert match(path, *OTHERS) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/tin/7-hoi-lang", ("7", "hoi-lang", "")),
        ("/7-Hoi-Lang.HTM/", ("7", "Hoi-Lang", "")),
        ("/tin/7-hoi--lang", ("7", "hoi--lang", "")),
        ("/tin/7-hoi-", None),
        ("/tin/7-hoi", None),
        ("/tin/7-8-hoi-lang", None),
        ("/tin/7-hoi-lang.php", None),
        ("/tin/a7-hoi-lang", None),
        ("/tin/7-hoi-lang/anh", None),
        ("/tin/page-2/7-hoi-lang", None),
    ],
)
def test_joomla(path: str, expected: tuple[str, str, str] | None) -> None:
    assert match(path, JOOMLA) == expected


NAMES = ("itemid", "newsid", "articleid", "details", "id_news", "id_tb", "id_tintuc", "ndid")


@pytest.mark.parametrize(
    ("path", "key"),
    [
        *((f"/A.aspx?{name.upper()}=7", f"/a.aspx?{name}=7") for name in NAMES),
        (f"/a?itemid={GUID.upper()}", f"/a?itemid={GUID}"),
        (f"/a?itemid={GUID[1:]}", None),
        ("/a?itemid=0", None),
        ("/a?itemid=7x", None),
        ("/a?id=7", None),
        ("/a?newsid=x&itemid=7", "/a?itemid=7"),
        ("/a/Post.aspx?id=7", "/a/post.aspx?id=7"),
        ("/a/viewpost.aspx?ID=7", "/a/viewpost.aspx?id=7"),
        ("/a/compost.aspx?id=7", None),
        (f"/index.php?nv=news&op=tin/{LONG}-7.html", "7"),
        (f"/index.php?nv=video&op=tin/{LONG}-7.html", None),
        ("/index.php?nv=news&itemid=7", "/index.php?itemid=7"),
    ],
)
def test_other_families_by_a_parameter(path: str, key: str | None) -> None:
    assert (match(path, *OTHERS) or (None,))[0] == key
