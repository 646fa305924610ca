"""An index file with faults: it is fed and searched, or a message says what helps; a new one is equal to the logs."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from scraper.search.answer import SearchQuery
from scraper.search.search import facets, search
from scraper.storage.sqlite import DamagedError
from tests.index.feeding import Feeding
from tests.index.logs import records
from tests.index.places import sqlite_place
from tests.ledger.damage import damaged

FAULTS = int(os.environ.get("STATE_FAULTS", "60")) // 2
SOURCE = "hoabinh"
QUERY = SearchQuery("tỉnh")


def test_a_damaged_index_says_what_helps_and_a_new_one_has_all(tmp_path: Path) -> None:
    feeding = Feeding(tmp_path, sqlite_place(tmp_path))
    feeding.write(*records(SOURCE, 6))
    feeding.run()
    path = tmp_path / "search.sqlite3"
    whole = path.read_bytes()
    more = list(records(SOURCE, 8))[6:]
    feeding.write(*more)
    stopped = 0
    for seed in range(FAULTS):
        for beside in tmp_path.glob("search.sqlite3-*"):
            beside.unlink()
        path.write_bytes(damaged(whole, seed))
        for step in (lambda: search(path, QUERY), feeding.run, lambda: facets(path, QUERY)):
            try:
                step()
            except DamagedError as error:
                assert "scrapy index makes a new one" in str(error)  # noqa: PT017
                stopped += 1
    assert stopped
    for beside in tmp_path.glob("search.sqlite3*"):
        beside.unlink()
    feeding.run()
    assert search(path, QUERY).hits
    shutil.rmtree(tmp_path / "output")
