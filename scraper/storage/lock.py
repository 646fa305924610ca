"""File locks between processes; the system releases them when a process ends, in any way."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class TakenError(Exception):
    """Another process holds the lock."""


def lock(file: int, path: Path) -> None:
    """Lock an open file for this process until it is closed.

    Raises:
        TakenError: another process holds it or has replaced the file; the message names the case.
    """
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise TakenError(f"another process holds {path}") from error
    if not os.path.samestat(os.fstat(file), path.stat()):
        raise TakenError(f"another process has just replaced {path}")


@contextmanager
def lock_beside(path: Path, owner: str = "", *, wait: bool = False) -> Iterator[None]:
    """Hold the lock file beside a file; the lock file stays when the lock is released.

    The file itself is not locked: SQLite's own locks on it would be lost when another handle of it is closed.

    Args:
        path: the file; its folder is created if it is missing.
        owner: of the part of the file that is locked, where several processes share it.
        wait: wait for another process instead of failing.

    Raises:
        TakenError: another process holds it, and ``wait`` is off.
        OSError: the lock file cannot be created.
    """
    beside = path.with_name(f"{path.name}.{owner}.lock" if owner else f"{path.name}.lock")
    beside.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        if wait:
            fcntl.flock(file, fcntl.LOCK_EX)
        else:
            lock(file, beside)
        yield
    finally:
        os.close(file)
