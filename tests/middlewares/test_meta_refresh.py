"""Which reloads by a tag are followed."""

from __future__ import annotations

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response, XmlResponse
from scrapy.settings import Settings
from scrapy.settings.default_settings import DOWNLOADER_MIDDLEWARES_BASE
from scrapy.utils.test import get_crawler

from scraper import settings
from scraper.middlewares.meta_refresh import MetaRefresh

URL = "http://x.vn/tin/hoi-lang-1001"
SCRAPYS = "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware"
NUKEVIET = '<meta http-equiv="Refresh" content="3;URL=/">'
TEXT = "<h1>Hội làng mở lại</h1><p>Người dân ba thôn đã kéo nhau ra sân đình.</p>"
COOKIE = '<script>document.cookie="D1N=0123456789abcdef0123456789abcdef"</script>'
UNSEEN = "<title>Hội làng</title><style>p {}</style><script>x</script><noscript>Bật JavaScript</noscript><!-- n -->"


def refresh(url: str, delay: int = 0) -> str:
    return f'<meta http-equiv="refresh" content="{delay};url={url}">'


def after(response: Response, url: str = URL) -> str | None:
    """The address that is requested after an answer; None if the answer is passed on."""
    middleware = MetaRefresh.from_crawler(get_crawler(settings_dict={"METAREFRESH_MAXDELAY": 5}))
    found = middleware.process_response(Request(url), response)
    if isinstance(found, Request):
        return found.url
    assert found is response
    return None


def page(body: str, status: int = 200) -> HtmlResponse:
    return HtmlResponse(URL, status=status, body=body.encode(), encoding="utf-8")


@pytest.mark.parametrize("status", [400, 403, 404, 410, 429, 500, 503])
@pytest.mark.parametrize("body", [NUKEVIET, NUKEVIET + TEXT, refresh(URL), refresh("/tin/2")])
def test_error_pages_are_not_followed(status: int, body: str) -> None:
    assert after(page(body, status)) is None


@pytest.mark.parametrize(
    ("body", "url"),
    [
        (NUKEVIET, "http://x.vn/"),
        (refresh("/vi/") + TEXT, "http://x.vn/vi/"),
        (refresh("https://x.vn/tin/hoi-lang-1001") + TEXT, "https://x.vn/tin/hoi-lang-1001"),
        (refresh("?da=1") + TEXT, f"{URL}?da=1"),
        (refresh("/vi/", delay=5), None),
        (TEXT, None),
        ("", None),
        (refresh("http://["), None),
        (refresh("http://x.vn:99999/"), None),
        (refresh("javascript:alert(1)"), None),
    ],
)
def test_another_address_is_followed(body: str, url: str | None) -> None:
    assert after(page(body)) == url


@pytest.mark.parametrize(
    "own", [URL, "hoi-lang-1001", "/tin/hoi-lang-1001", f"{URL}#dau", "HTTP://X.VN/tin/hoi-lang-1001"]
)
@pytest.mark.parametrize(
    ("body", "followed"),
    [
        (TEXT, False),
        ("<p>Hãy đợi</p>", False),
        (TEXT * 100, False),
        (COOKIE, False),
        ("", True),
        (UNSEEN, True),
        ("<body>&nbsp;<div> </div></body>", True),
    ],
    ids=["article", "waiting", "long", "cookie", "empty", "unseen", "blank"],
)
def test_a_page_that_reloads_itself_is_followed_if_it_shows_nothing(own: str, body: str, followed: bool) -> None:
    assert (after(page(refresh(own) + body)) is not None) is followed


@pytest.mark.parametrize(("length", "followed"), [(3_000, True), (3_001, False)])
def test_only_a_small_page_shows_nothing(length: int, followed: bool) -> None:
    body = refresh(URL)
    assert (after(page(body + " " * (length - len(body)))) is not None) is followed


def test_other_answers_are_passed_on() -> None:
    assert after(XmlResponse(URL, body=NUKEVIET.encode())) is None
    assert after(Response(URL, body=NUKEVIET.encode())) is None


def test_it_stands_in_scrapys_place() -> None:
    name = f"{MetaRefresh.__module__}.{MetaRefresh.__qualname__}"
    components = Settings({"DOWNLOADER_MIDDLEWARES": settings.DOWNLOADER_MIDDLEWARES})
    order = components.get_component_priority_dict_with_base("DOWNLOADER_MIDDLEWARES")
    assert SCRAPYS not in {getattr(it, "__qualname__", it) for it, place in order.items() if place is not None}
    assert settings.DOWNLOADER_MIDDLEWARES[SCRAPYS] is None
    assert settings.DOWNLOADER_MIDDLEWARES[name] == DOWNLOADER_MIDDLEWARES_BASE[SCRAPYS]
