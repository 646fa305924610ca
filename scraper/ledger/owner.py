"""One process owns a source: locks that the system takes back when the process dies, however it dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class TakenError(Exception):
    """Another process works on the same source."""


def lock(file: int, path: Path) -> None:
    """Lock an open file for this process until it is closed.

    Raises:
        TakenError: another process holds it, or has put another file in its place; says what.
    """
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise TakenError(f"another process holds {path}") from error
    if not os.path.samestat(os.fstat(file), path.stat()):
        raise TakenError(f"another process has just replaced {path}")


@contextmanager
def owner_of(state: Path, source: str) -> Iterator[None]:
    """Own a source of a state file; the lock file beside it stays, its lock does not.

    Raises:
        TakenError: another process owns it.
        OSError: the lock file can not be made.
    """
    path = state.with_name(f"{state.name}.{source}.lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        lock(file, path)
        yield
    finally:
        os.close(file)
