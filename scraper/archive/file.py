"""A WARC file that is being written: after any error it contains whole members only."""

from __future__ import annotations

import os
import zlib
from pathlib import Path

from scraper.storage.lock import TakenError, lock
from scraper.storage.log import sync_folder

# Suffix of a file that is being written; removed when it is complete.
OPEN = ".open"
# The bytes that zlib writes before each member at the level that warcio uses.
_MEMBER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03"
_BLOCK = 1 << 20


class ArchiveFile:
    """Appends members; after an error the file ends with the last whole one.

    Args:
        path: of the complete file; while it is written its name has the suffix :data:`OPEN`.

    Raises:
        OSError: it cannot be created.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._open = path.with_name(path.name + OPEN)
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC
        self._file = os.open(self._open, flags, 0o644)
        lock(self._file, self._open)
        self.end = 0
        self._synced = -1

    def append(self, member: bytes) -> int:
        """Append one member.

        Returns:
            Its offset.

        Raises:
            OSError: the disk is full or broken; no part of the member stays.
        """
        offset, rest = self.end, memoryview(member)
        try:
            while rest:
                rest = rest[os.write(self._file, rest) :]
        except OSError as error:
            os.ftruncate(self._file, self.end)
            raise OSError(error.errno, error.strerror, str(self._open)) from error
        self.end += len(member)
        return offset

    def sync(self) -> None:
        """Sync all members to the disk, and the first time the file's name too."""
        if self._synced < 0:
            sync_folder(self.path.parent)
        if self._synced != self.end:
            os.fsync(self._file)
            self._synced = self.end

    def close(self) -> None:
        """Complete the file."""
        os.close(self._file)
        self._open.rename(self.path)


def mend(folder: Path, pattern: str) -> dict[Path, int]:
    """Complete the files of dead processes: an incomplete last member is cut.

    Returns:
        Bytes cut, by file; files that a running process writes are not touched.
    """
    done: dict[Path, int] = {}
    for path in sorted(folder.glob(pattern + OPEN)):
        file = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        try:
            lock(file, path)
            size = os.fstat(file).st_size
            end = whole_end(file, size)
            os.ftruncate(file, end)
            os.fsync(file)
            complete = path.with_name(path.name.removesuffix(OPEN))
            path.rename(complete)
            done[complete] = size - end
        except TakenError:
            continue
        finally:
            os.close(file)
    return done


def whole_end(file: int, size: int) -> int:
    """The offset at which the last whole member of an open file ends; found from the end, since files are large."""
    while size > 0:
        start = _last_member(file, size)
        if start < 0:
            return 0
        if (length := _length(file, start, size)) is not None:
            return start + length
        size = start
    return 0


def _last_member(file: int, end: int) -> int:
    position = end
    while position > 0:
        start = max(0, position - _BLOCK)
        # Far enough to find one across the boundary of two blocks.
        found = os.pread(file, min(end, position + len(_MEMBER) - 1) - start, start).rfind(_MEMBER)
        if found >= 0:
            return start + found
        position = start
    return -1


def _length(file: int, start: int, end: int) -> int | None:
    """Length in bytes of the member at ``start``; None if it is incomplete or not a WARC record."""
    member, position, first = zlib.decompressobj(31), start, b""
    try:
        while not member.eof and position < end:
            block = os.pread(file, min(_BLOCK, end - position), position)
            text = member.decompress(block)
            first = first or text[:5]
            position += len(block)
    except zlib.error:
        return None
    return position - start - len(member.unused_data) if member.eof and first == b"WARC/" else None
