"""``duplicate_of``: of texts that are nearly the same, each later one names the earliest.

What it says depends on the documents alone, not on the order in which they came: ``duplicate_of`` of a document is
the first one by date and id among those that differ from it in few bits of the simhash and share most of its words.
Being alike is not handed on: a copy of a copy names the earliest text that it is itself like.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from scraper.index.book import Book
from scraper.index.near import Simhashes, from_signed, same_words, shingles
from scraper.index.rows import Row

# Texts whose words are kept while a batch is worked on.
_KEPT = 1_000


@dataclass
class Duplicates:
    """Keeps ``duplicate_of`` of all rows right while documents come, change and go.

    Args:
        book: the rows.
        text_of: the text of a row's document; None where its log was rewritten and is read again later.
    """

    book: Book
    text_of: Callable[[Row], str | None]
    _shingles: dict[str, frozenset[int]] = field(default_factory=dict)

    def settle(self, rows: Sequence[Row]) -> None:
        """Write the rows that lines have touched, and whatever else they change."""
        if len(self._shingles) > _KEPT:
            self._shingles.clear()
        changed = {row.id: row for row in rows if row.is_waiting}
        known = dict(changed)
        touched: dict[str, Row] = {}
        self._index(rows)
        for row in rows:
            if row.is_deleted:
                row.duplicate_of = None
        self.book.put(rows)
        # What was like a changed document may not be so any more: it is asked anew, like the changed ones.
        for row in self.book.copies_of(changed):
            known.setdefault(row.id, row)
        for row in [row for row in known.values() if not row.is_deleted]:
            self._ask(row, known, touched)
        self.book.put(touched.values())

    def _index(self, rows: Iterable[Row]) -> None:
        for row in rows:
            if row.is_deleted:
                self._simhashes.drop(row.number)
            else:
                self._simhashes.put(row.number, from_signed(row.simhash))

    @cached_property
    def _simhashes(self) -> Simhashes:
        return Simhashes((number, from_signed(simhash)) for number, simhash in self.book.simhashes())

    def _ask(self, row: Row, known: dict[str, Row], touched: dict[str, Row]) -> None:
        """Find a row's original, and tell those whose original it is."""
        near = sorted(self._near(row, known), key=lambda other: other.age)
        original = next((other for other in near if other.age < row.age and self._alike(row, other)), None)
        self._say(row, original.id if original else None, touched)
        for other in near:
            if other.age > row.age and self._is_earlier(row, other, known) and self._alike(row, other):
                self._say(other, row.id, touched)

    def _near(self, row: Row, known: dict[str, Row]) -> list[Row]:
        numbered = self.book.numbered(self._simhashes.near(row.number))
        return [known.setdefault(other.id, other) for other in numbered]

    def _is_earlier(self, row: Row, other: Row, known: dict[str, Row]) -> bool:
        """Is a row earlier than what another one has for its original?"""
        if other.duplicate_of is None:
            return True
        if other.duplicate_of not in known:
            known.update((found.id, found) for found in self.book.rows([other.duplicate_of]))
        original = known.get(other.duplicate_of)
        return original is None or row.age < original.age

    def _alike(self, one: Row, other: Row) -> bool:
        return same_words(self._words(one), self._words(other))

    def _words(self, row: Row) -> frozenset[int]:
        if row.digest not in self._shingles:
            text = self.text_of(row)
            if text is None:
                return frozenset()
            self._shingles[row.digest] = shingles(text)
        return self._shingles[row.digest]

    def _say(self, row: Row, original: str | None, touched: dict[str, Row]) -> None:
        if row.duplicate_of != original:
            row.duplicate_of = original
            row.is_waiting = 1
            touched[row.id] = row
