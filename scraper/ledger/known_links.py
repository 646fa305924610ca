"""What earlier runs know of the link to an article that they recorded."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scraper.ledger.database import Database


@dataclass(frozen=True, slots=True)
class KnownLink:
    """The link to a recorded article."""

    text: str
    """Its words; empty if they are unknown."""
    listed: tuple[str, str] | None
    """The listing date: ISO 8601, and as printed."""


def known_link(path: Path, source: str, key: str) -> KnownLink | None:
    """The link to a page in a state file that may be in use; None if no run has recorded the page.

    Args:
        path: the state file.
        source: name of the source.
        key: identity of the page's addresses.

    Raises:
        StorageError: the state file cannot be read.
    """
    opened = Database.read_only(path)
    try:
        rows = opened.execute(
            "SELECT title, listed, listed_raw FROM articles JOIN sources ON sources.id = articles.source"
            " WHERE sources.name = ? AND key = ? AND state = 'written'",
            (source, key),
        )
    finally:
        opened.close()
    for title, listed, raw in rows:
        return KnownLink(title, (listed, raw or "") if listed else None)
    return None
