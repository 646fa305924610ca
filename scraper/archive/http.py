"""An archived answer: its status, its headers, and its body as a browser would see it."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from fastwarc.stream_io import BrotliReader, ZstdReader

from scraper.archive.records import Record

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_CHUNK_SIZE = re.compile(rb"[0-9a-fA-F]{1,16}")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?\s+(\d{3})")
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|div|table|p|h1|frameset|span|form|ul)[\s>/]", re.IGNORECASE
)
# What no server calls HTML and some send as such.
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
# The beginning of a page: enough to tell what it is.
_LOOK = 4096
# A page of so many bytes, unpacked, is none: a bomb.
_MAX_UNPACKED = 64 << 20


class NoHttpError(ValueError):
    """The block is no HTTP answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said."""

    status: int
    headers: dict[str, str]
    """By name in lower case; of several lines of one name the last."""
    raw: bytes
    """The body as archived."""

    @property
    def content_type(self) -> str:
        """What the server says that it is; empty where it does not."""
        return self.headers.get("content-type", "")

    @property
    def body(self) -> bytes:
        """The body without chunks and compression; what headers say and the body is not, is taken as it is."""
        body = self.raw
        if "chunked" in self.headers.get("transfer-encoding", "").lower():
            body = _joined(body)
        for coding in reversed(self.headers.get("content-encoding", "").lower().split(",")):
            body = _UNPACK.get(coding.strip(), bytes)(body)
        return body


def answer_of(record: Record) -> Answer:
    """What a server said, as a record holds it; a ``resource`` is a body whose headers were not kept.

    Raises:
        NoHttpError: it is no answer.
    """
    if record.kind == "resource":
        return Answer(HTTPStatus.OK, {"content-type": record.headers.get("content-type", "")}, record.block)
    return answer(record.block)


def answer(block: bytes) -> Answer:
    """An HTTP answer as an archive holds it.

    Raises:
        NoHttpError: it is none.
    """
    status, end = _STATUS.match(block), _HEAD_END.search(block)
    if status is None:
        raise NoHttpError("no status line")
    head, body = (block[: end.start()], block[end.end() :]) if end else (block, b"")
    headers: dict[str, str] = {}
    for line in head.decode("latin-1").splitlines()[1:]:
        name, colon, value = line.partition(":")
        if colon:
            headers[name.strip().lower()] = value.strip()
    return Answer(int(status[1]), headers, body)


def is_html(body: bytes, content_type: str) -> bool:
    """Is it a page? The body says so; what the server says only counts where the body leaves it open."""
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
    """A body in chunks, joined; one that is no row of chunks comes back as it is."""
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


def _inflated(bits: int) -> Callable[[bytes], bytes]:
    def unpack(body: bytes) -> bytes:
        stream = zlib.decompressobj(bits)
        try:
            return stream.decompress(body, _MAX_UNPACKED)  # a cut body gives what there is of it
        except zlib.error:
            return body

    return unpack


def _deflated(body: bytes) -> bytes:
    """``deflate`` is written with zlib's header, and without."""
    found = _inflated(15)(body)
    return found if found is not body else _inflated(-15)(body)


def _through(reader: type[BrotliReader | ZstdReader]) -> Callable[[bytes], bytes]:
    def unpack(body: bytes) -> bytes:
        try:
            return reader(io.BytesIO(body)).read(_MAX_UNPACKED) or body
        except (OSError, ValueError):
            return body

    return unpack


_UNPACK: dict[str, Callable[[bytes], bytes]] = {
    "gzip": _inflated(31),
    "x-gzip": _inflated(31),
    "deflate": _deflated,
    "br": _through(BrotliReader),
    "zstd": _through(ZstdReader),
}
