"""Republished texts: which documents can be near-duplicates by simhash, and whether their words agree."""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable

from scraper.text.fold import fold

# Copies of one text with a title, a name or a tenth of the sentences changed differ in 4 to 6 bits of 64,
# texts on the same topic in 20 and more.
NEAR_BITS = 6

# Of 7 blocks one is the same whichever 6 bits differ. Of 100,000 unrelated simhashes some 1,400 have one block in
# common with a given one: 0.1 ms to compare them all.
_BLOCKS = tuple((64 * block // 7, 64 * (block + 1) // 7 - 64 * block // 7) for block in range(7))
# All bits unset: a text without words.
_NO_WORDS = 0

_WORD = re.compile(r"[^\W_]+")
_SHINGLE = 4
# Below, a text is a heading: announcements with a file have the same words again and again.
_FEWEST_SHINGLES = 20
# Of the shorter text's shingles in the longer one. One name changed every hundred words leaves .95; what only uses
# the same form (a weekly timetable, a list of prizes) shares less, for every date and name breaks four shingles.
_SHARED = 0.8


class Simhashes:
    """The simhashes of living documents, by their numbers; in memory, 110 bytes each."""

    def __init__(self, known: Iterable[tuple[int, int]]) -> None:
        self._buckets: defaultdict[int, tuple[array[int], array[int]]] = defaultdict(lambda: (array("q"), array("Q")))
        for number, simhash in known:
            self.add(number, simhash)

    def add(self, number: int, simhash: int) -> None:
        """Add a document."""
        for key in _keys(simhash):
            numbers, simhashes = self._buckets[key]
            numbers.append(number)
            simhashes.append(simhash)

    def drop(self, number: int, simhash: int) -> None:
        """Remove a document."""
        for key in _keys(simhash):
            numbers, simhashes = self._buckets[key]
            place = numbers.index(number)
            for values in (numbers, simhashes):
                values[place] = values[-1]
                values.pop()

    def near(self, simhash: int) -> set[int]:
        """The numbers of documents at most :data:`NEAR_BITS` apart."""
        return {
            number
            for key in _keys(simhash)
            for number, other in zip(*self._buckets[key], strict=True)
            if (other ^ simhash).bit_count() <= NEAR_BITS
        }


def _keys(simhash: int) -> list[int]:
    """Seven numbers; simhashes at most :data:`NEAR_BITS` apart have one of them in common."""
    if simhash == _NO_WORDS:
        return []
    return [simhash >> start & (1 << size) - 1 | 1 << size + start for start, size in _BLOCKS]


def to_signed(simhash: int) -> int:
    """As the 64-bit integer that databases have."""
    return simhash - (1 << 63)


def from_signed(value: int) -> int:
    """The other way round."""
    return value + (1 << 63)


def shingles(text: str) -> frozenset[int]:
    """The runs of four words of a text, without accents and case; empty where there are too few to compare."""
    words = _WORD.findall(fold(text))
    runs = frozenset(hash(tuple(words[at : at + _SHINGLE])) for at in range(len(words) - _SHINGLE + 1))
    return runs if len(runs) >= _FEWEST_SHINGLES else frozenset()


def same_words(one: frozenset[int], other: frozenset[int]) -> bool:
    """Is most of the shorter text in the longer one?"""
    return bool(one and other) and len(one & other) >= _SHARED * min(len(one), len(other))
