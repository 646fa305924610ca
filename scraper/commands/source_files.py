"""The files that a source has beside its rows in the state file."""

from __future__ import annotations

import glob
from pathlib import Path
from typing import TYPE_CHECKING

from scraper.paths import output_dir, state_file, warc_dir
from scraper.storage.reader import log_path

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


def files_of_source(settings: BaseSettings, name: str) -> list[Path]:
    """Those that exist: log, rejected records, review, locks, archive and its bodies."""
    output, state, archive = output_dir(settings), state_file(settings), warc_dir(settings)
    found = [log_path(output, name), output / f"{name}.rejected.jsonl", output / "review" / name]
    found += [state.with_name(f"{state.name}.{name}.{ending}") for ending in ("lock", "reading")]
    if archive is not None:
        found += [*sorted(archive.glob(f"{glob.escape(name)}-*.warc.gz")), archive / f"{name}.bodies.sqlite3"]
    return [path for path in found if path.exists()]
