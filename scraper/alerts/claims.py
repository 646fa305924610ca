"""Which process tells which trouble: the table ``alerts`` of the state file.

A process claims what it is going to tell in one transaction, tells it outside of it, and confirms or releases the
claim. So several processes never tell the same; a claim of a process that was killed ends by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from scraper.ledger.database import StateFile
from scraper.report.disk import DiskSpace
from scraper.report.gather import current_troubles
from scraper.report.troubles import Trouble

# Seconds; longer than all attempts of a channel take together.
_CLAIM = 600
_DELETE = "DELETE FROM alerts WHERE channel = ? AND source = ? AND kind = ?"
_SET_CLAIMED = "UPDATE alerts SET claimed = ? WHERE channel = ? AND source = ? AND kind = ?"
_SET_TOLD = "UPDATE alerts SET told = ?, claimed = 0 WHERE channel = ? AND source = ? AND kind = ?"


@dataclass(frozen=True, slots=True)
class OverTrouble:
    """A trouble that was told, and is over."""

    source: int
    name: str
    kind: str
    since: int
    sentence: str


@dataclass(slots=True)
class Claim:
    """What this process has to tell on one channel."""

    new: list[Trouble] = field(default_factory=list)
    over: list[OverTrouble] = field(default_factory=list)


def claim(database: StateFile, channel: str, space: Sequence[DiskSpace], now: int) -> Claim:
    """Claim what is to be told: new troubles, and told ones that are over.

    Raises:
        StorageError: the state file cannot be read or written.
    """
    with database.transaction():
        # Read within the transaction: with an older view, a trouble that another process told as over were new again.
        found = {(trouble.source, trouble.kind): trouble for trouble in current_troubles(database, space, now)}
        names: dict[int, str] = dict(database.execute("SELECT id, name FROM sources"))
        rows = database.execute(
            "SELECT source, kind, since, sentence, told, claimed FROM alerts WHERE channel = ?", (channel,)
        )
        claimed = Claim()
        known = set()
        for source, kind, since, sentence, told, at in rows:
            known.add((source, kind))
            trouble = found.get((source, kind))
            if 0 <= now - at < _CLAIM:
                continue
            if trouble is None and told:
                claimed.over.append(OverTrouble(source, names.get(source, ""), kind, since, sentence))
            elif trouble is None:  # nobody was told of it
                database.execute(_DELETE, (channel, source, kind))
            elif not told:
                claimed.new.append(trouble)
        claimed.new += [trouble for key, trouble in found.items() if key not in known]
        for trouble in claimed.new:
            database.execute(
                "INSERT OR REPLACE INTO alerts (channel, source, kind, since, sentence, told, claimed)"
                " VALUES (?, ?, ?, ?, ?, 0, ?)",
                (channel, trouble.source, trouble.kind, trouble.since, trouble.sentence, now),
            )
        for over in claimed.over:
            database.execute(_SET_CLAIMED, (now, channel, over.source, over.kind))
    return claimed


def confirm(database: StateFile, channel: str, claimed: Claim, now: int) -> None:
    """Record that all of it was told."""
    with database.transaction():
        for trouble in claimed.new:
            database.execute(_SET_TOLD, (now, channel, trouble.source, trouble.kind))
        for over in claimed.over:
            database.execute(_DELETE, (channel, over.source, over.kind))


def release(database: StateFile, channel: str, claimed: Claim) -> None:
    """Record that it could not be told: the next run tells it."""
    with database.transaction():
        for trouble in claimed.new:
            database.execute(_SET_CLAIMED, (0, channel, trouble.source, trouble.kind))
        for over in claimed.over:
            database.execute(_SET_CLAIMED, (0, channel, over.source, over.kind))
