"""``scrapy parse URL``: Scrapy's own command under the contact rule; for a source, nothing is written."""

from __future__ import annotations

import argparse
from collections.abc import Awaitable, Callable
from functools import wraps
from tempfile import TemporaryDirectory
from typing import Any

from scrapy import Request, Spider
from scrapy.commands.parse import Command as ScrapyParse
from scrapy.exceptions import UsageError
from scrapy.http import Response
from scrapy.utils.defer import maybe_deferred_to_future

from scraper.base_spiders.arguments import start_page
from scraper.commands.one_address import OneAddress
from scraper.sites import SourceSpider


class Command(OneAddress, ScrapyParse):
    """Exit status 1: not fetched, the log says why. 2: wrong usage, or no contact for a live host."""

    needs_ledger = True

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Parse one page, with a ledger of its own that is thrown away."""
        if self.settings is None or self.crawler_process is None:
            raise UsageError("Run it in the project's folder", print_help=False)
        if len(args) != 1 or "://" not in args[0]:
            raise UsageError("Name one address: scrapy parse https://HOST/PAGE", print_help=False)
        with TemporaryDirectory(prefix="scrapy-parse-") as folder:
            for name, value in {"OUTPUT_DIR": folder, "STATE_FILE": "", "WARC_DIR": ""}.items():
                self.settings.set(name, value, priority="cmdline")
            super().run(args, opts)

    def set_spidercls(self, url: str, opts: argparse.Namespace) -> None:
        """Choose the spider: the named one, the source of the host, or that of any portal."""
        if self.crawler_process is None:
            return
        if opts.spider is None:
            opts.spider = "portal"
        loader = self.crawler_process.spider_loader
        if opts.spider not in loader.list():
            raise UsageError(f"No such source: {opts.spider}", print_help=False)
        spider = loader.load(opts.spider)
        if issubclass(spider, SourceSpider) and not spider.home:
            opts.spargs.setdefault("base_url", start_page(url))
        super().set_spidercls(url, opts)

    # Scrapy's own callbacks return a Deferred, which Scrapy has deprecated.

    def prepare_request(self, spider: Spider, request: Request, opts: argparse.Namespace) -> Request:
        """The request, with a callback that is awaited."""
        prepared = super().prepare_request(spider, request, opts)
        prepared.callback = _awaited(prepared.callback)
        return prepared

    def scraped_data(self, args: Any) -> list[Any]:
        """What a page gave; the requests among it are parsed in the same way."""
        found = super().scraped_data(args)
        for one in found:
            if isinstance(one, Request):
                one.callback = _awaited(one.callback)
        return found


def _awaited(callback: Any) -> Callable[..., Awaitable[Any]]:
    @wraps(callback)
    async def awaited(response: Response, **kwargs: Any) -> Any:
        return await maybe_deferred_to_future(callback(response, **kwargs))

    return awaited
