"""Pages per second of a full crawl, beside bare Scrapy and Scrapy with trafilatura, on one server in one run.

    .venv/bin/python -m benchmarks.crawl              # 2,000 articles, medians of three (about 4 minutes)
    .venv/bin/python -m benchmarks.crawl --articles 300 --runs 1

Every crawler is a process of its own; the practice portal serves pages of 60 KB from another. The peers get the
addresses of all pages as a list and fetch each once; ours starts at the front page and has to find them.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCE = "hoabinh"
PAGE_BYTES = 60_000
SETTINGS = {
    "DOWNLOAD_DELAY": 0,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
    "CONCURRENT_REQUESTS": 16,
    "LOG_LEVEL": "WARNING",
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
}


@contextmanager
def portal(articles: int) -> Iterator[str]:
    """The practice portal in its own process; gives its front page."""
    command = [sys.executable, "-m", "tests.practice", "--source", SOURCE, "--articles", str(articles)]
    command += ["--page-bytes", str(PAGE_BYTES), "--no-traps", "--warm", "--until-stdin-closes"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield json.loads(server.stdout.readline())[SOURCE]
        finally:
            server.terminate()


def measure(mode: str, base_url: str, folder: Path) -> dict[str, float]:
    """Run one crawler in a process of its own; its pages, seconds, seconds of CPU time, and peak memory in MB."""
    command = [sys.executable, "-m", "benchmarks.crawl", "--one", mode, "--base-url", base_url, "--folder", str(folder)]
    output = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    result: dict[str, float] = json.loads(output.splitlines()[-1])
    return result


def run_one(mode: str, base_url: str, folder: Path) -> None:
    """Inside the child: crawl, then print the result as the last line."""
    from scrapy import signals
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.utils.project import get_project_settings

    from benchmarks.peers import BareSpider, TrafilaturaSpider

    addresses = folder / "addresses.txt"
    if mode == "ours":
        settings = get_project_settings()
        settings.setdict({**SETTINGS, "OUTPUT_DIR": str(folder / "output")})
        process = AsyncCrawlerProcess(settings)
        crawler = process.create_crawler(SOURCE)
        process.crawl(crawler, base_url=base_url)
    else:
        spider = {"bare": BareSpider, "trafilatura": TrafilaturaSpider}[mode]
        process = AsyncCrawlerProcess(
            {**SETTINGS, "FEEDS": {folder / "peer.jsonl": {"format": "jsonlines", "overwrite": True}}}
        )
        crawler = process.create_crawler(spider)
        process.crawl(crawler, addresses=str(addresses))
    spent: list[float] = []
    for signal in (signals.spider_opened, signals.spider_closed):
        crawler.signals.connect(lambda: spent.append(time.process_time()), signal, weak=False)
    process.start()
    assert crawler.stats is not None
    stats = crawler.stats.get_stats()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    result = {
        "pages": stats["response_received_count"],
        "articles": stats.get("item_scraped_count", 0),
        "seconds": stats["elapsed_time_seconds"],
        "cpu": spent[-1] - spent[0],
        "peak_mb": peak,
    }
    print(json.dumps(result))


def list_addresses(folder: Path) -> None:
    """The article pages that our crawl found are what the peers fetch."""
    lines = (folder / "output" / f"{SOURCE}.jsonl").read_text("utf-8").splitlines()
    (folder / "addresses.txt").write_text("\n".join(json.loads(line)["url"] for line in lines), "utf-8")


def compare(articles: int, runs: int) -> None:
    """Print the table that the README quotes."""
    rates: dict[str, list[float]] = {"bare": [], "ours": [], "trafilatura": []}
    costs: dict[str, list[float]] = {mode: [] for mode in rates}
    last: dict[str, dict[str, float]] = {}
    with portal(articles) as base_url:
        for _ in range(runs):
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name)
                last["ours"] = measure("ours", base_url, folder)
                list_addresses(folder)
                for mode in ("bare", "trafilatura"):
                    last[mode] = measure(mode, base_url, folder)
            for mode, result in last.items():
                rates[mode].append(result["pages"] / result["seconds"])
                costs[mode].append(1000 * result["cpu"] / result["pages"])
    median = {mode: statistics.median(values) for mode, values in rates.items()}
    cost = {mode: statistics.median(values) for mode, values in costs.items()}
    print(f"{articles} articles, {PAGE_BYTES // 1000} KB a page, medians of {runs}, {machine()}")
    print(f"{'':12} {'pages/s':>8} {'min':>6} {'max':>6} {'of bare':>8} {'CPU ms':>7} {'articles':>9} {'peak MB':>8}")
    for mode, values in rates.items():
        print(
            f"{mode:12} {median[mode]:8.0f} {min(values):6.0f} {max(values):6.0f} {median[mode] / median['bare']:8.2f}"
            f" {cost[mode]:7.2f} {last[mode]['articles']:9.0f} {last[mode]['peak_mb']:8.0f}"
        )
    print(f"ours / trafilatura: {median['ours'] / median['trafilatura']:.1f}")
    print(f"CPU ms a page over bare: {cost['ours'] - cost['bare']:.2f}")


def machine() -> str:
    """What the figures were measured on."""
    return f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}"


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--one", choices=("ours", "bare", "trafilatura"), help=argparse.SUPPRESS)
    parser.add_argument("--base-url", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        run_one(options.one, options.base_url, options.folder)
    else:
        compare(options.articles, options.runs)


if __name__ == "__main__":
    main()
