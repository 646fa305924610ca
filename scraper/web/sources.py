"""The sources with their state from the ledger, and what needs a person."""

from __future__ import annotations

import time
from dataclasses import dataclass

from scraper.ledger.check import open_for_check
from scraper.ledger.overview import SourceOverview, overviews
from scraper.ledger.run_history import StoredRun, read_history
from scraper.report.disk import disk_space
from scraper.report.outcomes import RunOutcome, outcome_of, outcome_words
from scraper.report.project_sources import is_kept
from scraper.report.troubles import Trouble, troubles_of
from scraper.storage.sqlite import StorageError
from scraper.web.places import ServedFiles

# Runs of each source that say what is wrong now.
_LAST = 20
_AS_INTENDED = (RunOutcome.OK, RunOutcome.STOPPED)


@dataclass(frozen=True, slots=True)
class SourceState:
    """One source."""

    counts: SourceOverview
    ended: str
    """How its last run ended, in words; empty without a run."""
    is_as_intended: bool


@dataclass(frozen=True, slots=True)
class SourcesView:
    """All sources by name, and what needs a person."""

    sources: list[SourceState]
    troubles: list[Trouble]


def sources_of(files: ServedFiles) -> SourcesView:
    """The sources as the state file has them.

    Raises:
        StorageError: there is no state file yet, or it cannot be read.
        OSError: a folder cannot be read.
    """
    if not files.state.is_file():
        raise StorageError(f"There is no {files.state} yet: a crawl makes it")
    now = int(time.time())
    with open_for_check(files.state) as database:
        counts = overviews(database, now)
        runs = read_history(database, since=now, last=_LAST)
    last = {source.name: source.runs[-1] for source in runs if source.runs}
    kept = [source for source in runs if is_kept(source.name, files.known)]
    troubles = troubles_of(kept, disk_space(files.logs, files.archive), now)
    return SourcesView([_state(one, last.get(one.name)) for one in counts], troubles)


def _state(counts: SourceOverview, run: StoredRun | None) -> SourceState:
    if run is None:
        return SourceState(counts, "", is_as_intended=True)
    return SourceState(counts, outcome_words(run), is_as_intended=outcome_of(run) in _AS_INTENDED)
