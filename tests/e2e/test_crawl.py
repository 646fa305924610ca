"""Whole crawls over real sockets: every article of the practice portal, once, with the fields that it prints."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urlsplit

import pytest

from scraper.addresses import UrlResolver
from scraper.cms.liferay import COM_SOFT
from scraper.cms.mdefault import MDEFAULT
from scraper.cms.slug_id import SLUG_ID
from scraper.cms.websphere import WCM
from tests.crawling import Run, crawl
from tests.practice import Portal, Truth

ARTICLES = 30
PORTALS = [
    ("stp_travinh", "tables", "wcm"),
    ("stp_travinh", "modern", "wcm"),
    ("dukcqdn_travinh", "word", "wcm"),
    ("dukcqdn_travinh", "cards", "wcm"),
    ("hoabinh", "portlet", "wcm"),
    ("hoabinh", "modern", "wcm"),
    ("dukcqdn_longan", "wcm", "wcm"),
    ("dukcqdn_longan", "word", "wcm"),
    ("dukcqdn_longan", "cards", "slug"),
    ("dukcqdn_longan", "tables", "slug"),
]


@pytest.fixture(scope="module", params=PORTALS, ids=lambda names: "-".join(names))
def crawled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Portal, Run]:
    source, skin, form = request.param
    portal = Portal(source, skin, articles=ARTICLES, form=form)
    return portal, crawl(portal, tmp_path_factory.mktemp(source))


def key_of(url: str) -> str | None:
    address = UrlResolver((urlsplit(url).netloc,), (MDEFAULT, COM_SOFT, SLUG_ID, WCM)).resolve(url, url)
    return address.key if address else None


def expected(truth: Truth) -> dict[str, Any]:
    return {
        "title": truth.title,
        "authors": list(truth.authors),
        "authors_raw": truth.authors_raw,
        "date_published": truth.date_published,
        "section": truth.section,
        "summary": truth.summary,
        "body": truth.body,
        "captions": sorted(truth.captions),
        "attachments": len(truth.attachments),
        "other_news": [(str(entry.key), entry.title, entry.date) for entry in truth.other_news],
    }


def read(record: dict[str, Any]) -> dict[str, Any]:
    fields = {name: record[name] for name in expected_names}
    fields["captions"] = sorted(image["caption"] for image in record["images"] if image["caption"])
    fields["attachments"] = len(record["attachments"])
    fields["other_news"] = [(key_of(entry["url"]), entry["title"], entry["date"]) for entry in record["other_news"]]
    return fields


expected_names = ("title", "authors", "authors_raw", "date_published", "section", "summary", "body")


def test_every_article_once_and_nothing_else(crawled: tuple[Portal, Run]) -> None:
    portal, run = crawled
    assert Counter(key_of(record["url"]) for record in run.records) == Counter(str(t.key) for t in portal.truth)
    assert len({record["id"] for record in run.records}) == len(run.records)


def test_every_field_is_what_the_page_prints(crawled: tuple[Portal, Run]) -> None:
    portal, run = crawled
    truths = {str(truth.key): expected(truth) for truth in portal.truth}
    wrong = {
        (record["url"], name): (value, truths[key][name])
        for record in run.records
        for key in [str(key_of(record["url"]))]
        for name, value in read(record).items()
        if value != truths[key][name]
    }
    assert wrong == {}


def test_trouble_is_counted_and_never_a_traceback(crawled: tuple[Portal, Run]) -> None:
    _, run = crawled
    assert run.status == 0
    assert "Traceback" not in run.log
    assert run.stat("spider_exceptions/count") == 0
    assert run.stat("walk/failed/404") >= 1
    assert run.stat("walk/failed/500") == 1
    assert run.stat("read/empty_page") == 1
    assert run.stat("read/no_article") >= 1
    assert run.stat("retry/count") >= 2  # the 500 and the cut answer that recover


def test_what_must_not_be_asked_for(crawled: tuple[Portal, Run]) -> None:
    _, run = crawled
    paths = [request.split(" ", 1)[1] for request in run.requests]
    assert not [path for path in paths if path.startswith("/noi-bo/")], "robots.txt says no"
    assert not [path for path in paths if "/print/" in path or "print=1" in path], "print twins"
    assert run.stat("fetch_guard/refused") == 0, "foreign links are not even tried"
    assert len(paths) < 6 * ARTICLES, "endless calendars and loops end"


def test_records_have_one_address_without_state(crawled: tuple[Portal, Run]) -> None:
    _, run = crawled
    for record in run.records:
        assert "jsessionid" not in record["canonical_url"]
        assert "!ut/p" not in record["canonical_url"]
        assert urlsplit(record["canonical_url"]).netloc == urlsplit(record["url"]).netloc
        assert all(entry["url"].startswith("http://127.0.0.1:") for entry in record["other_news"])


def test_dates_say_where_they_come_from(crawled: tuple[Portal, Run]) -> None:
    _, run = crawled
    for record in run.records:
        assert (record["date_published"] is None) == (record["date_source"] is None) == (record["date_raw"] is None)
