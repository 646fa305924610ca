"""Read what a report needs: runs of the state file, and the space on the disk."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scraper.ledger.database import StateFile
from scraper.ledger.run_history import SourceHistory, StoredRun, read_history
from scraper.report.disk import DiskSpace, DiskUse, disk_use
from scraper.report.figures import day_of
from scraper.report.places import Places
from scraper.report.troubles import Trouble, troubles_of
from scraper.report.words import at

# Runs of each source that say what is wrong now.
_LAST = 20


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a report shows."""

    now: int
    first: date
    """The first of its days."""
    last: date
    sources: list[SourceHistory]
    """With the runs of these days; of a source that has not run since, its last ones before."""
    troubles: list[Trouble]
    disk: DiskUse

    def runs_of(self, source: SourceHistory) -> list[StoredRun]:
        """The runs of a source in these days."""
        return [run for run in source.runs if self.first <= day_of(run.begun) <= self.last]


def gather(database: StateFile, places: Places, now: int, days: int, names: Collection[str] = ()) -> RunReport:
    """Read the runs of some days.

    Args:
        database: the open state file.
        places: of the files.
        now: seconds since 1970.
        days: how many, with today.
        names: of the sources; empty for all.

    Raises:
        StorageError: the state file is damaged or cannot be read.
        OSError: a folder cannot be read.
    """
    last = day_of(now)
    first = last - timedelta(days=days - 1)
    midnight = at(now).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=days - 1)
    sources = read_history(database, names=names, since=int(midnight.timestamp()))
    disk = disk_use([source.name for source in sources], places.output, places.state, places.archive)
    return RunReport(now, first, last, sources, troubles_of(sources, disk.space, now), disk)


def current_troubles(database: StateFile, space: Sequence[DiskSpace], now: int) -> list[Trouble]:
    """The urgent troubles of an open state file.

    Raises:
        DamagedError: a value is not what it must be.
    """
    sources = read_history(database, since=now, last=_LAST)
    return [trouble for trouble in troubles_of(sources, space, now) if trouble.is_urgent]
