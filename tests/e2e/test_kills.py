"""Runs that are killed, interrupted, or run out of disk: what the next one makes of it.

``KILLS=20 KILL_ARTICLES=500 pytest tests/e2e/test_kills.py`` is the long form, about five minutes a source; a seed is
printed with a failure, and ``KILL_SEED`` runs it again.
"""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.crawling import FAST, ROOT, read_lines, scrapy
from tests.practice import Portal, Server, serve

KILLS = int(os.environ.get("KILLS", "1"))
ARTICLES = int(os.environ.get("KILL_ARTICLES", "120"))
SEED = int(os.environ.get("KILL_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
SMALL_DISK = "2m"


def command(server: Server, folder: Path, *arguments: str) -> list[str]:
    source = server.portal.source
    address = f"base_url={server.base_url}"
    crawl = [sys.executable, "-m", "scrapy", "crawl", source, "-a", address, "-s", f"OUTPUT_DIR={folder}"]
    return [*crawl, *FAST, *arguments]


def start(
    server: Server, folder: Path, *arguments: str, prepare: Callable[[], None] | None = None
) -> subprocess.Popen[str]:
    """A crawl in a process of its own."""
    return subprocess.Popen(
        command(server, folder, *arguments), cwd=ROOT, stderr=subprocess.PIPE, text=True, preexec_fn=prepare
    )


def log_of(server: Server, folder: Path) -> Path:
    return folder / f"{server.portal.source}.jsonl"


def wait_for(server: Server, run: subprocess.Popen[str], requests: int) -> None:
    """Until a run has asked so often more than now, or is at its end."""
    until = len(server.requests) + requests
    deadline = time.monotonic() + 600
    while len(server.requests) < until and run.poll() is None:
        assert time.monotonic() < deadline, "the crawl does not ask"
        time.sleep(0.002)


def check_whole(server: Server, folder: Path) -> None:
    """Every article once, at one revision, in whole lines."""
    path = log_of(server, folder)
    assert path.read_bytes().endswith(b"\n")
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert Counter((record["id"], record["revision"]) for record in records).most_common(1)[0][1] == 1
    titles = Counter(record["title"] for record in records)
    expected = Counter(truth.title for truth in server.portal.truth)
    assert titles == expected, what_is_known(server, folder, expected - titles)


def what_is_known(server: Server, folder: Path, missing: Counter[str]) -> str:
    """Of articles that are not there: how often they were asked for, and what the ledger says."""
    keys = {truth.title: truth.key for truth in server.portal.truth}
    with closing(sqlite3.connect(folder / "state.sqlite3")) as state:
        rows = [row for title in missing for row in state.execute("SELECT * FROM articles WHERE title = ?", (title,))]
    asked = {title: [one for one in server.requests if keys[title] in one] for title in missing}
    return f"{rows}\n{asked}"


@pytest.mark.parametrize("source", ["hoabinh", "stp_travinh"] if "KILLS" in os.environ else ["hoabinh"])
@pytest.mark.parametrize("number", range(KILLS))
def test_a_killed_crawl_is_whole_after_the_next_one(source: str, number: int, tmp_path: Path) -> None:
    moments = random.Random(f"{SEED} {source} {number}")
    with serve(Portal(source, articles=ARTICLES)) as server:
        # Once, twice or three times in a row, anywhere between the first request and the last.
        for _ in range(moments.randint(1, 3)):
            server.portal.reset()
            run = start(server, tmp_path)
            wait_for(server, run, moments.randrange(1, int(ARTICLES * 1.5)))
            run.kill()
            run.communicate()
        server.portal.reset()
        done = scrapy(*command(server, tmp_path)[3:], timeout=600)
        assert done.returncode == 0, f"KILL_SEED={SEED}\n{done.stderr[-3000:]}"
        check_whole(server, tmp_path)


def test_a_run_that_was_killed_before_its_end_asks_first_for_what_it_had_found(tmp_path: Path) -> None:
    with serve(Portal("hoabinh", articles=60, traps=False)) as server:
        run = start(server, tmp_path)
        wait_for(server, run, 12)
        run.kill()
        run.communicate()
        read = len(log_of(server, tmp_path).read_bytes().splitlines())
        asked = len(server.requests)
        done = scrapy(*command(server, tmp_path)[3:])
        assert done.returncode == 0
        first = [request for request in server.requests[asked:] if request != "GET /robots.txt"][:3]
        assert all("/bai-viet/" in request for request in first), first
        assert read < 60
        check_whole(server, tmp_path)


def test_one_signal_ends_a_run_well_and_the_next_one_goes_on(tmp_path: Path) -> None:
    with serve(Portal("hoabinh", articles=120, traps=False)) as server:
        for number in (signal.SIGTERM, signal.SIGINT):
            run = start(server, tmp_path)
            wait_for(server, run, 30)
            run.send_signal(number)
            _, log = run.communicate(timeout=600)
            assert run.returncode == 0, log
            assert "'interrupted': True" in log
            asked = sum("/bai-viet/" in request for request in server.requests)
            # An article without a date waits for the end of the walk.
            undated = sum(truth.date_published is None for truth in server.portal.truth)
            written = len(read_lines(log_of(server, tmp_path)))
            assert asked - undated <= written <= asked, "what was in flight is written"
        assert scrapy(*command(server, tmp_path)[3:]).returncode == 0
        check_whole(server, tmp_path)


def test_a_second_signal_stops_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    with serve(Portal("hoabinh", articles=120, traps=False)) as server:
        run = start(server, tmp_path, "-s", "DOWNLOAD_DELAY=0.2", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=8")
        wait_for(server, run, 12)
        run.send_signal(signal.SIGTERM)
        time.sleep(0.1)
        run.send_signal(signal.SIGTERM)
        _, log = run.communicate(timeout=600)
        # 0 or 1 where Scrapy was done with the first signal before the second came.
        assert run.returncode in (0, 1, -signal.SIGTERM), log
        assert "Traceback" not in log
        assert scrapy(*command(server, tmp_path)[3:]).returncode == 0
        check_whole(server, tmp_path)


def test_a_second_process_on_a_source_stops_with_a_plain_word(tmp_path: Path) -> None:
    with serve(Portal("hoabinh", articles=30, traps=False)) as server:
        run = start(server, tmp_path, "-s", "DOWNLOAD_DELAY=0.1")
        wait_for(server, run, 5)
        second = scrapy(*command(server, tmp_path)[3:])
        assert second.returncode == 2
        assert "hoabinh is crawled already" in second.stderr
        assert "Traceback" not in second.stderr
        # A file of its own for the log does not help: the state file is the same.
        other = scrapy(*command(server, tmp_path / "other", "-s", f"STATE_FILE={tmp_path / 'state.sqlite3'}")[3:])
        assert other.returncode == 2
        run.communicate(timeout=600)
        assert run.returncode == 0
        check_whole(server, tmp_path)


def test_other_sources_share_the_state_file(tmp_path: Path) -> None:
    sources = ("hoabinh", "stp_travinh", "dukcqdn_travinh", "dukcqdn_longan")
    servers = [serve(Portal(source, articles=40, traps=False)) for source in sources]
    runs = [start(server, tmp_path) for server in servers]
    logs = [run.communicate(timeout=600)[1] for run in runs]
    for server, run, log in zip(servers, runs, logs, strict=True):
        assert run.returncode == 0, log
        assert "locked" not in log
        check_whole(server, tmp_path)
        server.close()


# A disk that is full.


def mounted(folder: Path) -> bool:
    """A file system of two megabytes, where this process may mount one."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK}", "tmpfs", str(folder)]
    try:
        return subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def check_full(server: Server, run: subprocess.Popen[str], folder: Path) -> None:
    """It stopped early, said why, and left a log of whole lines."""
    _, log = run.communicate(timeout=600)
    assert run.returncode == 1, log[-3000:]
    assert "cannot be written" in log
    assert "the crawl stops" in log
    assert "hoabinh: stopped early: output_failed" in log
    content = log_of(server, folder).read_bytes()
    assert content.endswith(b"\n")
    assert [json.loads(line) for line in content.splitlines()]
    assert len(server.requests) < 280, "it did not read on for nothing"


def test_a_full_disk_stops_the_run_and_the_next_one_completes_it(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    if not mounted(disk):
        pytest.skip("mounting a small file system needs root")
    try:
        with serve(Portal("hoabinh", articles=300, traps=False)) as server:
            ballast = disk / "ballast"
            ballast.write_bytes(bytes(1_300_000))
            check_full(server, start(server, disk), disk)
            ballast.unlink()
            subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
            assert scrapy(*command(server, disk)[3:]).returncode == 0
            check_whole(server, disk)
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_file_that_may_not_grow_stops_the_run_and_the_next_one_completes_it(tmp_path: Path) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))

    with serve(Portal("hoabinh", articles=300, traps=False)) as server:
        check_full(server, start(server, tmp_path, prepare=limit), tmp_path)
        assert scrapy(*command(server, tmp_path)[3:]).returncode == 0
        check_whole(server, tmp_path)


def test_a_folder_that_can_not_be_written_fails_before_the_first_request(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("a file where the folder should be")
    with serve(Portal("hoabinh", articles=6, traps=False)) as server:
        done = scrapy(*command(server, tmp_path / "output")[3:])
        assert done.returncode == 1
        assert "hoabinh cannot start" in done.stderr
        assert "Traceback" not in done.stderr
        assert server.requests == []
