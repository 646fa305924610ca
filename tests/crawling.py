"""Crawl a practice portal the way a user does: a process of its own, over real sockets, into real files."""

from __future__ import annotations

import json
import os
import re
import runpy
import subprocess
import sys
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from pkgutil import walk_packages
from tempfile import TemporaryDirectory
from typing import Any

import scrapy.commands as scrapy_commands
from scrapy.settings import default_settings

import scraper
from tests.practice import Portal, serve

ROOT = Path(__file__).parent.parent
# The practice portal is ours: no need to be polite to it.
FAST = ("-s", "DOWNLOAD_DELAY=0", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=8", "-s", "RETRY_BACKOFF=0")
# Only against hanging: on a busy machine a run takes minutes.
TIMEOUT = 600


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


# Scrapy, its parts, ours and the fallback extractor take a second to import, most of a short run. So runs are forked
# from a process that has imported them; scrapy's own start is what test_kills, test_scrapyd and others run. What a run
# has to import itself: the sources, the settings, which look at the environment, and the Twisted reactor.
NOT_IMPORTED = ("scraper.spiders", "scraper.settings", "twisted.internet.reactor")
_SCRAPY = (
    *(default_settings.DOWNLOADER_MIDDLEWARES_BASE, default_settings.SPIDER_MIDDLEWARES_BASE),
    *(default_settings.EXTENSIONS_BASE, default_settings.DOWNLOAD_HANDLERS_BASE.values()),
)
IMPORTED = [
    *("scrapy.cmdline", "scrapy.dupefilters", "scrapy.pqueues", "queuelib.queue", "protego", "trafilatura"),
    *(info.name for info in walk_packages(scrapy_commands.__path__, "scrapy.commands.")),
    *(path.rpartition(".")[0] for paths in _SCRAPY for path in paths),
    *(info.name for info in walk_packages(scraper.__path__, "scraper.") if not info.name.startswith(NOT_IMPORTED)),
]
_FORKS = get_context("forkserver")
_FORKS.set_forkserver_preload(IMPORTED)


def scrapy(*arguments: str, timeout: int = TIMEOUT) -> subprocess.CompletedProcess[str]:
    """Run the scrapy command in the project's folder, in a process of its own."""
    command = ["scrapy", *arguments]
    with TemporaryDirectory() as folder:
        outputs = [str(Path(folder) / name) for name in ("stdout", "stderr")]
        # Tests that name no folder must not share the project's own.
        environment = {"SCRAPER_OUTPUT_DIR": str(Path(folder) / "output")} | os.environ
        process = _FORKS.Process(target=_run, args=(command, outputs, environment))
        process.start()
        process.join(timeout)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(command, timeout)
        printed = [Path(path).read_text("utf-8") for path in outputs]
        return subprocess.CompletedProcess(command, process.exitcode, *printed)


def _run(command: list[str], outputs: list[str], environment: dict[str, str]) -> None:
    """In the forked process: ``python -m scrapy``, printing into files."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    for number, path in enumerate(outputs, 1):
        os.dup2(os.open(path, os.O_CREAT | os.O_WRONLY), number)
    sys.argv = command
    runpy.run_module("scrapy", run_name="__main__", alter_sys=True)


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
