"""What a complete walk decided of pages, by their addresses."""

from __future__ import annotations

from pathlib import Path

import pytest

from scraper.ledger.articles import Articles
from scraper.ledger.database import Database
from scraper.ledger.pages import Pages
from scraper.ledger.undecided import Undecided, UndecidedPage
from scraper.ledger.walk_decisions import WalkDecision, read_walk_decisions
from scraper.storage.sqlite import StorageError

URLS = {name: f"http://x.vn/{name}" for name in ("list", "second", "menu", "broken", "article", "open", "found")}


@pytest.fixture
def state(tmp_path: Path) -> Path:
    database = Database(tmp_path / "state", "mine")
    pages, articles = Pages(database), Articles(database)
    for name, root, number in (("list", "", 1), ("second", "list", 2), ("menu", "", 1)):
        pages.walked(name, URLS[name], root, number)
    pages.list_articles(["list"])
    pages.failed("broken", URLS["broken"], "", 1, 1)
    for name in ("article", "open", "found"):
        articles.record_link(name, URLS[name], f"{URLS[name]}?canonical", "Hội làng mở lại", None, 1)
    database.execute("UPDATE articles SET state = 'written' WHERE key = 'article'")
    Undecided(database).add("open", UndecidedPage(URLS["open"], "Hội làng mở lại", "no date"))
    database.close()
    return tmp_path / "state"


def test_each_page_of_a_complete_walk_has_its_decision(state: Path) -> None:
    database = Database(state, "mine")
    database.execute("UPDATE sources SET walked_run = 1")
    database.close()
    assert read_walk_decisions(state, "mine", URLS.values()) == {
        URLS["list"]: WalkDecision.LIST,
        URLS["second"]: WalkDecision.LIST,
        URLS["menu"]: WalkDecision.OTHER,
        URLS["article"]: WalkDecision.ARTICLE,
        URLS["open"]: WalkDecision.UNDECIDED,
    }
    canonical = f"{URLS['article']}?canonical"
    assert read_walk_decisions(state, "mine", [canonical]) == {canonical: WalkDecision.ARTICLE}
    assert read_walk_decisions(state, "other", URLS.values()) == {}


def test_nothing_is_decided_before_a_walk_has_ended(state: Path) -> None:
    assert read_walk_decisions(state, "mine", URLS.values()) == {}


def test_without_a_state_file_no_decision_is_read(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        read_walk_decisions(tmp_path / "state", "mine", [])
    assert list(tmp_path.iterdir()) == []
