"""The WARC files in a WACZ, which is a ZIP archive that stores them as they are; what it lists is checked."""

from __future__ import annotations

import struct
import zipfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import IO

_FOLDER = "archive/"
# The fixed part of the header before a file in a ZIP archive, of which these are read: signature, flags, size as
# stored, lengths of name and further fields.
_HEADER = struct.Struct("<4s2xH10xL4xHH")
_SIGNATURE = b"PK\x03\x04"
_ENCRYPTED, _SIZE_FOLLOWS = 1, 8
# The size is in a further field.
_ZIP64 = 0xFFFFFFFF
MAX_PARTS = 10_000
"""WARC files of a gibibyte each, the usual size: ten tebibytes."""


class BadWaczError(ValueError):
    """A file is not a WACZ that can be read; the message has the reason."""


@dataclass(frozen=True, slots=True)
class WaczPart:
    """A WARC file in a WACZ."""

    name: str
    """In the folder ``archive/``."""
    start: int
    """Offset in bytes."""
    size: int


def parts_of(path: Path, suffixes: tuple[str, ...]) -> list[WaczPart]:
    """The WARC files in a WACZ that are not empty, in the order of their names.

    Args:
        path: of the WACZ.
        suffixes: of the names of WARC files, in lower case.

    Raises:
        BadWaczError: it is no WACZ, or what it says of its contents is wrong.
    """
    try:
        with zipfile.ZipFile(path) as wacz:
            listed = wacz.infolist()
    # What zipfile raises when its file is no ZIP archive, or contradicts itself.
    except (zipfile.BadZipFile, struct.error, ValueError, OverflowError, EOFError, NotImplementedError) as error:
        raise BadWaczError(f"it is not a ZIP archive, or incomplete ({error})") from error
    inside = [one for one in listed if one.filename.lower().endswith(suffixes) and one.file_size]
    if not inside:
        raise BadWaczError("there is no WARC file in it, or only empty ones")
    if len(inside) > MAX_PARTS:
        raise BadWaczError(f"{len(inside)} WARC files in it; at most {MAX_PARTS} are read")
    size = path.stat().st_size
    with path.open("rb") as file:
        parts = {_part(file, size, one) for one in inside}
    by_name = sorted(parts, key=lambda part: part.name)
    for one, other in pairwise(by_name):
        if one.name == other.name:
            raise BadWaczError(f"two files in it are called {one.name!r}")
    for one, other in pairwise(sorted(parts, key=lambda part: part.start)):
        if one.start + one.size > other.start:
            raise BadWaczError(f"{one.name!r} and {other.name!r} in it overlap")
    return by_name


def _part(file: IO[bytes], size: int, said: zipfile.ZipInfo) -> WaczPart:
    """The place of a file, from the list of contents and from the header before the file."""
    name = "".join(letter if letter.isprintable() else "?" for letter in said.filename).removeprefix(_FOLDER)
    if said.flag_bits & _ENCRYPTED:
        raise BadWaczError(f"{name!r} in it is encrypted")
    if said.compress_type != zipfile.ZIP_STORED:
        raise BadWaczError(f"{name!r} in it is packed; a WACZ stores it as it is: unzip it and name the folder")
    file.seek(max(0, said.header_offset))  # negative if the beginning of the WACZ is missing
    header = file.read(_HEADER.size)
    if said.header_offset < 0 or len(header) < _HEADER.size or not header.startswith(_SIGNATURE):
        raise BadWaczError(f"{name!r} is not where its list of contents says")
    _, flags, stored, name_length, more = _HEADER.unpack(header)
    start = said.header_offset + _HEADER.size + name_length + more
    is_size_known = not flags & _SIZE_FOLLOWS and stored != _ZIP64
    if start + said.file_size > size or said.compress_size != said.file_size:
        raise BadWaczError(f"{name!r} is smaller than its list of contents says, or the end of the WACZ is missing")
    if is_size_known and stored != said.file_size:
        raise BadWaczError(f"{name!r} has {stored} bytes, and {said.file_size} by its list of contents")
    return WaczPart(name, start, said.file_size)
