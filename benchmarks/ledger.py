"""What remembering costs: the ledger alone, durability in a crawl, and what a second run asks for.

    .venv/bin/python -m benchmarks.ledger                   # operations at 10,000, 100,000 and 1,000,000 articles
    .venv/bin/python -m benchmarks.ledger --crawl           # 2,000 articles with and without fsync, and second runs
    .venv/bin/python -m benchmarks.ledger --sizes 10000 --crawl --articles 300 --runs 1

Each size is a process of its own. An article is heard on a list of 30 (one transaction a page), heard again, read,
and written in batches of 100, as a crawl does it.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.crawl import ROOT, SETTINGS, SOURCE, machine, portal
from scraper.ledger.articles import Articles
from scraper.ledger.database import Database
from scraper.ledger.records import Records
from scraper.storage.records import RecordLine

SIZES = (10_000, 100_000, 1_000_000)
ON_A_LIST, IN_A_BATCH = 30, 100
NOW = 1_700_000_000
TITLE = "Hội nghị tổng kết công tác xây dựng Đảng và hệ thống chính trị năm 2024"
HOST = "https://hoabinh.gov.vn"


def in_groups(count: int, size: int) -> Iterator[list[int]]:
    """The numbers below ``count``, ``size`` at a time."""
    numbers = iter(range(count))
    while group := list(islice(numbers, size)):
        yield group


def url_of(number: int) -> str:
    """An address as long as real ones."""
    return f"{HOST}/tin-chi-tiet/-/bai-viet/hoi-nghi-tong-ket-cong-tac-xay-dung-dang-{number}-1234.html"


def operations(database: Database) -> dict[str, Callable[[int], None]]:
    """By name, what is done for a number of articles."""
    articles, records = Articles(database), Records(database)

    def hear(count: int) -> None:
        for group in in_groups(count, ON_A_LIST):
            with database.transaction():
                for i in group:
                    articles.record_link(f"key:{i}", url_of(i), url_of(i), TITLE, ("2024-11-29", "29/11/2024"), NOW)

    def look(count: int) -> None:
        for i in range(count):
            articles.get(f"key:{i}")

    def read(count: int) -> None:
        for i in range(count):
            with database.transaction():
                articles.fetched(f"key:{i}", url_of(i), f"{i:032x}", "2024-11-29", (None, None), NOW)

    def write(count: int) -> None:
        for group in in_groups(count, IN_A_BATCH):
            records.wrote([RecordLine(i.to_bytes(16), bytes(32), 1) for i in group], group[-1], bytes(32))

    def resume(_: int) -> None:
        """What a start asks: nothing is open, nothing recent."""
        articles.pending()
        articles.due_for_revisit("2024-12-01")

    return {"hear new": hear, "hear known": hear, "look": look, "read": read, "write": write, "resume": resume}


def run_size(count: int) -> None:
    """Inside the child: all operations at one size; prints the result as its last line."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "state.sqlite3"
        database = Database(path, SOURCE)
        result: dict[str, float] = {}
        for name, operation in operations(database).items():
            started = time.perf_counter()
            operation(count)
            result[name] = time.perf_counter() - started
        database.close()
        result["bytes"] = path.stat().st_size
    result["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(result))


def show_sizes(sizes: list[int]) -> None:
    """The table of operations a second."""
    print(f"Ledger, {machine()}")
    names = ("hear new", "hear known", "look", "read", "write")
    print(
        f"{'articles':>9} " + " ".join(f"{name + '/s':>13}" for name in names) + "  resume s    MB  B/article  peak MB"
    )
    for count in sizes:
        result = child("--one-size", str(count))
        rates = " ".join(f"{count / result[name]:13,.0f}" for name in names)
        size = f"{result['bytes'] / 1e6:5.0f} {result['bytes'] / count:10.0f}"
        print(f"{count:9,} {rates} {result['resume']:9.3f} {size} {result['peak_mb']:8.0f}")


def run_crawl(base_url: str, folder: Path, *, sync: bool) -> None:
    """Inside the child: one crawl; prints seconds and requests as its last line."""
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.utils.project import get_project_settings

    settings = get_project_settings()
    settings.setdict({**SETTINGS, "OUTPUT_DIR": str(folder), "SYNC": sync})
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(SOURCE)
    process.crawl(crawler, base_url=base_url)
    process.start()
    assert crawler.stats is not None
    stats = crawler.stats.get_stats()
    names = {"seconds": "elapsed_time_seconds", "requests": "downloader/request_count", "new": "output/new"}
    print(json.dumps({name: stats.get(stat, 0) for name, stat in names.items()}))


def child(*arguments: str) -> dict[str, Any]:
    """Run a part of this benchmark in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.ledger", *arguments]
    output = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    result: dict[str, Any] = json.loads(output.splitlines()[-1])
    return result


def show_crawls(articles: int, runs: int) -> None:
    """What fsync costs, crawls with and without it in turn; and what a second run asks for."""
    seconds: dict[str, list[float]] = {"1": [], "0": []}
    shares: list[tuple[int, int]] = []
    with portal(articles) as base_url:
        for number in range(runs):
            for sync in ("1", "0") if number % 2 else ("0", "1"):
                # Beside the project: a folder for temporary files may lie in memory, where fsync costs nothing.
                with tempfile.TemporaryDirectory(dir=ROOT / "output") as folder:
                    first = child("--one-crawl", base_url, "--folder", folder, "--sync", sync)
                    second = child("--one-crawl", base_url, "--folder", folder, "--sync", sync)
                assert first["new"] == articles, first
                assert second["new"] == 0, second
                seconds[sync].append(first["seconds"])
                shares.append((first["requests"], second["requests"]))
    median = {sync: statistics.median(values) for sync, values in seconds.items()}
    print(f"{articles} articles, medians of {runs}, {machine()}")
    print(f"with fsync    {median['1']:.2f} s ({min(seconds['1']):.2f} to {max(seconds['1']):.2f})")
    print(f"without       {median['0']:.2f} s ({min(seconds['0']):.2f} to {max(seconds['0']):.2f})")
    print(f"durability costs {median['1'] / median['0'] - 1:+.1%}")
    first_requests, second_requests = shares[-1]
    print(
        f"requests: first run {first_requests}, second run {second_requests} ({second_requests / first_requests:.1%})"
    )


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=list(SIZES))
    parser.add_argument("--crawl", action="store_true", help="measure crawls instead of operations")
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--one-size", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--one-crawl", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--sync", choices=("0", "1"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one_size:
        run_size(options.one_size)
    elif options.one_crawl:
        run_crawl(options.one_crawl, options.folder, sync=options.sync == "1")
    elif options.crawl:
        show_crawls(options.articles, options.runs)
    else:
        show_sizes(options.sizes)


if __name__ == "__main__":
    main()
