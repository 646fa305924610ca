"""The walk's small decisions; whole walks over real sockets are in the end-to-end tests."""

from __future__ import annotations

import asyncio
import gzip
import re
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from scraper.addresses import Kind, UrlResolver
from scraper.base_spiders.arguments import border, days, front_page, start_page, switch
from scraper.base_spiders.portal import PortalSpider
from scraper.cms.liferay import COM_SOFT
from scraper.cms.websphere import WCM
from scraper.frontier.link_context import META_KEY, LinkContext
from scraper.frontier.links import link_identity
from scraper.sites import portal_name
from tests.pipelines.records import opened


class Portal(PortalSpider):
    name = "portal"
    home = "http://x.vn/"
    schemes = (COM_SOFT,)
    owner = "Xã nhà"


def requests(folder: Path, url: str, body: bytes) -> list[str]:
    """What the walk asks for after a feed."""
    response = Response(url, body=body, request=Request(url, meta={META_KEY: LinkContext()}))

    async def asked() -> list[str]:
        with opened(folder) as ledger:
            spider = Portal.from_crawler(ledger.crawler)
            spider.ledger = ledger
            return [request.url async for request in spider.parse(response) if isinstance(request, Request)]

    return asyncio.run(asked())


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("http://x.vn", "http://x.vn/"),
        ("http://X.vn:80/tin?a=1", "http://x.vn/"),
        (" https://x.vn:443 ", "https://x.vn/"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/"),
    ],
)
def test_the_front_page_of_an_address(address: str, page: str) -> None:
    assert front_page(address) == page


@pytest.mark.parametrize(
    ("address", "start", "folder"),
    [
        ("http://x.vn", "http://x.vn/", ""),
        ("http://X.vn:80/#top", "http://x.vn/", ""),
        ("http://x.vn/sotuphap", "http://x.vn/sotuphap/", "/sotuphap"),
        ("http://x.vn/sotuphap/", "http://x.vn/sotuphap/", "/sotuphap"),
        ("http://x.vn/so/tu-phap/Default.aspx?a=1", "http://x.vn/so/tu-phap/Default.aspx?a=1", "/so/tu-phap"),
        ("http://x.vn/index.php?option=com_content", "http://x.vn/index.php?option=com_content", ""),
        ("http://x.vn/vi", "http://x.vn/vi/", ""),
        ("http://x.vn/vi-vn/vn/home.html", "http://x.vn/vi-vn/vn/home.html", ""),
        ("http://x.vn/vi/sotuphap", "http://x.vn/vi/sotuphap/", "/vi/sotuphap"),
        ("http://x.vn/video", "http://x.vn/video/", "/video"),
    ],
)
def test_the_start_of_a_crawl_and_the_folder_of_its_site(address: str, start: str, folder: str) -> None:
    assert start_page(address) == start
    assert border(start) == folder


@pytest.mark.parametrize("address", ["", "x.vn", "ftp://x.vn", "http://", "/tin", "http://x.vn:port"])
def test_what_is_no_address_to_crawl(address: str) -> None:
    with pytest.raises(ValueError, match=r"base_url|[Pp]ort"):
        front_page(address)


def test_another_address_is_then_the_only_host() -> None:
    spider = Portal(base_url="http://127.0.0.1:8080")
    assert spider.urls.hosts == {"127.0.0.1:8080"}


def test_sites_without_a_file_have_names_of_their_own() -> None:
    places = ["x.vn", "www.x.vn", "x.vn:8080", "a-b.vn", "a.b.vn", "127.0.0.1:80"]
    names = [portal_name(place) for place in places]
    assert names[:4] == ["portal_x_vn", "portal_www_x_vn", "portal_x_vn_8080", "portal_a__b_vn"]
    assert len(set(names)) == len(places)
    assert all(re.fullmatch("[a-z][a-z0-9_]*", name) for name in names), "as the schema has it"


def test_where_addresses_are_state_the_words_tell_pages_apart() -> None:
    urls = UrlResolver(("x.vn",), (WCM,))
    state = [urls.resolve("http://x.vn/", f"/wps/portal/tin/!ut/p/z0/{text}/") for text in ("aaa", "bbb")]
    one, other = (address for address in state if address)
    assert link_identity(one, "Hội làng mở lại") == link_identity(other, "HỘI LÀNG MỞ LẠI")
    assert link_identity(one, "Hội làng mở lại") != link_identity(one, "Chợ phiên họp lại")


def test_a_folder_is_a_site_of_its_own() -> None:
    spider = Portal(base_url="http://127.0.0.1:8080/sotuphap")
    assert (spider.base_url, spider.root) == ("http://127.0.0.1:8080/sotuphap/", "http://127.0.0.1:8080/")
    inside, outside = (spider.urls.address(f"http://127.0.0.1:8080/{folder}/tin") for folder in ("sotuphap", "soyte"))
    assert inside is not None
    assert outside is not None
    assert (inside.kind, outside.kind) == (Kind.PAGE, Kind.FOREIGN)


SITEMAP = b"<urlset><url><loc>http://x.vn/van-hoa</loc></url><url><loc>http://other.vn/van-hoa</loc></url></urlset>"
INDEX = b"<sitemapindex><sitemap><loc>http://x.vn/%b</loc></sitemap></sitemapindex>"


@pytest.mark.parametrize(
    ("url", "body", "asked"),
    [
        ("http://x.vn/sitemap.xml", SITEMAP, ["http://x.vn/van-hoa"]),
        ("http://x.vn/sitemap.xml.gz", gzip.compress(SITEMAP), ["http://x.vn/van-hoa"]),
        ("http://x.vn/sitemap.xml", INDEX % b"sitemap-2.xml", ["http://x.vn/sitemap-2.xml"]),
        ("http://x.vn/sitemap.xml", INDEX % b"sitemap-2.xml.gz", ["http://x.vn/sitemap-2.xml.gz"]),
        ("http://x.vn/sitemap.xml.gz", b"<html><body>404</body></html>", []),
        ("http://x.vn/sitemap.xml.gz", gzip.compress(SITEMAP)[:15], []),
    ],
    ids=["sitemap", "gzip", "index", "index-of-gzip", "page", "cut"],
)
def test_feeds_lead_to_pages_of_the_site(url: str, body: bytes, asked: list[str], tmp_path: Path) -> None:
    assert requests(tmp_path, url, body) == asked


@pytest.mark.parametrize(("text", "number"), [("14", 14), ("0", 0), ("0.5", 0.5)])
def test_a_number_of_days(text: str, number: float) -> None:
    assert days(text) == number


@pytest.mark.parametrize("text", ["", "two", "-1", "nan", "inf", "1e9"])
def test_what_is_no_number_of_days(text: str) -> None:
    with pytest.raises(ValueError, match="revisit must be a number of days"):
        days(text)


def test_a_switch_is_on_or_off() -> None:
    assert (switch("1"), switch("0")) == (True, False)
    with pytest.raises(ValueError, match="full must be 1 or 0"):
        switch("yes")


def test_a_source_without_a_ledger_says_what_is_missing() -> None:
    spider = Portal.from_crawler(get_crawler(Portal, settings_dict={"EXTENSIONS": {}}))
    with pytest.raises(ValueError, match="among the EXTENSIONS"):
        _ = spider.ledger
