"""One page in, one record out, from Python."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from scraper import read
from scraper.fixtures import Fixture
from scraper.items import as_record
from scraper.pages.article import NoArticleError
from tests.fixtures.golden import ARTICLES, place
from tests.pages.reading import TITLE, paragraphs

URL = "http://x.vn/tin-tuc/hoi-lang-mo-lai-sau-ba-nam-1001"
HTML = f"<html><body><div><h1>{TITLE}</h1><p>12/06/2023</p>{paragraphs()}</div></body></html>"
# What a page alone cannot know: the link to it, and the lists of the site.
LINKED = [fixture for fixture in ARTICLES if not fixture.meta.listed]


@pytest.mark.parametrize("fixture", LINKED, ids=place)
def test_a_page_gives_its_golden_record(fixture: Fixture) -> None:
    meta, expected = fixture.meta, fixture.expected
    assert expected is not None
    record = as_record(read(fixture.html, meta.url, link_text=max(meta.link_texts, key=len, default="")))
    assert {name: record[name] for name in expected} == expected


def test_text_and_bytes_give_the_same_record() -> None:
    one, other = read(HTML, URL), read(HTML.encode(), URL)
    one.fetched_at = other.fetched_at = ""
    assert one == other
    assert (one.title, one.date_published, one.language) == (TITLE, "2023-06-12", "vi")
    assert one.content_hash
    assert one.simhash


def test_the_source_is_the_hosts() -> None:
    assert read(HTML, URL).source == "portal_x_vn"
    assert read(HTML, URL.replace("x.vn", "hoabinh.gov.vn")).source == "hoabinh"


def test_the_day_of_the_fetch_is_not_the_articles() -> None:
    html = HTML.replace("<h1>", "<p>05/05/2024</p><h1>").replace("<p>12/06/2023</p>", "")
    assert read(html, URL, today=date(2024, 5, 5)).date_published is None
    assert read(html, URL, today=date(2024, 5, 6)).date_published == "2024-05-05"
    assert read(html, URL, today=date(2024, 5, 5)).fetched_at == "2024-05-04T17:00:00Z"


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("", "no HTML"),
        ("<h1>Danh mục</h1>", "no article"),
        ("<title>404 Not Found</title><h1>404 Not Found</h1>", "notice of the site"),
    ],
)
def test_what_is_not_an_article_says_what_it_is(html: str, reason: str) -> None:
    with pytest.raises(NoArticleError, match=reason) as error:
        read(html, URL)
    assert URL in str(error.value)


def test_a_link_that_promises_nothing_leaves_a_page_undecided() -> None:
    html = HTML.replace(TITLE, "Tin buồn")
    with pytest.raises(NoArticleError, match=r"undecided \(only its text"):
        read(html, "http://x.vn/bai-viet", link_text="Tin buồn")


@pytest.mark.parametrize("url", ["", "x.vn/tin", "ftp://x.vn/tin", "http://"])
def test_an_address_that_is_not_one(url: str) -> None:
    with pytest.raises(ValueError, match="url must be an http or https address"):
        read(HTML, url)


def test_neither_bytes_nor_text() -> None:
    with pytest.raises(TypeError, match="bytes or str, not PosixPath"):
        read(Path("page.html"), URL)  # type: ignore[arg-type]


def test_it_reads_inside_a_running_event_loop() -> None:
    async def title() -> str:
        return read(HTML, URL).title

    assert asyncio.run(title()) == TITLE


def test_the_command_gives_the_same_fields(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(HTML, "utf-8")
    command = [sys.executable, "-m", "scrapy", "read", str(page), "--base-url", URL]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    printed, record = json.loads(done.stdout), as_record(read(HTML, URL))
    del printed["fetched_at"], record["fetched_at"]
    assert printed == record
