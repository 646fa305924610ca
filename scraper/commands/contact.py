"""The contact rule in commands: refused before a crawl where the address is known, and by the exit status after it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import UsageError

from scraper.commands.outcome import WRONG_USAGE
from scraper.middlewares.contact import has_contact, is_inner, refused_hosts, without_contact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy import Spider
    from scrapy.settings import BaseSettings


class UnderContactRule:
    """Before one of Scrapy's commands: exit status 2 if a live host was not asked for want of a contact.

    No command itself: Scrapy would list it as one.
    """

    exitcode: int

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run Scrapy's command."""
        super().run(args, opts)  # type: ignore[misc]  # the next class is Scrapy's command
        if refused_hosts:
            self.exitcode = WRONG_USAGE


def check_contact(address: str, user_agent: str) -> None:
    """Refuse to crawl a live host without a contact in the user agent.

    Raises:
        UsageError: the user agent has no contact, and the host of the address is not in an inner network.
    """
    if address and not has_contact(user_agent) and not is_inner(address):
        raise UsageError(without_contact(user_agent), print_help=False)


def user_agent_of(spider: type[Spider], settings: BaseSettings, arguments: Mapping[str, Any]) -> str:
    """The user agent that a spider will send: of its attribute, or of the settings with its own."""
    own = settings.copy()
    spider.update_settings(own)
    return str(arguments.get("user_agent") or getattr(spider, "user_agent", None) or own["USER_AGENT"])
