"""A process that has much to do does not take its own lateness for a host's."""

from __future__ import annotations

import re
from pathlib import Path

from tests.crawling import scrapy
from tests.e2e.counted import Counted

BUSY = """
import time
import scrapy
from twisted.internet.task import LoopingCall

class Busy(scrapy.Spider):
    name = "busy"
    start_urls = [f"http://127.0.0.1:{port}/?{{n}}" for n in range(5)]

    async def start(self):
        LoopingCall(time.sleep, {blocked}).start(0.01)
        async for request in super().start():
            yield request

    def parse(self, response): pass
"""


def told(folder: Path, site: Counted, blocked: float) -> float:
    """The time that the host is said to take to answer, by a crawl whose event loop is blocked again and again."""
    spider = folder / "busy.py"
    spider.write_text(BUSY.format(port=site.port, blocked=blocked))
    done = scrapy("runspider", str(spider), "-s", f"OUTPUT_DIR={folder}", "-s", "DOWNLOAD_DELAY=0.05")
    found = re.search(r"Pace: .*; it took ([\d.]+) s to answer", done.stderr)
    assert found, done.stderr
    return float(found[1])


def test_an_idle_host_is_not_called_slow(tmp_path: Path) -> None:
    with Counted() as site:
        assert told(tmp_path, site, 0.3) < 0.15
        assert len(site.times) == 6


def test_a_slow_host_is(tmp_path: Path) -> None:
    with Counted(seconds=1.0) as site:
        assert told(tmp_path, site, blocked=0.1) > 0.3
        assert min(site.gaps()) > 1.2, "asked more slowly"
