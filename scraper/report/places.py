"""Where the files of a project are that a report reads."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scraper.paths import output_dir, state_file, warc_dir

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


@dataclass(frozen=True, slots=True)
class Places:
    """State file, folder of the logs, and folder of the archive, if any."""

    state: Path
    output: Path
    archive: Path | None = None


def places_of(settings: BaseSettings) -> Places:
    """The places that settings name."""
    return Places(state_file(settings), output_dir(settings), warc_dir(settings))
