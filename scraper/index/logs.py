"""A log that is read for an index: how far it was read, and whether the file is still the same."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scraper.storage.log import mark_before
from scraper.storage.reader import LogLine, read_lines


@dataclass(frozen=True, slots=True)
class LogOffset:
    """How far a log was read."""

    offset: int = 0
    """Bytes; after a line end."""
    mark: str = ""
    """Fingerprint of the bytes before it; a log that was cut or rewritten has another one."""


class Log:
    """A log that is open for reading; a file that replaces it meanwhile is seen at the next opening.

    Args:
        path: its place.
        name: of the source; with the machine before it where several feed one index.

    Raises:
        OSError: it cannot be read.
    """

    def __init__(self, path: Path, name: str) -> None:
        self.name = name
        self.path = path
        self._file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)

    def holds(self, place: LogOffset) -> bool:
        """True if it is still the log in which this offset was recorded."""
        return os.fstat(self._file).st_size >= place.offset and self.place(place.offset) == place

    def place(self, offset: int) -> LogOffset:
        """The offset with its fingerprint, to continue from later."""
        return LogOffset(offset, mark_before(self._file, offset).hex() if offset else "")

    def lines(self, start: int) -> Iterator[LogLine]:
        """Whole lines from an offset on."""
        yield from read_lines(os.dup(self._file), start)

    def at(self, start: int, length: int) -> bytes:
        """Bytes of the log; fewer if it ends earlier."""
        return os.pread(self._file, length, start)

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)
