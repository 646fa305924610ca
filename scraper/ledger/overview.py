"""What the state file says of each source: how many articles are in which state, what waits and why, the last run."""

from __future__ import annotations

from dataclasses import dataclass

from scraper.ledger.database import MAX_WAIT, Database

_COUNTS = (
    "SELECT state || iif(state = 'gone' AND id IS NULL, ' unread', ''), count(*) FROM articles"
    " WHERE source = ? AND (id IS NULL OR NOT is_alias) GROUP BY 1"
)
# What waits is undecided, due, or waits after failures; a time beyond the longest wait comes from a wrong clock.
_WAITING = (
    "SELECT u.key IS NOT NULL, next_try <= ?2 OR next_try > ?2 + ?3, count(*), min(next_try) FROM articles a"
    " LEFT JOIN undecided u ON u.source = a.source AND u.key = a.key"
    " WHERE a.source = ?1 AND a.state IN ('found', 'fetched') GROUP BY 1, 2"
)


@dataclass(slots=True)
class SourceOverview:
    """One source in the state file. Times are seconds since 1970; 0 for never."""

    name: str
    found: int = 0
    """Articles found or fetched, and not written."""
    written: int = 0
    gone: int = 0
    """Deleted articles …"""
    dead_links: int = 0
    """… and links whose page was never there."""
    due: int = 0
    """Of those found, to be fetched by the next run …"""
    failed: int = 0
    """… waiting after failures …"""
    next_try: int = 0
    """… the first of them until then …"""
    undecided: int = 0
    """… and read, but not confirmed to be articles."""
    last_run: int = 0
    ended: str = ""
    """Why the last run ended; empty if it was killed, or is still running."""
    lists_walked: int = 0
    log_bytes: int = 0
    """Size of the log, as far as the ledger knows it."""


def overviews(database: Database, now: int) -> list[SourceOverview]:
    """All sources, by name.

    Raises:
        DamagedError: a value is not what it must be.
    """
    sources = database.execute("SELECT id, name, lists_walked, log_bytes FROM sources ORDER BY name")
    return [
        _overview(database, number, SourceOverview(name, lists_walked=walked, log_bytes=size), now)
        for number, name, walked, size in sources
    ]


def _overview(database: Database, number: int, one: SourceOverview, now: int) -> SourceOverview:
    counts: dict[str, int] = dict(database.execute(_COUNTS, (number,)))
    one.found = counts.get("found", 0) + counts.get("fetched", 0)
    one.written, one.gone = counts.get("written", 0), counts.get("gone", 0)
    one.dead_links = counts.get("gone unread", 0)
    for is_undecided, is_due, count, next_try in database.execute(_WAITING, (number, now, MAX_WAIT)):
        if is_undecided:
            one.undecided += count
        elif is_due:
            one.due += count
        else:
            one.failed, one.next_try = count, next_try
    run = database.first("SELECT begun, reason FROM runs WHERE source = ? ORDER BY run DESC LIMIT 1", (number,))
    if run is not None:
        one.last_run, one.ended = run[0], run[1] or ""
    return one
