"""Parse the lines of a log, and decide which line of an id counts."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from scraper.storage.shapes import is_record, is_tombstone

# Databases store it in 32 bits.
_TOO_MANY_REVISIONS = 1 << 31


@dataclass(frozen=True, slots=True)
class LinePlace:
    """Where a line is in its log, and its fingerprint."""

    start: int
    """Offset of its first byte."""
    digest: bytes


@dataclass(frozen=True, slots=True)
class RecordLine:
    """What the ledger stores of a line; the id is empty if the line is neither a record nor a tombstone."""

    id: bytes
    hash: bytes
    """``content_hash``; empty for a tombstone."""
    revision: int
    """0 for a tombstone: the ledger keeps the revision of the line before."""
    is_lost: bool = False
    """True if the line is no longer in the log."""
    place: LinePlace | None = field(default=None, compare=False)


def parsed(text: bytes) -> dict[str, Any]:
    """Parse the record or the tombstone of a line.

    Raises:
        ValueError: the line is neither; the message has the reason.
    """
    try:
        value = json.loads(text.decode())
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(value, dict):
        raise ValueError("not an object")  # noqa: TRY004  (what was read has a wrong value, whatever its type)
    if b"\\u" in text:
        json.dumps(value, ensure_ascii=False).encode()  # half a surrogate pair cannot be written as UTF-8
    if is_tombstone(value):
        return value
    revision = value.get("revision")
    if not (type(revision) is int and 0 < revision < _TOO_MANY_REVISIONS):
        raise ValueError("without a revision")
    if not is_record(value):
        raise ValueError("without the fields of a record")
    return value


def record_line(value: dict[str, Any]) -> RecordLine:
    """What the ledger stores of a record or a tombstone.

    Raises:
        ValueError: id or content_hash are missing or not hexadecimal.
    """
    try:
        if is_tombstone(value):
            return RecordLine(bytes.fromhex(value["id"]), b"", 0)
        return RecordLine(bytes.fromhex(value["id"]), bytes.fromhex(value["content_hash"]), value["revision"])
    except (KeyError, TypeError) as error:
        raise ValueError(f"without an id or a content_hash: {error}") from error


def replaces(revision: int, former: int) -> bool:
    """True if the later of two lines of an id counts; all readers of logs use this rule.

    The highest revision counts, and of equal ones the last. A tombstone replaces all before it, and any line
    replaces it.

    Args:
        revision: the later line's; 0 for a tombstone.
        former: the revision of the line that counted before; 0 for a tombstone, and if there was no line.
    """
    return not revision or revision >= former
