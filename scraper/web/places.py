"""The files that are served."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scraper.storage.sqlite import StorageError


@dataclass(frozen=True, slots=True)
class ServedFiles:
    """The files that are served; nothing is written to them."""

    index: Path
    """The SQLite index."""
    logs: Path
    """The folder of the logs."""
    state: Path
    """The state file."""
    archive: Path | None = None
    """The folder of the archive; None without one."""
    known: frozenset[str] | None = None
    """The project's sources; None if they are not known."""

    def existing_index(self) -> Path:
        """The index.

        Raises:
            StorageError: there is none yet.
        """
        if not self.index.is_file():
            raise StorageError(f"There is no {self.index} yet: run scrapy index, which makes it from the logs")
        return self.index
