"""``scrapy shell URL``: Scrapy's own command under the contact rule."""

from __future__ import annotations

from scrapy.commands.shell import Command as ScrapyShell

from scraper.commands.contact import UnderContactRule


class Command(UnderContactRule, ScrapyShell):
    """Exit status 2: a live host was not asked, because the user agent names no contact."""
