"""``scrapy runspider FILE``: Scrapy's own command under the contact rule."""

from __future__ import annotations

import argparse

from scrapy import Spider
from scrapy.commands.runspider import Command as ScrapyRunSpider
from scrapy.crawler import Crawler

from scraper.commands.arguments import check_names
from scraper.commands.contact import UnderContactRule
from scraper.commands.feeds import check_feeds


class Command(UnderContactRule, ScrapyRunSpider):
    """Exit status 2: wrong usage, or a live host was not asked, because the user agent names no contact."""

    _arguments: dict[str, str]

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run the spider of a file."""
        self._arguments = opts.spargs
        super().run(args, opts)

    def _create_crawler(self, spidercls: type[Spider] | str) -> Crawler:
        """The crawler of the spider, once its class is known.

        Raises:
            UsageError: an argument is unknown, or a feed would not become a whole file.
        """
        if self.settings is not None:
            check_feeds(self.settings)
        if not isinstance(spidercls, str):
            check_names(spidercls, self._arguments)
        return super()._create_crawler(spidercls)
