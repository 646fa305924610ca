"""``duplicate_of``: among nearly equal texts, each later one names the earliest.

The value depends on the documents alone, not on the order in which they arrive: ``duplicate_of`` of a document is the
first by date and id among those whose body differs in few bits of the simhash and shares most of its words. Similarity
is not transitive: a copy of a copy names the earliest text that it is itself similar to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter

from scraper.index.index_state import IndexState
from scraper.index.near import Simhashes, from_signed, same_words, shingles
from scraper.index.rows import DocumentRow

# Texts whose words are cached while a batch is processed.
_KEPT = 1_000


@dataclass
class Duplicates:
    """Keeps ``duplicate_of`` of all rows correct while documents are added, changed and removed.

    Args:
        state: the rows.
        text_of: returns the text of a row's document; None if its log was rewritten and is reread later.
    """

    state: IndexState
    text_of: Callable[[DocumentRow], str | None]
    _shingles: dict[str, frozenset[int]] = field(default_factory=dict)

    def update(self, rows: Sequence[DocumentRow]) -> None:
        """Write the rows that lines have changed, and other rows whose ``duplicate_of`` changes with them."""
        if len(self._shingles) > _KEPT:
            self._shingles.clear()
        changed = [row for row in rows if row.is_waiting]
        known = _RowCache(self.state, changed)
        touched: dict[str, DocumentRow] = {}
        self._index(rows)
        for row in rows:
            if row.is_deleted:
                row.duplicate_of = None
        self.state.put(rows)
        # A copy of a changed document may no longer be similar to it: its original is searched again too.
        copies = [known.add(row) for row in self.state.copies_of({row.id for row in changed})]
        todo = {row.number: row for row in (*changed, *copies) if not row.is_deleted}
        # Sites are crawled from the newest article on: with the earliest of a batch first, the rest finds its original
        # at once.
        for row in sorted(todo.values(), key=attrgetter("age")):
            self._find_original(row, known, touched)
        self.state.put(touched.values())

    def _index(self, rows: Iterable[DocumentRow]) -> None:
        for row in rows:
            if row.is_deleted:
                self._simhashes.drop(row.number)
            else:
                self._simhashes.put(row.number, from_signed(row.simhash))

    @cached_property
    def _simhashes(self) -> Simhashes:
        return Simhashes((number, from_signed(simhash)) for number, simhash in self.state.simhashes())

    def _find_original(self, row: DocumentRow, known: _RowCache, touched: dict[str, DocumentRow]) -> None:
        """Set a row's original, and set the row as the original of its later copies."""
        near = sorted(known.numbered(self._simhashes.near(row.number)), key=attrgetter("age"))
        original = next((other for other in near if other.age < row.age and self._alike(row, other)), None)
        self._set_original(row, original.id if original else None, touched)
        for other in near:
            if other.age > row.age and known.is_earlier(row, other) and self._alike(row, other):
                self._set_original(other, row.id, touched)

    def _alike(self, one: DocumentRow, other: DocumentRow) -> bool:
        return same_words(self._words(one), self._words(other))

    def _words(self, row: DocumentRow) -> frozenset[int]:
        if row.digest not in self._shingles:
            text = self.text_of(row)
            if text is None:
                return frozenset()
            self._shingles[row.digest] = shingles(text)
        return self._shingles[row.digest]

    def _set_original(self, row: DocumentRow, original: str | None, touched: dict[str, DocumentRow]) -> None:
        if row.duplicate_of != original:
            row.duplicate_of = original
            row.is_waiting = 1
            touched[row.id] = row


class _RowCache:
    """A cache of rows, each held once, so that all users see its changes."""

    def __init__(self, state: IndexState, rows: Iterable[DocumentRow]) -> None:
        self._state = state
        self._by_number: dict[int, DocumentRow] = {}
        self._by_id: dict[str, DocumentRow] = {}
        for row in rows:
            self.add(row)

    def add(self, row: DocumentRow) -> DocumentRow:
        """Add a row; return the one already cached, if any."""
        row = self._by_id.setdefault(row.id, row)
        return self._by_number.setdefault(row.number, row)

    def numbered(self, numbers: Sequence[int]) -> list[DocumentRow]:
        """Rows by their numbers."""
        for row in self._state.numbered(number for number in numbers if number not in self._by_number):
            self.add(row)
        return [self._by_number[number] for number in numbers]

    def is_earlier(self, row: DocumentRow, other: DocumentRow) -> bool:
        """True if a row is earlier than the present original of another one."""
        name = other.duplicate_of
        if name is None:
            return True
        if name not in self._by_id:
            for found in self._state.rows([name]):
                self.add(found)
        original = self._by_id.get(name)
        return original is None or row.age < original.age
