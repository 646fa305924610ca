"""What SQLite can still read of a damaged state file: rows forwards and backwards, up to the damage on each side."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from scraper.ledger.values import LATER_TABLES, SCHEMA, VALUE_CHECKS
from scraper.storage.sqlite import columns_of, key_of_table

Values = dict[str, Any]
# Their rows come from the logs.
_OF_LOGS = ("sources", "records", "log_lines", "log_checks")
_COLUMNS: dict[str, list[str]] = {}
for _table, _name in columns_of(SCHEMA + LATER_TABLES):
    if _name:
        _COLUMNS.setdefault(_table, []).append(_name)
_KEYS = {table: key_of_table(SCHEMA + LATER_TABLES, table) for table in _COLUMNS}
TABLES = tuple(table for table in _COLUMNS if table not in _OF_LOGS)
HOST_TABLES = tuple(table for table in TABLES if "source" not in _COLUMNS[table])
"""Those of hosts, which several sources share."""


def salvaged(path: Path) -> tuple[dict[int, str], dict[str, list[Values]]]:
    """The names of the sources by number, and the readable and valid rows of each table; empty for any other file."""
    rows: dict[str, list[Values]] = {table: [] for table in TABLES}
    names: dict[int, str] = {}
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as raw:
            raw.text_factory = _text
            names = {one["id"]: one["name"] for one in _rows(raw, "sources")}
            for table in TABLES:
                rows[table] = list(_rows(raw, table))
    except (sqlite3.Error, UnicodeDecodeError):
        pass  # not an SQLite file, or nothing of it can be read: the logs have all that counts
    return names, rows


def _rows(raw: sqlite3.Connection, table: str) -> Iterator[Values]:
    names = _COLUMNS[table]
    seen: set[tuple[Any, ...]] = set()
    for direction in ("ASC", "DESC"):
        order = ", ".join(f"{key} {direction}" for key in _KEYS[table])
        try:
            for row in raw.execute(f"SELECT {', '.join(names)} FROM {table} ORDER BY {order}"):
                if row not in seen:
                    seen.add(row)
                    values = dict(zip(names, row, strict=True))
                    if all(VALUE_CHECKS[name](value) for name, value in values.items()):
                        yield values
        except (sqlite3.Error, OverflowError, UnicodeDecodeError):
            continue  # the damage; the other direction may reach what is behind it


def _text(found: bytes) -> str | bytes:
    """Text that is not UTF-8 stays bytes, which no column of text may be."""
    try:
        return found.decode()
    except UnicodeDecodeError:
        return found
