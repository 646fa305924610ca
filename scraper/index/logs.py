"""``output/NAME.jsonl`` as a reader sees it: whole lines from a place on, and whether that place is still the same."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from scraper.index.shapes import is_record, is_tombstone
from scraper.ledger.records import parsed

_SUFFIX = ".jsonl"
# Refused records lie beside the logs and are no log.
_NO_LOG = ".rejected.jsonl"
# Enough to tell one log from another by what stands before a place: most of a record, or several.
_MARKED = 4_096


@dataclass(frozen=True, slots=True)
class Place:
    """How far a log was read."""

    offset: int = 0
    """Bytes; behind a line end."""
    mark: str = ""
    """Fingerprint of the bytes before it: a log that was cut or rewritten has another one there."""


@dataclass(frozen=True)
class Line:
    """One whole line of a log."""

    start: int
    """Its first byte in the log."""
    text: bytes
    """With its line end."""

    @property
    def end(self) -> int:
        """The first byte behind it."""
        return self.start + len(self.text)

    @cached_property
    def digest(self) -> str:
        """Fingerprint of the line."""
        return hashlib.blake2b(self.text, digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Entry:
    """What a line says of one article: its record, or that it is gone."""

    line: Line
    id: str
    revision: int
    """0 where it is gone: tombstones have none."""
    record: dict[str, Any] | None
    """None where it is gone."""


def entry_of(line: Line) -> Entry | None:
    """What a line says; None where it is no record."""
    try:
        record = parsed(line.text)
    except ValueError:
        return None
    if is_tombstone(record):
        return Entry(line, record["id"], 0, None)
    return Entry(line, record["id"], record["revision"], record) if is_record(record) else None


class Log:
    """A log that is open for reading; what takes its place meanwhile is seen when it is opened again.

    Raises:
        OSError: it can not be read.
    """

    def __init__(self, path: Path) -> None:
        self.name = path.name.removesuffix(_SUFFIX)
        self.path = path
        self._file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)

    def holds(self, place: Place) -> bool:
        """Is it still the log in which this place was noted?"""
        return os.fstat(self._file).st_size >= place.offset and self.place(place.offset) == place

    def place(self, offset: int) -> Place:
        """A place to come back to."""
        start = max(0, offset - _MARKED)
        before = self.at(start, offset - start)
        return Place(offset, hashlib.sha256(before).hexdigest() if before else "")

    def lines(self, start: int) -> Iterator[Line]:
        """Whole lines from a byte on; the last one may be half-written, or cut tomorrow, and is left for later."""
        with os.fdopen(os.dup(self._file), "rb") as file:
            file.seek(start)
            for text in file:
                if not text.endswith(b"\n"):
                    return
                yield Line(start, text)
                start += len(text)

    def at(self, start: int, length: int) -> bytes:
        """Bytes of the log; fewer where it ends before."""
        return os.pread(self._file, length, start)

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)


def log_path(folder: Path, name: str) -> Path:
    """Where the log of a source is."""
    return folder / f"{name}{_SUFFIX}"


def log_names(folder: Path) -> list[str]:
    """The sources that have a log in a folder."""
    paths = (path for path in folder.glob(f"*{_SUFFIX}") if not path.name.endswith(_NO_LOG) and path.is_file())
    return sorted(path.name.removesuffix(_SUFFIX) for path in paths)
