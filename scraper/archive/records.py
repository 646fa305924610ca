"""Read the records of an archive, and after a damage only those that are proven to belong to it.

A stored body may itself contain records, of any site: a web archive that a page offers for download, or one made to be
found after a damage. So a record behind a damage counts only if

- it names a ``warcinfo`` record of this file, whose id nobody outside knew when the body was fetched, or
- whole records follow it without a gap to the end of the file: what lies inside a body has bytes of the body's own
  record behind it. In an uncompressed file, where no checksum protects a record, its host must be known besides.

In files whose ``warcinfo`` says so (:data:`MEMBERSHIP`), all records must name it, damage or not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO
from urllib.parse import urlsplit

from scraper.archive.files import Archive
from scraper.archive.frames import GZIP, Frame, NotWholeError, beginnings, packed_at, plain_at

MEMBERSHIP = ("membership", "WARC-Warcinfo-ID in each record")
"""The line of ``warcinfo`` in files of this project."""
# Types without information on pages.
_OTHER = ("request", "conversion", "continuation")
_PLAIN = b"WARC/"
_MAX_PADDING = 64
# A file of 1 GiB, the usual size, holds some 200,000 answers with their requests and contexts.
_MAX_RECORDS = 2_000_000
# Bytes unpacked in search of records behind damages, in multiples of the file, and beside them.
_SEARCH_TIMES, _SEARCH_BYTES = 32, 4 << 30


@dataclass(frozen=True, slots=True)
class Record:
    """A record, with its block in memory."""

    kind: str
    """``response``, ``revisit``, ``metadata``, ``warcinfo``, …"""
    offset: int
    headers: dict[str, str]
    """By name in lower case."""
    block: bytes


@dataclass(frozen=True, slots=True)
class Damage:
    """A part of an archive that cannot be read."""

    offset: int
    reason: str


def records(archive: Archive) -> Iterator[Record | Damage]:
    """The records with information on pages, in order, with the damaged parts between them.

    Raises:
        OSError: the file cannot be opened.
    """
    with archive.open() as file:
        yield from _RecordReader(file, archive).read()


def record_at(opened: IO[bytes], offset: int) -> Record | Damage:
    """The record at an offset of an open archive."""
    opened.seek(offset)
    is_packed = opened.read(len(GZIP)) == GZIP
    try:
        frame = packed_at(opened, offset) if is_packed else plain_at(opened, offset, opened.seek(0, 2))
    except NotWholeError as error:
        return Damage(offset, str(error))
    return _record(frame) if frame.is_readable else Damage(offset, frame.problem)


def is_strict(frame: Frame) -> bool:
    """True for a ``warcinfo`` of this project: all records of its file name it."""
    return _kind(frame) == "warcinfo" and MEMBERSHIP in fields_of(frame).items()


def fields_of(info: Record | Frame) -> dict[str, str]:
    """The lines of a ``warcinfo`` record."""
    lines = (line.partition(":") for line in info.block.decode("utf-8", "replace").splitlines())
    return {name.strip(): value.strip() for name, colon, value in lines if colon}


class _RecordReader:
    """Reads one file."""

    def __init__(self, file: IO[bytes], archive: Archive) -> None:
        self._file, self._size = file, archive.size
        begin = file.read(len(_PLAIN))
        self._is_packed = begin.startswith(GZIP) or (begin != _PLAIN and archive.name.lower().endswith(".gz"))
        self._infos: set[str] = set()
        """Ids of the ``warcinfo`` records read so far."""
        self._hosts: set[str] = set()
        self._is_strict = False
        """The last ``warcinfo`` says that all its records name it."""
        self._is_proven = True
        """What comes next directly follows a record of this file."""
        self._reaches: dict[int, bool] = {}
        """Whether whole records follow without a gap to the end of the file, by offset."""
        self._work = 0
        self._refused: tuple[int, int] | None = None
        """The first of some records that do not count, and how many they are."""

    def read(self) -> Iterator[Record | Damage]:
        position, count = 0, 0
        while position < self._size:
            try:
                frame = self._frame(position)
            except NotWholeError as error:
                if self._is_padding(position):
                    break
                if self._is_proven:  # else the damage is told already
                    yield from self._told()
                    yield Damage(position, str(error))
                self._is_proven = False
                found = self._search(position + 1)
                if found is None:
                    break
                position = found
                continue
            position = frame.end
            if not self._belongs(frame):
                first, number = self._refused or (frame.offset, 0)
                self._refused = first, number + 1
                continue
            yield from self._told()
            if count >= _MAX_RECORDS:
                yield Damage(frame.offset, f"more than {_MAX_RECORDS} records; the rest is not read: split the file")
                return
            count += 1
            yield from self._taken(frame)
        yield from self._told()
        if self._is_exhausted:
            yield Damage(position, "so many false beginnings of records that the search for further ones was given up")

    def _taken(self, frame: Frame) -> Iterator[Record | Damage]:
        self._is_proven = True
        if frame.is_readable:
            record = _record(frame)
            self._learn(frame)
            if record.kind not in _OTHER:
                yield record
        if frame.problem:
            yield Damage(frame.offset, frame.problem)

    def _learn(self, frame: Frame) -> None:
        if _kind(frame) == "warcinfo":
            if name := frame.headers.get("warc-record-id"):
                self._infos.add(name)
            self._is_strict = is_strict(frame)
        elif not self._is_packed:
            self._hosts.add(_host(frame.headers))

    def _told(self) -> Iterator[Damage]:
        if self._refused is not None:
            first, count = self._refused
            reason = f"{count} records that are not proven to belong to this archive (a body may contain them)"
            yield Damage(first, reason)
            self._refused = None

    def _belongs(self, frame: Frame) -> bool:
        if frame.headers.get("warc-warcinfo-id") in self._infos:
            return True
        if self._is_strict and _kind(frame) != "warcinfo":
            return False
        if not self._is_proven:
            if not self._is_packed and self._hosts and _host(frame.headers) not in self._hosts:
                return False
            self._is_proven = self._reaches_end(frame.offset)
        return self._is_proven

    def _reaches_end(self, offset: int) -> bool:
        """True if whole records follow without a gap from an offset to the end of the file."""
        walked: list[int] = []
        while offset < self._size and offset not in self._reaches and not self._is_exhausted:
            walked.append(offset)
            try:
                frame = self._frame(offset)
            except NotWholeError:
                self._reaches[offset] = self._is_padding(offset)
                break
            self._work += frame.work
            offset = frame.end
        reaches = self._reaches.get(offset, offset >= self._size)
        self._reaches |= dict.fromkeys(walked, reaches)
        return reaches

    def _search(self, position: int) -> int | None:
        """The next offset from ``position`` on where a whole record is, or None."""
        for found in beginnings(self._file, position, GZIP if self._is_packed else _PLAIN):
            if self._is_exhausted:
                return None
            try:
                self._frame(found)
            except NotWholeError:
                continue
            return found
        return None

    def _frame(self, position: int) -> Frame:
        try:
            return packed_at(self._file, position) if self._is_packed else plain_at(self._file, position, self._size)
        except NotWholeError as error:
            self._work += error.work
            raise

    def _is_padding(self, position: int) -> bool:
        """True if only line ends follow, as some programs write them at the end of an uncompressed file."""
        if self._is_packed or self._size - position > _MAX_PADDING:
            return False
        self._file.seek(position)
        return not self._file.read().strip(b"\r\n")

    @property
    def _is_exhausted(self) -> bool:
        return self._work > _SEARCH_TIMES * self._size + _SEARCH_BYTES


def _kind(frame: Frame) -> str:
    return frame.headers.get("warc-type", "").lower()


def _record(frame: Frame) -> Record:
    return Record(_kind(frame), frame.offset, frame.headers, frame.block)


def _host(headers: dict[str, str]) -> str:
    try:
        return urlsplit(headers.get("warc-target-uri", "").strip("<>")).netloc.lower()
    except ValueError:
        return ""
