"""A state file with faults: a run is whole or stops with a plain message, and a rebuilt file brings all back.

``STATE_FAULTS=2000 pytest tests/ledger/test_damage.py`` is the long form, about ten minutes.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import shutil
from collections import Counter
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from scrapy.exceptions import CloseSpider, DropItem
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from scraper.commands.state import identities
from scraper.extensions.source_ledger import LedgerExtension
from scraper.frontier.record_outcome import record_article
from scraper.items import Article
from scraper.ledger.articles import State
from scraper.ledger.health import Expectations
from scraper.ledger.rebuild import rebuild
from scraper.ledger.undecided import UndecidedPage
from scraper.pipelines.append_record import AppendRecord
from scraper.sites import sites_of
from scraper.storage.reader import current_lines, read_lines
from tests.crawling import crawl
from tests.ledger.damage import damaged
from tests.pipelines.records import ledger_in, opened
from tests.practice import Portal

FAULTS = int(os.environ.get("STATE_FAULTS", "60"))
SOURCE = "hoabinh"
KEY_OF = identities(sites_of(SpiderLoader.from_settings(Settings({"SPIDER_MODULES": ["scraper.spiders"]}))))
# Articles of the site that no run has written yet.
NEW = 3
Site = dict[str, Article]
"""Articles by their identity."""


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """State file and log of two crawls of a practice portal."""
    folder = tmp_path_factory.mktemp("real")
    for _ in range(2):
        assert crawl(Portal(SOURCE, articles=12), folder).status == 0
    return folder


def site_of(folder: Path) -> Site:
    site: Site = {}
    names = {field.name for field in fields(Article)}
    for line in read_lines(folder / f"{SOURCE}.jsonl"):
        record = {name: value for name, value in line.value.items() if name in names}
        key = KEY_OF(SOURCE, record["url"], record["title"])
        assert key is not None
        site[key] = Article(**{**record, "images": [], "attachments": [], "other_news": [], "document_refs": []})
    for number in range(NEW):
        url = f"{record['url'].partition('/tin-tuc')[0]}/tin-tuc/-/view_content/99{number}-tin-moi-{number}"
        key = f"new:{number}"
        site[key] = Article(
            **{
                **record,
                "url": url,
                "id": f"{number:032x}",
                "title": f"Tin mới {number}",
                "content_hash": f"{number:064x}",
                "images": [],
                "attachments": [],
                "other_news": [],
                "document_refs": [],
            }
        )
    return site


class Stopped(Exception):  # noqa: N818
    """The run stopped with a message."""


def walk(folder: Path, site: Site, *, full: bool = False) -> LedgerExtension:
    """What a run does with its ledger, in the order of a run; raises Stopped if it stops."""

    async def run() -> LedgerExtension:
        ledger = ledger_in(folder)
        try:
            ledger.open(SOURCE, full=full, expectations=Expectations())
            steps(ledger, site)
        except (CloseSpider, DropItem) as error:
            raise Stopped from error
        finally:
            ledger.spider_closed("finished" if not ledger.has_failed else "output_failed")
        if ledger.has_failed:
            raise Stopped
        return ledger

    return asyncio.run(run())


def steps(ledger: LedgerExtension, site: Site) -> None:
    with ledger.transaction():
        known = [*filter(lambda one: one.due(ledger.now), ledger.articles.pending())]
        due = {one.key for one in [*known, *ledger.articles.due_for_revisit("" if ledger.full else "2026-01-01")]}
        pages = [*ledger.pages.due_for_retry(ledger.now), *ledger.pages.walked_pages()]
        ledger.articles.sample(9)
        ledger.pages.sample(9)
    for key, article in site.items():
        with ledger.transaction():
            before = ledger.articles.record_link(
                key, article.url, article.canonical_url, article.title, None, ledger.now
            )
        if before is None or key in due or (before.state != State.WRITTEN and before.due(ledger.now)):
            fetch(ledger, key, article)
    for page in pages:
        with ledger.transaction():
            if ledger.pages.get(page.key) is not None:
                ledger.pages.walked(page.key, page.url, page.list_root, page.number)
    with ledger.transaction():
        ledger.undecided.add("u", UndecidedPage("http://x.vn/u", "Tin", "no date"))
        ledger.undecided.all()
        ledger.undecided.drop("u")
        ledger.pages.list_articles([page.key for page in pages[:3]])


def fetch(ledger: LedgerExtension, key: str, article: Article) -> None:
    known = ledger.articles.get(key)  # outside a transaction, as the reader of pages asks
    item = Article(**{field.name: getattr(article, field.name) for field in fields(Article)})
    if known is not None and known.id is not None:
        item.id = known.id.hex()
    with ledger.transaction():
        record_article(ledger, (key,), item.url, item.id, item, ('"e"', None))
    AppendRecord(ledger, SOURCE).process_item(item)


def titles(folder: Path) -> Counter[str]:
    """Titles of the lines that count."""
    path = folder / f"{SOURCE}.jsonl"
    lines = {line.start: line for line in read_lines(path)}
    return Counter(str(lines[start].value["title"]) for start in current_lines(lines.values()).values())


def assert_none_twice(folder: Path) -> None:
    lines = [json.loads(line) for line in (folder / f"{SOURCE}.jsonl").read_text("utf-8").splitlines()]
    assert Counter((line["id"], line["revision"]) for line in lines).most_common(1)[0][1] == 1
    assert titles(folder).most_common(1)[0][1] == 1


def copy(real: Path, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    for path in real.iterdir():
        if path.is_file() and not path.name.endswith(".lock"):
            shutil.copy2(path, folder)
    return folder / "state.sqlite3"


@pytest.mark.parametrize("first", range(0, FAULTS, 20))
def test_a_run_over_a_damaged_file_is_whole_or_says_what_helps(
    real: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, first: int
) -> None:
    site = site_of(real)
    whole = (real / "state.sqlite3").read_bytes()
    everything = Counter(article.title for article in site.values())
    outcomes: Counter[str] = Counter()
    for seed in range(first, min(first + 20, FAULTS)):
        folder = tmp_path / str(seed)
        state = copy(real, folder)
        state.write_bytes(damaged(whole, seed))
        caplog.clear()
        try:
            walk(folder, site)
        except Stopped:
            errors = [record for record in caplog.records if record.levelno >= logging.ERROR]
            assert len(errors) == 1, seed
            assert "scrapy state --rebuild" in errors[0].message, seed
            assert errors[0].exc_info is None, seed
            outcomes["stopped"] += 1
        else:
            outcomes["whole"] += 1
            assert_none_twice(folder)
        rebuild(state, folder, [SOURCE], KEY_OF, datetime.now(UTC))
        walk(folder, site)
        assert titles(folder) == everything, seed
        assert_none_twice(folder)
        size = (folder / f"{SOURCE}.jsonl").stat().st_size
        walk(folder, site, full=True)
        assert (folder / f"{SOURCE}.jsonl").stat().st_size == size, seed
        shutil.rmtree(folder)
    assert outcomes["stopped"]


def test_a_damaged_write_ahead_log_costs_at_most_what_it_held(real: Path, tmp_path: Path) -> None:
    site = site_of(real)
    for seed in range(FAULTS // 6):
        folder = tmp_path / str(seed)
        state = copy(real, folder)
        with_wal = tmp_path / "with_wal"
        with opened(folder) as ledger:
            with ledger.transaction():
                for key in site:
                    ledger.articles.failed(key, ledger.now)
            shutil.copytree(folder, with_wal, ignore=shutil.ignore_patterns("*.lock", "*-shm"))
        wal = with_wal / f"{state.name}-wal"
        wal.write_bytes(damaged(wal.read_bytes(), seed))
        try:
            walk(with_wal, site)
        except Stopped:
            rebuild(with_wal / state.name, with_wal, [SOURCE], KEY_OF, datetime.now(UTC))
            assert (with_wal / state.name).exists()
            walk(with_wal, site)
        assert_none_twice(with_wal)
        assert titles(with_wal) == Counter(article.title for article in site.values()), seed
        shutil.rmtree(with_wal)
        shutil.rmtree(folder)


def test_a_file_that_is_whole_needs_no_rebuilding(real: Path, tmp_path: Path) -> None:
    copy(real, tmp_path)
    site: dict[str, Any] = site_of(real)
    ledger = walk(tmp_path, site)
    assert ledger.stats.get_value("output/new") == NEW
    assert titles(tmp_path) == Counter(article.title for article in site.values())
    assert_none_twice(tmp_path)
