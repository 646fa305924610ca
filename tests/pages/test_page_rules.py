"""A page's other ways on, its base and its titles."""

from __future__ import annotations

import pytest

from scraper.pages.page import EmptyPageError, Page
from tests.pages.reading import HOST, URL, URLS, page
from tests.pins import pins

LINKS = "<a href='/1'>Một</a><a href='/2'>Hai</a><a href='/3'>Ba</a>"


def ways(body: str, head: str = "") -> list[str]:
    """Ways on that are no links."""
    it = page(LINKS + body, head=head)
    return [link.href for link in it.outlinks[3:]]


@pytest.mark.parametrize(
    ("html", "way"),
    [
        ("<iframe src='/khung'></iframe>", "/khung"),
        ("<map><area href='/vung'></map>", "/vung"),
        ("<select><option value='/muc'>x</option></select>", "/muc"),
        ("<select><option value='?muc=1'>x</option></select>", "?muc=1"),
        ("<select><option value='http://portal.vn/muc'>x</option></select>", "http://portal.vn/muc"),
        ("<select><option value='muc'>x</option></select>", None),
        ("<select><option>x</option></select>", None),
        ("<div onclick=\"location.href='/muc'\">x</div>", "/muc"),
        ("<div onclick='location = \"/muc\"'>x</div>", "/muc"),
        ("<div onclick=\"window.open('/muc')\">x</div>", "/muc"),
        ("<div onclick=\"location.assign('/muc')\">x</div>", "/muc"),
        ("<div onclick=\"window.location.replace( '/muc' )\">x</div>", "/muc"),
        ("<select onchange=\"location='/muc'\"></select>", "/muc"),
        ("<div onclick=\"open('/muc')\">x</div>", None),
        ("<div onload=\"location='/muc'\">x</div>", None),
        ("<script>location='/muc'</script>", None),
    ],
)
def test_ways_on_that_are_no_links(html: str, way: str | None) -> None:
    assert ways(html) == ([way] if way else [])


@pytest.mark.parametrize(
    ("html", "way"),
    [
        ("<link rel='alternate' type='application/rss+xml' href='/rss'>", None),
        ("<link rel='alternate' type='text/html' href='/en'>", None),
        ("<link rel='alternate' href='/en'>", None),
        ("<link rel='stylesheet' type='text/xml' href='/a'>", None),
        ("<link rel='next' href='/trang-2'>", "/trang-2"),
        ("<link rel='prev' href='/trang-0'>", None),
    ],
)
def test_ways_on_in_the_head(html: str, way: str | None) -> None:
    assert ways("", html) == ([way] if way else [])


@pytest.mark.parametrize(
    ("link", "is_feed"),
    [
        ("rel='alternate' type='application/rss+xml' href='/rss'", True),
        ("rel='alternate' type='application/atom+xml' href='/rss'", True),
        ("rel='alternate' type='Application/RSS+XML; charset=utf-8' href='/rss'", True),
        ("rel='alternate' type='text/xml+oembed' href='/rss'", False),  # repeats the page for programs
        ("rel='alternate' type='application/json+oembed' href='/rss'", False),
        ("rel='alternate' type='text/xml' href='/rss'", False),
        ("rel='alternate' type='application/rss+xml'", False),
        ("rel='alternate' href='/rss'", False),
        ("rel='alternate' hreflang='en' href='/rss'", False),
        ("rel='stylesheet' type='application/rss+xml' href='/rss'", False),
    ],
)
def test_feeds_are_apart_from_other_ways_on(link: str, is_feed: bool) -> None:
    it = page(LINKS, head=f"<link {link}>")
    assert [feed.href for feed in it.feeds] == (["/rss"] if is_feed else [])
    assert [feed.address and feed.address.url for feed in it.feeds] == ([f"{HOST}/rss"] if is_feed else [])
    assert len(it.outlinks) == 3


@pytest.mark.parametrize(
    ("link", "title"),
    [
        ("<a href='/1'><img src='/a.jpg' alt=' Hội  làng '></a>", "Hội làng"),
        ("<a href='/1'><img src='/a.jpg'></a>", ""),
        ("<a href='/1'><img src='/a.jpg' alt=''></a>", ""),
        ("<a href='/1'><img src='/a.jpg' alt='Hội làng'><img src='/b.jpg' alt='Chợ phiên'></a>", "Hội làng"),
        ("<a href='/1' title='Chợ phiên'><img src='/a.jpg' alt='Hội làng'></a>", "Chợ phiên"),
        ("<a href='/1' aria-label='Hội làng'>›</a>", "Hội làng"),
        ("<a href='/1' title='Chợ phiên' aria-label='Hội làng'>›</a>", "Chợ phiên"),
        ("<a href='/1' title='' aria-label='Hội làng'>›</a>", "Hội làng"),
        ("<img src='/a.jpg' alt='Hội làng'><a href='/1'>›</a>", ""),
        ("<a href='/1'>›</a><img src='/a.jpg' alt='Hội làng'>", ""),
    ],
)
def test_a_link_has_the_title_of_its_attributes_or_of_its_picture(link: str, title: str) -> None:
    (found,) = page(f"<p>{link}</p>").links
    assert found.title == title


def test_a_frameset_leads_to_its_frames() -> None:
    body = b"<html><frameset><frame src='/a'><frame src='/b'><frame></frameset></html>"
    assert [link.href for link in Page(URL, body, URLS).outlinks] == ["/a", "/b"]


def test_a_way_is_listed_once_and_a_link_that_is_a_script_too() -> None:
    script = "<a href=\"javascript:location.href='/muc'\">x</a>"
    assert [link.href for link in page(f"{LINKS}{script}{script}").outlinks[5:]] == ["/muc"]
    assert ways("<a href='/x'>x</a><div onclick=\"location='/x'\">x</div>")[-1] == "/x"


@pins("head_builder._FEW_LINKS")
@pytest.mark.parametrize(("links", "followed"), [(2, True), (3, False)])
def test_a_splash_page_leads_on_by_its_script(links: int, followed: bool) -> None:
    html = (
        "<a href='/x'>x</a>" * links
        + "<script>setTimeout(\"location.href='/trang-chu'\")</script><script src='a'></script>"
    )
    assert ("/trang-chu" in [link.href for link in page(html).outlinks]) is followed


def test_ways_on_lead_somewhere() -> None:
    link = page(f"{LINKS}<iframe src='/khung'></iframe>").outlinks[3]
    assert link.address is not None
    assert link.address.url == f"{HOST}/khung"
    it = page("<a href='/x'>x</a>")
    it.resolve_outlinks()
    assert it.outlinks[0].address is not None


@pytest.mark.parametrize(
    ("base", "url"),
    [
        ("<base href='/muc/'>", f"{HOST}/muc/bai"),
        ("<base href='http://portal.vn/muc/'>", f"{HOST}/muc/bai"),
        ("<base target='_blank'>", f"{HOST}/tin-tuc/bai"),
        ("<base href='http://[x'>", f"{HOST}/tin-tuc/bai"),
        ("", f"{HOST}/tin-tuc/bai"),
    ],
)
def test_links_are_resolved_against_the_pages_base(base: str, url: str) -> None:
    (link,) = page("<a href='bai'>x</a>", head=base).links
    assert link.address is not None
    assert link.address.url == url


@pytest.mark.parametrize(
    ("head", "titles"),
    [
        ("<title> Hội  làng </title>", ["Hội làng"]),
        ("<title>Hội</title><meta property='og:title' content='Làng'>", ["Hội", "Làng"]),
        ("<title></title><meta property='og:title' content=''>", []),
        ("<meta property='og:title'><meta name='title' content='Làng'>", []),
    ],
)
def test_what_the_head_says_the_page_is_called(head: str, titles: list[str]) -> None:
    assert page("<p>x</p>", head=head).head.titles == titles


def test_a_title_outside_the_head_counts_too() -> None:
    assert Page(URL, b"<frameset><title>T</title></frameset>", URLS).head.titles == ["T"]


def test_zero_bytes_are_left_out_and_the_charset_is_heeded() -> None:
    assert page("<p>h\0ội</p>").blocks[0].text == "hội"
    assert Page(URL, "<p>Привет</p>".encode("koi8-r"), URLS, "koi8-r").blocks[0].text == "Привет"


def test_a_page_knows_its_own_address() -> None:
    assert page("x").address.key == "1001"
    with pytest.raises(ValueError, match="not a page's address: ftp"):
        _ = Page("ftp://portal.vn/", b"<p>x", URLS).address


def test_an_empty_body_says_why_it_is_none() -> None:
    for body in (b"", b"<!-- x -->"):
        with pytest.raises(EmptyPageError):
            Page(URL, body, URLS)
