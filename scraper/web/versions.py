"""The versions of an article in its log, and what changed between them.

The log is searched for the id from its end on, as far as :data:`MOST_BYTES`: a log of 100,000 articles has 300 MB, and
a search takes a tenth of a second.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from scraper.index.database import IndexFile
from scraper.storage.reader import LogLine, log_names, log_path
from scraper.web.places import ServedFiles

MOST_BYTES = 2 << 30
"""Bytes of a log that are searched."""
MOST_VERSIONS = 50
_BLOCK = 4 << 20
# Larger lines are no articles: a crawl reads 10 MiB a page.
_LONGEST_LINE = 32 << 20
# Fields that say how a version came about, and not what it says.
_ABOUT = ("revision", "fetched_at", "archive", "content_hash", "simhash", "schema_version")
# One search at a time: each reads through a log.
_SEARCHING = Lock()


@dataclass(frozen=True, slots=True)
class ArticleVersion:
    """One line of the log."""

    revision: int
    """0 for a tombstone."""
    fetched_at: str
    record: dict[str, Any] | None
    """None for a tombstone."""
    changed: tuple[str, ...]
    """Fields that differ from the version before."""


@dataclass(frozen=True, slots=True)
class VersionHistory:
    """The versions of an article, the oldest first."""

    versions: list[ArticleVersion]
    is_whole: bool
    """False if there may be older ones."""


def current_line(files: ServedFiles, id_: str) -> dict[str, Any] | None:
    """The record of an article in its log, with all fields; None if its log is gone or was rewritten since.

    Raises:
        StorageError: the index cannot be read.
    """
    with closing(IndexFile.read_only(files.existing_index())) as index:
        row = index.first("SELECT log, start, length, digest FROM book_doc WHERE id = ?", (id_,))
    if row is None:
        return None
    name, start, length, digest = row
    path = _existing(files, name)
    if path is None or not 0 < length <= _LONGEST_LINE:
        return None
    with path.open("rb") as log:
        line = LogLine(start, os.pread(log.fileno(), length, start))
    return line.record if line.digest == digest and not line.reason else None


def history(files: ServedFiles, id_: str) -> VersionHistory:
    """All versions of an article in the log from which it is indexed.

    Raises:
        StorageError: the index cannot be read.
        OSError: the log cannot be read.
    """
    with closing(IndexFile.read_only(files.existing_index())) as index:
        row = index.first("SELECT log FROM book_doc WHERE id = ?", (id_,))
    path = _existing(files, row[0]) if row else None
    if path is None:
        return VersionHistory([], is_whole=False)
    with _SEARCHING, path.open("rb") as log:
        size = os.fstat(log.fileno()).st_size
        lowest = max(0, size - MOST_BYTES)
        lines: list[LogLine] = []
        for line in _lines_with(log.fileno(), f'"{id_}"'.encode(), size, lowest):
            if not line.reason and line.id == id_:
                lines.append(line)
                if len(lines) == MOST_VERSIONS:
                    break
    is_whole = len(lines) < MOST_VERSIONS and lowest == 0
    return VersionHistory(_compared(lines[::-1]), is_whole)


def _existing(files: ServedFiles, name: str) -> Path | None:
    """The log of a name; the index may come from elsewhere, so only a log that is there."""
    return log_path(files.logs, name) if name in log_names(files.logs) else None


def _compared(lines: list[LogLine]) -> list[ArticleVersion]:
    made: list[ArticleVersion] = []
    former: dict[str, Any] = {}
    for line in lines:
        record, value = line.record, line.value
        changed: tuple[str, ...] = ()
        if record is not None:
            if former:
                changed = tuple(name for name in record if name not in _ABOUT and record.get(name) != former.get(name))
            former = record
        made.append(ArticleVersion(line.revision, str(value.get("fetched_at") or ""), record, changed))
    return made


def _lines_with(file: int, wanted: bytes, end: int, lowest: int) -> Iterator[LogLine]:
    """Whole lines that contain some bytes, the last one first."""
    while (place := _last_place(file, wanted, end, lowest)) is not None:
        start = _line_start(file, place)
        line = _line(file, start, place)
        if line is not None:
            yield line
        end = start


def _last_place(file: int, wanted: bytes, end: int, lowest: int) -> int | None:
    """The offset of the last occurrence of some bytes before an offset."""
    while end > lowest:
        start = max(lowest, end - _BLOCK)
        found = os.pread(file, end - start, start).rfind(wanted)
        if found >= 0:
            return start + found
        if start == lowest:
            return None
        end = start + len(wanted) - 1  # it may begin before this block and end in it
    return None


def _line_start(file: int, place: int) -> int:
    end = place
    while end > 0 and place - end < _LONGEST_LINE:
        start = max(0, end - 65_536)
        newline = os.pread(file, end - start, start).rfind(b"\n")
        if newline >= 0:
            return start + newline + 1
        end = start
    return end


def _line(file: int, start: int, place: int) -> LogLine | None:
    """The line around a place; None if it has no end, or is too long."""
    text = b""
    while len(text) < place - start + _LONGEST_LINE:
        block = os.pread(file, 65_536, start + len(text))
        newline = block.find(b"\n")
        if newline >= 0:
            return LogLine(start, text + block[: newline + 1])
        if not block:
            return None
        text += block
    return None
