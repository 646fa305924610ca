"""Numbers with their nouns, and ranges."""

from __future__ import annotations

import pytest

from scraper.text.counted import counted, span


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        (counted(1, "page"), "1 page"),
        (counted(0, "page"), "0 pages"),
        (counted(1_234, "page"), "1,234 pages"),
        (counted(1, "entry", "entries"), "1 entry"),
        (counted(2, "entry", "entries"), "2 entries"),
        (span(42, 42), "42"),
        (span(42, 1_050), "42 to 1,050"),
    ],
)
def test_one_is_no_plural(words: str, printed: str) -> None:
    assert words == printed
