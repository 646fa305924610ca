"""Exporters of feeds: what is null, and a file that is continued."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

from scraper.export.feeds import NullFreeXmlItemExporter, SafeCsvItemExporter

ITEM: dict[str, Any] = {
    "title": "Hội nghị",
    "date_published": None,
    "images": [{"url": "a.jpg", "caption": None}, None],
    "authors": [],
    "summary": "",
}


def test_null_is_no_element() -> None:
    file = BytesIO()
    exporter = NullFreeXmlItemExporter(file)
    exporter.start_exporting()
    exporter.export_item(ITEM)
    exporter.finish_exporting()
    text = file.getvalue().decode()
    assert "None" not in text
    (item,) = ElementTree.fromstring(text)
    assert [field.tag for field in item] == ["title", "images", "authors", "summary"]
    assert [[field.tag for field in image] for image in item.find("images") or []] == [["url"]]
    assert item.findtext("summary") == ""


@dataclass
class Picture:
    url: str
    caption: str | None = None


def test_objects_of_a_record_are_elements() -> None:
    file = BytesIO()
    exporter = NullFreeXmlItemExporter(file)
    exporter.start_exporting()
    exporter.export_item({"images": [Picture("a.jpg"), Picture("b.jpg", "Hội nghị")]})
    exporter.finish_exporting()
    assert "Picture" not in file.getvalue().decode()
    (item,) = ElementTree.fromstring(file.getvalue())
    images = [{field.tag: field.text for field in image} for image in item.iterfind("images/value")]
    assert images == [{"url": "a.jpg"}, {"url": "b.jpg", "caption": "Hội nghị"}]


def test_objects_of_a_record_are_lines_in_a_table() -> None:
    file = BytesIO()
    exporter = SafeCsvItemExporter(file)
    exporter.start_exporting()
    exporter.export_item(
        {"images": [Picture("a.jpg"), Picture("b.jpg", "Hội nghị")], "authors": ["A", "B"], "other": []}
    )
    exporter.finish_exporting()
    assert list(csv.reader(file.getvalue().decode().splitlines(keepends=True)))[1:] == [["a.jpg\nb.jpg", "A,B", ""]]


def test_a_continued_table_has_one_header() -> None:
    file = BytesIO()
    for title in ("first", "=second"):
        exporter = SafeCsvItemExporter(file)
        exporter.start_exporting()
        exporter.export_item({"title": title, "summary": None})
        exporter.finish_exporting()
    rows = list(csv.reader(file.getvalue().decode().splitlines()))
    assert rows == [["title", "summary"], ["first", ""], ["'=second", ""]]
