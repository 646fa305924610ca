"""Crawl a practice portal the way a user does: a process of its own, over real sockets, into real files."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.practice import Portal, serve

ROOT = Path(__file__).parent.parent
# The practice portal is ours: no need to be polite to it.
FAST = ("-s", "DOWNLOAD_DELAY=0", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=8", "-s", "RETRY_BACKOFF=0")
TIMEOUT = 120


@dataclass(frozen=True)
class Run:
    """What a run left behind."""

    status: int
    log: str
    records: list[dict[str, Any]]
    """Lines of output/NAME.jsonl, all of them."""
    requests: list[str]
    """``METHOD /path`` of every request that the portal saw."""

    def stat(self, name: str) -> int:
        """A number from the stats that Scrapy prints at the end; 0 where it is not there."""
        found = re.search(rf"'{re.escape(name)}': (\d+)", self.log)
        return int(found[1]) if found else 0


def scrapy(*arguments: str, timeout: int = TIMEOUT) -> subprocess.CompletedProcess[str]:
    """Run the scrapy command in the project's folder."""
    command = [sys.executable, "-m", "scrapy", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=timeout, check=False)


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The records of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def crawl(portal: Portal, folder: Path, *arguments: str) -> Run:
    """``scrapy crawl SOURCE`` against a served portal; output goes to ``folder``."""
    with serve(portal) as server:
        done = scrapy(
            "crawl", portal.source, "-a", f"base_url={server.base_url}", "-s", f"OUTPUT_DIR={folder}", *FAST, *arguments
        )
        requests = list(server.requests)
    return Run(done.returncode, done.stderr, read_lines(folder / f"{portal.source}.jsonl"), requests)
