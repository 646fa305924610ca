"""A WARC file that is being written: after any error it contains whole members only."""

from __future__ import annotations

import os
from pathlib import Path

from scraper.storage.lock import lock
from scraper.storage.log import sync_folder

# Suffix of a file that is being written; removed when it is complete.
OPEN = ".open"


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
