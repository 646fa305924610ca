"""The sources with their state, from the ledger."""

from __future__ import annotations

import time

from scraper.ledger.check import open_for_check
from scraper.ledger.overview import SourceOverview, overviews
from scraper.storage.sqlite import StorageError
from scraper.web.places import ServedFiles


def source_states(files: ServedFiles) -> list[SourceOverview]:
    """The sources by name.

    Raises:
        StorageError: there is no state file yet, or it cannot be read.
    """
    if not files.state.is_file():
        raise StorageError(f"There is no {files.state} yet: a crawl makes it")
    with open_for_check(files.state) as database:
        return overviews(database, int(time.time()))
