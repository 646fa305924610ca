"""Restore spaces that were lost when a page was made. Only spaces are added; letters never change.

HTML exported by Word breaks lines inside text, and some systems drop the break instead of replacing it by a space.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from scraper.text.letters import LOWER, MARKED, TONE_LETTERS, UPPER, VOWEL_LETTERS
from scraper.text.pieces import remembering
from scraper.text.syllables import LONGEST, is_syllable

# Shorter halves come from typing errors and foreign words (`ôtô`), not from lost spaces.
_SHORTEST_HALF: Final = 2

# Characters without a space; words joined by lost breaks and dashes have a few dozen.
_LONGEST_PIECE: Final = 200

_WORD: Final = re.compile(r"[^\W\d_]+")
# A small letter, then a capital that begins a word: `vụTỉnh`.
_CAMEL: Final = re.compile(rf"(?<=[{LOWER}])(?=[{UPPER}][{LOWER}])")
# `số175`, `ngày26/5`.
_BEFORE_NUMBER: Final = re.compile(r"(?<!\w)(số|ngày)(\d+)", re.IGNORECASE)
# `tỉnh“Học`, `tập”và`. Opening and closing quotes are confused often enough that both sides are checked.
# Not in Chinese and Japanese, which write no spaces.
_QUOTE: Final = re.compile(r"(?<=[^\W\d_\u2e80-\U0003ffff])(?=“\w)|(?<=\S”)(?=[^\W\d_\u2e80-\U0003ffff])")
_TAIL: Final = re.compile(r"(?<![\w“”])[\w“”]++$")
_HEAD: Final = re.compile(r"[\w“”]+")
# An internet address is one word and is never cut.
_ADDRESS: Final = re.compile(r"@|://|www\.|\.(?:vn|com|net|org)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Repaired:
    """A piece of text between two spaces, with the restored spaces."""

    text: str
    changes: tuple[str, ...]
    """`before→after` of each touched word."""


def repair(text: str) -> tuple[str, list[str]]:
    """The text with its lost spaces restored, and the list of changes: entries such as `số175→số 175`.

    Four losses are certain: between two syllables where the second has a capital, between `số` or `ngày` and its
    number, around curly quotes, and between two syllables that do not form a word together. Spelling is the author's
    and stays; so do addresses.
    """
    pieces = text.split(" ")
    mended = list(_all_mended(pieces))
    if not any(mended):
        return text, []
    changes = [change for mend in mended if mend for change in mend.changes]
    return " ".join(m.text if m else piece for m, piece in zip(mended, pieces, strict=True)), changes


def _mended(piece: str) -> _Repaired | None:
    """The repaired piece; None if no space is missing, as in nearly all pieces."""
    if piece.isascii() or len(piece) > _LONGEST_PIECE or _ADDRESS.search(piece):
        return None
    changes: list[str] = []

    def noted(before: str, after: str) -> str:
        if after != before:
            changes.append(f"{before}→{after}")
        return after

    # Words first: a number or a quote beside a word does not change it, but `hệsố5` must become `hệ số5` before the
    # number is checked.
    text = _WORD.sub(lambda match: noted(match.group(), _word(match.group())), piece)
    parts = _QUOTE.split(text)
    for left, right in pairwise(parts):
        noted(*_beside(left, right))
    text = " ".join(parts)
    text = _BEFORE_NUMBER.sub(lambda match: noted(match.group(), f"{match[1]} {match[2]}"), text)
    return _Repaired(text, tuple(changes)) if changes else None


_all_mended = remembering(_mended)


def _beside(left: str, right: str) -> tuple[str, str]:
    """The words on both sides of a cut, without and with the space."""
    tail, head = _TAIL.search(left), _HEAD.match(right)
    words = tail.group() if tail else left, head.group() if head else right
    return "".join(words), " ".join(words)


def _word(word: str) -> str:
    if word.isascii() or is_syllable(word):
        return word
    parts = _CAMEL.split(word)
    return _camel(parts) if len(parts) > 1 else _fused(word)


def _camel(parts: list[str]) -> str:
    """Cut where both sides are syllables and one is certainly Vietnamese: not `MoMo`, not `VietNam`."""
    joined = parts[0]
    for left, right in pairwise(parts):
        both = is_syllable(left) and is_syllable(right)
        joined += (" " if both and not MARKED.isdisjoint(left + right) else "") + right
    return joined


def _fused(word: str) -> str:
    """Cut only if exactly one cut leaves two marked syllables, one of them with a tone.

    Foreign words that are written together have no tone mark (`môtô`, `bêtông`).
    """
    if not _SHORTEST_HALF * 2 <= len(word) <= LONGEST * 2 or TONE_LETTERS.isdisjoint(word):
        return word
    cuts = [at for at in range(_SHORTEST_HALF, len(word) - _SHORTEST_HALF + 1) if _cuts(word[:at], word[at:])]
    return f"{word[: cuts[0]]} {word[cuts[0] :]}" if len(cuts) == 1 else word


def _cuts(left: str, right: str) -> bool:
    if MARKED.isdisjoint(left) or MARKED.isdisjoint(right):
        return False
    # A vowel next to a vowel is a letter typed twice (`củủa`) far more often than a lost space.
    if left[-1] in VOWEL_LETTERS and right[0] in VOWEL_LETTERS:
        return False
    return is_syllable(left) and is_syllable(right)
