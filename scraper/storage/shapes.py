"""The fields that records and tombstones must have: all that readers of logs and search indexes rely on."""

from __future__ import annotations

from typing import Any

# Elasticsearch accepts no longer id; a source names a folder of Parquet files, where a byte takes three letters.
_ID_BYTES, _SOURCE_BYTES = 512, 80
_DATE_BYTES = 40
_WORDS = ("canonical_url", "date_raw", "section", "summary", "language", "simhash", "authors_raw")
_DATES = ("date_published", "date_modified", "fetched_at")
# Lists of objects, and the string fields of each object.
_PARTS = {"images": ("url",), "attachments": ("url",), "document_refs": ("raw", "number")}


def is_tombstone(value: dict[str, Any]) -> bool:
    """True if the value is a tombstone."""
    return value.get("deleted") is True and _is_name(value.get("id"), _ID_BYTES)


def is_record(value: dict[str, Any]) -> bool:
    """True if the value is an article. Optional fields may also be null; fields that are present have their type."""
    get = value.get
    return (
        _is_name(get("id"), _ID_BYTES)
        and _is_name(get("source"), _SOURCE_BYTES)
        and all(isinstance(get(name), str) and value[name] for name in ("url", "title"))
        and isinstance(get("body"), str)
        and (get("authors") is None or _are(str, value["authors"]))
        and _are_optional_fields_valid(value)
    )


def _are_optional_fields_valid(value: dict[str, Any]) -> bool:
    get = value.get
    return (
        all(get(name) is None or isinstance(value[name], str) for name in _WORDS)
        and all(get(name) is None or _is_name(value[name], _DATE_BYTES) for name in _DATES)
        and all(get(name) is None or _are_parts(value[name], needed) for name, needed in _PARTS.items())
    )


def _is_name(value: Any, longest: int) -> bool:
    """True for a string on one line; databases accept neither NUL nor long keys."""
    return isinstance(value, str) and value.isprintable() and 0 < len(value.encode()) <= longest


def _are(kind: type, value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, kind) for each in value)


def _are_parts(value: Any, needed: tuple[str, ...]) -> bool:
    return _are(dict, value) and all(isinstance(part.get(name), str) for part in value for name in needed)
