"""The SQLite file of a target, owned by one process at a time."""

from __future__ import annotations

from contextlib import ExitStack
from importlib.resources import files
from pathlib import Path
from typing import Any

from scraper.index.model import TargetDownError
from scraper.storage.lock import lock_beside
from scraper.storage.sqlite import SqliteFile, type_checks

# Articles of 2 to 3 kB leave a quarter of each page of 4 kB empty.
_PAGE_BYTES = 8192
# Pages in the WAL file before they are copied: the merging of terms writes the same ones often, in a batch of 500 each.
_CHECKPOINT_PAGES = 4_000
# Larger numbers are no sizes of logs, and larger lengths no lines.
_MOST_BYTES, _LONGEST_LINE = 1 << 48, 1 << 30


def _is_offset(value: Any) -> bool:
    return isinstance(value, int) and 0 <= value < _MOST_BYTES


def _is_length(value: Any) -> bool:
    return isinstance(value, int) and 0 <= value < _LONGEST_LINE


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


class IndexFile(SqliteFile):
    """The file of an index or of its state."""

    advice = (
        "Move the file away, with -wal and -shm beside it: scrapy index makes a new one from the logs, which are whole"
    )
    checks = {
        **type_checks((files("scraper.index") / "index_state.sql").read_text("utf-8")),
        **dict.fromkeys(("start", "place"), _is_offset),
        "length": _is_length,
        # The documents of the target sqlite:
        **dict.fromkeys(("title", "body", "source", "url", "word", "coded_text", "labels", "day", "parts"), _is_text),
        **dict.fromkeys(("code", "documents", "words"), _is_offset),
    }


class SqliteConnection(IndexFile):
    """An open file.

    Args:
        path: created with its folder if it is missing.
        schema: the statements that create the target's own tables.
        sync: sync each change to the disk at once: if the documents are elsewhere, a power cut must not make the index
            state forget what was sent.

    Raises:
        TakenError: another process writes to it.
        DamagedError: it is damaged, or another program's.
        TargetDownError: it cannot be created or read.
    """

    error = TargetDownError

    def __init__(self, path: Path, schema: str = "", *, sync: bool) -> None:
        self._held = ExitStack()
        try:
            with self._errors(path):
                self._held.enter_context(lock_beside(path))
            super().__init__(path, schema, sync=sync)
        except BaseException:
            self._held.close()
            raise

    def _connect(self, path: Path | None, name: str, *, batches: bool) -> None:
        super()._connect(path, name, batches=batches)
        self.execute(f"PRAGMA page_size = {_PAGE_BYTES}")  # a file that exists keeps its own
        self.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")

    def close(self) -> None:
        """Close the file and release its lock."""
        super().close()
        self._held.close()
