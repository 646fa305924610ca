"""Remove all that the state file has of a source; its log and other files stay."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from scraper.ledger.database import StateFile
from scraper.ledger.values import LATER_TABLES, SCHEMA
from scraper.storage.lock import lock_beside
from scraper.storage.sqlite import columns_of

_OF_SOURCES = tuple(dict.fromkeys(table for table, column in columns_of(SCHEMA + LATER_TABLES) if column == "source"))


def forget(state: Path, name: str) -> bool:
    """Remove the rows of a source.

    Args:
        state: the file.
        name: of the source.

    Returns:
        False if the file has none.

    Raises:
        TakenError: the source is being crawled; nothing is changed.
        StorageError: the file is damaged, or the disk failed; nothing is changed.
    """
    with lock_beside(state, name), closing(StateFile(state)) as database, database.transaction():
        row = database.first("SELECT id FROM sources WHERE name = ?", (name,))
        if row is None:
            return False
        for table in _OF_SOURCES:
            database.execute(f"DELETE FROM {table} WHERE source = ?", row)
        database.execute("DELETE FROM sources WHERE id = ?", row)
    return True
