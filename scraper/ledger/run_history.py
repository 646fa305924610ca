"""What the state file says of earlier runs, for reports, alerts and metrics."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from scraper.ledger.database import StateFile
from scraper.ledger.readings import ENDS_TO_BE_POISONED
from scraper.ledger.runs import KEPT

# Of a source that has not run for long, runs that are read although they are old.
_LAST = 20
# Files of earlier versions, and killed runs, lack the row of the end.
_RUNS = (
    "SELECT r.run, begun, coalesce(reason, '') AS ending, stats AS counts, coalesce(ended, 0) AS ended,"
    " coalesce(short, '[]') AS short, coalesce(examples, '{}') AS examples"
    " FROM runs r LEFT JOIN run_ends e ON e.source = r.source AND e.run = r.run"
    " WHERE r.source = ?1 AND (begun >= ?2 OR r.run > ?3) ORDER BY r.run DESC LIMIT ?4"
)
_OLD_RUNS = (
    "SELECT run, begun, coalesce(reason, '') AS ending, stats AS counts, 0, '[]', '{}'"
    " FROM runs WHERE source = ?1 AND (begun >= ?2 OR run > ?3) ORDER BY run DESC LIMIT ?4"
)


@dataclass(frozen=True, slots=True)
class StoredRun:
    """One run of a source. Times are seconds since 1970."""

    number: int
    begun: int
    ended: int = 0
    """0: it was killed, is still running, or an earlier version did not store it."""
    reason: str = ""
    """Scrapy's ``finish_reason``; empty: it was killed, or is still running."""
    stats: Mapping[str, float] = field(default_factory=dict)
    short: tuple[str, ...] = ()
    """How it fell short of the source's expectations."""
    examples: Mapping[str, str] = field(default_factory=dict)
    """An address for each kind of error."""

    def count(self, name: str) -> int:
        """A count of the run; 0 where it is not there."""
        return int(self.stats.get(name, 0))


@dataclass(slots=True)
class SourceHistory:
    """The runs of a source, and what waits for a person."""

    id: int
    """Number of the source in the state file."""
    name: str
    begun: int
    """Runs that ever began."""
    runs: list[StoredRun]
    """The latest last."""
    undecided: int = 0
    """Pages that read like articles and are not recorded."""
    poisoned: int = 0
    """Pages that are set aside."""


def read_history(
    database: StateFile, *, names: Collection[str] = (), since: int = 0, last: int = KEPT + 1
) -> list[SourceHistory]:
    """The sources of a state file, by name.

    Args:
        database: the open file, which may be of an earlier version.
        names: of the sources; empty for all.
        since: no older runs, but always the last few of each source.
        last: no more runs of each source than these.

    Raises:
        DamagedError: a value is not what it must be.
    """
    sql = _RUNS if database.has_table("run_ends") else _OLD_RUNS
    sources = database.execute("SELECT id, name, run FROM sources ORDER BY name")
    undecided = _counts(database, "undecided", "TRUE")
    poisoned = _counts(database, "readings", f"ends >= {ENDS_TO_BE_POISONED}")
    return [
        SourceHistory(
            number,
            name,
            begun,
            [_run(database, row) for row in reversed(database.execute(sql, (number, since, begun - _LAST, last)))],
            undecided.get(number, 0),
            poisoned.get(number, 0),
        )
        for number, name, begun in sources
        if not names or name in names
    ]


def read_totals(database: StateFile) -> dict[int, dict[str, int]]:
    """By source, the sums over all its runs since they are kept."""
    totals: dict[int, dict[str, int]] = {}
    if database.has_table("run_totals"):
        for source, stat, total in database.execute("SELECT source, stat, total FROM run_totals"):
            totals.setdefault(source, {})[stat] = total
    return totals


def read_successes(database: StateFile) -> dict[int, int]:
    """By source, when its last run ended that was complete and fell short of nothing."""
    if not database.has_table("run_ends"):
        return {}
    return dict(
        database.execute(
            "SELECT e.source, max(ended) AS ended FROM run_ends e JOIN runs r ON r.source = e.source AND r.run = e.run"
            " WHERE reason = 'finished' AND short = '[]' GROUP BY e.source"
        )
    )


def _counts(database: StateFile, table: str, condition: str) -> dict[int, int]:
    if not database.has_table(table):
        return {}
    return dict(database.execute(f"SELECT source, count(*) FROM {table} WHERE {condition} GROUP BY source"))


def _run(database: StateFile, row: tuple[Any, ...]) -> StoredRun:
    number, begun, reason, counts, ended, short, examples = row
    # Parsed once: a check of the column `stats` would do it a second time, for each of thousands of runs.
    try:
        stats = json.loads(counts)
    except (TypeError, ValueError, RecursionError):
        stats = None
    if not isinstance(stats, dict) or not all(isinstance(n, int | float) for n in stats.values()):
        raise database.damage(f"stats is {counts!r:.60}")
    return StoredRun(
        number,
        begun,
        ended,
        str(reason),
        stats,
        tuple(json.loads(short)),
        json.loads(examples) if examples != "{}" else {},
    )
