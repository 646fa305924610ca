"""``scrapy settings --get NAME``: Scrapy's own command, with what the environment sets."""

from __future__ import annotations

from scrapy.commands.settings import Command as ScrapySettings

from scraper.commands.environment import WithEnvironment


class Command(WithEnvironment, ScrapySettings):
    """Exit status 2: a variable of the environment names no setting."""
