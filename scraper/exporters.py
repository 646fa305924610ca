"""Feeds that are opened with programs that run what they read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from scrapy.exporters import CsvItemExporter

# What a spreadsheet takes for a formula, also behind white space that it drops.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: str) -> str:
    """A cell that no spreadsheet runs: an apostrophe says that text follows."""
    return f"'{cell}" if cell.lstrip(" \n").startswith(_FORMULA) else cell


class SafeCsvItemExporter(CsvItemExporter):
    """Scrapy's exporter with harmless cells."""

    def _build_row(self, values: Iterable[Any]) -> Iterator[Any]:
        for value in super()._build_row(values):
            yield harmless(value) if isinstance(value, str) else value
