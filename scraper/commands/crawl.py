"""``scrapy crawl NAME``: Scrapy's own, with exit statuses that a scheduler can rely on."""

from __future__ import annotations

import argparse
import logging

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError

from scraper.commands.outcome import failure, stats_so_far, status
from scraper.walks.portal import front_page

logger = logging.getLogger(__name__)


class Command(ScrapyCrawl):
    """0: done. 1: the run failed or stopped early. 2: wrong usage. 3: it ran and found no article."""

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl one source."""
        process = self.crawler_process
        if process is None:
            raise RuntimeError("Scrapy gives each command a process")
        if len(args) != 1:
            raise UsageError("Name one source; scrapy crawlall takes several", print_help=False)
        check_usage(args, process.spider_loader.list(), opts.spargs)
        crawler = self._create_crawler(args[0])
        process.crawl(crawler, **opts.spargs)
        process.start()
        stats = stats_so_far(crawler)
        reason = failure(stats)
        if reason is not None:
            logger.error("%s: %s", args[0], reason)
        self.exitcode = status(stats)


def check_usage(names: list[str], known: list[str], arguments: dict[str, str]) -> None:
    """Refuse what can not be meant.

    Raises:
        UsageError: an unknown source, or a base_url that is no address.
    """
    unknown = [name for name in names if name not in known]
    if unknown:
        raise UsageError(
            f"No such source: {', '.join(unknown)}. There are: {', '.join(sorted(known))}", print_help=False
        )
    if "base_url" in arguments:
        try:
            front_page(arguments["base_url"])
        except ValueError as error:
            raise UsageError(str(error), print_help=False) from error
