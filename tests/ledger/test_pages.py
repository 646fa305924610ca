"""Pages that are no articles: which are worth a visit, and which still have to be walked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from scraper.ledger.database import HOUR, Database
from scraper.ledger.pages import Pages
from scraper.ledger.runs import Runs

NOW = 1_700_000_000


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Pages]:
    database = Database(tmp_path / "state", "hoabinh")
    yield Pages(database)
    database.close()


def test_a_failed_page_is_open_until_it_was_walked(pages: Pages) -> None:
    assert pages.failed("2", "http://x.vn/tin?p=2", "1", 2, NOW) == 1
    assert [(page.url, page.list_root, page.number) for page in pages.due_for_retry(NOW)] == [
        ("http://x.vn/tin?p=2", "1", 2)
    ]
    assert pages.failed("2", "http://x.vn/tin?p=2", "1", 2, NOW) == 2
    assert pages.due_for_retry(NOW) == []
    assert len(pages.due_for_retry(NOW + HOUR)) == 1
    pages.walked("2", "http://x.vn/tin?p=2", "1", 2)
    assert pages.due_for_retry(NOW + HOUR) == []
    assert pages.failed("2", "http://x.vn/tin?p=2", "1", 2, NOW) == 1


def test_a_page_that_no_address_leads_to_is_not_open(pages: Pages) -> None:
    pages.failed("1#pager#2", "", "1", 2, NOW)
    assert pages.due_for_retry(NOW) == []


def test_pages_are_known_by_the_run_that_saw_them_first(pages: Pages) -> None:
    pages.walked("1", "http://x.vn/tin", "", 1)
    pages.walked("2", "http://x.vn/lien-he", "", 1)
    pages.list_articles(["1", "unknown"])
    assert {page.key: (bool(page.lists), page.first_run) for page in pages.walked_pages()} == {
        "1": (True, 1),
        "2": (False, 1),
    }
    assert pages.get("unknown") is None
    assert pages.sample(1) == ["http://x.vn/tin"]


def test_runs_remember_what_they_gave(tmp_path: Path) -> None:
    for reason, count in [("finished", 1), ("shutdown", 2), ("finished", 3)]:
        database = Database(tmp_path / "state", "hoabinh")
        runs = Runs(database)
        runs.begin(NOW + count)
        runs.end(reason, {"read/articles": count}, 0)
        runs.walked(NOW if count == 1 else None)
        database.close()
    database = Database(tmp_path / "state", "hoabinh")
    runs = Runs(database)
    assert [stats["read/articles"] for stats in runs.before()] == [3, 1]
    assert runs.progress() == (3, NOW)
    assert runs.is_older(NOW + 2)
    assert not runs.is_older(NOW + 1)
    database.close()
