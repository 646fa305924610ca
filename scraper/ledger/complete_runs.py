"""The runs of all sources that ended with a complete walk: from them follows when a source is due."""

from __future__ import annotations

from pathlib import Path

from scraper.ledger.database import StateFile

_IN_ORDER = "SELECT name, id FROM sources WHERE walked_run = run ORDER BY name"
_RUNS = (
    "SELECT begun, coalesce(json_extract(stats, '$.\"output/new\"'), 0)"
    " + coalesce(json_extract(stats, '$.\"output/changed\"'), 0)"
    " FROM runs WHERE source = ? AND begun >= ? AND reason = 'finished' ORDER BY run"
)


def complete_runs(path: Path, since: int) -> dict[str, list[tuple[int, int]]]:
    """When each run since a time began, and how many articles it found that were new or changed, the first run first.

    A source whose last run was not complete is left out.

    Args:
        path: of the state file.
        since: seconds since 1970.

    Raises:
        StorageError: the file cannot be read; see :class:`StateFile`.
    """
    if not path.exists():
        return {}
    state = StateFile(path)
    try:
        return {
            name: [(begun, news) for begun, news in state.execute(_RUNS, (source, since))]
            for name, source in state.execute(_IN_ORDER)
        }
    finally:
        state.close()
