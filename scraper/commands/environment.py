"""The environment's settings in commands that make no crawler process, or that look at settings before they make it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from scraper.environment import EnvironmentSettingError, apply_environment

if TYPE_CHECKING:
    from scrapy.settings import Settings


class WithEnvironment:
    """Before a command: its settings are those that a crawl has, ``SCRAPER_…`` of the environment included.

    No command itself: Scrapy would list it as one.
    """

    settings: Settings | None

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Apply the environment below the options.

        Raises:
            UsageError: a variable of the environment names no setting.
        """
        super().process_options(args, opts)  # type: ignore[misc]  # the next class is a command
        if self.settings is not None:
            try:
                apply_environment(self.settings)
            except EnvironmentSettingError as error:
                raise UsageError(str(error), print_help=False) from error
