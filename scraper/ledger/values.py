"""The schema of the state file, and what its values must be: damaged pages may hold anything, and SQLite returns it.

Checked in one place, :class:`~scraper.ledger.database.Database`, so that rows become objects of the right types.
"""

from __future__ import annotations

import json
from datetime import date
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from scraper.storage.sqlite import ValueCheck, columns_of, type_checks

SCHEMA = (files("scraper.ledger") / "schema.sql").read_text("utf-8")
LATER_TABLES = (files("scraper.ledger") / "later_tables.sql").read_text("utf-8")

_STATES = frozenset({"found", "fetched", "written", "gone"})
# Larger numbers are no counts, sizes or times, and sums of them would leave the 64 bits of a column.
_MOST = 1 << 53
_NOT_IN_LINE = frozenset("\0\r\n")
_DAY = len("2024-01-31")


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and 0 <= value < _MOST


def _is_address(value: Any) -> bool:
    """True for an address that can be requested, and for none."""
    if not _is_line(value):
        return False
    try:
        parts = urlsplit(value)
        is_valid = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return is_valid or not value


def _is_day(value: Any) -> bool:
    if value is None or value == "":
        return True
    try:
        return bool(date.fromisoformat(value[:_DAY]))
    except (TypeError, ValueError):
        return False


def _is_header(value: Any) -> bool:
    return value is None or _is_line(value)


def _is_line(value: Any) -> bool:
    return isinstance(value, str) and _NOT_IN_LINE.isdisjoint(value)


def _is_list_of_text(value: Any) -> bool:
    found = _parsed(value)
    return isinstance(found, list) and all(isinstance(each, str) for each in found)


def _is_stats(value: Any) -> bool:
    found = _parsed(value)
    return isinstance(found, dict) and all(isinstance(each, int | float) for each in found.values())


def _is_text_by_name(value: Any) -> bool:
    found = _parsed(value)
    return isinstance(found, dict) and all(isinstance(each, str) for each in found.values())


def _parsed(value: Any) -> Any:
    try:
        return json.loads(value)
    except (TypeError, ValueError, RecursionError):
        return None


def _number_checks() -> dict[str, ValueCheck]:
    """Of columns that are numbers in all tables; those of later tables may be negative."""
    columns = columns_of(SCHEMA)
    others = {name for (_, name), (kind, _) in columns.items() if kind != "INTEGER"}
    return {name: _is_number for _, name in columns if name not in others}


VALUE_CHECKS: dict[str, ValueCheck] = {
    **type_checks(SCHEMA + LATER_TABLES),
    **_number_checks(),
    "state": _STATES.__contains__,
    "url": _is_address,
    "addresses": _is_list_of_text,
    "listed": _is_day,
    "published": _is_day,
    "etag": _is_header,
    "last_modified": _is_header,
    "stats": _is_stats,
    "ended": _is_number,
    "short": _is_list_of_text,
    "examples": _is_text_by_name,
    "total": _is_number,
    "since": _is_number,
    "told": _is_number,
    "claimed": _is_number,
}
"""By column."""
