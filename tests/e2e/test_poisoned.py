"""A page in whose reading a process ends is tried once more, then set aside, and the run goes on."""

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

ARTICLES = 30
SOURCE = "dukcqdn_travinh"
# The reader of this test ends its process, in whichever process it reads the page.
POISON = """
import os, resource, signal, time
import scraper.base_spiders.reading_task as task

decide = task.decide

def ends(page, *more):
    is_limited = resource.getrlimit(resource.RLIMIT_AS)[0] != resource.RLIM_INFINITY
    if page.url.endswith({ending!r}):
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
    environment = {**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"}
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, env=environment)


def run(server: Server, folder: Path, *arguments: str) -> tuple[int, str]:
    process = start(server, folder, *arguments)
    _, log = process.communicate(timeout=300)
    return process.returncode, log


@pytest.mark.parametrize("how", ENDS)
def test_a_page_that_ends_its_process_is_tried_once_more_and_set_aside(how: str, tmp_path: Path) -> None:
    portal = Portal(SOURCE, articles=ARTICLES, traps=False)
    with serve(portal) as server:
        status, log = run(server, tmp_path / "whole")
        assert status == 0, log
        every = {record["url"]: record["id"] for record in read_lines(tmp_path / "whole" / f"{SOURCE}.jsonl")}
        url = sorted(every)[len(every) // 2]
        (tmp_path / "sitecustomize.py").write_text(POISON.format(ending=url[len(server.base_url) :], end=ENDS[how]))
        if how != "fails":
            status, log = run(server, tmp_path)
            assert status == -(signal.SIGPROF if how == "hangs" else signal.SIGKILL), log
        status, log = run(server, tmp_path)
        assert status == 3, log
        assert f"Poisoned, set aside until it changes, because {SEEN[how]}: {url}" in log
        assert f"1 pages cannot be read and are set aside until they change: {url}" in log
        status, log = run(server, tmp_path)
        listed = subprocess.run(
            [sys.executable, "-m", "scrapy", "undecided", SOURCE, "-s", f"OUTPUT_DIR={tmp_path}"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
    assert status == 0, log
    assert f"{url}\t\tpoisoned: {SEEN[how]}" in listed.stdout.splitlines()
    del every[url]
    written = [record["id"] for record in read_lines(tmp_path / f"{SOURCE}.jsonl")]
    assert sorted(written) == sorted(every.values())


def test_the_second_sigterm_ends_a_process_that_reads(tmp_path: Path) -> None:
    portal = Portal(SOURCE, articles=ARTICLES, traps=False)
    with serve(portal) as server:
        (tmp_path / "sitecustomize.py").write_text(POISON.format(ending="", end="time.sleep(600)") + "import time\n")
        process = start(server, tmp_path)
        while not server.requests:
            time.sleep(0.1)
        for _ in range(2):
            time.sleep(2)
            process.terminate()
        assert process.wait(60) == -signal.SIGTERM
