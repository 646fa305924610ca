"""Republished texts: which documents can be near-duplicates by simhash, and whether their words agree."""

from __future__ import annotations

import re
from itertools import combinations

from scraper.text.fold import fold

# Copies of one text with a title, a name or a tenth of the sentences changed differ in 4 to 6 bits of 64,
# texts on the same topic in 20 and more.
NEAR_BITS = 6

# With 8 bytes of 8 bits, two of them are the same whichever 6 bits differ. So two near simhashes have one of the 28
# pairs in common, and of 100,000 unrelated ones some 40 have.
_PAIRS = tuple(combinations(range(8), 2))

_WORD = re.compile(r"[^\W_]+")
_SHINGLE = 4
# Below, a text is a heading: announcements with a file have the same words again and again.
_FEWEST_SHINGLES = 20
# Of the shorter text's shingles in the longer one. One name changed every hundred words leaves .95; what only uses
# the same form (a weekly timetable, a list of prizes) shares less, for every date and name breaks four shingles.
_SHARED = 0.8


def to_signed(simhash: str) -> int:
    """Hex digits as the 64-bit integer that databases have."""
    return int(simhash, 16) - (1 << 63)


def bits_apart(one: int, other: int) -> int:
    """In how many bits two such integers differ."""
    return ((one + (1 << 63)) ^ (other + (1 << 63))).bit_count()


def keys(simhash: int) -> list[int]:
    """28 numbers; simhashes at most :data:`NEAR_BITS` apart have one of them in common."""
    octets = (simhash + (1 << 63)).to_bytes(8, "big")
    return [number << 16 | octets[a] << 8 | octets[b] for number, (a, b) in enumerate(_PAIRS)]


def shingles(text: str) -> frozenset[int]:
    """The runs of four words of a text, without accents and case; empty where there are too few to compare."""
    words = _WORD.findall(fold(text))
    runs = frozenset(hash(tuple(words[at : at + _SHINGLE])) for at in range(len(words) - _SHINGLE + 1))
    return runs if len(runs) >= _FEWEST_SHINGLES else frozenset()


def same_words(one: frozenset[int], other: frozenset[int]) -> bool:
    """Is most of the shorter text in the longer one?"""
    return bool(one and other) and len(one & other) >= _SHARED * min(len(one), len(other))
