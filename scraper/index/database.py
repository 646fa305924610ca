"""The SQLite file of a target, owned by one process at a time."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from scraper.index.model import TargetDownError
from scraper.storage.lock import lock_beside
from scraper.storage.sqlite import SqliteFile


class SqliteConnection(SqliteFile):
    """An open file.

    Args:
        path: created with its folder if it is missing.
        schema: the statements that create the target's own tables.
        sync: sync each change to the disk at once: if the documents are elsewhere, a power cut must not make the index
            state forget what was sent.

    Raises:
        TakenError: another process writes to it.
        TargetDownError: it cannot be created or read, or is not an SQLite file.
    """

    error = TargetDownError

    def __init__(self, path: Path, schema: str = "", *, sync: bool) -> None:
        with ExitStack() as held:
            with self._errors(path):
                held.enter_context(lock_beside(path))
            super().__init__(path, schema, sync=sync)
            self._held = held.pop_all()

    def close(self) -> None:
        """Close the file and release its lock."""
        super().close()
        self._held.close()
