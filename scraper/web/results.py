"""A search as the page shows it: the values of its filters, near-duplicates folded together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from scraper.search.answer import Facets, Hit, SearchQuery
from scraper.text.fold import fold
from scraper.web.search_address import page_address, toggled, without

_KINDS = {"source": "Source", "section": "Section", "author": "Author", "month": "Month"}
SHOWN = 10
"""Values of each kind on the page."""


@dataclass(frozen=True, slots=True)
class FilterValue:
    """A value of a filter: a click adds it, or removes it."""

    value: str
    count: int | None
    """None if it is not among the counted ones."""
    address: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class FilterGroup:
    """The values of one kind."""

    name: str
    values: list[FilterValue]


@dataclass(frozen=True, slots=True)
class FoldedHit:
    """A hit, and those further down that are nearly the same."""

    hit: Hit
    copies: list[Hit] = field(default_factory=list)

    @property
    def is_copy_of_another(self) -> bool:
        """True if the earliest of them is not among these."""
        return self.hit.duplicate_of is not None and self.hit.duplicate_of not in {each.id for each in self.copies}


def groups(query: SearchQuery, counted: Facets) -> list[FilterGroup]:
    """The filters as they are shown."""
    shown = (
        ("source", counted.sources, query.filters.sources),
        ("section", counted.sections, query.filters.sections),
        ("author", counted.authors, query.filters.authors),
        ("month", counted.months, _period(query)),
    )
    made = [FilterGroup(_KINDS[kind], list(_values(query, kind, values, on))) for kind, values, on in shown]
    return [group for group in made if group.values]


def _period(query: SearchQuery) -> tuple[str, ...]:
    since, until = query.filters.since, query.filters.until
    return (since,) if since and since == until else ()


def _values(
    query: SearchQuery, kind: str, counted: tuple[tuple[str, int], ...], on: tuple[str, ...]
) -> Iterator[FilterValue]:
    """The wanted values first, then the counted ones; a value may be wanted without its accents."""
    numbers = {fold(value): number for value, number in counted}
    for value in on:
        yield FilterValue(value, numbers.get(fold(value)), page_address(toggled(query, kind, value)), is_on=True)
    wanted = {fold(value) for value in on}
    for value, number in counted:
        if fold(value) not in wanted:
            yield FilterValue(value, number, page_address(toggled(query, kind, value)), is_on=False)


def chips(query: SearchQuery) -> list[FilterValue]:
    """The filters of a query that have no counts: dates other than one month, and what articles must have."""
    filters = query.filters
    made = [FilterValue(value, None, page_address(toggled(query, "has", value)), is_on=True) for value in filters.has]
    if filters.since != filters.until:
        period = f"{filters.since or '…'} to {filters.until or '…'}"
        made.append(FilterValue(period, None, page_address(without(query, "month")), is_on=True))
    return made


def folded(hits: tuple[Hit, ...]) -> list[FoldedHit]:
    """The hits in their order; those that are nearly the same as one before are put below it."""
    made: dict[str, FoldedHit] = {}
    for hit in hits:
        first = made.setdefault(hit.duplicate_of or hit.id, FoldedHit(hit))
        if first.hit is not hit:
            first.copies.append(hit)
    return list(made.values())
