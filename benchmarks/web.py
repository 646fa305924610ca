"""``scrapy web`` beside a running ``scrapy index --follow``: how long answers take.

    .venv/bin/python -m benchmarks.web                      # 10,000 articles, a minute
    .venv/bin/python -m benchmarks.web --size 100000        # ten minutes, most of it indexing

The logs are those of benchmarks.index. While the answers are timed, ten lines a second are appended to a log, as a
crawl of several sources writes them, and indexed. ``page`` is the search page: hits, their marks, the counts for the
filters; ``broad`` asks it for words that most articles have, and for the newest articles; ``filtered`` has a source and
a month besides, so that the counts are made three times. One question at a time, as one person asks. ``cpu`` is
what the server takes for an answer: on a machine that does other things too, the times are longer.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from itertools import islice
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlencode, urlsplit

from benchmarks.crawl import ROOT, machine
from benchmarks.index import QUERIES, feed, make_logs, questions
from tests.index.logs import SOURCES, append, records

_LINES_A_SECOND = 10
_BROAD = ("", "tỉnh", "hội nghị", "đảng ủy tỉnh", "năm 2024", "công tác cán bộ")
_ROUNDS = 20


def scrapy(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """A command of the project."""
    command = [sys.executable, "-m", "scrapy", *arguments, "-s", f"OUTPUT_DIR={folder}", "-s", "LOG_LEVEL=ERROR"]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


@contextmanager
def ended(process: subprocess.Popen[str]) -> Iterator[subprocess.Popen[str]]:
    """A process that is told to end."""
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate()


@contextmanager
def writing(folder: Path, size: int) -> Iterator[None]:
    """A crawl: new and changed articles, some lines at a time."""
    stop = Event()

    def write() -> None:
        fresh = records(SOURCES[0], size)
        while not stop.wait(1.0):
            some = islice(fresh, _LINES_A_SECOND)
            changed = ({**each, "revision": 2, "title": f"{each['title']} (mới)"} for each in some)
            append(folder / f"{SOURCES[0]}.jsonl", changed)

    thread = Thread(target=write)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def paths(folder: Path) -> dict[str, list[str]]:
    """What is asked, by kind."""
    luck = random.Random(3)
    asked = questions(folder)
    months = [f"2024-{number % 12 + 1:02}" for number in range(len(asked))]

    def page(words: str, **filters: str) -> str:
        return f"/?{urlencode({'q': words, **filters})}"

    filtered = [
        page(words, source=luck.choice(SOURCES), since=month, until=month)
        for words, month in zip(asked, months, strict=True)
    ]
    return {
        "page": [page(words) for words in asked],
        "filtered": filtered,
        "broad": [page(words) for words in _BROAD] * _ROUNDS,
        "json": [f"/api/search?{urlencode({'q': words})}" for words in asked],
        "feed": [f"/feed.atom?{urlencode({'q': words})}" for words in asked],
    }


def times(url: str, asked: Sequence[str]) -> list[float]:
    """Milliseconds of each answer."""
    found = []
    with closing(http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)) as connection:
        for path in asked:
            started = time.perf_counter()
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            found.append((time.perf_counter() - started) * 1000)
            assert answer.status == 200, (path, answer.status)
    return sorted(found)


def article_paths(url: str, asked: Sequence[str]) -> list[str]:
    """The first hits' pages, and their versions."""
    found = []
    with closing(http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)) as connection:
        for path in asked:
            connection.request("GET", path)
            hits = json.loads(connection.getresponse().read())["hits"]
            found += [f"/article/{hit['id']}?{urlsplit(path).query}" for hit in hits[:1]]
    return found


def cpu_of(process: subprocess.Popen[str]) -> float:
    """Milliseconds of CPU time that a process has taken."""
    fields = Path(f"/proc/{process.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def show(name: str, found: list[float], cpu: float) -> None:
    """One line of the table."""
    p95, p99 = (found[int(len(found) * share)] for share in (0.95, 0.99))
    shown = "".join(f"{value:9.1f}" for value in (statistics.median(found), p95, p99, found[-1], cpu / len(found)))
    print(f"{name:10} {len(found):6}{shown}", flush=True)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=QUERIES, help="questions of each kind (%(default)s)")
    options = parser.parse_args()
    print(f"scrapy web over {options.size:,} articles beside scrapy index --follow, {machine()}; ms")
    print("asked       times      p50      p95      p99      max      cpu")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=ROOT / "output")))
        make_logs(folder, options.size)
        feed(folder, f"sqlite:///{folder / 'search.sqlite3'}")
        asked = paths(folder)
        stack.enter_context(ended(scrapy(folder, "index", "--follow")))
        web = stack.enter_context(ended(scrapy(folder, "web", "--port", "0")))
        assert web.stdout is not None
        url = web.stdout.readline().strip()
        stack.enter_context(writing(folder, options.size))
        articles = article_paths(url, asked["json"])
        asked["article"] = articles
        asked["versions"] = [path.replace("?", "/versions?") for path in articles[:50]]
        for name, some in asked.items():
            before = cpu_of(web)
            show(name, times(url, some[: options.times]), cpu_of(web) - before)


if __name__ == "__main__":
    main()
