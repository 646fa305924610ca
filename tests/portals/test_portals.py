"""``scrapy crawl portal`` on small portals of many kinds: every article once, with its own fields."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any
from urllib.parse import unquote

import pytest

from tests.crawling import FAST, read_lines, scrapy
from tests.portals import sites
from tests.portals.served import served

NAMES = sorted(module.name for module in iter_modules(sites.__path__))
# A second run of each takes as long as the first: of these, which differ most in their addresses.
CRAWLED_TWICE = ("joomla_mattran",)
# With a site map, or without one; tags, calendars and second languages of some portals are outside of both.
REQUESTS_AN_ARTICLE = 3.0


# Known faults of reading; none today.
WRONG_SECTIONS: tuple[str, ...] = ()
WRONG_LISTS: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figures:
    """How records differ from the truth."""

    lost: list[str]
    extra: list[str]
    doubled: list[str]
    wrong_titles: list[str]
    wrong_days: list[str]
    wrong_sections: list[str]
    wrong_lists: list[str]
    """Articles whose other news is another set."""
    requests: float


def crawled(build: Any, folder: Path, *arguments: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]], float]:
    """Records, truth, and requests an article of one crawl."""
    with served(build) as (portal, requests):
        done = scrapy(
            "crawl", "portal", "-a", f"base_url={portal.start}", "-s", f"OUTPUT_DIR={folder}", *FAST, *arguments
        )
        records = [record for path in folder.glob("*.jsonl") for record in read_lines(path)]
        assert done.returncode == 0, done.stderr[-3000:]
        assert "Traceback" not in done.stderr
        return records, portal.truth, len(requests) / len(portal.truth)


def path_of(url: str) -> str:
    return unquote(url).partition("://")[2].partition("/")[2].rstrip("/").lower()


def plain(text: str) -> str:
    return re.sub(r"\W+", "", text.lower())


def compare(records: list[dict[str, Any]], truth: list[dict[str, Any]], requests: float) -> Figures:
    """The differences; an address may have its parameters in any order."""
    by_path = {path_of(record[name]): record for name in ("canonical_url", "url") for record in records}
    by_path |= {"&".join(sorted(re.split("[?&]", path))): record for path, record in list(by_path.items())}
    found = {}
    for article in truth:
        path = path_of(article["url"])
        found[path] = by_path.get(path) or by_path.get("&".join(sorted(re.split("[?&]", path))))
    pairs = [(found[path_of(article["url"])], article) for article in truth]
    both = [(record, article) for record, article in pairs if record is not None]
    used = {record["id"] for record, _ in both}
    ids = [record["id"] for record in records]

    def differing(name: str, ours: Any) -> list[str]:
        return [article["url"] for record, article in both if ours(record) != article[name]]

    return Figures(
        lost=[article["url"] for record, article in pairs if record is None],
        extra=[record["url"] for record in records if record["id"] not in used],
        doubled=sorted({it for it in ids if ids.count(it) > 1}),
        wrong_titles=[a["url"] for record, a in both if plain(record["title"]) != plain(a["title"])],
        wrong_days=[
            a["url"] for record, a in both if record["date_published"] and record["date_published"][:10] != a["date"]
        ],
        wrong_sections=differing("section", lambda record: record["section"]),
        wrong_lists=[
            a["url"]
            for record, a in both
            if {path_of(it["url"]) for it in record["other_news"]} != {path_of(url) for url in a["other_news"]}
        ],
        requests=requests,
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_article_of_a_small_portal(name: str, tmp_path: Path) -> None:
    build = import_module(f"tests.portals.sites.{name}").build
    figures = compare(*crawled(build, tmp_path))
    assert (figures.lost, figures.extra, figures.doubled) == ([], [], [])
    assert (figures.wrong_titles, figures.wrong_days) == ([], [])
    assert figures.requests <= REQUESTS_AN_ARTICLE
    assert bool(figures.wrong_sections) is (name in WRONG_SECTIONS)
    assert bool(figures.wrong_lists) is (name in WRONG_LISTS)


@pytest.mark.parametrize("name", CRAWLED_TWICE)
def test_a_second_run_writes_nothing(name: str, tmp_path: Path) -> None:
    build = import_module(f"tests.portals.sites.{name}").build
    with served(build) as (portal, _):
        for _ in range(2):
            crawl = ("crawl", "portal", "-a", f"base_url={portal.start}", "-a", "full=1")
            done = scrapy(*crawl, "-s", f"OUTPUT_DIR={tmp_path}", *FAST)
            assert done.returncode == 0, done.stderr[-3000:]
    records = [record for path in tmp_path.glob("*.jsonl") for record in read_lines(path)]
    assert {record["revision"] for record in records} == {1}
    assert len(records) == len(portal.truth)
