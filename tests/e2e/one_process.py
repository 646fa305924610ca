"""Read pages of several sites in one process: ``python -m tests.e2e.one_process '[[URL, TLS], …]' NAME=VALUE…``.

Prints a JSON list: for each page what was read or why not, and its stats.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from scrapy.crawler import CrawlerProcess
from scrapy.utils.project import get_project_settings

from scraper.base_spiders.one_page import OnePage


def main(pages: list[list[str]], settings: list[str]) -> None:
    """Read all of them at once."""
    project = get_project_settings()
    project.update(dict(line.split("=", 1) for line in settings), priority="cmdline")
    project.set("DOWNLOAD_DELAY", 0)
    process = CrawlerProcess(project)
    crawlers = [process.create_crawler(OnePage) for _ in pages]
    for crawler, (url, tls) in zip(crawlers, pages, strict=True):
        process.crawl(crawler, url=url, tls=tls)
    process.start()
    print(json.dumps([outcome(crawler) for crawler in crawlers]))  # noqa: T201


def outcome(crawler: Any) -> dict[str, Any]:
    """What came of one page."""
    spider = crawler.spider
    body = spider.response.text if spider.response is not None else ""
    return {"body": body, "reason": spider.reason, "stats": {k: str(v) for k, v in crawler.stats.get_stats().items()}}


if __name__ == "__main__":
    main(json.loads(sys.argv[1]), sys.argv[2:])
