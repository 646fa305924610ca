"""Kills at any moment of any command that writes: crawl with an archive, index, replay, compact.

``MARATHON=100 pytest tests/e2e/test_marathon.py`` is the long form, about half an hour; a failure prints a seed,
and ``KILL_SEED`` runs it again.
"""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from tests.crawling import FAST, ROOT
from tests.practice import Portal, serve

KILLS = int(os.environ.get("MARATHON", "0"))
ARTICLES = 60
SEED = int(os.environ.get("KILL_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
SOURCE = "hoabinh"
BIN = Path(sys.executable).parent


def commands(folder: Path, base_url: str) -> dict[str, list[str]]:
    """The commands that write, by name."""
    live, again = (["-s", f"OUTPUT_DIR={folder / name}"] for name in ("live", "again"))
    crawl = ["crawl", SOURCE, "-a", f"base_url={base_url}", "-a", "full=1", "-s", f"WARC_DIR={folder / 'warc'}", *live]
    return {
        "crawl": [*crawl, *FAST],
        "index": ["index", *live],
        "replay": ["replay", str(folder / "warc"), *again, "--processes=2"],
        "compact": ["compact", SOURCE, *live],
    }


def start(arguments: list[str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "scrapy", *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def finish(arguments: list[str]) -> tuple[float, str]:
    """Run a command to its end; its seconds and what it printed."""
    began = time.monotonic()
    with start(arguments) as process:
        printed, _ = process.communicate(timeout=600)
    assert process.returncode == 0, f"KILL_SEED={SEED}\n{arguments}\n{printed[-3000:]}"
    return time.monotonic() - began, printed


def titles_of(log: Path) -> Counter[str]:
    """The titles in a log whose lines are whole, each record once at each revision."""
    data = log.read_bytes()
    assert data.endswith(b"\n")
    records = [json.loads(line) for line in data.splitlines()]
    twice = [key for key, count in Counter((one["id"], one["revision"]) for one in records).items() if count > 1]
    assert twice == [], f"KILL_SEED={SEED}"
    return Counter(record["title"] for record in records)


@pytest.mark.skipif(not KILLS, reason="a long test: MARATHON=100; test_kills.py has short ones")
def test_nothing_is_lost_or_doubled_whatever_is_killed(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    with serve(Portal(SOURCE, articles=ARTICLES, traps=False)) as server:
        every = commands(tmp_path, server.base_url)
        seconds = {name: finish(every[name])[0] for name in every}
        for _ in range(KILLS):
            name = chance.choice(list(every))
            with start(every[name]) as process:
                time.sleep(chance.uniform(0.2, 1.0) * seconds[name])
                process.kill()
        for name in every:
            finish(every[name])
        expected = Counter(truth.title for truth in server.portal.truth)
    assert titles_of(tmp_path / "live" / f"{SOURCE}.jsonl") == expected, f"KILL_SEED={SEED}"
    assert titles_of(tmp_path / "again" / f"{SOURCE}.jsonl") == expected, f"KILL_SEED={SEED}"
    with closing(sqlite3.connect(tmp_path / "live" / "search.sqlite3")) as index:
        assert Counter(title for (title,) in index.execute("SELECT title FROM article")) == expected
    files = sorted(map(str, (tmp_path / "warc").glob("*.warc.gz")))
    check = subprocess.run([BIN / "warcio", "check", *files], capture_output=True, text=True, check=False)
    assert check.returncode == 0, check.stdout[-3000:]
    assert not list((tmp_path / "live").glob("*.rejected.jsonl"))
