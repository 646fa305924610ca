"""Complete the files of processes that died: an incomplete record at the end is cut off.

Whole records are found from a place that the list of bodies names, or from the beginning of the file, since an
incomplete record may itself contain whole ones of other files. Where it cannot be told which is which, nothing is cut.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from scraper.archive.file import OPEN
from scraper.archive.frames import GZIP, Frame, NotWholeError, beginnings, packed_at
from scraper.archive.records import is_strict
from scraper.storage.lock import TakenError, lock

# Bytes unpacked in search of whole records behind a damage. An incomplete record is smaller than any of them.
_SEARCH_BYTES = 256 << 20


@dataclass(frozen=True, slots=True)
class Mended:
    """What became of a file."""

    cut: int
    """Bytes of an incomplete record that were cut off its end."""
    damaged_at: int | None = None
    """The offset of another damage, if there is one; whole records behind it are kept."""


def mend(folder: Path, pattern: str, known: Callable[[str], int | None]) -> dict[Path, Mended]:
    """Complete the files of dead processes; those that a running process writes are not touched.

    Args:
        folder: of the archive.
        pattern: of the names of complete files.
        known: the offset of the last record of a file that is known from elsewhere, if any.

    Raises:
        OSError: a file cannot be read or written.
    """
    done: dict[Path, Mended] = {}
    for path in sorted(folder.glob(pattern + OPEN)):
        with path.open("r+b", buffering=1 << 16) as file:
            try:
                lock(file.fileno(), path)
            except TakenError:
                continue
            size = os.fstat(file.fileno()).st_size
            complete = path.with_name(path.name.removesuffix(OPEN))
            end, damaged_at = whole_end(file, size, known(complete.name))
            if end < size:
                os.ftruncate(file.fileno(), end)
                os.fsync(file.fileno())
            path.rename(complete)
            done[complete] = Mended(size - end, damaged_at)
    return done


def whole_end(file: IO[bytes], size: int, known: int | None = None) -> tuple[int, int | None]:
    """Where the last whole record of a file ends, or the end of the file where this is uncertain.

    Args:
        file: opened for reading.
        size: of the file in bytes.
        known: the offset of a record of the file, if one is known.

    Returns:
        The end, and the offset of a damage that whole records follow.
    """
    info = _info(file)
    end = _walk(file, known if known and _names(_frame(file, known), info) else 0)
    damaged_at, work, position = None, 0, end + 1
    while end < size:
        for offset in beginnings(file, position, GZIP):
            if work > _SEARCH_BYTES:
                return size, end
            try:
                frame = packed_at(file, offset)
            except NotWholeError as error:
                work += error.work
                continue
            if not info:
                return size, end  # of this file, or in the body of its last record: it does not say
            position = frame.end
            if _names(frame, info):
                damaged_at = end if damaged_at is None else damaged_at
                end = position = _walk(file, frame.end)
            break
        else:
            break
    return end, damaged_at


def _info(file: IO[bytes]) -> str:
    """The id that all records of a file name; empty in files of others and of earlier versions."""
    first = _frame(file, 0)
    return first.headers.get("warc-record-id", "") if first is not None and is_strict(first) else ""


def _names(frame: Frame | None, info: str) -> bool:
    return frame is not None and bool(info) and frame.headers.get("warc-warcinfo-id") == info


def _walk(file: IO[bytes], position: int) -> int:
    """Where the whole records from an offset on end."""
    while (frame := _frame(file, position)) is not None:
        position = frame.end
    return position


def _frame(file: IO[bytes], offset: int) -> Frame | None:
    try:
        return packed_at(file, offset)
    except NotWholeError:
        return None
