"""Archives of all kinds: ``.warc``, ``.warc.gz``, those in a WACZ, and folders of them."""

from __future__ import annotations

import io
import logging
import os
import struct
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from scraper.archive.file import OPEN

logger = logging.getLogger(__name__)

_WARC = (".warc", ".warc.gz", ".warc" + OPEN, ".warc.gz" + OPEN)
_WACZ = ".wacz"
# The fixed part of the header before a file in a ZIP archive; its last four bytes are two lengths of the rest.
_ZIP_HEADER = 30


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

    Raises:
        BadArchiveError: a file is missing, or not an archive.
    """
    found: dict[tuple[Path, int], Archive] = {}
    for path in paths:
        if path.is_dir():
            files = sorted(each for each in path.rglob("*") if _is_archive(each))
            if not files:
                raise BadArchiveError(f"No .warc, .warc.gz or .wacz below {path}")
        elif path.is_file():
            files = [path]
        else:
            raise BadArchiveError(f"No such file or folder: {path}")
        for each in files:
            found |= {(one.path.resolve(), one.start): one for one in _archives_of(each)}
    return list(found.values())


def _is_archive(path: Path) -> bool:
    """True if a file is an archive by its name; an incomplete WACZ is skipped with a warning, as a broken WARC is."""
    name = path.name.lower()
    if name.endswith(_WACZ) and path.is_file() and not zipfile.is_zipfile(path):
        logger.warning("Not read: %s is not a WACZ", path)
        return False
    return name.endswith((*_WARC, _WACZ)) and path.is_file()


def _archives_of(path: Path) -> list[Archive]:
    if not path.name.lower().endswith(_WACZ):
        return [Archive(path, path.name.removesuffix(OPEN), size=path.stat().st_size)]
    try:
        with zipfile.ZipFile(path) as parts, path.open("rb") as file:
            inside = [part for part in parts.infolist() if part.filename.endswith(_WARC)]
            if packed := [part.filename for part in inside if part.compress_type != zipfile.ZIP_STORED]:
                raise BadArchiveError(f"{path}: {packed[0]} is packed; WACZ stores it as it is")
            return [
                Archive(path, f"{path.name}/{Path(part.filename).name}", _begin(file, part), part.file_size)
                for part in sorted(inside, key=lambda part: part.filename)
            ]
    except (zipfile.BadZipFile, struct.error) as error:
        raise BadArchiveError(f"{path} is not a WACZ: {error}") from error


def _begin(file: io.BufferedReader, part: zipfile.ZipInfo) -> int:
    """The offset at which a stored file begins in its ZIP archive."""
    file.seek(part.header_offset)
    name, extra = struct.unpack("<HH", file.read(_ZIP_HEADER)[-4:])
    return part.header_offset + _ZIP_HEADER + int(name) + int(extra)


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
