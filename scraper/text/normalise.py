"""Normalise text from a page: the same words without invisible characters."""

import re
from typing import Final
from unicodedata import combining, is_normalized, normalize

from scraper.text.harmful import NO_CHARACTERS
from scraper.text.letters import MARKED
from scraper.text.syllables import is_syllable

# Control characters that are not white space (`str.split` handles that), then soft hyphen, grapheme joiner, zero-width
# characters, direction marks, invisible operators, byte order mark; halves of characters, and codes of no character.
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
    f"\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff{NO_CHARACTERS}]+"
)

# Latin-1 has an eth where the Vietnamese code page has the barred D: the same byte, so old tools mix them up. They look
# alike, so nobody notices, but no search finds the word.
_ETHS: Final = str.maketrans("Ðð", "Đđ")
_ETH_WORD: Final = re.compile(r"(?<![^\W\d_])[^\W\d_Ðð]*+[Ðð][^\W\d_]*+")

# Sorting the marks on one letter takes the square of their number. No language has more than a few; what has thousands
# is decoration ("Zalgo"), and keeps the first ones.
_MOST_MARKS: Final = 30
_MANY_MARKS: Final = re.compile(rf"[^\w\s\x00-\u02ff]{{{_MOST_MARKS + 1},}}")


def clean(text: str) -> str:
    """The text in NFC, with each run of white space as one space, stripped, without invisible or control characters.

    `Ð` becomes `Đ` where the word is Vietnamese. Clean text is returned unchanged.
    """
    text = text.strip()
    # `isprintable` is a fast pass that is false for anything invisible and for any space except U+0020. To split a text
    # takes five times as long.
    if not text.isprintable() or "  " in text:
        text = " ".join(text.split())
        if not text.isprintable():
            text = " ".join(_INVISIBLE.sub("", text).split())
    if not is_normalized("NFC", text):
        text = normalize("NFC", _MANY_MARKS.sub(_few_marks, text))
    if "Ð" in text or "ð" in text:
        text = _ETH_WORD.sub(_barred, text)
    return text


def _few_marks(match: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for char in match[0]:
        marks = marks + 1 if combining(char) else 0
        if marks <= _MOST_MARKS:
            kept.append(char)
    return "".join(kept)


def _barred(match: re.Match[str]) -> str:
    word = match.group()
    barred = word.translate(_ETHS)
    vietnamese = not MARKED.isdisjoint(word) or is_syllable(barred)
    return barred if vietnamese else word
