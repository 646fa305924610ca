"""What earlier runs know of the link to an article."""

from __future__ import annotations

from pathlib import Path

import pytest

from scraper.ledger.articles import Articles
from scraper.ledger.database import Database
from scraper.ledger.known_links import KnownLink, known_link
from scraper.storage.sqlite import StorageError

URL = "http://x.vn/a"
LISTED = ("2023-06-12", "12/06/2023")


@pytest.mark.parametrize("listed", [None, LISTED])
def test_the_link_to_a_recorded_article_is_known(tmp_path: Path, listed: tuple[str, str] | None) -> None:
    database = Database(tmp_path / "state", "mine")
    articles = Articles(database)
    articles.record_link("a", URL, URL, "Hội làng mở lại", listed, 1)
    assert known_link(tmp_path / "state", "mine", "a") is None, "found, but not recorded"
    database.execute("UPDATE articles SET state = 'written'")
    assert known_link(tmp_path / "state", "mine", "a") == KnownLink("Hội làng mở lại", listed)
    assert known_link(tmp_path / "state", "mine", "b") is None
    assert known_link(tmp_path / "state", "other", "a") is None
    database.close()


def test_without_a_state_file_nothing_is_read(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        known_link(tmp_path / "state", "mine", "a")
    assert list(tmp_path.iterdir()) == []
