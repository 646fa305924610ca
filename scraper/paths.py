"""Paths of settings: the one place that says from where a relative one counts."""

from __future__ import annotations

import logging
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.settings import SETTINGS_PRIORITIES
from scrapy.utils.conf import closest_scrapy_cfg

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

logger = logging.getLogger(__name__)


def setting_path(settings: BaseSettings, name: str) -> Path | None:
    """The path that a setting names; None if it is empty.

    A relative path counts from the project, which is the folder of ``scrapy.cfg``, so that a crawl finds its ledger
    from any folder inside. What a user typed after ``-s`` counts from the current folder, as in a shell. Where there
    is no ``scrapy.cfg`` (scrapyd, a script), all do.
    """
    value = settings[name]
    if not value:
        return None
    path = Path(value).expanduser()
    if (settings.getpriority(name) or 0) >= SETTINGS_PRIORITIES["cmdline"]:
        return path.absolute()
    if path.is_absolute():
        return path
    project = project_folder()
    if project is None:
        _say_where(Path.cwd())
        return path
    return path if project == Path.cwd() else project / path


def keep_in_project(settings: BaseSettings, name: str) -> None:
    """Make the path of one of Scrapy's settings, which Scrapy itself reads, absolute by the same rule."""
    if (path := setting_path(settings, name)) is not None:
        settings.set(name, str(path), priority=settings.getpriority(name) or 0)


def project_folder() -> Path | None:
    """The folder of ``scrapy.cfg``: the current one, or the closest above; None if there is none."""
    found = closest_scrapy_cfg()
    return Path(found).parent if found else None


@cache
def _say_where(folder: Path) -> None:
    logger.info("No scrapy.cfg here or above: relative paths of the settings count from %s", folder)


def output_dir(settings: BaseSettings) -> Path:
    """The folder of the logs."""
    return setting_path(settings, "OUTPUT_DIR") or Path()


def state_file(settings: BaseSettings) -> Path:
    """The file of the ledger."""
    return setting_path(settings, "STATE_FILE") or output_dir(settings) / "state.sqlite3"


def warc_dir(settings: BaseSettings) -> Path | None:
    """The folder of the archive; None if nothing is archived."""
    return setting_path(settings, "WARC_DIR")


def fixtures_dir(settings: BaseSettings) -> Path:
    """The folder of all fixtures."""
    return setting_path(settings, "FIXTURES_DIR") or Path()
