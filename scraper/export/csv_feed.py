"""Scrapy's CSV feeds (``-o FILE.csv``) with nothing in them that a spreadsheet would run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from scrapy.exporters import CsvItemExporter

from scraper.export.cells import harmless


class SafeCsvItemExporter(CsvItemExporter):
    """Scrapy's exporter with harmless cells."""

    def _build_row(self, values: Iterable[Any]) -> Iterator[Any]:
        for value in super()._build_row(values):
            yield harmless(value) if isinstance(value, str) else value
