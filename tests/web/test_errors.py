"""An index that is missing, damaged or of another version: said on every page, with what helps."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from scraper.web.places import ServedFiles
from tests.web.articles import all_records
from tests.web.serving import RunningWeb, files_in, indexed, running

ASKED = ["/", "/?q=hội nghị", "/article/x", "/article/x/versions", "/feed.atom", "/api/search", "/api/facets?q=a"]


def check(web: RunningWeb, text: str) -> None:
    for path in ASKED:
        reply = web.get(path)
        assert reply.status == 503, path
        assert text in (reply.json["error"] if path.startswith("/api") else reply.text)
        assert "Traceback" not in reply.text


def test_without_an_index_the_page_says_how_to_make_one_and_finds_it_then(tmp_path: Path) -> None:
    with running(files_in(tmp_path)) as web:
        check(web, "run scrapy index")
        assert "a crawl makes it" in web.get("/api/sources").json["error"]
        assert not list(tmp_path.iterdir())
        indexed(tmp_path, *all_records())
        assert web.get("/").status == 200


def not_sqlite(path: Path) -> None:
    path.write_bytes(b"no database" * 1_000)


def zeroed(path: Path) -> None:
    with path.open("r+b") as file:
        for place in range(8_192, path.stat().st_size, 8_192):
            file.seek(place)
            file.write(bytes(4_000))


def of_another_program(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE other (x)")


@pytest.mark.parametrize("damage", [not_sqlite, zeroed, of_another_program])
def test_a_damaged_index_is_told(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    files: ServedFiles = indexed(tmp_path, *all_records())
    damage(files.index)
    with running(files) as web:
        check(web, "Move the file away")


def test_an_index_of_another_version_is_told(tmp_path: Path) -> None:
    files = indexed(tmp_path, *all_records())
    with sqlite3.connect(files.index) as database:
        database.execute("UPDATE book_meta SET value = 'coded 999' WHERE name = 'target'")
    with running(files) as web:
        check(web, "run scrapy index")


def test_a_damaged_state_file_does_not_hide_the_articles(tmp_path: Path) -> None:
    files = indexed(tmp_path, *all_records())
    files.state.write_bytes(b"no database" * 100)
    with running(files) as web:
        assert web.get("/").status == 200
        for path in ("/sources", "/api/sources"):
            reply = web.get(path)
            assert reply.status == 503
            assert "scrapy state --rebuild" in reply.text
