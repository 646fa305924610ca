"""Lengths of text in scripts with few letters, or without spaces."""

from __future__ import annotations

import pytest

from scraper.text.scripts import extent, word_count


@pytest.mark.parametrize(
    ("text", "length", "words"),
    [
        ("Hội làng mở lại", 15, 4),
        ("市长会见来访外宾", 24, 4),
        ("도지사 참석", 16, 2),
        ("พิธีเปิดสะพานใหม่", 17, 2),
        ("UBND 公告", 11, 2),
        ("", 0, 0),
    ],
)
def test_length_and_words(text: str, length: int, words: int) -> None:
    assert (extent(text), word_count(text)) == (length, words)
