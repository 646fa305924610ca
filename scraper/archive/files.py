"""Archives of all kinds: ``.warc``, ``.warc.gz``, those in a WACZ, and folders of them."""

from __future__ import annotations

import io
import logging
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from scraper.archive.file import OPEN
from scraper.archive.wacz import BadWaczError, parts_of

logger = logging.getLogger(__name__)

_WARC = (".warc", ".warc.gz", ".warc" + OPEN, ".warc.gz" + OPEN)
_WACZ = ".wacz"
_ARCHIVES = (*_WARC, _WACZ)
# Bad files that are named if there are only such.
_TOLD = 10


class BadArchiveError(Exception):
    """A file is not an archive, or cannot be opened; the message has the reason."""


@dataclass(frozen=True, slots=True)
class Archive:
    """A WARC file, or the part of a file that is one."""

    path: Path
    name: str
    """The name in records: the file's name, and for a part its name inside (``a.wacz/data.warc.gz``)."""
    start: int = 0
    size: int = 0
    """Bytes."""

    def open(self) -> io.BufferedReader:
        """Open for reading; position 0 is where the WARC file begins.

        Raises:
            OSError: it no longer exists.
        """
        return io.BufferedReader(_Part(self.path, self.start, self.size), 1 << 16)


def archives(paths: Iterable[Path]) -> list[Archive]:
    """The archives at the paths that the user names, each once; those below folders in the order of their paths.

    A WACZ that cannot be read is left out with a warning if there are others.

    Raises:
        BadArchiveError: a file is missing, or none is an archive.
    """
    found: dict[tuple[Path, int], Archive] = {}
    bad: list[str] = []
    for path in paths:
        for each in _files_at(path):
            try:
                found |= {(one.path.resolve(), one.start): one for one in _archives_of(each)}
            except BadWaczError as error:
                bad.append(f"{each} cannot be read as a WACZ: {error}")
    if bad and not found:
        raise BadArchiveError("; ".join(bad[:_TOLD]))
    for message in bad:
        logger.warning("Not read: %s", message)
    return list(found.values())


def _files_at(path: Path) -> list[Path]:
    if path.is_dir():
        files = sorted(each for each in path.rglob("*") if each.name.lower().endswith(_ARCHIVES) and each.is_file())
        if not files:
            raise BadArchiveError(f"No .warc, .warc.gz or .wacz below {path}")
        return files
    if path.is_file():
        return [path]
    raise BadArchiveError(f"No such file or folder: {path}")


def _archives_of(path: Path) -> list[Archive]:
    if path.name.lower().endswith(_WACZ):
        return [Archive(path, f"{path.name}/{one.name}", one.start, one.size) for one in parts_of(path, _WARC)]
    return [Archive(path, path.name.removesuffix(OPEN), size=path.stat().st_size)]


class _Part(io.RawIOBase):
    """A file object over a part of a file."""

    def __init__(self, path: Path, start: int, size: int) -> None:
        self._file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        self._start, self._size, self._at = start, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = base + offset
        return self._at

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # wider in typeshed
        view = memoryview(buffer)
        length = min(len(view), max(0, self._size - self._at))
        data = os.pread(self._file, length, self._start + self._at)
        view[: len(data)] = data
        self._at += len(data)
        return len(data)

    def close(self) -> None:
        if not self.closed:
            os.close(self._file)
        super().close()
