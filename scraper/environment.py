"""Settings from the environment: ``SCRAPER_OUTPUT_DIR=/srv/crawler`` sets ``OUTPUT_DIR``.

Each setting of the project and of Scrapy can be set so, as text, as after ``-s``. Such a value is above those of
settings files and below what a source sets for itself and ``-s``.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from scrapy.settings import SETTINGS_PRIORITIES

from scraper.paths import keep_in_project
from scraper.text.near_name import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy.settings import BaseSettings

PREFIX = "SCRAPER_"
_PRIORITY = (SETTINGS_PRIORITIES["project"] + SETTINGS_PRIORITIES["spider"]) // 2
_WRONG_USAGE = 2
# Paths that Scrapy reads itself; those of the project are read through scraper.paths.
_SCRAPYS_PATHS = ("LOG_FILE", "JOBDIR")


class EnvironmentSettingError(ValueError):
    """A variable of the environment names no setting, or its value cannot be the setting's."""


class EnvironmentSettings:
    """Scrapy's add-on for it; commands that crawl nothing have no add-ons and call :func:`apply_environment`."""

    @classmethod
    def update_pre_crawler_settings(cls, settings: BaseSettings) -> None:
        """Apply the environment, before a process loads its spiders and opens its log; end it if that is wrong."""
        try:
            apply_environment(settings)
        except EnvironmentSettingError as error:
            sys.stderr.write(f"{error}\n")
            raise SystemExit(_WRONG_USAGE) from error
        for name in _SCRAPYS_PATHS:
            keep_in_project(settings, name)


def apply_environment(settings: BaseSettings, environment: Mapping[str, str] = os.environ) -> None:
    """Set what the environment says.

    Raises:
        EnvironmentSettingError: a variable names no setting, or its value cannot be the setting's.
    """
    for variable, value in sorted(environment.items()):
        if not variable.startswith(PREFIX):
            continue
        name = variable.removeprefix(PREFIX)
        if name not in settings:
            near = did_you_mean(variable, (PREFIX + known for known in settings))
            raise EnvironmentSettingError(f"{variable} in the environment: there is no setting {name}{near}")
        try:
            settings.set(name, value, priority=_PRIORITY)
        except (ValueError, TypeError) as error:
            raise EnvironmentSettingError(
                f'{variable} in the environment must be a table in JSON, like {{"NAME": 500}}, not {value!r}'
            ) from error
