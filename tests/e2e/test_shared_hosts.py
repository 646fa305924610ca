"""One host has one pace, one back-off and one daily budget, whatever crawlers, processes and commands ask it.

The server notes when requests arrive. A busy machine makes gaps longer, never shorter: only floors are asserted.
"""

from __future__ import annotations

import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.crawling import ROOT, read_lines, scrapy
from tests.e2e.counted import PATH, TOLERANCE, Counted, gaps
from tests.hostile.server import fixed, reply

DELAY = 0.2
ONE, OTHER = "hoabinh", "stp_travinh"


def settings(folder: Path, delay: float = DELAY, **others: object) -> list[str]:
    pairs = {"OUTPUT_DIR": folder, "DOWNLOAD_DELAY": delay, "RETRY_BACKOFF": 0, **others}
    return [word for name, value in pairs.items() for word in ("-s", f"{name}={value}")]


def crawl(source: str, base_url: str, folder: Path, **how: object) -> subprocess.CompletedProcess[str]:
    return scrapy("crawl", source, "-a", f"base_url={base_url}", *settings(folder, **how))  # type: ignore[arg-type]


def both(*crawls: tuple[str, str], folder: Path, **how: object) -> list[subprocess.CompletedProcess[str]]:
    """Several sources, each in a process of its own, at the same time."""
    with ThreadPoolExecutor() as threads:
        return list(threads.map(lambda one: crawl(one[0], one[1], folder, **how), crawls))


def crawlall(folder: Path, *arguments: str, **sources: str) -> subprocess.CompletedProcess[str]:
    addresses = [word for name, url in sources.items() for word in ("-a", f"{name}.base_url={url}")]
    return scrapy("crawlall", "-v", *sources, *addresses, *settings(folder), *arguments)


@pytest.fixture
def site() -> Iterator[Counted]:
    with Counted() as site:
        yield site


def check(site: Counted, requests: int, delay: float = DELAY) -> None:
    assert len(site.times) >= requests
    assert min(site.gaps()) >= delay - TOLERANCE
    assert site.most == 1


def test_two_sources_of_one_process(site: Counted, tmp_path: Path) -> None:
    done = crawlall(tmp_path, hoabinh=site.base_url, stp_travinh=site.base_url)
    assert "Traceback" not in done.stderr, done.stderr
    check(site, 2 * 5)
    assert len(read_lines(tmp_path / "hoabinh.jsonl")) == 2
    figures = re.findall(
        r"Pace: [\d.:]+: (\d+) requests in \d+ s, one every ([\d.]+) s, the shortest pause ([\d.]+) s; it took [\d.]",
        done.stderr,
    )
    assert sum(int(requests) for requests, *_ in figures) == len(site.times)
    assert all(float(every) >= 2 * DELAY - 0.01 for _, every, _ in figures), "they take turns"
    assert all(float(shortest) >= DELAY - 0.01 for *_, shortest in figures)


def test_two_processes_that_wait_for_slow_answers(tmp_path: Path) -> None:
    with Counted(articles=1, seconds=0.3) as site:
        done = both((ONE, site.base_url), (OTHER, site.base_url), folder=tmp_path, delay=0.1)
        assert not [run.stderr for run in done if "Traceback" in run.stderr]
        check(site, 2 * 4, 0.1)


def test_a_crawl_and_commands(site: Counted, tmp_path: Path) -> None:
    url = site.base_url + PATH.format(10)
    with ThreadPoolExecutor() as threads:
        crawling = threads.submit(crawl, ONE, site.base_url, tmp_path)
        reads = [threads.submit(scrapy, "read", url, *settings(tmp_path)) for _ in range(2)]
        shell = threads.submit(scrapy, "shell", "-c", "response.status", url, *settings(tmp_path))
        assert [one.result().returncode for one in reads] == [0, 0]
        assert "200" in shell.result().stdout, shell.result().stderr
        assert crawling.result().returncode == 0
    check(site, 5 + 2 * 2 + 2)


def test_a_spider_that_is_no_source(site: Counted, tmp_path: Path) -> None:
    spider = tmp_path / "plain.py"
    spider.write_text(
        "import scrapy\n"
        "class Plain(scrapy.Spider):\n"
        "    name = 'plain'\n"
        f"    start_urls = ['http://localhost:{site.port}/?{{}}'.format(n) for n in range(4)]\n"
        "    def parse(self, response): pass\n"
    )
    groups = f'{{"localhost:{site.port}": "one", "127.0.0.1:{site.port}": "one"}}'
    with ThreadPoolExecutor() as threads:
        plain = threads.submit(scrapy, "runspider", str(spider), *settings(tmp_path, HOST_GROUPS=groups))
        crawl(ONE, site.base_url, tmp_path, HOST_GROUPS=groups)
    assert "Pace: one: 5 requests" in plain.result().stderr, plain.result().stderr
    check(site, 5 + 5)


def test_servers_of_one_group(tmp_path: Path) -> None:
    with Counted() as one, Counted() as other:
        groups = f'{{"127.0.0.1:{one.port}": "both", "127.0.0.1:{other.port}": "both"}}'
        both((ONE, one.base_url), (OTHER, other.base_url), folder=tmp_path, HOST_GROUPS=groups)
        assert min(len(one.times), len(other.times)) >= 5
        assert min(gaps(one.times + other.times)) >= DELAY - TOLERANCE


def test_hosts_of_no_group_do_not_wait_for_each_other(tmp_path: Path) -> None:
    with Counted() as one, Counted() as other:
        crawlall(tmp_path, hoabinh=one.base_url, stp_travinh=other.base_url)
        assert min(len(one.times), len(other.times)) >= 5
        assert min(gaps(one.times + other.times)) < DELAY


def test_crawl_delay_is_a_floor_for_all(tmp_path: Path) -> None:
    with Counted(robots=b"Crawl-delay: 0.4\n") as site:
        done = crawlall(tmp_path, hoabinh=site.base_url, stp_travinh=site.base_url)
        assert "asks for 0.4 s between requests" in done.stderr
        assert min(site.gaps(since=1)) >= 0.4 - TOLERANCE, "from the answer that says so on"


def test_a_crawl_delay_beyond_reason_is_not_shortened(tmp_path: Path) -> None:
    with Counted(robots=b"Crawl-delay: 86400\n") as site:
        run = crawl(ONE, site.base_url, tmp_path)
        assert run.returncode == 1
        assert "asks for 86400 s between requests, a run waits 300 s; the next run continues" in run.stderr
        assert set(site.requests) == {"/robots.txt"}
        assert "Traceback" not in run.stderr


def test_a_pause_that_one_is_asked_for_is_kept_by_the_other(site: Counted, tmp_path: Path) -> None:
    """The second crawler was never refused."""
    refused = threading.Event()

    def refuse_once(send: object, connection: socket.socket) -> None:
        if refused.is_set():
            connection.sendall(reply(b"<p>x"))
        else:
            refused.set()
            connection.sendall(reply(b"", "503 Service Unavailable", "Retry-After: 2"))

    site.answers["/"] = refuse_once
    with ThreadPoolExecutor() as threads:
        first = threads.submit(crawl, ONE, site.base_url, tmp_path, REFUSAL_WAIT=0.1)
        assert refused.wait(30)
        at = len(site.times)
        second = scrapy("read", site.base_url + PATH.format(10), *settings(tmp_path, REFUSAL_WAIT=0.1))
        assert second.returncode == 0, second.stderr
        assert first.result().returncode != 1
    assert min(later - site.times[at - 1] for later in site.times[at:]) >= 2 - TOLERANCE
    assert min(site.gaps()) >= DELAY - TOLERANCE


def test_a_long_pause_ends_the_runs_of_all_until_it_is_over(site: Counted, tmp_path: Path) -> None:
    front = site.answers["/"]
    site.answers["/"] = fixed(reply(b"", "503 Service Unavailable", "Retry-After: 7200"))
    assert crawl(ONE, site.base_url, tmp_path).returncode == 1
    asked = len(site.times)
    site.answers["/"] = front
    for run in (
        crawl(OTHER, site.base_url, tmp_path),
        scrapy("read", site.base_url + PATH.format(10), *settings(tmp_path)),
    ):
        assert run.returncode == 1
        assert re.search(r"127\.0\.0\.1:\d+ has asked for a pause until \d{4}-\d\d-\d\d \d\d:\d\d", run.stderr)
        assert "Traceback" not in run.stderr
    assert len(site.times) == asked
    with sqlite3.connect(tmp_path / "state.sqlite3") as state:
        state.execute("UPDATE hosts SET told_at = told_at - 7200, told_until = told_until - 7200")
    state.close()
    assert crawl(ONE, site.base_url, tmp_path, delay=0).returncode == 0


def test_one_budget_for_all(site: Counted, tmp_path: Path) -> None:
    done = both((ONE, site.base_url), (OTHER, site.base_url), folder=tmp_path, delay=0, DAILY_PAGES=8)
    assert len(site.times) == 8
    assert "8 pages today, as many as DAILY_PAGES allows" in "".join(run.stderr for run in done)
    again = crawl(ONE, site.base_url, tmp_path, DAILY_PAGES=8)
    assert again.returncode == 0
    assert "8 pages today" in again.stderr
    assert len(site.times) == 8, "no request to find out"


def test_times_of_another_clock_are_not_waited_for(site: Counted, tmp_path: Path) -> None:
    assert crawl(ONE, site.base_url, tmp_path, delay=0.05).returncode == 0
    with sqlite3.connect(tmp_path / "state.sqlite3") as state:
        state.execute("UPDATE hosts SET last = 1e12, free = 2e12, delay = 60, told_at = 4e9, told_until = 5e9")
    state.close()
    assert crawl(ONE, site.base_url, tmp_path, delay=0.05).returncode == 0


def test_a_clock_that_is_set_again_and_again(tmp_path: Path) -> None:
    with Counted(robots=b"Crawl-delay: 0.3\n") as site:
        run = crawl(ONE, site.base_url, tmp_path, SPIDER_MODULES="tests.e2e.wrong_clocks")
        assert run.returncode == 0, run.stderr
        assert min(site.gaps(since=1)) >= 0.3 - TOLERANCE
        assert not re.search(r"Pace: .*-\d", run.stderr)


def test_killed_with_a_request_in_flight(site: Counted, tmp_path: Path) -> None:
    arrived = threading.Event()
    hangs = threading.Event()

    def hang(send: object, connection: socket.socket) -> None:
        arrived.set()
        hangs.wait(30)

    front, site.answers["/"] = site.answers["/"], hang
    command = [sys.executable, "-m", "scrapy", "crawl", ONE, "-a", f"base_url={site.base_url}", *settings(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as process:
        assert arrived.wait(60)
        process.send_signal(signal.SIGKILL)
        process.wait()
    hangs.set()
    site.answers["/"] = front
    assert crawl(ONE, site.base_url, tmp_path).returncode == 0
    assert min(site.gaps()) >= DELAY - TOLERANCE


def test_a_locked_state_file_is_waited_for_and_nothing_is_asked_meanwhile(site: Counted, tmp_path: Path) -> None:
    with ThreadPoolExecutor() as threads:
        running = threads.submit(scrapy, "runspider", str(_endless(site, tmp_path)), *settings(tmp_path, delay=0.05))
        while len(site.times) < 3:
            time.sleep(0.01)
        state = sqlite3.connect(tmp_path / "state.sqlite3", isolation_level=None, timeout=30)
        state.execute("BEGIN IMMEDIATE")
        time.sleep(0.1)  # what was reserved before is sent
        asked = len(site.times)
        time.sleep(1)
        assert len(site.times) == asked
        state.execute("ROLLBACK")
        state.close()
        assert "Traceback" not in running.result().stderr
    assert len(site.times) == 21
    assert min(site.gaps()) >= 0.05 - TOLERANCE


def test_a_damaged_state_file_ends_a_command_in_words(site: Counted, tmp_path: Path) -> None:
    (tmp_path / "state.sqlite3").write_bytes(b"no database" * 1_000)
    done = scrapy("read", site.base_url + PATH.format(10), *settings(tmp_path))
    assert done.returncode == 1
    assert "cannot be used" in done.stderr
    assert "Traceback" not in done.stderr
    assert site.times == []


def test_groups_in_another_form_end_the_run_in_words(site: Counted, tmp_path: Path) -> None:
    run = crawl(ONE, site.base_url, tmp_path, HOST_GROUPS="a.vn, b.vn")
    assert run.returncode == 1
    assert 'HOST_GROUPS must be like {"a.example.vn": "server 1"' in run.stderr
    assert "Traceback" not in run.stderr
    assert site.times == []


def _endless(site: Counted, folder: Path) -> Path:
    """The file of a spider that asks for twenty pages."""
    path = folder / "twenty.py"
    path.write_text(
        "import scrapy\n"
        "class Twenty(scrapy.Spider):\n"
        "    name = 'twenty'\n"
        f"    start_urls = ['http://127.0.0.1:{site.port}/?{{}}'.format(n) for n in range(20)]\n"
        "    def parse(self, response): pass\n"
    )
    return path
