"""The Vietnamese alphabet as tables: its letters, and the tone and base letter of each."""

import unicodedata
from typing import Final

# grave, acute, hook above, tilde, dot below. The level tone has no mark; it is tone 0.
_MARKS: Final = ("\u0300", "\u0301", "\u0309", "\u0303", "\u0323")

ACUTE: Final = 2
DOT: Final = 5

SHAPED: Final = frozenset("ăâêôơư")
VOWELS: Final = frozenset("aăâeêioôơuưy")

_CONSONANTS: Final = "bcdđghklmnpqrstvx"


def _toned_letters() -> dict[tuple[str, int], str]:
    """Maps (vowel without tone, tone 1-5) to the letter with that tone, in both cases."""
    bases = "".join(sorted(VOWELS))
    return {
        (base, tone): unicodedata.normalize("NFC", base + mark)
        for base in bases + bases.upper()
        for tone, mark in enumerate(_MARKS, start=1)
    }


TONED: Final = _toned_letters()
TONE: Final = {letter: tone for (_, tone), letter in TONED.items()}
TONELESS: Final = {letter: base for (base, _), letter in TONED.items()}

# Vowels are cased letter by letter: the range `[à-ỹ]` would contain capitals too, since the two cases alternate.
LOWER: Final = "".join(sorted({*_CONSONANTS, *VOWELS, *(c for c in TONED.values() if c.islower())}))
UPPER: Final = LOWER.upper()

MARKED: Final = frozenset(c for c in LOWER + UPPER if not c.isascii())
TONE_LETTERS: Final = frozenset(TONE)
VOWEL_LETTERS: Final = frozenset({*VOWELS, *(v.upper() for v in VOWELS), *TONE_LETTERS})


def untoned(text: str) -> str:
    """The text without tone marks; the letters ă â ê ô ơ ư đ stay. The length is unchanged."""
    return "".join([TONELESS.get(char, char) for char in text])
