"""Two machines, one of which fails: real scrapyd servers, and all articles once in the one index."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.crawling import ROOT, read_lines, scrapy
from tests.e2e.test_scrapyd import free_port
from tests.practice import Portal, Server, serve

pytest.importorskip("scrapyd", reason="scrapyd is not installed")

SOURCES = ("hoabinh", "stp_travinh", "dukcqdn_travinh")
ARTICLES = 12
SECONDS = 240
PROJECT = "portals"
CONFIG = """[scrapyd]
bind_address = 127.0.0.1
http_port = {port}
poll_interval = 0.2
max_proc = 4
"""
SCRAPY_CFG = f"[settings]\n{PROJECT} = scraper.settings\n"
# Fast enough for a test, slow enough to be killed meanwhile.
PACE = ("-s", "DOWNLOAD_DELAY=0.15", "-s", "RETRY_BACKOFF=0")


@dataclass(frozen=True)
class Machine:
    """A scrapyd with a disk of its own, where the package is installed: it needs no egg."""

    url: str
    output: Path
    process: subprocess.Popen[bytes]

    def answers(self) -> bool:
        assert self.process.poll() is None
        try:
            urlopen(f"{self.url}/daemonstatus.json", timeout=5).close()
        except URLError:
            return False
        return True

    def is_idle(self) -> bool:
        with urlopen(f"{self.url}/daemonstatus.json", timeout=SECONDS) as answer:
            status = json.load(answer)
        return bool(status["pending"] == status["running"] == 0)

    def fail(self) -> None:
        """Like a power cut: the server and all jobs that it started, at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def wait_until(condition: Callable[[], bool], why: str) -> None:
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end, why
        time.sleep(0.1)


def start(folder: Path, output: Path) -> Machine:
    port = free_port()
    folder.mkdir()
    (folder / "scrapyd.conf").write_text(CONFIG.format(port=port), "utf-8")
    (folder / "scrapy.cfg").write_text(SCRAPY_CFG, "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SCRAPER_OUTPUT_DIR": str(output)}
    with (folder / "scrapyd.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "scrapyd"],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    return Machine(f"http://127.0.0.1:{port}", output, process)


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[list[Machine]]:
    """Two machines; what they write lies side by side, as if copied there."""
    started = [start(tmp_path / f"machine-{name}", tmp_path / "collected" / name) for name in "ab"]
    try:
        for machine in started:
            wait_until(machine.answers, "scrapyd does not answer")
        yield started
    finally:
        for machine in started:
            if machine.process.poll() is None:
                machine.fail()


@pytest.fixture
def sites() -> Iterator[dict[str, Server]]:
    with ExitStack() as stack:
        yield {source: stack.enter_context(serve(Portal(source, articles=ARTICLES, traps=False))) for source in SOURCES}


def schedule(machines: list[Machine], sites: dict[str, Server]) -> subprocess.CompletedProcess[str]:
    nodes = [part for machine in machines for part in ("--node", machine.url)]
    given = [part for name, site in sites.items() for part in ("-a", f"{name}.base_url={site.base_url}")]
    return scrapy("schedule", "-v", "--project", PROJECT, *nodes, *given, *PACE, *sites)


def indexed(folder: Path) -> list[tuple[str, str]]:
    done = scrapy("index", "--machines", "-s", f"OUTPUT_DIR={folder}")
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(folder / "search.sqlite3")) as index:
        return index.execute("SELECT id, title FROM article ORDER BY id").fetchall()


def test_a_machine_that_fails_loses_no_article(
    machines: list[Machine], sites: dict[str, Server], tmp_path: Path
) -> None:
    done = schedule(machines, sites)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    placed = dict(line.split(": scheduled at ") for line in done.stdout.splitlines())
    assert placed.keys() == sites.keys()

    # Once more, as the next hour would: each is there already.
    done = schedule(machines, sites)
    assert done.returncode == 0, done.stderr
    assert len([line for line in done.stdout.splitlines() if line.endswith(" already")]) == len(sites)

    victim = next(machine for machine in machines if machine.url == placed[SOURCES[0]])
    survivor = next(machine for machine in machines if machine is not victim)
    log = victim.output / f"{SOURCES[0]}.jsonl"
    wait_until(lambda: len(read_lines(log)) >= 3, "the job does not write")
    victim.fail()
    left = read_lines_whole(log)
    assert 3 <= left < ARTICLES, "it was killed in the middle"

    wait_until(survivor.is_idle, "the other machine does not finish")
    done = schedule(machines, sites)
    assert done.returncode == 3, done.stderr
    assert f"{victim.url} does not answer: Connection refused" in done.stderr
    again = dict(line.split(": scheduled at ") for line in done.stdout.splitlines() if " scheduled at " in line)
    assert again.keys() == sites.keys()
    assert set(again.values()) == {survivor.url}
    wait_until(survivor.is_idle, "the other machine does not finish")

    documents = indexed(tmp_path / "collected")
    assert Counter(record_id for record_id, _ in documents).most_common(1)[0][1] == 1
    expected = Counter(truth.title for site in sites.values() for truth in site.portal.truth)
    assert Counter(title for _, title in documents) == expected
    assert indexed(tmp_path / "collected") == documents


def read_lines_whole(path: Path) -> int:
    """How many whole lines a killed job left."""
    return path.read_bytes().count(b"\n")


def test_without_any_machine_every_source_is_named(sites: dict[str, Server]) -> None:
    done = scrapy("schedule", "--node", f"http://127.0.0.1:{free_port()}", "--project", PROJECT, "hoabinh")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "hoabinh is not scheduled: no node answers"
    assert "does not answer: Connection refused" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Which nodes? --node http://HOST:6800, or SCRAPYD_NODES in the settings"),
        (("--node", "a:6800"), "A node must be like http://HOST:6800, not 'a:6800'"),
        (("--node", "http://a", "nothere"), "No such source: nothere"),
        (("--node", "http://a", "hoabinh", "-a", "ful=1"), "unknown argument ful; did you mean full?"),
        (("--node", "http://a", "-a", "x"), "Invalid -a value, use -a NAME=VALUE"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], message: str) -> None:
    done = scrapy("schedule", *arguments)
    assert done.returncode == 2
    assert message in done.stderr


def test_parts_are_crawled_on_their_own_and_make_the_whole(sites: dict[str, Server], tmp_path: Path) -> None:
    given = [part for name, site in sites.items() for part in ("-a", f"{name}.base_url={site.base_url}")]
    fast = ("-s", "DOWNLOAD_DELAY=0")
    crawled = Counter[str]()
    for number in (1, 2, 3):
        folder = tmp_path / str(number)
        done = scrapy("crawlall", *sites, *given, "--part", f"{number}/3", "-s", f"OUTPUT_DIR={folder}", *fast)
        assert done.returncode == 0, done.stderr
        crawled.update(path.stem for path in folder.glob("*.jsonl"))
    assert crawled == Counter(SOURCES)
    assert len(indexed(tmp_path)) == len(SOURCES) * ARTICLES
