"""State files and logs that a disk has damaged, crawled by the real command: nothing is lost, nothing comes twice."""

from __future__ import annotations

import os
import random
from collections import Counter
from pathlib import Path

import pytest

from scraper.storage.sqlite import SqliteFile
from tests.crawling import FAST, crawl, scrapy
from tests.ledger.damage import PAGE
from tests.practice import Portal, serve

ARTICLES = 12
SOURCES = ("hoabinh", "dukcqdn_longan") if "STATE_FAULTS" in os.environ else ("hoabinh",)


def portal(source: str, hidden: int = 0) -> Portal:
    return Portal(source, articles=ARTICLES - hidden, hidden=hidden)


def pages_of(path: Path, table: str) -> list[int]:
    """Numbers of a table's pages, its root last."""
    opened = SqliteFile.read_only(path)
    try:
        rows = opened.execute("SELECT pageno FROM dbstat WHERE name = ? ORDER BY pageno DESC", (table,))
        return [number for (number,) in rows]
    except OSError:  # an SQLite without dbstat
        return [root for (root,) in opened.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,))]
    finally:
        opened.close()


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("table", ["articles", "pages", "runs"])
def test_a_page_that_is_damaged_costs_a_message_and_one_command(tmp_path: Path, source: str, table: str) -> None:
    first = crawl(portal(source, hidden=2), tmp_path)
    assert first.status == 0
    state, log = tmp_path / "state.sqlite3", tmp_path / f"{source}.jsonl"
    before = log.read_bytes()
    data = bytearray(state.read_bytes())
    place = (pages_of(state, table)[0] - 1) * PAGE
    data[place : place + PAGE] = random.Random(7).randbytes(PAGE)
    state.write_bytes(data)

    stopped = crawl(portal(source), tmp_path)
    assert stopped.status == 1
    assert "Traceback" not in stopped.log
    assert "scrapy state --rebuild" in stopped.log
    assert log.read_bytes().startswith(before)
    assert scrapy("state", "-s", f"OUTPUT_DIR={tmp_path}").returncode == 1

    rebuilt = scrapy("state", "--rebuild", "-s", f"OUTPUT_DIR={tmp_path}")
    assert rebuilt.returncode == 0, rebuilt.stderr
    again = crawl(portal(source), tmp_path)
    assert again.status == 0, again.log
    assert Counter(record["title"] for record in again.records) == Counter(one.title for one in portal(source).truth)
    assert again.records[: first.stat("item_scraped_count")] == first.records
    hourly = crawl(portal(source), tmp_path)
    assert hourly.records == again.records
    assert len(hourly.requests) < len(first.requests)
    assert scrapy("state", "-s", f"OUTPUT_DIR={tmp_path}").returncode == 0


def test_a_line_that_is_overwritten_comes_again_and_reaches_the_index_whole(tmp_path: Path) -> None:
    source = SOURCES[0]
    first = crawl(portal(source), tmp_path)
    log = tmp_path / f"{source}.jsonl"
    lines = log.read_bytes().splitlines(keepends=True)
    lines[4] = lines[4][:300] + b"~" * (len(lines[4]) - 301) + b"\n"
    log.write_bytes(b"".join(lines))
    again = scrapy("state", "-s", f"OUTPUT_DIR={tmp_path}")
    assert again.returncode == 1
    assert "is no longer what was written" in again.stdout

    with_log = run_without_reading(portal(source), tmp_path)
    assert f"Byte {sum(map(len, lines[:4]))} of {log} is no longer what was written" in with_log
    records = [line for number, line in enumerate(log.read_bytes().splitlines()) if number != 4]
    assert len(records) == len(first.records)
    assert scrapy("index", "-s", f"OUTPUT_DIR={tmp_path}").returncode == 0
    title = first.records[4]["title"]
    found = scrapy("search", f'"{title}"', "-s", f"OUTPUT_DIR={tmp_path}")
    assert title.split()[0] in found.stdout
    compacted = scrapy("compact", source, "-s", f"OUTPUT_DIR={tmp_path}")
    assert compacted.returncode == 0, compacted.stderr
    assert len(log.read_bytes().splitlines()) == len(lines) + 1, "one came again, and the damaged one is kept"


def run_without_reading(site: Portal, folder: Path) -> str:
    """A crawl whose log may have lines that are not JSON; its log."""
    with serve(site) as server:
        address = f"base_url={server.base_url}"
        done = scrapy("crawl", site.source, "-a", address, "-s", f"OUTPUT_DIR={folder}", *FAST)
    assert done.returncode == 0, done.stderr
    return done.stderr
