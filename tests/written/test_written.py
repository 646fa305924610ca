"""Each written page gives its right values."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest

from scraper import read
from scraper.items import as_record
from scraper.pages.article import NoArticleError
from tests.written import FILES, WrittenPage, written_pages

SHARED = Path(__file__).parents[3] / "shared" / "cases"
PAGES = [pytest.param(page, id=f"{file}-{page.name}") for file in FILES for page in written_pages(file)]


def text_of(record: dict[str, Any]) -> str:
    """The body, with the lead before it where the record has it apart."""
    return "\n\n".join(filter(None, (record["summary"], record["body"])))


def parts(name: str, key: str) -> Callable[[dict[str, Any]], Any]:
    """One key of each part of a field."""
    return lambda record: [part[key] for part in record[name]]


def days(record: dict[str, Any]) -> list[str | None]:
    """The days of other news."""
    return [(entry["date"] or "")[:10] or None for entry in record["other_news"]]


READ: dict[str, Callable[[dict[str, Any]], Any]] = {
    "captions": parts("images", "caption"),
    "attachment_titles": parts("attachments", "title"),
    "attachments_count": lambda record: len(record["attachments"]),
    "other_news_titles": parts("other_news", "title"),
    "other_news_dates": days,
    "date_published_day": lambda record: record["date_published"] and record["date_published"][:10],
    "repairs_any": lambda record: bool(record["repairs"]),
}
ONE_OF = {"images_one_of": "image_urls", "date_published_one_of": "date_published"}
ADDRESSES = {"image_urls": "images", "attachment_urls": "attachments", "other_news_urls": "other_news"}


def is_right(name: str, expected: Any, record: dict[str, Any], url: str) -> bool:
    """True if a field, or a view of it, is as expected."""
    text = text_of(record)
    if name in ADDRESSES:
        return [part["url"] for part in record[ADDRESSES[name]]] == [urljoin(url, href) for href in expected]
    if name == "body":
        return expected in (record["body"], text)
    if name == "body_contains":
        return all(words in text for words in expected)
    if name == "body_lacks":
        return not any(words in text for words in expected)
    if name.endswith("_one_of"):
        return any(is_right(ONE_OF[name], one, record, url) for one in expected)
    value = READ[name](record) if name in READ else record[name]
    return bool(value == expected)


def shared() -> list[WrittenPage]:
    """Pages with reported faults, which lie beside the project."""
    stated = [(path.parent, json.loads(path.read_text("utf-8"))) for path in sorted(SHARED.glob("*/expected.json"))]
    return [
        WrittenPage(folder.name, row["situation"], row["url"], row["expected"], (folder / "page.html").read_bytes())
        for folder, row in stated
    ]


@pytest.mark.skipif(not SHARED.exists(), reason="../shared/cases is not there")
@pytest.mark.parametrize("page", [pytest.param(page, id=page.name) for page in shared()])
def test_a_shared_page_gives_its_right_values(page: WrittenPage) -> None:
    test_a_written_page_gives_its_right_values(page)


@pytest.mark.parametrize("page", PAGES)
def test_a_written_page_gives_its_right_values(page: WrittenPage) -> None:
    expected = dict(page.expected)
    if expected.pop("no_article", False):
        with pytest.raises(NoArticleError):
            read(page.html, page.url)
        return
    record = as_record(read(page.html, page.url))
    wrong = {name: value for name, value in expected.items() if not is_right(name, value, record, page.url)}
    assert not wrong, {name: READ[name](record) if name in READ else record.get(name, record) for name in wrong}
