"""A page in whose reading a process ends is tried once more, then set aside, and the run goes on.

``POISONED=all`` tries all ways to end, in replays too; by default some.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.crawling import FAST, ROOT, read_lines
from tests.practice import Portal, Server, serve

ALL = os.environ.get("POISONED") == "all"
ARTICLES = 12
SOURCE = "dukcqdn_travinh"
# The reader of this test ends its process, in whichever process it reads the page.
POISON = """
import os, resource, signal, time
import scraper.base_spiders.reading_task as task

decide = task.decide

def ends(page, *more):
    is_limited = resource.getrlimit(resource.RLIMIT_AS)[0] != resource.RLIM_INFINITY
    if {key!r} in page.url:
        {end}
    return decide(page, *more)

task.decide = ends
"""
ENDS = {
    "killed": "os.kill(os.getpid(), signal.SIGKILL)",
    "hangs": "import re; re.match('(a|a)+$', 'a' * 64 + 'b')",
    "fails": "raise RecursionError('too deep')",
    "fills": "b'x' * (3 << 30) if is_limited else os.kill(os.getpid(), signal.SIGKILL)",
}
SEEN = {
    "killed": "its process was ended by SIGKILL",
    "hangs": "it takes more than 3 s of CPU time",
    "fails": "the reader fails (RecursionError: too deep)",
    "fills": "it takes more than 2 GiB of memory",
}


def start(server: Server, folder: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "scrapy", "crawl", SOURCE, "-a", f"base_url={server.base_url}"]
    command += ["-s", f"OUTPUT_DIR={folder}", "-s", "HANG_CPU_SECONDS=4", *FAST, *arguments]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, env=environment(folder))


def run(server: Server, folder: Path, *arguments: str) -> tuple[int, str]:
    process = start(server, folder, *arguments)
    _, log = process.communicate(timeout=300)
    return process.returncode, log


def environment(folder: Path) -> dict[str, str]:
    """Every Python begins with the folder's sitecustomize.py."""
    return {**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"}


@pytest.mark.parametrize("how", ENDS if ALL else ["hangs"])
def test_a_page_that_ends_its_process_is_tried_once_more_and_set_aside(how: str, tmp_path: Path) -> None:
    portal = Portal(SOURCE, articles=ARTICLES, traps=False)
    with serve(portal) as server:
        every = [article.title for article in portal.truth]
        del every[-1]
        (tmp_path / "sitecustomize.py").write_text(POISON.format(key=portal.truth[-1].key, end=ENDS[how]))
        if how != "fails":
            status, log = run(server, tmp_path)
            assert status == -(signal.SIGPROF if how == "hangs" else signal.SIGKILL), log
        status, log = run(server, tmp_path)
        assert status == 3, log
        assert f"Poisoned, set aside until it changes, because {SEEN[how]}: {server.base_url}" in log
        assert f"1 pages cannot be read and are set aside until they change: {server.base_url}" in log
        status, log = run(server, tmp_path)
        listed = subprocess.run(
            [sys.executable, "-m", "scrapy", "undecided", SOURCE, "-s", f"OUTPUT_DIR={tmp_path}"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
    assert status == 0, log
    assert f"\t\tpoisoned: {SEEN[how]}\n" in listed.stdout
    written = [record["title"] for record in read_lines(tmp_path / f"{SOURCE}.jsonl")]
    assert sorted(written) == sorted(every)


def test_the_second_sigterm_ends_a_process_that_reads(tmp_path: Path) -> None:
    portal = Portal(SOURCE, articles=ARTICLES, traps=False)
    with serve(portal) as server:
        (tmp_path / "sitecustomize.py").write_text(POISON.format(key="http", end="time.sleep(600)") + "import time\n")
        with start(server, tmp_path) as process:
            while not server.requests:
                time.sleep(0.1)
            for _ in range(2):
                time.sleep(2)
                process.terminate()
            process.communicate(timeout=60)
    assert process.returncode == -signal.SIGTERM


@pytest.mark.parametrize("how", ENDS if ALL else ["killed"])
def test_a_replay_sets_such_a_page_aside_too(how: str, tmp_path: Path) -> None:
    portal = Portal(SOURCE, articles=ARTICLES, traps=False)
    crawled, replayed, patch = tmp_path / "crawled", tmp_path / "replayed", tmp_path / "patch"
    with serve(portal) as server:
        status, log = run(server, crawled, "-s", f"WARC_DIR={crawled}")
        assert status == 0, log
        every = [article.title for article in portal.truth]
    del every[-1]
    patch.mkdir()
    poison = POISON.format(key=portal.truth[-1].key, end=ENDS[how])
    (patch / "sitecustomize.py").write_text(poison.replace("scraper.base_spiders.reading_task", "scraper.reading"))
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "replay", str(crawled), "-s", f"OUTPUT_DIR={replayed}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env=environment(patch),
    )
    assert done.returncode == 3, done.stdout + done.stderr
    assert "1 poisoned" in done.stdout
    assert f"Not read, {server.base_url}" in done.stderr
    assert SEEN[how] in done.stderr
    written = [record["title"] for record in read_lines(replayed / f"{SOURCE}.jsonl")]
    assert sorted(written) == sorted(every)
