"""Near-duplicates: candidates by the simhash of their bodies, confirmed by shared runs of words.

Titles are ignored: a republished text often has another one.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable
from itertools import chain, combinations

from scraper.text.fold import fold

# A line added before or after a text of 200 words changes up to 10 bits of 64; texts on the same topic differ in 20 or
# more. The words are compared afterwards, so a wide gate does no harm.
NEAR_BITS = 10

# If 10 bits of 4 blocks differ, then one block differs in at most one bit, or two blocks differ in two each: so two
# flips are needed in only three of the blocks, and a search takes 428 bucket lookups.
_BLOCK = 16
_STARTS = range(0, 64, _BLOCK)
_FLIPS = tuple(
    tuple(sum(1 << bit for bit in bits) for count in range(most + 1) for bits in combinations(range(_BLOCK), count))
    for most in (1, 2, 2, 2)
)
# All bits unset: a text without words.
_NO_WORDS = 0

_WORD = re.compile(r"[^\W_]+")
_SHINGLE = 4
# Shorter texts are headings: announcements with a file repeat the same words.
_FEWEST_SHINGLES = 20
# Share of the shorter text's shingles in the longer one. One name changed every hundred words leaves .95; texts that
# only use the same form (a weekly timetable, a list of prizes) share less, since every date and name breaks four
# shingles.
_SHARED = 0.8


class Simhashes:
    """The simhashes of current documents by number; in memory, about 400 bytes each.

    Args:
        known: numbers and simhashes.
    """

    def __init__(self, known: Iterable[tuple[int, int]]) -> None:
        self._simhashes: dict[int, int] = {}
        self._numbers: defaultdict[int, list[int]] = defaultdict(list)
        self._buckets: defaultdict[int, array[int]] = defaultdict(lambda: array("Q"))
        for number, simhash in known:
            self.put(number, simhash)

    def put(self, number: int, simhash: int) -> None:
        """Add a document or replace its simhash."""
        self.drop(number)
        if simhash == _NO_WORDS:
            return
        if simhash not in self._numbers:
            for key in _keys(simhash):
                self._buckets[key].append(simhash)
        self._numbers[simhash].append(number)
        self._simhashes[number] = simhash

    def drop(self, number: int) -> None:
        """Remove a document, if it is there."""
        simhash = self._simhashes.pop(number, None)
        if simhash is None:
            return
        self._numbers[simhash].remove(number)
        if not self._numbers[simhash]:
            del self._numbers[simhash]
            for key in _keys(simhash):
                self._buckets[key].remove(simhash)

    def near(self, number: int) -> list[int]:
        """The numbers of the other documents at most :data:`NEAR_BITS` apart."""
        simhash = self._simhashes.get(number)
        if simhash is None:
            return []
        keys = [key ^ flip for key, flips in zip(_keys(simhash), _FLIPS, strict=True) for flip in flips]
        buckets = filter(None, map(self._buckets.get, keys))
        found = {other for other in chain.from_iterable(buckets) if (other ^ simhash).bit_count() <= NEAR_BITS}
        return [other for near in found for other in self._numbers[near] if other != number]


def _keys(simhash: int) -> list[int]:
    """The bucket keys of a simhash: index and content of each block."""
    return [start << _BLOCK | simhash >> start & (1 << _BLOCK) - 1 for start in _STARTS]


def to_signed(simhash: int) -> int:
    """The value as the signed 64-bit integer of databases."""
    return simhash - (1 << 63)


def from_signed(value: int) -> int:
    """The inverse of :func:`to_signed`."""
    return value + (1 << 63)


def shingles(text: str) -> frozenset[int]:
    """The runs of four words of a text, without accents and case; empty if there are too few to compare."""
    words = _WORD.findall(fold(text))
    runs = frozenset(map(hash, zip(*(words[at:] for at in range(_SHINGLE)), strict=False)))
    return runs if len(runs) >= _FEWEST_SHINGLES else frozenset()


def same_words(one: frozenset[int], other: frozenset[int]) -> bool:
    """True if most of the shorter text is in the longer one."""
    return bool(one and other) and len(one & other) >= _SHARED * min(len(one), len(other))
