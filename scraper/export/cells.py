"""Cells of a table, without anything that a spreadsheet would execute."""

from __future__ import annotations

from typing import Any

from scraper.text.harmful import escape

COLUMNS = (
    *("id", "source", "url", "title", "authors", "date_published", "date_modified", "section", "summary", "body"),
    *("images", "attachments", "document_refs", "language", "fetched_at", "revision"),
)
# Spreadsheets treat a cell with this beginning as a formula; the wide forms in East Asian settings too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def cells(record: dict[str, Any]) -> list[str]:
    """The cells of a record, one per column; lists have one entry per line, objects their address or their words."""
    return [harmless(cell_text(record[name])) for name in COLUMNS]


def cell_text(value: Any) -> str:
    """The text of one value; a list has one entry per line, an object its address or its words."""
    if isinstance(value, list):
        return "\n".join(map(cell_text, value))
    if isinstance(value, dict):
        return str(value.get("url") or value["raw"])
    return "" if value is None else str(value)


def harmless(text: str) -> str:
    """The text with an apostrophe before a formula, also after blanks, so that it is not executed; nothing hidden."""
    text = escape(text)
    return f"'{text}" if text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA) else text
