"""An archived answer: its status, its headers, and its body as a browser would see it."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from typing import IO

import brotli
from fastwarc.stream_io import ZstdReader

from scraper.archive.records import Damage, Record, record_at

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_CHUNK_SIZE = re.compile(rb"[0-9a-fA-F]{1,16}")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?\s+(\d{3})")
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|div|table|p|h1|frameset|span|form|ul)[\s>/]", re.IGNORECASE
)
# Signatures of files that are not HTML, though some servers declare them as HTML.
_MAGIC = (
    b"%PDF-",
    b"\xff\xd8\xff",
    b"\x89PNG",
    b"GIF8",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"RIFF",
    b"Rar!",
)
# Bytes at the beginning of a body that are enough to detect its type.
_LOOK = 4096
_PART = 1 << 16
MAX_UNPACKED = 10 << 20
"""Bytes. Larger bodies are not read, as in a crawl (``DOWNLOAD_MAXSIZE``)."""


class NoHttpError(ValueError):
    """The block is not an HTTP answer."""


@dataclass(frozen=True)
class HttpAnswer:
    """A server's answer."""

    status: int
    headers: dict[str, str]
    """By name in lower case."""
    raw: bytes
    """The body as archived."""

    @property
    def content_type(self) -> str:
        """The header; empty if it is missing."""
        return self.headers.get("content-type", "")

    @cached_property
    def body(self) -> bytes:
        """The body without chunks and compression; encodings that are declared but not applied are ignored."""
        body = self.raw
        if "chunked" in self.headers.get("transfer-encoding", "").lower():
            body = _joined(body)
        for coding in reversed(self.headers.get("content-encoding", "").lower().split(",")):
            unpack = _UNPACK.get(coding.strip())
            if unpack is None:
                break  # an unknown one, and what is below it is unknown too; a crawl ends here as well
            body = unpack(body)
        return body


def answer_of(record: Record) -> HttpAnswer:
    """The answer in a record; a ``resource`` is a body whose headers were not kept.

    Raises:
        NoHttpError: the record does not contain an answer.
    """
    if record.kind == "resource":
        return HttpAnswer(HTTPStatus.OK, {"content-type": record.headers.get("content-type", "")}, record.block)
    return answer(record.block)


def answer_at(opened: IO[bytes], offset: int) -> HttpAnswer:
    """The answer at an offset of an open archive.

    Raises:
        NoHttpError: the record there is damaged, or does not contain an answer.
    """
    record = record_at(opened, offset)
    if isinstance(record, Damage):
        raise NoHttpError(record.reason)
    return answer_of(record)


def answer(block: bytes) -> HttpAnswer:
    """Parse an archived HTTP answer.

    Raises:
        NoHttpError: the block is not an HTTP answer.
    """
    status, end = _STATUS.match(block), _HEAD_END.search(block)
    if status is None:
        raise NoHttpError("no status line")
    head, body = (block[: end.start()], block[end.end() :]) if end else (block, b"")
    headers: dict[str, str] = {}
    for line in head.decode("latin-1").splitlines()[1:]:
        name, colon, value = line.partition(":")
        if colon:
            name = name.strip().lower()
            # As defined by HTTP: several lines of one name are one list.
            headers[name] = f"{headers[name]}, {value.strip()}" if name in headers else value.strip()
    return HttpAnswer(int(status[1]), headers, body)


def is_html(body: bytes, content_type: str) -> bool:
    """True if the body is an HTML page; the declared type counts only if the body is inconclusive."""
    look = body[:_LOOK]
    if look.startswith(_MAGIC):
        return False
    if look[:2] in (b"\xff\xfe", b"\xfe\xff"):
        look = look.replace(b"\x00", b"")
    if b"\x00" in look:
        return False
    if look.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[", b"<?xml")) and b"<html" not in look.lower():
        return False
    return bool(_HTML.search(look)) or "html" in content_type.lower()


def _joined(body: bytes) -> bytes:
    """A chunked body, joined; a body that is not chunked is returned unchanged."""
    parts: list[bytes] = []
    position = 0
    while True:
        end = body.find(b"\n", position)
        size = body[position : end if end >= 0 else None].partition(b";")[0].strip()
        if not _CHUNK_SIZE.fullmatch(size):
            return b"".join(parts) if parts else body
        length = int(size, 16)
        if length == 0 or end < 0:
            return b"".join(parts)
        parts.append(body[end + 1 : end + 1 + length])
        position = end + 1 + length
        position += 2 if body[position : position + 2] == b"\r\n" else 1


def _gunzipped(body: bytes) -> bytes:
    """All gzip members, unpacked; of a body that is cut or fails its checksum, as much as possible."""
    parts: list[bytes] = []
    room = MAX_UNPACKED
    packed = gzip.GzipFile(fileobj=io.BytesIO(body))
    try:
        while room > 0 and (part := packed.read1(min(room, _PART))):
            parts.append(part)
            room -= len(part)
    except (OSError, EOFError, zlib.error):
        return b"".join(parts) or body
    return b"".join(parts)


def _inflated(body: bytes) -> bytes:
    """An unpacked ``deflate`` body; servers send it with and without zlib's header."""
    for bits in (15, -15):
        try:
            return zlib.decompressobj(bits).decompress(body, MAX_UNPACKED)  # a cut body is unpacked as far as possible
        except zlib.error:
            continue
    return body


def _unbrotlied(body: bytes) -> bytes:
    stream = brotli.Decompressor()
    whole = bytearray()
    try:
        part = stream.process(body, output_buffer_limit=_PART)
        while part and len(whole) < MAX_UNPACKED:
            whole += part
            part = b"" if stream.is_finished() else stream.process(b"", output_buffer_limit=_PART)
    except brotli.error:
        return bytes(whole) or body
    return bytes(whole) or body


def _unzstd(body: bytes) -> bytes:
    try:
        return ZstdReader(io.BytesIO(body)).read(MAX_UNPACKED) or body
    except (OSError, ValueError):
        return body


_UNPACK: dict[str, Callable[[bytes], bytes]] = {
    "gzip": _gunzipped,
    "x-gzip": _gunzipped,
    "deflate": _inflated,
    "br": _unbrotlied,
    "zstd": _unzstd,
}
