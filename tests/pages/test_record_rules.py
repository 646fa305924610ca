"""What a record takes from its page and from its list."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from scraper.addresses import UrlResolver
from scraper.cms.slug_id import SLUG_ID
from scraper.cms.websphere import WCM
from scraper.items import Article
from scraper.pages.article import read_article
from scraper.pages.page import Page
from scraper.pages.record import article_id, record_of
from scraper.text.dates import PrintedDate, find_dates
from tests.pages.reading import ONE, SENTENCES, paragraphs

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TITLE = "Hội làng mở lại sau ba năm vắng bóng"
URL = "http://x.vn/bai-viet"
DATE, SIGNED = "<p>12/06/2023 16:30</p>", "<p align='right'>Hà Văn Thuận</p>"
(LISTED,) = find_dates("11/06/2023")
STATED = "<meta property='article:published_time' content='2023-06-{}T08:00:00+07:00'>"


def record(body: str, listed: PrintedDate | None = None, head: str = "", url: str = URL) -> Article:
    html = f"<html><head>{head}</head><body><div><h1>{TITLE}</h1><div>{body}</div></div></body></html>"
    page = Page(url, html.encode(), UrlResolver(("x.vn",), ()))
    return record_of(page, page.address, read_article(page, (TITLE,)), "portal", listed, NOW)


@pytest.mark.parametrize(
    ("body", "listed", "head", "date", "source", "raw"),
    [
        (DATE, "11/06/2023", "", "2023-06-12T16:30:00+07:00", "page", "12/06/2023 16:30"),
        ("", "11/06/2023", "", "2023-06-11", "listing", "11/06/2023"),
        ("", "11/06/2023", STATED.format(11), "2023-06-11T08:00:00+07:00", "metadata", "11/06/2023"),
        ("", "11/06/2023", STATED.format(12), "2023-06-11", "listing", "11/06/2023"),
        ("", "11/06/2023 10:00", STATED.format(11), "2023-06-11T10:00:00+07:00", "listing", "11/06/2023 10:00"),
        ("", None, STATED.format(11), None, None, None),
    ],
)
def test_the_date_of_a_record_is_the_pages_or_else_the_lists(
    body: str, listed: str | None, head: str, date: str | None, source: str | None, raw: str | None
) -> None:
    printed = find_dates(listed)[0] if listed else None
    found = record(body + paragraphs(), printed, head)
    assert (found.date_published, found.date_source, found.date_raw) == (date, source, raw)
    assert found.date_modified is None


def test_a_change_is_recorded() -> None:
    found = record(f"<p>Ngày đăng: 12/06/2023</p><p>Cập nhật: 13/06/2023</p>{paragraphs()}")
    assert (found.date_published, found.date_modified) == ("2023-06-12", "2023-06-13")


def hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("/tin-tuc/hoi-lang-mo-lai-1001", "1001"),
        ("/bai-viet", "/bai-viet"),
        ("/wps/portal/tin/!ut/p/z0/aaa/", f"/wps/portal/tin|{TITLE}"),
    ],
)
def test_an_articles_id_is_its_key_or_else_its_address(path: str, key: str) -> None:
    address = UrlResolver(("x.vn",), (SLUG_ID, WCM)).resolve("http://x.vn/", path)
    assert address is not None
    assert article_id("portal", address, TITLE) == hashed(f"portal\n{key}")


@pytest.mark.parametrize(
    ("path", "is_key_trusted", "key"),
    [
        ("/tin-tuc/hoi-lang-mo-lai-1001", True, "1001"),
        ("/tin-tuc/hoi-lang-mo-lai-1001", False, "/tin-tuc/hoi-lang-mo-lai-1001"),
        ("/tin-tuc/hoi-lang-mo-lai-12345", False, "key:12345|hoi-lang-mo-lai"),
        ("/bai-viet", False, "/bai-viet"),
    ],
)
def test_without_trust_in_keys_an_articles_id_is_its_address(path: str, is_key_trusted: bool, key: str) -> None:
    address = UrlResolver(("x.vn",), (replace(SLUG_ID, is_exact=False),)).resolve("http://x.vn/", path)
    assert address is not None
    assert article_id("portal", address, TITLE, is_key_trusted=is_key_trusted) == hashed(f"portal\n{key}")
    page = Page(f"http://x.vn{path}", f"<h1>{TITLE}</h1>{paragraphs()}".encode(), UrlResolver(("x.vn",), ()))
    fields = read_article(page, (TITLE,))
    found = record_of(page, address, fields, "portal", None, NOW, is_key_trusted=is_key_trusted)
    assert found.id == hashed(f"portal\n{key}")


def test_a_record_has_the_address_that_its_page_states() -> None:
    urls = UrlResolver(("x.vn",), (SLUG_ID,))
    page = Page(f"{URL}?xem=9", f"<h1>{TITLE}</h1>{paragraphs()}".encode(), urls)
    stated = urls.resolve(URL, "/tin-tuc/hoi-lang-mo-lai-1001")
    assert stated is not None
    found = record_of(page, stated, read_article(page, (TITLE,)), "portal", None, NOW)
    assert (found.url, found.canonical_url) == (f"{URL}?xem=9", "http://x.vn/tin-tuc/hoi-lang-mo-lai-1001")
    assert found.id == hashed("portal\n1001")


def test_a_record_has_all_that_was_read() -> None:
    html = f"{DATE}<p class='sapo'>{ONE}</p>{paragraphs(*SENTENCES[1:])}{SIGNED}"
    found = record(html, url=f"{URL}?utm_source=x")
    assert (found.source, found.url, found.canonical_url) == ("portal", f"{URL}?utm_source=x", URL)
    assert found.id == hashed("portal\n/bai-viet")
    assert (found.title, found.summary, found.body) == (TITLE, ONE, "\n\n".join(SENTENCES))
    assert (found.authors, found.authors_raw) == (["Hà Văn Thuận"], "Hà Văn Thuận")
    assert found.fetched_at == "2026-01-01T00:00:00Z"
    assert found.warnings == []
    assert (found.images, found.attachments, found.other_news, found.section) == ([], [], [], None)
