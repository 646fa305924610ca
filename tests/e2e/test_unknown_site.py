"""``scrapy crawl portal``: a site without a source file gives the same articles as with one."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.crawling import FAST, read_lines, scrapy
from tests.e2e.unlisted import unlisted_portal
from tests.practice import Portal, Truth, serve

ARTICLES = 15
UNLISTED = [
    ("slug", "modern"),
    ("root-slug", "cards"),
    ("blog", "tables"),
    ("number", "word"),
    ("dated", "portlet"),
    ("program", "wcm"),
    ("slug-id", "modern"),
    ("slug-id-html", "tables"),
    ("separator", "cards"),
    ("item", "word"),
]


def crawl_unknown(portal: Portal, folder: Path) -> list[dict[str, Any]]:
    """The records of a crawl that knows nothing but the address."""
    with serve(portal) as server:
        done = scrapy("crawl", "portal", "-a", f"base_url={server.base_url}", "-s", f"OUTPUT_DIR={folder}", *FAST)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "Traceback" not in done.stderr
    (path,) = folder.glob("*.jsonl")
    records = read_lines(path)
    name = f"portal_127_0_0_1_{urlsplit(server.base_url).port}"
    assert {path.stem, *(record["source"] for record in records)} == {name}
    return records


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
        "other_news": [(entry.title, entry.date) for entry in truth.other_news],
    }


def read(record: dict[str, Any]) -> dict[str, Any]:
    names = ("title", "authors", "authors_raw", "date_published", "section", "summary", "body")
    return {name: record[name] for name in names} | {
        "captions": sorted(image["caption"] for image in record["images"] if image["caption"]),
        "attachments": len(record["attachments"]),
        "other_news": [(entry["title"], entry["date"]) for entry in record["other_news"]],
    }


def by_title(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(found, key=lambda fields: str(fields["title"]))


@pytest.mark.parametrize(
    ("source", "skin", "form"),
    [
        ("stp_travinh", "modern", "wcm"),
        ("dukcqdn_travinh", "tables", "wcm"),
        ("hoabinh", "portlet", "wcm"),
        ("dukcqdn_longan", "word", "wcm"),
        ("dukcqdn_longan", "cards", "slug"),
    ],
)
def test_a_known_cms_gives_every_article_once(source: str, skin: str, form: str, tmp_path: Path) -> None:
    portal = Portal(source, skin, articles=ARTICLES, form="slug" if form == "slug" else "wcm")
    records = crawl_unknown(portal, tmp_path)
    assert by_title(list(map(read, records))) == by_title(list(map(expected, portal.truth)))


@pytest.mark.parametrize(("shape", "skin"), UNLISTED)
def test_addresses_that_tell_nothing_give_every_article_once(shape: str, skin: str, tmp_path: Path) -> None:
    portal = unlisted_portal(shape, skin, ARTICLES)
    records = crawl_unknown(portal, tmp_path)
    assert by_title(list(map(read, records))) == by_title(list(map(expected, portal.truth)))


@pytest.mark.parametrize(("shape", "skin"), [("slug", "cards"), ("blog", "modern"), ("item", "tables")])
def test_a_site_teaches_its_addresses_so_that_titles_may_be_short(shape: str, skin: str, tmp_path: Path) -> None:
    portal = unlisted_portal(shape, skin, ARTICLES, short=True)
    records = crawl_unknown(portal, tmp_path)
    wanted = sorted((truth.title, truth.body) for truth in portal.truth)
    assert sorted((record["title"], record["body"]) for record in records) == wanted


def test_without_an_address_nobody_knows_which_site(tmp_path: Path) -> None:
    for arguments in (("crawl", "portal"), ("crawlall", "portal"), ("crawlall", "hoabinh", "portal")):
        done = scrapy(*arguments, "-s", f"OUTPUT_DIR={tmp_path}")
        assert done.returncode == 2
        assert "-a base_url=https://HOST" in done.stdout + done.stderr


def test_scrapy_lists_it_among_the_sources() -> None:
    assert "portal" in scrapy("list").stdout.split()
