"""Which fields a record must have, and what they may hold."""

from __future__ import annotations

from typing import Any

import pytest

from scraper.storage.shapes import is_record, is_tombstone
from tests.index.logs import gone, record

GOOD = record("a", "1", "Tin", "Văn bản.")
NEEDED = ("id", "source", "url", "title", "body")


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"body": ""},
        {"authors": None},
        {"authors": ["An"]},
        {"images": None},
        {"images": [{"url": "https://x.vn/a.jpg", "caption": None}]},
        {"document_refs": [{"raw": "68-HD", "number": "68"}]},
        {"date_published": "2" * 40},
        {"id": "x" * 512},
        {"source": "đ" * 40},
        {"section": None},
    ],
    ids=str,
)
def test_records(fields: dict[str, Any]) -> None:
    assert is_record({**GOOD, **fields})


def test_what_may_be_missing() -> None:
    assert is_record({name: GOOD[name] for name in NEEDED})
    for name in NEEDED:
        assert not is_record({other: value for other, value in GOOD.items() if other != name}), name


@pytest.mark.parametrize(
    "fields",
    [
        {"id": "x" * 513},
        {"id": "a\nb"},
        {"source": "đ" * 41},
        {"title": ""},
        {"url": 7},
        {"body": 7},
        {"section": 7},
        {"date_published": "2" * 41},
        {"date_published": ""},
        {"authors": "An"},
        {"authors": ["An", 7]},
        {"images": {}},
        {"images": ["x"]},
        {"images": [{"caption": "x"}]},
        {"attachments": [{"url": None}]},
        {"document_refs": [{"raw": "68-HD"}]},
    ],
    ids=str,
)
def test_not_records(fields: dict[str, Any]) -> None:
    assert not is_record({**GOOD, **fields})


def test_tombstones() -> None:
    assert is_tombstone(gone("a", "1"))
    assert not is_tombstone(GOOD)
    assert not is_tombstone({**gone("a", "1"), "deleted": 1})
    assert not is_tombstone({"deleted": True})
