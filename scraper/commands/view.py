"""``scrapy view URL``: Scrapy's own command under the contact rule."""

from __future__ import annotations

import argparse

from scrapy.commands.view import Command as ScrapyView

from scraper.commands.contact import status_after


class Command(ScrapyView):
    """Exit status 2: a live host was not asked, because the user agent names no contact."""

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run Scrapy's command."""
        super().run(args, opts)
        self.exitcode = status_after(self.exitcode)
