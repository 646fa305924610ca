"""``scrapy crawl portal``: a site without a source file gives the same articles as with one."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from scraper.demo import Portal, serve
from tests.crawling import FAST, read_lines, scrapy

ARTICLES = 15


@pytest.mark.parametrize(
    ("source", "skin", "form"),
    [
        ("stp_travinh", "modern", "wcm"),
        ("hoabinh", "portlet", "wcm"),
        ("dukcqdn_longan", "word", "wcm"),
        ("dukcqdn_longan", "cards", "slug"),
    ],
)
def test_every_article_is_found_once_and_nothing_else(source: str, skin: str, form: str, tmp_path: Path) -> None:
    portal = Portal(source, skin, articles=ARTICLES, form="slug" if form == "slug" else "wcm")
    with serve(portal) as server:
        done = scrapy("crawl", "portal", "-a", f"base_url={server.base_url}", "-s", f"OUTPUT_DIR={tmp_path}", *FAST)
    (path,) = tmp_path.glob("*.jsonl")
    records = read_lines(path)
    assert done.returncode == 0, done.stderr[-2000:]
    assert path.stem == records[0]["source"] == f"portal_127_0_0_1_{urlsplit(server.base_url).port}"
    wanted = sorted((truth.title, truth.body) for truth in portal.truth)
    assert sorted((record["title"], record["body"]) for record in records) == wanted


def test_without_an_address_nobody_knows_which_site(tmp_path: Path) -> None:
    done = scrapy("crawl", "portal", "-s", f"OUTPUT_DIR={tmp_path}")
    assert done.returncode == 2
    assert "-a base_url=https://HOST" in done.stdout + done.stderr
