"""``scrapy crawl portal`` against a site that is served on loopback."""

from __future__ import annotations

from pathlib import Path

from tests.crawling import FAST, Run, read_lines, scrapy

REQUESTS = "downloader/request_count"


def crawl(base_url: str, folder: Path, *arguments: str) -> Run:
    """One run; output goes to ``folder``. The site keeps no list of requests: ``stat(REQUESTS)`` has their number."""
    done = scrapy("crawl", "portal", "-a", f"base_url={base_url}", "-s", f"OUTPUT_DIR={folder}", *FAST, *arguments)
    records = [record for path in sorted(folder.glob("portal_*.jsonl")) for record in read_lines(path)]
    return Run(done.returncode, done.stderr, records, [])
