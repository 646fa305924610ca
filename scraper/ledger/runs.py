"""How each run ended, with its stats, and when the walk was last complete."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from scraper.ledger.database import Database

# A week of hourly runs, which includes one walk over all lists.
_REMEMBERED = 200


class Runs:
    """One source's runs."""

    def __init__(self, database: Database) -> None:
        self._db, self._source, self._run = database, database.source, database.run

    def begin(self, now: int) -> None:
        """Record that a run began."""
        self._db.execute("INSERT INTO runs (source, run, begun) VALUES (?, ?, ?)", (self._source, self._run, now))

    def end(self, reason: str, stats: Mapping[str, float]) -> None:
        """Record how this run ended."""
        self._db.execute(
            "UPDATE runs SET reason = ?, stats = ? WHERE source = ? AND run = ?",
            (reason, json.dumps(stats), self._source, self._run),
        )

    def before(self) -> Iterator[Mapping[str, float]]:
        """Stats of the last complete runs before this one, the latest first."""
        found = self._db.execute(
            "SELECT stats FROM runs WHERE source = ? AND run < ? AND reason = 'finished' ORDER BY run DESC LIMIT ?",
            (self._source, self._run, _REMEMBERED),
        )
        return (json.loads(stats) for (stats,) in found)

    def is_older(self, moment: int) -> bool:
        """True if a complete run began before a time."""
        rows = self._db.execute(
            "SELECT 1 FROM runs WHERE source = ? AND reason = 'finished' AND begun < ? LIMIT 1", (self._source, moment)
        )
        return bool(rows)

    def progress(self) -> tuple[int, int]:
        """The last run with a complete walk, and when all lists were last walked to their ends; 0 for never."""
        ((run, lists_at),) = self._db.execute(
            "SELECT walked_run, lists_walked FROM sources WHERE id = ?", (self._source,)
        )
        return run, lists_at

    def walked(self, lists_at: int | None) -> None:
        """Record that the walk of this run is complete: all that it saw counts as known from now on.

        Args:
            lists_at: the time, if all lists were walked to their ends.
        """
        self._db.execute(
            "UPDATE sources SET walked_run = ?, lists_walked = coalesce(?, lists_walked) WHERE id = ?",
            (self._run, lists_at, self._source),
        )
