"""``scrapy fetch URL``: Scrapy's own command under the contact rule."""

from __future__ import annotations

from scrapy.commands.fetch import Command as ScrapyFetch

from scraper.commands.one_address import OneAddress


class Command(OneAddress, ScrapyFetch):
    """Exit status 1: not fetched, the log says why. 2: a live host was not asked for want of a contact."""
