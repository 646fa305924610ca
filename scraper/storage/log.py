"""``output/NAME.jsonl``: lines are only appended, and opening it repairs a truncated tail."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

from scraper.storage.lock import lock
from scraper.storage.reader import LogLine, read_lines

# Records of portals have 2 to 50 kB: one or two blocks contain the last line end.
_BLOCK = 65_536
# Bytes before an offset that tell one log from another: most of a record, or several.
_MARKED = 4_096


class RecordLog:
    """An append-only file of lines.

    :meth:`append` passes a line to the system, so it survives the death of this process; :meth:`sync` writes it to the
    disk, so it survives the death of the machine. After an error the file ends with the last complete line.

    Args:
        path: the file; it and its folder are created when it is opened.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: int | None = None
        self.end = 0
        """Bytes in the file."""
        self.synced = 0
        """Bytes that are known to be on the disk."""

    def open(self) -> int:
        """Open for appending; an incomplete last line is cut, or completed if only its line end is missing.

        Returns:
            Bytes cut.

        Raises:
            TakenError: another process has it open for writing.
            OSError: the file or its folder cannot be created or written.
        """
        is_new = not self.path.exists()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
        try:
            lock(file, self.path)
            if is_new:
                sync_folder(self.path.parent)
            size = os.fstat(file).st_size
            cut = self._mend(file, size)
            os.fsync(file)  # what an earlier process wrote may not be on the disk yet
        except BaseException:
            os.close(file)
            raise
        self._file = file
        self.synced = self.end
        return cut

    def _mend(self, file: int, size: int) -> int:
        """Make the file end with a line end; return the number of bytes cut."""
        self.end = _end_of_last_line(file, size)
        if self.end < size and _is_whole(os.pread(file, size - self.end, self.end)):
            os.write(file, b"\n")
            self.end = size + 1
            return 0
        if self.end < size:
            os.ftruncate(file, self.end)
        return size - self.end

    def append(self, line: bytes) -> None:
        """Append one line; the line end is added here.

        Raises:
            OSError: the disk is full or broken; no part of the line stays in the file.
        """
        file = self._opened()
        rest = memoryview(line + b"\n")
        try:
            while rest:
                rest = rest[os.write(file, rest) :]
        except OSError:
            os.ftruncate(file, self.end)
            raise
        self.end += len(line) + 1

    def sync(self) -> None:
        """Sync all lines to the disk.

        Raises:
            OSError: the sync failed; lines after the last successful sync are cut off.
        """
        file = self._opened()
        if self.synced == self.end:
            return
        try:
            os.fsync(file)
        except OSError:
            # After a failed fsync the system may drop the dirty pages, so a later success proves nothing.
            os.ftruncate(file, self.synced)
            self.end = self.synced
            raise
        self.synced = self.end

    def mark(self, end: int) -> bytes:
        """Fingerprint of the bytes before an offset; another file has another one."""
        return mark_before(self._opened(), end)

    @property
    def file(self) -> int:
        """Its descriptor, for reading; the log must be open."""
        return self._opened()

    def lines(self, start: int = 0) -> Iterator[LogLine]:
        """The lines from offset ``start`` in bytes."""
        return read_lines(self.path, start)

    def close(self) -> None:
        """Close the file; call :meth:`sync` before."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _opened(self) -> int:
        if self._file is None:
            raise ValueError(f"{self.path} is not open")
        return self._file


def mark_before(file: int, end: int) -> bytes:
    """Fingerprint of the bytes before an offset in an open file; a log that was cut or rewritten has another one."""
    start = max(0, end - _MARKED)
    return hashlib.sha256(os.pread(file, end - start, start)).digest()


def sync_folder(folder: Path) -> None:
    """Sync a folder after a file was created: without it the file may be lost in a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _is_whole(tail: bytes) -> bool:
    try:
        return isinstance(json.loads(tail), dict)
    except (ValueError, RecursionError):
        return False


def _end_of_last_line(file: int, size: int) -> int:
    """The offset after the last line end; 0 if the file has no line end."""
    position = size
    while position > 0:
        start = max(0, position - _BLOCK)
        newline = os.pread(file, position - start, start).rfind(b"\n")
        if newline >= 0:
            return start + newline + 1
        position = start
    return 0
