"""The boxes of a page: the elements around its lines, as numbers.

Boxes are numbered in page order, each before those inside it. So the boxes inside a box are a range of numbers, and no
rule has to walk a tree to test containment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

# Entries of one list have the same ancestors up to this level; a side box after it has another shape.
SHAPE_LEVELS = 3
# Elements around a whole page: no list or text has one of its own.
TOO_WIDE = frozenset({"html", "body", "form"})
# Parts of a table that contain cells and no lines of their own.
ROW_PARTS = frozenset({"tr", "tbody", "thead"})


@dataclass(slots=True, eq=False)
class Boxes:
    """All block-level elements of a page, and the inline elements around any of them; box 0 is ``<html>``."""

    parents: list[int] = field(default_factory=list)
    """The box around each box; -1 for the first."""
    ends: list[int] = field(default_factory=list)
    """The first box after each box and its contents."""
    tags: list[str] = field(default_factory=list)
    classes: dict[int, str] = field(default_factory=dict)
    """``class`` of those boxes that have one."""
    ids: dict[int, str] = field(default_factory=dict)
    """``id`` of those boxes that have one."""

    def holds(self, box: int, inner: int) -> bool:
        """True if ``inner`` is the box or inside it."""
        return box <= inner < self.ends[box]

    def path(self, box: int) -> Iterator[int]:
        """The box and its ancestors, from the inside out."""
        while box >= 0:
            yield box
            box = self.parents[box]

    def children(self, box: int) -> Iterator[int]:
        """The boxes directly inside a box."""
        child, end = box + 1, self.ends[box]
        while child < end:
            yield child
            child = self.ends[child]

    def next_to(self, box: int) -> int:
        """The next box after a box in the same parent; -1 for none."""
        if box < 0 or self.parents[box] < 0:
            return -1
        return self.ends[box] if self.ends[box] < self.ends[self.parents[box]] else -1

    def has_children(self, box: int, count: int) -> bool:
        """True if a box has at least ``count`` boxes directly inside; a row may have 100,000."""
        return next(islice(self.children(box), count - 1, None), None) is not None

    def around(self, one: int, other: int) -> int:
        """The smallest box that contains both."""
        while not self.holds(one, other):
            one = self.parents[one]
        return one

    def child_with(self, box: int, inner: int) -> int:
        """The box directly inside ``box`` that contains ``inner``; -1 if ``inner`` is not inside."""
        if inner == box or not self.holds(box, inner):
            return -1
        while self.parents[inner] != box:
            inner = self.parents[inner]
        return inner

    def shape(self, box: int) -> tuple[str, ...]:
        """Tags of a box and of those around it, by which entries of one list are alike."""
        found: list[str] = []
        while box >= 0 and len(found) < SHAPE_LEVELS:
            found.append(self.tags[box])
            box = self.parents[box]
        return tuple(found)

    def name(self, box: int) -> str:
        """Class and id, for patterns that match either."""
        return f"{self.classes.get(box, '')} {self.ids.get(box, '')}"
