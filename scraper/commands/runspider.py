"""``scrapy runspider FILE``: Scrapy's own command under the contact rule."""

from __future__ import annotations

from scrapy.commands.runspider import Command as ScrapyRunSpider

from scraper.commands.contact import UnderContactRule


class Command(UnderContactRule, ScrapyRunSpider):
    """Exit status 2: a live host was not asked, because the user agent names no contact."""
