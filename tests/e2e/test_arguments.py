"""Unknown arguments are refused before anything is fetched, wherever a crawl starts."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crawling import FAST, ROOT, TIMEOUT, read_lines, scrapy
from tests.practice import Portal, Server, serve

MESSAGE = "unknown argument ful; did you mean full? hoabinh takes base_url, full, revisit, tls, user_agent"
SCRIPT = """
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.project import get_project_settings
process = AsyncCrawlerProcess(get_project_settings())
crawler = process.create_crawler("hoabinh")
process.crawl(crawler, base_url={base_url!r}, ful="1")
process.start()
print(crawler.stats.get_value("finish_reason"))
"""
SOURCE = """
from scraper.base_spiders.portal import PortalSpider


class Mine(PortalSpider):
    name = "mine"
    home = "https://so.example.gov.vn/"
    owner = "Sở"

    def __init__(self, topic="", **kwargs):
        super().__init__(**kwargs)
        self.logger.info("topic %s", topic)
"""


@pytest.fixture(scope="module")
def site() -> Iterator[Server]:
    with serve(Portal("hoabinh", articles=6, traps=False)) as server:
        yield server


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (("crawl", "hoabinh", "-a", "ful=1"), MESSAGE),
        (("crawlall", "hoabinh", "-a", "ful=1"), MESSAGE),
        (("crawlall", "hoabinh", "-a", "hoabinh.ful=1"), MESSAGE),
        (
            ("crawlall", "hoabinh", "-a", "hoabin.full=1"),
            "-a hoabin.full: no source is called hoabin; did you mean hoabinh?",
        ),
        (("crawlall", "hoabinh", "--part", "3/2"), "--part must be like 2/5, the second of five parts, not '3/2'"),
    ],
)
def test_commands_refuse_them(command: tuple[str, ...], message: str, site: Server, tmp_path: Path) -> None:
    before = len(site.requests)
    address = "base_url" if command[0] == "crawl" else "hoabinh.base_url"
    done = scrapy(*command, "-a", f"{address}={site.base_url}", "-s", f"OUTPUT_DIR={tmp_path}", *FAST)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert len(site.requests) == before
    assert not list(tmp_path.iterdir())


def test_a_log_file_has_the_reason_too(tmp_path: Path) -> None:
    # A job of scrapyd has no other place that its log shows.
    log = tmp_path / "job.log"
    done = scrapy("crawl", "hoabinh", "-a", "ful=1", "--logfile", str(log))
    assert done.returncode == 2
    assert f"ERROR: Not crawled (wrong_usage): {MESSAGE}" in log.read_text("utf-8")


def test_a_script_is_refused_with_a_named_reason(site: Server, tmp_path: Path) -> None:
    before = len(site.requests)
    command = [sys.executable, "-c", SCRIPT.format(base_url=site.base_url)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=TIMEOUT, check=False)
    assert done.stdout.strip() == "wrong_usage", done.stderr
    assert f"ERROR: hoabinh is not crawled: {MESSAGE}" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(site.requests) == before


def test_an_argument_of_a_users_source_works_and_a_misspelt_one_does_not(site: Server, tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text(SOURCE, "utf-8")
    places = ("-a", f"base_url={site.base_url}", "-s", f"OUTPUT_DIR={tmp_path}", *FAST)
    refused = scrapy("runspider", str(path), "-a", "topik=x", *places)
    assert refused.returncode == 2
    assert (
        "unknown argument topik; did you mean topic? mine takes base_url, full, revisit, tls, topic" in refused.stderr
    )
    assert not (tmp_path / "mine.jsonl").exists()
    done = scrapy("runspider", str(path), "-a", "topic=x", *places)
    assert done.returncode == 0, done.stderr
    assert "topic x" in done.stderr
    assert len(read_lines(tmp_path / "mine.jsonl")) == 6
