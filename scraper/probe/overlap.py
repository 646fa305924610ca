"""How many articles several lists have together: many articles are in two of them, which the dates of entries show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_FIRST, _LAST = "", "~"  # before and after all days, as text


@dataclass(frozen=True, slots=True)
class PageOfList:
    """A page of a list that was read."""

    number: int
    entries: tuple[str, ...]
    """Identities of its articles."""


@dataclass(frozen=True, slots=True)
class ReadList:
    """A list of which some pages were read; newest entries first."""

    total: int
    """Its entries on all pages, as far as known."""
    pages: Sequence[PageOfList]
    last: int | None = None
    """Number of its last page, if that was read."""

    @property
    def entries(self) -> set[str]:
        """Those that were read."""
        return {entry for page in self.pages for entry in page.entries}


@dataclass(slots=True)
class _Spans:
    """The days of which a list's entries are all known: between the oldest and the newest of pages in a row."""

    spans: list[tuple[str, str]] = field(default_factory=list)

    def covers(self, day: str) -> bool:
        """True if an article of this day, were it in the list, would be on a page that was read."""
        return any(oldest < day < newest for oldest, newest in self.spans)


def together(lists: Sequence[ReadList], days: Mapping[str, str]) -> tuple[float, float]:
    """From and to how many articles are in the lists, each counted once.

    Args:
        lists: those whose length is known.
        days: of entries, as far as known, as ISO 8601.
    """
    spans = [_spans(one, days) for one in lists]
    low, high = 0.0, 0.0
    for position, one in enumerate(lists):
        least = most = 1.0
        for other, another in enumerate(lists):
            if other != position and one.total:
                fewest, greatest = _shared(one, another, spans[position], spans[other], days)
                least += fewest / one.total
                most += greatest / one.total
        low += one.total / most
        high += one.total / least
    longest = max((one.total for one in lists), default=0)
    return max(low, longest), max(high, longest)


def _shared(
    one: ReadList, other: ReadList, own: _Spans, others: _Spans, days: Mapping[str, str]
) -> tuple[float, float]:
    """From and to how many articles are in both lists."""
    limit = min(one.total, other.total)
    both = len(one.entries & other.entries)
    unread = sum(max(0, it.total - len(it.entries)) for it in (one, other))
    low, high = float(both), float(min(limit, both + unread))
    # What a small list shares with a large one says more than the other way round, and both hold.
    for total, found in ((one.total, _found(one, other, others, days)), (other.total, _found(other, one, own, days))):
        both, tried = found
        if tried:
            low = max(low, total * both / (tried + 1))
            high = min(high, total * (both + 1) / (tried + 1))
    return min(low, high, limit), max(min(high, limit), min(low, limit))


def _found(one: ReadList, other: ReadList, others: _Spans, days: Mapping[str, str]) -> tuple[int, int]:
    """How many entries of one list are in another, and of how many."""
    known = other.entries
    tried = [entry for entry in one.entries if entry in days and others.covers(days[entry])]
    return sum(entry in known for entry in tried), len(tried)


def _spans(one: ReadList, days: Mapping[str, str]) -> _Spans:
    found = _Spans()
    before = 0
    for page in sorted(one.pages, key=lambda page: page.number):
        known = [days[entry] for entry in page.entries if entry in days]
        if not known:
            continue
        # In the order of the list: editors pin old articles above all others.
        newest = _LAST if page.number == 1 else known[0]
        oldest = _FIRST if page.number == one.last else known[-1]
        if found.spans and page.number == before + 1:
            newest = found.spans.pop()[1]
        found.spans.append((oldest, newest))
        before = page.number
    return found
