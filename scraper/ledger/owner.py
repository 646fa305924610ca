"""One process owns a source: locks that the system takes back when the process dies, however it dies."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


class TakenError(Exception):
    """Another process works on the same source."""


def lock(file: int, path: Path) -> None:
    """Lock an open file for this process until it is closed.

    Raises:
        TakenError: another process holds it; says what.
    """
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise TakenError(f"another process holds {path}") from error
    if not os.path.samestat(os.fstat(file), path.stat()):
        raise TakenError(f"another process has just replaced {path}")


class Owner:
    """Holds a lock file of its own from :meth:`take` to :meth:`release`; the file stays, its lock does not."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: int | None = None

    def take(self) -> None:
        """Become the owner.

        Raises:
            TakenError: another process is.
            OSError: the file can not be made.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            lock(file, self.path)
        except TakenError:
            os.close(file)
            raise
        self._file = file

    def release(self) -> None:
        """Let others take it."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
