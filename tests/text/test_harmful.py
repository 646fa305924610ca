"""What has no place in records, logs and terminals, and what stays of it."""

from __future__ import annotations

import json
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.text.harmful import HARMFUL, escape, one_line
from scraper.text.normalise import clean


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("Hội làng", "Hội làng"),
        ("\x1b[31m", "\\u001b[31m"),
        ("\u202ea\u2028", "\\u202ea\\u2028"),
        ("\ufeff\x85\x7f", "\\ufeff\\u0085\\u007f"),
        ("\ud800", "\\ud800"),
        ("\U0001fffe", "\\ud83f\\udffe"),
        ("a\n\tb", "a\n\tb"),
        # They have their uses in Khmer, in emoji and in long words.
        ("\u200b\u200c\u200d\u00ad", "\u200b\u200c\u200d\u00ad"),
    ],
)
def test_harmful_characters_are_spelt(text: str, escaped: str) -> None:
    assert escape(text) == escaped


def test_one_line_has_no_line_ends() -> None:
    assert one_line("a\r\nb\tc\x1b") == "a b c\\u001b"


@given(st.text())
def test_escaped_json_has_the_same_value(text: str) -> None:
    assert json.loads(escape(json.dumps([text], ensure_ascii=False))) == [text]
    assert not HARMFUL.search(escape(text))


def test_which_characters_are_harmful() -> None:
    kinds: dict[str, int] = {}
    for code in range(sys.maxunicode + 1):
        if HARMFUL.search(letter := chr(code)):
            kind = unicodedata.category(letter)
            kinds[kind] = kinds.get(kind, 0) + 1
            assert not HARMFUL.search(clean(f"a{letter}b")), "clean text has none"
    # Controls but tab and line feed; direction marks, byte order mark, invisible ASCII; separators; no characters.
    assert kinds == {"Cc": 63, "Cf": 116, "Zl": 1, "Zp": 1, "Cs": 2048, "Cn": 97}
