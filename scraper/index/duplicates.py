"""``duplicate_of``: of texts that are nearly the same, each later one names the earliest.

What it says depends on the documents alone, not on the order in which they came: ``duplicate_of`` of a document is
the first one by date and id among those whose body differs in few bits of the simhash and shares most of its words.
Being alike is not handed on: a copy of a copy names the earliest text that it is itself like.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter

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
        changed = [row for row in rows if row.is_waiting]
        known = _Known(self.book, changed)
        touched: dict[str, Row] = {}
        self._index(rows)
        for row in rows:
            if row.is_deleted:
                row.duplicate_of = None
        self.book.put(rows)
        # What was like a changed document may not be so any more: it is asked anew, like the changed ones.
        copies = [known.add(row) for row in self.book.copies_of({row.id for row in changed})]
        asked = {row.number: row for row in (*changed, *copies) if not row.is_deleted}
        # Sites are crawled from the newest on: the earliest of a batch first, and the rest has its original at once.
        for row in sorted(asked.values(), key=attrgetter("age")):
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

    def _ask(self, row: Row, known: _Known, touched: dict[str, Row]) -> None:
        """Find a row's original, and tell those whose original it is."""
        near = sorted(known.numbered(self._simhashes.near(row.number)), key=attrgetter("age"))
        original = next((other for other in near if other.age < row.age and self._alike(row, other)), None)
        self._say(row, original.id if original else None, touched)
        for other in near:
            if other.age > row.age and known.is_earlier(row, other) and self._alike(row, other):
                self._say(other, row.id, touched)

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


class _Known:
    """Rows that are at hand, each once: what is said of one has to be seen by all."""

    def __init__(self, book: Book, rows: Iterable[Row]) -> None:
        self._book = book
        self._by_number: dict[int, Row] = {}
        self._by_id: dict[str, Row] = {}
        for row in rows:
            self.add(row)

    def add(self, row: Row) -> Row:
        """Keep a row; the one that was there before is the one that counts."""
        row = self._by_id.setdefault(row.id, row)
        return self._by_number.setdefault(row.number, row)

    def numbered(self, numbers: Sequence[int]) -> list[Row]:
        """Rows by their numbers."""
        for row in self._book.numbered(number for number in numbers if number not in self._by_number):
            self.add(row)
        return [self._by_number[number] for number in numbers]

    def is_earlier(self, row: Row, other: Row) -> bool:
        """Is a row earlier than what another one has for its original?"""
        name = other.duplicate_of
        if name is None:
            return True
        if name not in self._by_id:
            for found in self._book.rows([name]):
                self.add(found)
        original = self._by_id.get(name)
        return original is None or row.age < original.age
