"""From a site to its search index, run after run: new, changed, gone and back, with and without a compacted log."""

from __future__ import annotations

import json
from pathlib import Path

from tests.changing import ChangingPortal
from tests.crawling import crawl, scrapy
from tests.index.logs import state_of
from tests.index.places import FIELDS, Place, sqlite_place

FULL = ("-a", "full=1")
NEW_TITLE = "Hội làng mở lại sau ba năm vắng bóng"


def index(place: Place, folder: Path) -> str:
    """Index, and see that it is the log; what the command says."""
    done = scrapy("index", "-s", f"OUTPUT_DIR={folder}")
    assert done.returncode == 0, done.stderr
    wanted = {id_: tuple(line[name] for name in FIELDS[:-1]) for id_, line in state_of(folder).items()}
    assert {id_: row[:-1] for id_, row in place.held().items()} == wanted
    return done.stdout


def titles(folder: Path, *words: str) -> list[str]:
    done = scrapy("search", *words, "--json", "-s", f"OUTPUT_DIR={folder}")
    assert done.returncode == 0, done.stderr
    return [json.loads(line)["title"] for line in done.stdout.splitlines()]


def test_an_index_follows_its_site(tmp_path: Path) -> None:
    portal = ChangingPortal()
    place = sqlite_place(tmp_path)
    crawl(portal, tmp_path)
    assert index(place, tmp_path).startswith("12 new lines: 12 documents sent, 0 removed")
    assert index(place, tmp_path).startswith("0 new lines")

    edited, gone = portal.articles[4], portal.articles[6]
    portal.edits[edited.id] = (edited.title, NEW_TITLE)
    portal.gone.add(gone.id)
    crawl(portal, tmp_path, *FULL)
    crawl(portal, tmp_path, *FULL)
    assert index(place, tmp_path).startswith("2 new lines: 1 documents sent, 1 removed")
    assert titles(tmp_path, "hoi lang mo lai")[0] == NEW_TITLE
    assert gone.title not in titles(tmp_path, gone.title)

    assert scrapy("compact", portal.source, "-s", f"OUTPUT_DIR={tmp_path}").returncode == 0
    assert "lines: 0 documents sent, 0 removed" in index(place, tmp_path)
    portal.gone.clear()
    crawl(portal, tmp_path, *FULL)
    assert "1 new lines: 1 documents sent" in index(place, tmp_path)
    assert titles(tmp_path, gone.title)[0] == gone.title
