"""Large made state files: several sources with hourly runs, in the form of a crawl's, written quickly."""

from __future__ import annotations

import json
import random
from contextlib import closing
from pathlib import Path
from typing import Any

from scraper.items import SITE_FIELDS
from scraper.ledger.database import StateFile
from scraper.ledger.health import EXAMPLE
from tests.report.made_runs import HOUR, NOW, figures


def many_runs(state: Path, sources: int, runs: int, seed: int = 1) -> Path:
    """Write hourly runs until :data:`NOW`, most without a new article."""
    chance = random.Random(seed)
    with closing(StateFile(state)) as database, database.transaction():
        for source in range(1, sources + 1):
            row = (source, f"source_{source:02}", runs)
            database.execute("INSERT INTO sources (id, name, run) VALUES (?, ?, ?)", row)
            for table, rows in _rows(chance, source, runs).items():
                marks = ", ".join("?" * len(rows[0]))
                database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
    return state


def _rows(chance: random.Random, source: int, runs: int) -> dict[str, list[tuple[Any, ...]]]:
    host = f"s{source}.gov.vn"
    rows: dict[str, list[tuple[Any, ...]]] = {"runs": [], "run_ends": []}
    for run in range(1, runs + 1):
        begun = NOW - (runs - run + 1) * HOUR
        stats = _stats(chance, host)
        examples = {name.removeprefix(EXAMPLE): stats.pop(name) for name in [*stats] if name.startswith(EXAMPLE)}
        numbers = {name: n for name, n in stats.items() if isinstance(n, int | float)}
        short = ["the site returned no page: status 500"] if source % 17 == 0 and run > runs - 3 else []
        rows["runs"].append((source, run, begun, "finished", json.dumps(numbers, separators=(",", ":"))))
        rows["run_ends"].append((source, run, begun + 70, json.dumps(short), json.dumps(examples)))
    return rows


def _stats(chance: random.Random, host: str) -> dict[str, Any]:
    new = chance.choice((0, 0, 0, 0, 1, 2, 5))
    fields = {f"field/{name}": chance.randint(new // 2, new) for name in SITE_FIELDS} if new else {}
    # What else is stored of a run, about as many bytes.
    others = {f"walk/other_count_{number}": number for number in range(10)}
    return {
        **figures(new),
        **fields,
        **others,
        "output/changed": chance.choice((0, 0, 0, 1)),
        "output/deleted": chance.choice((0,) * 20 + (1,)),
        f"pace/seconds_between_requests/{host}": round(1 + chance.random() / 4, 3),
    }
