"""What the ledger keeps of a line, and which line counts."""

from __future__ import annotations

from typing import Any

import pytest

from scraper.storage.records import RecordLine, record_line, replaces
from tests.index.logs import gone, record

GOOD = record("a", "1", "Tin", "Văn bản.", 3)


def test_a_record_and_a_tombstone() -> None:
    record_id = bytes.fromhex(GOOD["id"])
    assert record_line(GOOD) == RecordLine(record_id, bytes.fromhex(GOOD["content_hash"]), 3, is_lost=False)
    assert record_line(gone("a", "1")) == RecordLine(record_id, b"", 0)


@pytest.mark.parametrize(
    "value",
    [
        {**GOOD, "id": "not hexadecimal"},
        {**GOOD, "content_hash": "not hexadecimal"},
        {**GOOD, "content_hash": None},
        {name: value for name, value in GOOD.items() if name != "content_hash"},
        {**gone("a", "1"), "id": "x"},
    ],
    ids=["id", "hash", "null-hash", "no-hash", "tombstone"],
)
def test_what_the_ledger_cannot_keep_is_refused(value: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        record_line(value)


@pytest.mark.parametrize(
    ("revision", "former", "counts"),
    [(1, 0, True), (0, 0, True), (0, 5, True), (5, 5, True), (6, 5, True), (4, 5, False)],
)
def test_the_highest_revision_counts_and_a_tombstone_always(revision: int, former: int, counts: bool) -> None:
    assert replaces(revision, former) is counts
