"""How each run ended, with its stats, and when the walk was last complete."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

from scraper.ledger.database import Database
from scraper.ledger.health import ERRORS, EXAMPLE, FAILED, SHORT

# A week of hourly runs, which includes one walk over all lists.
_REMEMBERED = 200
KEPT = 1_000
"""Runs of a source that are kept: six weeks of hourly ones."""
# Prefixes of stats that nothing reads later; they are half of all, and the log has them.
_NOT_STORED = (
    *("scheduler/", "robotstxt/", "retry/reason_count/", "memusage/startup", "log_count/INFO", "log_count/DEBUG"),
    *("downloader/request_method_count/", "downloader/exception_type_count/", "responses_per_minute"),
    *("items_per_minute", "walk/skipped/"),
)
# Stats, or their prefixes, whose sums over all runs are kept.
_SUMMED = (
    *("output/new", "output/changed", "output/deleted"),
    *("downloader/request_count", "downloader/response_bytes", "log_count/ERROR"),
    *ERRORS,
)
ENDED = "ended/"
"""Prefix of the sums of runs by their ``finish_reason``."""
# Of what fell short: sentences, and characters of each; addresses of a hostile site may be long.
_SENTENCES, _CHARACTERS = 10, 1_000


class Runs:
    """One source's runs."""

    def __init__(self, database: Database) -> None:
        self._db, self._source, self._run = database, database.source, database.run

    def begin(self, now: int) -> None:
        """Record that a run began."""
        self._db.execute("INSERT INTO runs (source, run, begun) VALUES (?, ?, ?)", (self._source, self._run, now))

    def end(self, reason: str, stats: Mapping[str, Any], now: int) -> None:
        """Record how this run ended; of earlier runs, the last ones are kept."""
        numbers = {
            name: _rounded(n)
            for name, n in stats.items()
            if isinstance(n, int | float) and math.isfinite(n) and not name.startswith(_NOT_STORED)
        }
        short = [str(sentence)[:_CHARACTERS] for sentence in stats.get(SHORT, ())][:_SENTENCES]
        examples = {name: stats[EXAMPLE + name] for name in numbers if EXAMPLE + name in stats}
        with self._db.transaction():
            self._db.execute(
                "UPDATE runs SET reason = ?, stats = ? WHERE source = ? AND run = ?",
                (reason, _as_json(numbers), self._source, self._run),
            )
            self._db.execute(
                "INSERT OR REPLACE INTO run_ends (source, run, ended, short, examples) VALUES (?, ?, ?, ?, ?)",
                (self._source, self._run, now, _as_json(short), _as_json(examples)),
            )
            self._add_up(reason, numbers)
            self._drop_old()

    def _add_up(self, reason: str, numbers: Mapping[str, float]) -> None:
        added = {name: int(n) for name, n in numbers.items() if name.startswith((*_SUMMED, FAILED))}
        self._db.executemany(
            "INSERT INTO run_totals (source, stat, total) VALUES (?, ?, ?)"
            " ON CONFLICT DO UPDATE SET total = total + excluded.total",
            [(self._source, name, n) for name, n in {**added, ENDED + reason: 1}.items()],
        )

    def _drop_old(self) -> None:
        """Drop the oldest runs, but not the first complete one: by it is known how long the source is crawled."""
        last = self._run - KEPT
        if last > 0:
            first = "(SELECT run FROM runs WHERE source = ?1 AND reason = 'finished' ORDER BY run LIMIT 1)"
            for table in ("runs", "run_ends"):
                self._db.execute(
                    f"DELETE FROM {table} WHERE source = ?1 AND run <= ?2 AND run <> coalesce({first}, 0)",
                    (self._source, last),
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


def _rounded(number: float) -> float:
    return round(number, 3) if isinstance(number, float) else number


def _as_json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))
