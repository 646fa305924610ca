"""Scrapy's commands for an address that a user types: under the contact rule, with words for what is not fetched."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)

from scraper.commands.contact import UnderContactRule
from scraper.commands.environment import WithEnvironment
from scraper.commands.outcome import FAILED, OK
from scraper.middlewares.why_not_fetched import not_fetched
from scraper.sites import host_of, sites_of

if TYPE_CHECKING:
    from scrapy.crawler import CrawlerProcessBase

# The middleware has named them already.
_FAILURES = (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
    OSError,
)
_LEDGER = "scraper.extensions.source_ledger.LedgerExtension"
_WHY_NOT = "scraper.middlewares.why_not_fetched.WhyNotFetched"


class OneAddress(UnderContactRule, WithEnvironment):
    """Before one of these commands: exit status 1 if the address was not fetched, 2 for want of a contact.

    The spider of the source whose host it is asks, for its TLS and user agent; nothing of it is recorded. No command
    itself: Scrapy would list it as one.
    """

    crawler_process: CrawlerProcessBase | None
    needs_ledger = False

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Let failures be said, and keep the ledger of the source out of it."""
        super().process_options(args, opts)
        if self.settings is not None:
            self.settings["DOWNLOADER_MIDDLEWARES"].set(_WHY_NOT, 40, priority="cmdline")
            if not self.needs_ledger:
                self.settings["EXTENSIONS"].set(_LEDGER, None, priority="cmdline")
                self.settings.set("ITEM_PIPELINES", {}, priority="cmdline")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run Scrapy's command."""
        if opts.spider is None and args and self.crawler_process is not None:
            opts.spider = self._source_of(args[0])
        try:
            super().run(args, opts)
        except _FAILURES:
            self.exitcode = FAILED
        if not_fetched and self.exitcode == OK:
            self.exitcode = FAILED

    def _source_of(self, url: str) -> str | None:
        """The source whose host an address has."""
        if self.crawler_process is None:
            return None
        host = host_of(url if "://" in url else f"http://{url}")
        sources = sites_of(self.crawler_process.spider_loader).sources.values()
        return next((source.name for source in sources if host in source.hosts), None)
