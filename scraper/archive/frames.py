"""Where a record begins and ends in a file: a gzip member with its checksum, or an uncompressed record."""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

GZIP = b"\x1f\x8b\x08"
"""The first bytes of a gzip member."""
_RECORD = b"WARC/"
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(r"[0-9]{1,20}")
# After a block: by the standard two line ends, of which some programs write none at the end of a file.
_AFTER_BLOCK = re.compile(rb"\r?\n\r?\n|(?:\r?\n)?\Z")
_GAP = re.compile(rb"[\r\n]*")
_NEEDED = ("warc-type", "content-length")
_NOT_ALONE = "several records in one gzip member, of which only the first is read: `warcio recompress` splits them"
# Bytes read at once, first and then, and unpacked at once: most false beginnings are recognised by few bytes.
_FIRST_BLOCK, _BLOCK, _PART = 1 << 11, 1 << 15, 1 << 20
# What a false beginning costs at least, in the time of as many unpacked bytes.
_LEAST_WORK = 1 << 8
# Bytes in which the next record is searched first: in a body that contains many, a search begins often.
_FIRST_LOOK = 1 << 12
# No headers of a record are longer.
_MAX_HEAD = 1 << 16
# No answer of a portal is larger; an archive of videos may contain larger ones.
_MAX_BODY = 64 << 20
_MAX_TEXT = _MAX_BODY + _MAX_HEAD
# Larger members are unpacked only to find their ends. gzip packs zeros 1:1,000, and nothing that is of use 1:200.
_MAX_RATIO = 200


class NotWholeError(ValueError):
    """No whole record begins at an offset; the message has the reason."""

    def __init__(self, reason: str, work: int = 0) -> None:
        super().__init__(reason)
        self.work = _LEAST_WORK + work
        """Bytes that were unpacked to find it out."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A whole record and its place."""

    offset: int
    end: int
    """The offset after it."""
    headers: dict[str, str]
    """By name in lower case."""
    block: bytes
    problem: str = ""
    """Why it cannot be read, though it is whole; empty if it can."""
    is_readable: bool = True
    """False if the problem concerns the record itself, not what is behind it in its member."""
    work: int = 0
    """Bytes that were unpacked."""


def packed_at(file: IO[bytes], offset: int) -> Frame:
    """The gzip member at an offset; its checksum is right.

    Raises:
        NotWholeError: there is no whole member, or it contains no record.
    """
    text, length, end = _unpacked(file, offset)
    headers, start = _head(text)
    problem = _problem(headers)
    if problem:
        return Frame(offset, end, headers, b"", problem, is_readable=False, work=length)
    size = int(headers["content-length"])
    if size > _MAX_BODY:
        return Frame(offset, end, headers, b"", f"a record of {size} bytes", is_readable=False, work=length)
    block = text[start : start + size]
    if len(block) < size:
        problem = f"cut after {len(block)} of {size} bytes"
        return Frame(offset, end, headers, b"", problem, is_readable=False, work=length)
    rest = text[start + size : start + size + _MAX_HEAD].lstrip(b"\r\n")
    return Frame(offset, end, headers, block, _NOT_ALONE if rest.startswith(_RECORD) else "", work=length)


def plain_at(file: IO[bytes], offset: int, size: int) -> Frame:
    """The uncompressed record at an offset of a file of ``size`` bytes.

    Raises:
        NotWholeError: there is no whole record.
    """
    file.seek(offset)
    text = file.read(_MAX_HEAD)
    gap = _GAP.match(text)
    skipped = gap.end() if gap else 0
    headers, start = _head(text[skipped:])
    if problem := _problem(headers):
        raise NotWholeError(problem)
    begin, length = offset + skipped + start, int(headers["content-length"])
    if length > size - begin:
        raise NotWholeError(f"cut after {size - begin} of {length} bytes")
    file.seek(begin)
    block = file.read(length) if length <= _MAX_BODY else b""
    file.seek(begin + length)
    after = _AFTER_BLOCK.match(file.read(4))
    if after is None:
        raise NotWholeError("it does not end where its Content-Length says")
    end = begin + length + after.end()
    if length > _MAX_BODY:
        return Frame(offset + skipped, end, headers, b"", f"a record of {length} bytes", is_readable=False)
    if not _is_digest_right(headers.get("warc-block-digest", ""), block):
        problem = "its WARC-Block-Digest is another"
        return Frame(offset + skipped, end, headers, b"", problem, is_readable=False)
    return Frame(offset + skipped, end, headers, block)


def beginnings(file: IO[bytes], position: int, beginning: bytes) -> Iterator[int]:
    """Each offset from ``position`` on at which certain bytes are."""
    size = _FIRST_LOOK
    while True:
        file.seek(position)  # the caller has read elsewhere
        text = file.read(size)
        found = -1
        while (found := text.find(beginning, found + 1)) >= 0:
            yield position + found
        if len(text) < size:
            return
        position += len(text) - len(beginning) + 1
        size = min(2 * size, _PART)


def _unpacked(file: IO[bytes], offset: int) -> tuple[bytes, int, int]:
    """The content of the member at an offset (of a large one the beginning), its size, and the offset after it."""
    file.seek(offset)
    stream, parts, read, size, kept = zlib.decompressobj(31), list[bytes](), 0, 0, 0
    while not stream.eof:
        data = stream.unconsumed_tail
        if not data:
            data = file.read(_BLOCK if read else _FIRST_BLOCK)
            read += len(data)
        try:
            part = stream.decompress(data, _PART)
        except zlib.error as error:
            raise NotWholeError(f"not a whole gzip member ({error})", size) from error
        if not part and not stream.eof and size == 0 and read >= _FIRST_BLOCK:
            raise NotWholeError("a gzip header without an end", read)
        if not data and not part and not stream.eof:
            raise NotWholeError(f"cut after {read} bytes of a gzip member", size)
        size += len(part)
        if kept < _MAX_TEXT:
            parts.append(part)
            kept += len(part)
        elif size > _MAX_RATIO * read:
            raise NotWholeError(f"a gzip member of more than {size} bytes in {read}", size)
        if size == kept and size >= len(_RECORD) > size - len(part) and not b"".join(parts).startswith(_RECORD):
            raise NotWholeError("no WARC record", size)
    return b"".join(parts), size, offset + read - len(stream.unused_data)


def _head(text: bytes) -> tuple[dict[str, str], int]:
    """The headers at the beginning of a record, and where its block begins."""
    if not text.startswith(_RECORD):
        raise NotWholeError("no WARC record", len(text))
    end = _HEAD_END.search(text, 0, _MAX_HEAD)
    if end is None:
        raise NotWholeError("no end of its headers", len(text))
    headers: dict[str, str] = {}
    last = ""
    for line in text[: end.start()].decode("utf-8", "replace").split("\n")[1:]:
        name, colon, value = line.partition(":")
        if line[:1] in (" ", "\t") and last:
            headers[last] += f" {line.strip()}"  # a folded line
        elif colon:
            last = name.strip().lower()
            headers.setdefault(last, value.strip())
    return headers, end.end()


def _problem(headers: dict[str, str]) -> str:
    if missing := [name for name in _NEEDED if name not in headers]:
        return f"no {' and no '.join(missing)}"
    if not _LENGTH.fullmatch(headers["content-length"]):
        return "a Content-Length that is no number"
    return ""


def _is_digest_right(said: str, block: bytes) -> bool:
    """False if a SHA-1 digest, which is what programs write, is another; other algorithms are not checked."""
    name, _, value = said.partition(":")
    if name.lower() != "sha1":
        return True
    digest = hashlib.sha1(block)  # noqa: S324  (as WARC has it)
    return value.lower() in (digest.hexdigest(), base64.b32encode(digest.digest()).decode().lower())
