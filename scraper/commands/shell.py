"""``scrapy shell URL``: Scrapy's own command under the contact rule."""

from __future__ import annotations

from typing import Any

from scrapy.commands.shell import Command as ScrapyShell

import scraper
from scraper.commands.one_address import OneAddress


class Command(OneAddress, ScrapyShell):
    """Exit status 1: not fetched, the log says why. 2: a live host was not asked for want of a contact."""

    def update_vars(self, vars: dict[str, Any]) -> None:  # noqa: A002  (Scrapy's name)
        """Offer ``read``, the project's own reading of a page: ``read(response.body, response.url)``."""
        vars["read"] = scraper.read
