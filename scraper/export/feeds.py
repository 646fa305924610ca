"""Exporters of Scrapy's feeds that need more care than its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from itemadapter import ItemAdapter
from scrapy.exporters import CsvItemExporter, XmlItemExporter

from scraper.export.cells import cell_text, harmless


class SafeCsvItemExporter(CsvItemExporter):
    """Scrapy's exporter with harmless cells; a file that is continued has one header.

    Pictures, links and the like are shown as ``scrapy export --profile csv`` shows them, not as Python does.
    """

    def __init__(self, file: BytesIO, *args: Any, **kwargs: Any) -> None:
        if file.seekable() and file.tell():
            kwargs["include_headers_line"] = False
        super().__init__(file, *args, **kwargs)

    def serialize_field(self, field: Any, name: str, value: Any) -> Any:
        """The value of a field, as text if there are objects in it."""
        plain = _plain(value)
        return super().serialize_field(field, name, value) if plain == value else cell_text(plain)

    def _build_row(self, values: Iterable[Any]) -> Iterator[Any]:
        for value in super()._build_row(values):
            yield harmless(value) if isinstance(value, str) else value


class NullFreeXmlItemExporter(XmlItemExporter):
    """Scrapy's exporter without elements for ``null``, which it writes as ``None``; objects are elements, not text."""

    def _export_xml_field(self, name: str, serialized_value: Any, depth: int) -> None:
        if serialized_value is not None:
            super()._export_xml_field(name, _plain(serialized_value), depth)


def _plain(value: Any) -> Any:
    """With dictionaries in place of the objects of a record."""
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return ItemAdapter(value).asdict() if ItemAdapter.is_item(value) else value
