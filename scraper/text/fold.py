"""Letters in one normal form: without accents for searching, with the tone in one place for comparing."""

import re
import unicodedata
from typing import Final

from scraper.text.letters import TONE_LETTERS, VOWEL_LETTERS, untoned
from scraper.text.pieces import remembering
from scraper.text.syllables import LONGEST, parse, toned

# Latin-1 Supplement to Latin Extended-B, and Latin Extended Additional, where the Vietnamese vowels are.
_LATIN: Final = (range(0xC0, 0x250), range(0x1E00, 0x1F00))

_WORD: Final = re.compile(r"[^\W\d_]+")
_NOT_SLUG: Final = re.compile(r"[\W_]+")


def _fold_table() -> dict[int, str]:
    """Maps each accented lower-case Latin letter to its base letter. `đ` has no decomposition and is listed by hand."""
    table = {ord("đ"): "d"}
    for code in (code for block in _LATIN for code in block):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii() and base.isalpha():
            table[code] = base.lower()
    return table


_FOLDED: Final = _fold_table()


def _folded(piece: str) -> str:
    # U+0130 is the only letter that becomes longer in lower case.
    return piece.replace("\u0130", "I").lower().translate(_FOLDED)


def _canonical(piece: str) -> str:
    return piece if piece.isascii() else _WORD.sub(_with_tone_in_place, piece)


_all_folded = remembering(_folded)
_all_canonical = remembering(_canonical)


def fold(text: str) -> str:
    """The text in lower case without accents: `Đảng ủy` -> `dang uy`. Same length, so offsets stay valid."""
    if text.isascii():
        return text.lower()
    return " ".join(_all_folded(text.split(" ")))


def slug(text: str) -> str:
    """`Kế hoạch số 175-KH/TU` -> `ke-hoach-so-175-kh-tu`."""
    return _NOT_SLUG.sub("-", fold(text)).strip("-")


def tone_marks(text: str) -> str:
    """The text with every tone mark where the older style has it: `hoá` -> `hóa`, `uỷ` -> `ủy`.

    Only words that are one Vietnamese syllable change, so `café` stays. The length is unchanged.
    """
    if text.isascii():
        return text
    return " ".join(_all_canonical(text.split(" ")))


def _with_tone_in_place(match: re.Match[str]) -> str:
    word = match.group()
    if len(word) > LONGEST or TONE_LETTERS.isdisjoint(word) or _lone_vowel(word):
        return word
    syllable = parse(word.lower())
    return toned(untoned(word), syllable) if syllable else word


def _lone_vowel(word: str) -> bool:
    """Whether the word has one vowel only, so that the tone has one possible place."""
    return sum(char in VOWEL_LETTERS for char in word) < 2
