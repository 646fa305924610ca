"""Which pages are being read now: a small file beside the state file, for a change in it costs less than a transaction.

Each change is one call of the system, which a process that is killed has made or not. It need not survive the machine.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path


class ReadingMarks:
    """The pages that one process reads; only the owner of the source opens the file.

    Args:
        path: created with the first mark, removed when the run ends in order.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None
        self._urls: dict[str, str] = {}
        """By key of the page."""

    def left(self) -> dict[str, str]:
        """The addresses, by key, of the pages that an earlier process was reading when it ended."""
        try:
            found = json.loads(self._path.read_bytes().partition(b"\n")[0])
        except (FileNotFoundError, ValueError, RecursionError):
            return {}  # damaged: these pages are read as all others
        is_valid = isinstance(found, dict) and all(isinstance(it, str) for pair in found.items() for it in pair)
        return found if is_valid else {}

    def add(self, key: str, url: str) -> None:
        """Mark a page.

        Raises:
            OSError: the disk is full or fails.
        """
        self._urls[key] = url
        self._write()

    def remove(self, key: str) -> None:
        """Remove a page's mark, if it has one.

        Raises:
            OSError: the disk fails.
        """
        if self._urls.pop(key, None) is not None:
            self._write()

    def clear(self) -> None:
        """Remove all marks, and the file."""
        self._urls.clear()
        with suppress(FileNotFoundError):
            self._path.unlink()
        self.close()

    def close(self) -> None:
        """Close the file, with the marks in it."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _write(self) -> None:
        if self._file is None:
            self._file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
        # What was longer before stays behind the line end.
        os.pwrite(self._file, json.dumps(self._urls).encode() + b"\n", 0)
