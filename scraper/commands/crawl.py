"""``scrapy crawl NAME``: Scrapy's own command, with exit statuses that a scheduler can rely on."""

from __future__ import annotations

import argparse
import logging

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError
from scrapy.spiderloader import SpiderLoaderProtocol

from scraper.base_spiders.arguments import days, front_page, switch
from scraper.commands.after_runs import after_runs
from scraper.commands.arguments import check_names, logged_usage
from scraper.commands.contact import check_contact, user_agent_of
from scraper.commands.feeds import check_feeds
from scraper.commands.outcome import failure, stats_so_far, status
from scraper.middlewares.tls_level import tls_level
from scraper.sites import SourceSpider

logger = logging.getLogger(__name__)


class Command(ScrapyCrawl):
    """Exit status 0: done. 1: failed or stopped early. 2: wrong usage, or crawled already. 3: expectations not met."""

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl one source."""
        process = self.crawler_process
        if process is None:
            raise RuntimeError("Scrapy gives each command a process")
        if len(args) != 1:
            raise UsageError("Name one source; scrapy crawlall takes several", print_help=False)
        with logged_usage(process.settings):
            check_usage(args, process.spider_loader, opts.spargs)
            check_feeds(process.settings)
            spider = process.spider_loader.load(args[0])
            agent = user_agent_of(spider, process.settings, opts.spargs)
            check_contact(home_of(args[0], process.spider_loader, opts.spargs), agent)
        crawler = self._create_crawler(args[0])
        process.crawl(crawler, **opts.spargs)
        process.start()
        stats = stats_so_far(crawler)
        reason = failure(stats)
        if reason is not None:
            logger.error("%s: %s", args[0], reason)
        self.exitcode = status(stats)
        after_runs(process.settings)


def check_usage(names: list[str], loader: SpiderLoaderProtocol, arguments: dict[str, str]) -> None:
    """Check sources and arguments before a crawl.

    Raises:
        UsageError: an unknown source or argument, a base_url that is not an address, or a source that needs one and
            has none.
    """
    known = loader.list()
    unknown = [name for name in names if name not in known]
    if unknown:
        raise UsageError(
            f"No such source: {', '.join(unknown)}. There are: {', '.join(sorted(known))}", print_help=False
        )
    for name in names:
        check_names(loader.load(name), arguments)
    for name, check in (("base_url", front_page), ("revisit", days), ("full", switch), ("tls", tls_level)):
        try:
            if name in arguments:
                check(arguments[name])
        except ValueError as error:
            raise UsageError(str(error), print_help=False) from error
    if "base_url" not in arguments and (without_home := [name for name in names if not has_home(loader, name)]):
        name = without_home[0]
        raise UsageError(f"Which site? scrapy crawl {name} -a base_url=https://HOST", print_help=False)


def home_of(name: str, loader: SpiderLoaderProtocol, arguments: dict[str, str]) -> str:
    """The address at which a source will be crawled; empty for a user's own spider without one."""
    spider = loader.load(name)
    return arguments.get("base_url") or (spider.home if issubclass(spider, SourceSpider) else "")


def has_home(loader: SpiderLoaderProtocol, name: str) -> bool:
    """True if the source names its site, so that it can be crawled without a ``base_url``."""
    spider = loader.load(name)
    return not issubclass(spider, SourceSpider) or bool(spider.home)
