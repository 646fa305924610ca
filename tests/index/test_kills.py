"""``scrapy index`` killed at any moment and run again: the index is what the logs say, whatever the target.

``INDEX_KILLS=30 pytest tests/index/test_kills.py`` is the long form, about three minutes a target; a seed is printed
with a failure, and ``INDEX_KILL_SEED`` runs it again.
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from scraper.index.feed import PUT
from scraper.ledger.compact import compact
from tests.crawling import ROOT
from tests.index.feeding import Feeding
from tests.index.logs import append, gone, record, records
from tests.index.places import Place, parquet_place, sqlite_place

KILLS = int(os.environ.get("INDEX_KILLS", "1"))
SEED = int(os.environ.get("INDEX_KILL_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
SOURCE, OTHER = "hoabinh", "stp_travinh"
# osmem takes some hundred a second.
DOCUMENTS = {"bulk": 150}
MANY = 300
# Small batches, so that there are many moments between two of them; the rest is the command as it is.
COMMAND = (
    "import scraper.index.feed as feed; feed._LINES = 20\n"
    "from scrapy.cmdline import execute; execute(['scrapy', *__import__('sys').argv[1:]])"
)


def command(feeding: Feeding) -> list[str]:
    settings = ("-s", f"OUTPUT_DIR={feeding.folder}")
    return [sys.executable, "-c", COMMAND, "index", "--to", feeding.place.url, *settings]


def run_and_kill(feeding: Feeding, seconds: float) -> None:
    """Start the command, and kill it if it is still at work then."""
    run = subprocess.Popen(command(feeding), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        _, log = run.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        run.kill()
        run.communicate()
    else:
        assert run.returncode == 0, log


def run_through(feeding: Feeding) -> float:
    """Run the command to its end; the seconds that it took."""
    started = time.monotonic()
    done = subprocess.run(command(feeding), cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, f"INDEX_KILL_SEED={SEED}\n{done.stderr}"
    return time.monotonic() - started


def change(feeding: Feeding, luck: random.Random, turn: int, folder: Path) -> None:
    """New, changed and removed articles; copies of others; now and then a log that is rewritten."""
    lines = list(records(SOURCE, DOCUMENTS.get(feeding.place.name, MANY)))
    for line in luck.sample(lines, len(lines) // 4):
        text = f"{line['body']}\n\nSửa lần {turn}."
        append(feeding.log(), [record(SOURCE, line["url"], line["title"], text, turn + 2)])
        if luck.random() < 0.2:
            append(feeding.log(), [gone(SOURCE, line["url"])])
        if luck.random() < 0.2:
            append(feeding.log(OTHER), [record(OTHER, f"{turn} {line['id']}", line["title"], text)])
    match luck.randrange(3):
        case 0:
            compact(feeding.log(), folder / "state.sqlite3", SOURCE)
        case 1:
            feeding.rewrite(*luck.sample(list(records(OTHER, 60)), 40), source=OTHER)


def test_a_killed_index_is_whole_after_the_next_run(place: Place, tmp_path: Path) -> None:
    luck = random.Random(f"{SEED} {place.name}")
    feeding = Feeding(tmp_path, place)
    append(feeding.log(), records(SOURCE, DOCUMENTS.get(place.name, MANY)))
    whole_run = 2.0
    for turn in range(KILLS):
        change(feeding, luck, turn, tmp_path)
        # The command takes most of half a second to start.
        for _ in range(luck.randint(1, 2)):
            run_and_kill(feeding, luck.uniform(0.3, max(0.6, whole_run)))
        whole_run = run_through(feeding)
        feeding.check()
    assert feeding.run()[PUT] == 0
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    anew = Feeding(tmp_path, sqlite_place(fresh))
    anew.run()
    assert feeding.duplicates() == anew.duplicates()


@pytest.mark.parametrize("make", [sqlite_place, parquet_place])
def test_a_full_disk_stops_it_and_room_completes_it(make: Callable[[Path], Place], tmp_path: Path) -> None:
    feeding = Feeding(tmp_path, make(tmp_path))
    append(feeding.log(), records(SOURCE, 400))

    def limit() -> None:
        # No file may grow beyond it: what a full disk does, without one.
        resource.setrlimit(resource.RLIMIT_FSIZE, (250_000, 250_000))

    done = subprocess.run(command(feeding), cwd=ROOT, capture_output=True, text=True, preexec_fn=limit, check=False)
    assert done.returncode == 1, done.stderr
    assert "the next run continues from here" in done.stderr
    assert "Traceback" not in done.stderr
    run_through(feeding)
    feeding.check()
