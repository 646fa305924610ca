"""Which requests go out."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from scrapy import Request
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.http.request import NO_CALLBACK
from scrapy.statscollectors import MemoryStatsCollector
from scrapy.utils.test import get_crawler

from scraper.addresses import UrlResolver
from scraper.addresses.resolve import MAX_URL_LENGTH, netloc
from scraper.middlewares import fetch_guard, public_resolver
from scraper.middlewares.fetch_guard import AddressGuard, FetchGuard
from scraper.sites import SourceSpider

URL = "http://x.vn/tin/1"


class Source(SourceSpider):
    name = "x"
    home = "http://x.vn/"


@pytest.fixture
def crawler() -> Any:
    crawler = get_crawler()
    crawler.stats = MemoryStatsCollector(crawler)
    spider = Source()
    spider.urls, spider.is_given = UrlResolver(("x.vn", "x.vn:8080"), ()), False
    crawler.spider = spider
    return crawler


@pytest.fixture
def allowed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """The places that may be private."""
    places: list[tuple[str, int]] = []
    monkeypatch.setattr(fetch_guard, "allow_private", lambda *place: places.append(place))
    return places


@pytest.mark.parametrize("url", [URL, "https://x.vn/", "http://x.vn:80/", "http://x.vn:8080/a", "http://X.VN/"])
def test_the_hosts_of_the_source_are_fetched(crawler: Any, allowed: list[Any], url: str) -> None:
    FetchGuard(crawler).process_request(Request(url))
    assert crawler.stats.get_value("fetch_guard/refused") is None
    assert allowed == []


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://x.vn/", "neither a plain http"),
        ("file:///etc/passwd", "neither a plain http"),
        ("http://user@x.vn/", "neither a plain http"),
        ("http://user:secret@x.vn/", "neither a plain http"),
        ("http://y.vn/", "not this source's host"),
        ("http://x.vn:9090/", "not this source's host"),
        ("http://x.vn.evil.example/", "not this source's host"),
        (f"http://x.vn/{'a' * MAX_URL_LENGTH}", "more than"),
    ],
)
def test_all_else_is_refused(crawler: Any, allowed: list[Any], url: str, why: str) -> None:
    with pytest.raises(IgnoreRequest, match=why):
        FetchGuard(crawler).process_request(Request(url))
    assert crawler.stats.get_value("fetch_guard/refused") == 1
    assert allowed == []


def test_an_address_of_the_longest_length_is_fetched(crawler: Any) -> None:
    url = "http://x.vn/"
    FetchGuard(crawler).process_request(Request(url + "a" * (MAX_URL_LENGTH - len(url))))


def test_a_refusal_names_the_address_that_redirected(crawler: Any, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(IgnoreRequest):
        FetchGuard(crawler).process_request(Request("http://y.vn/", meta={"redirect_urls": [URL]}))
    assert f"(redirected from {URL})" in caplog.text


def test_a_site_that_the_user_named_may_be_private(crawler: Any, allowed: list[Any]) -> None:
    crawler.spider.is_given = True
    FetchGuard(crawler).process_request(Request("http://x.vn:8080/"))
    FetchGuard(crawler).process_request(Request("https://x.vn/"))
    assert allowed == [("x.vn", 8080), ("x.vn", 443)]


@pytest.mark.parametrize(
    ("home", "requested", "may"),
    [
        ("http://127.0.0.1:8001/", "http://127.0.0.1:8001/tin/1", True),
        ("http://localhost:8001/", "http://LOCALHOST:8001/tin/1", True),
        ("http://[::1]/", "http://[::1]:80/", True),
        ("https://10.1.2.3/sotuphap/", "https://10.1.2.3/", True),
        ("http://127.0.0.1:8001/", "http://127.0.0.1:8002/", False),
        ("http://127.0.0.1:8001/", "http://127.0.0.2:8001/", False),
        ("http://127.0.0.1:8001/", "http://localhost:8001/", False),
        ("http://127.0.0.1/", "https://127.0.0.1/", False),
        ("http://intranet/", "http://intranet/", False),
        ("http://portal.local/", "http://portal.local/", False),
        ("http://127.0.0.1.nip.example/", "http://127.0.0.1.nip.example/", False),
        ("http://8.8.8.8/", "http://8.8.8.8/", False),
    ],
)
def test_a_home_that_is_written_as_an_inner_address_is_the_user_s_word_and_nothing_else_there(
    crawler: Any, allowed: list[Any], home: str, requested: str, may: bool
) -> None:
    class Inner(Source):
        pass

    Inner.home = home
    crawler.spider = Inner()
    hosts = (netloc(urlsplit(home)), netloc(urlsplit(requested)))
    crawler.spider.urls, crawler.spider.is_given = UrlResolver(hosts, ()), False
    FetchGuard(crawler).process_request(Request(requested))
    assert bool(allowed) is may


def test_an_address_that_was_typed_may_be_private_and_what_it_leads_to_may_not(
    crawler: Any, allowed: list[Any]
) -> None:
    crawler.spider = SimpleNamespace()
    guard = FetchGuard(crawler)
    guard.process_request(Request("http://y.vn/"))
    assert allowed == [("y.vn", 80)]
    guard.process_request(Request("http://z.vn/", meta={"redirect_urls": ["http://y.vn/"]}))
    guard.process_request(Request("http://z.vn/robots.txt", callback=NO_CALLBACK))
    assert allowed == [("y.vn", 80)]


def test_a_name_of_an_inner_network_is_named_as_such(crawler: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public_resolver, "_refused", {("x.vn", 80): "10.0.0.1"})
    guard = AddressGuard(crawler)
    with pytest.raises(IgnoreRequest, match=r"x\.vn is 10\.0\.0\.1, an .* -a base_url=http://x\.vn/ crawls it there"):
        guard.process_exception(Request(URL), CannotResolveHostError())
    assert crawler.stats.get_value("fetch_guard/private_address") == 1
    monkeypatch.setattr(public_resolver, "_refused", {("10.0.0.1", 80): "10.0.0.1"})
    with pytest.raises(IgnoreRequest, match=r"^10\.0\.0\.1 is an address of an inner network$"):
        guard.process_exception(Request("http://10.0.0.1/"), CannotResolveHostError())
    assert crawler.stats.get_value("fetch_guard/private_address") == 2
    guard.process_exception(Request("http://x.vn:8080/"), CannotResolveHostError())
    guard.process_exception(Request(URL), OSError())
    assert crawler.stats.get_value("fetch_guard/private_address") == 2
