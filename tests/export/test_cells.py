"""Cells of a CSV feed are text, whatever a spreadsheet makes of their first letter."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from scraper.export.cells import harmless
from scraper.export.feeds import SafeCsvItemExporter
from scraper.text.harmful import escape


def test_a_formula_becomes_text() -> None:
    file = io.BytesIO()
    exporter = SafeCsvItemExporter(file)
    exporter.start_exporting()
    exporter.export_item({"title": '=HYPERLINK("http://x")', "body": "Bình thường", "authors": ["@x", "b"]})
    exporter.finish_exporting()
    rows = list(csv.reader(io.StringIO(file.getvalue().decode("utf-8"))))
    assert rows == [["title", "body", "authors"], ['\'=HYPERLINK("http://x")', "Bình thường", "'@x,b"]]


@given(st.text(max_size=20))
def test_no_cell_begins_like_one(cell: str) -> None:
    safe = harmless(cell)
    assert not safe.lstrip().startswith(("=", "+", "-", "@", "＝"))
    assert safe.endswith(escape(cell))
