"""Read the records of an archive, and continue after damaged parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from scraper.archive.files import Archive

# Where the next record may begin after a damaged one: a gzip member, or an uncompressed record.
_BEGINNINGS = re.compile(rb"\x1f\x8b\x08|WARC/[01]\.")
# Types without information on pages. A record without a type is not among them: it is damage.
_OTHER = WarcRecordType.request | WarcRecordType.conversion | WarcRecordType.continuation
_NEEDED = ("warc-type", "content-length")
_NOT_ALONE = "several records in one gzip member, so that none can be located: `warcio recompress` splits them"
_BLOCK = 1 << 20
_OVERLAP = 8
# No answer of a portal is larger; an archive of videos may contain larger ones.
_MAX_BODY = 64 << 20


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
        position: int | None = 0
        while position is not None:
            file.seek(position)
            last = -1
            try:
                for record in ArchiveIterator(file, parse_http=False):
                    if record.stream_pos == last:
                        raise ValueError(_NOT_ALONE)  # noqa: TRY301  (goes on behind it, as behind other damage)
                    last = record.stream_pos
                    if not int(record.record_type) & int(_OTHER):
                        yield _read(record)
            except (OSError, ValueError) as error:  # of fastwarc: not gzip any more, no header, …
                start = max(position, last)
                yield Damage(start, str(error))
                position = _next_beginning(file, start + 1)
            else:
                position = None


def record_at(opened: IO[bytes], offset: int) -> Record | Damage:
    """The record at an offset of an open archive."""
    opened.seek(offset)
    try:
        for record in ArchiveIterator(opened, parse_http=False):
            return _read(record)
    except (OSError, ValueError) as error:
        return Damage(offset, str(error))
    return Damage(offset, "nothing there")


def _read(record: WarcRecord) -> Record | Damage:
    headers = {name.lower(): value for name, value in record.headers.items()}
    if record.content_length > _MAX_BODY:
        return Damage(record.stream_pos, f"a record of {record.content_length} bytes")
    if missing := [name for name in _NEEDED if name not in headers]:
        return Damage(record.stream_pos, f"no {' and no '.join(missing)}")
    block = record.reader.read()
    if len(block) < record.content_length:
        return Damage(record.stream_pos, f"cut after {len(block)} of {record.content_length} bytes")
    return Record(headers["warc-type"].lower(), record.stream_pos, headers, block)


def _next_beginning(file: IO[bytes], position: int) -> int | None:
    """The next offset from ``position`` on where a record may begin, or None."""
    file.seek(position)
    before = b""
    while block := file.read(_BLOCK):
        text = before + block
        if found := _BEGINNINGS.search(text):
            return position - len(before) + found.start()
        before = text[-_OVERLAP:]
        position += len(block)
    return None
