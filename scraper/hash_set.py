"""A set of strings that takes 11 to 14 bytes for each: a walk over a large site remembers every address that it saw."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

_SLOTS = 16
# A table grows when it is fuller than this, since fuller ones take longer to search; by this factor, since a larger one
# leaves more of it empty.
_FULL = 3 / 4
_GROWTH = 1.3
_EMPTY = 0
# Members that were asked for and are kept as Python's set keeps them: menus repeat on every page of a site.
_REPEATED = 1024


class HashSet:
    """Keeps the 64-bit hashes of strings and not the strings; ten million have one pair with the same in 400,000 runs.

    Python's hashes differ in each process, so that no site can make addresses with equal ones.
    """

    __slots__ = ("_count", "_repeated", "_slots")

    def __init__(self, members: Iterable[str] = ()) -> None:
        self._repeated: set[str] = set()
        self._slots = array("q", [_EMPTY]) * _SLOTS
        self._count = 0
        self.update(members)

    def __contains__(self, text: str) -> bool:
        if text in self._repeated:
            return True
        if self._slots[self._slot(hash(text) or 1)] == _EMPTY:
            return False
        if len(self._repeated) >= _REPEATED:
            self._repeated.clear()
        self._repeated.add(text)
        return True

    def __len__(self) -> int:
        return self._count

    def add(self, text: str) -> bool:
        """Add a string; True if it is new."""
        number = hash(text) or 1
        slot = self._slot(number)
        if self._slots[slot] != _EMPTY:
            return False
        self._slots[slot] = number
        self._count += 1
        if self._count > _FULL * len(self._slots):
            self._grow()
        return True

    def update(self, members: Iterable[str]) -> None:
        """Add several strings."""
        for text in members:
            self.add(text)

    def _slot(self, number: int) -> int:
        """The slot that holds a hash, or the empty one where it would be."""
        slots, size = self._slots, len(self._slots)
        slot = number % size
        while (found := slots[slot]) != number and found != _EMPTY:
            slot = (slot + 1) % size
        return slot

    def _grow(self) -> None:
        before = self._slots
        self._slots = array("q", [_EMPTY]) * int(_GROWTH * len(before))
        for number in before:
            if number != _EMPTY:
                self._slots[self._slot(number)] = number
