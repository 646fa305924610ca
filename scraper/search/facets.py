"""The numbers of found documents by source, section, author and month."""

from __future__ import annotations

from dataclasses import dataclass, replace

from scraper.index.labels import AUTHOR, MONTH, SECTION, SOURCE, Labels
from scraper.search.answer import Facets
from scraper.search.candidates import Wanted, labels_with
from scraper.search.filters import NO_FILTERS, Filters, Limits, limits_of
from scraper.search.found import Found
from scraper.search.listing import Counts, all_counted, counted, labels_of_numbers, labels_within, listed
from scraper.search.opened import OpenIndex
from scraper.search.ranking import ranked

# Documents that are counted by their labels: a twentieth of a second.
_MOST_COUNTED = 20_000


def facets_of(database: OpenIndex, filters: Filters, found: Found | None, most: int) -> Facets:
    """Count documents: each kind without the filters of this kind, so that a second value can be added to a first.

    Args:
        database: the index.
        filters: those of the query.
        found: what its words find; None if it has none.
        most: of each kind, so many values.
    """
    own = _counts(database, filters, found, most)
    samples = [own.is_at_least]

    def values(kind: str, wider: Filters) -> tuple[tuple[str, int], ...]:
        counts = own if wider == filters else _counts(database, wider, found, most)
        samples.append(counts.is_at_least)
        some = [(value, count) for (of, value), count in counts.by_label.items() if of == kind]
        return tuple(sorted(some, key=lambda each: (-each[1], each[0]))[:most])

    return Facets(
        sources=values(SOURCE, replace(filters, sources=())),
        sections=values(SECTION, replace(filters, sections=())),
        authors=values(AUTHOR, replace(filters, authors=())),
        months=tuple(sorted(values(MONTH, replace(filters, since="", until="")), reverse=True)),
        counted=own.documents,
        is_at_least=any(samples),
    )


@dataclass(frozen=True, slots=True)
class _Counts:
    by_label: Counts
    documents: int
    is_at_least: bool


def _counts(database: OpenIndex, filters: Filters, found: Found | None, most: int) -> _Counts:
    if found is None and filters == NO_FILTERS:
        return _Counts(all_counted(database), listed(database, Limits(), 0, 0)[1], is_at_least=False)
    limits = limits_of(database, filters)
    labels = _labels_of(database, found, limits) if found else labels_within(database, limits, _MOST_COUNTED)
    return _Counts(counted(database, labels, most), labels.documents, labels.is_sample)


def _labels_of(database: OpenIndex, found: Found, limits: Limits) -> Labels:
    """The labels of the documents that the same words find, within other limits perhaps."""
    best, is_for_these = found.ranked, limits == found.limits
    if not is_for_these and not (best.has_all and best.used.is_of_terms):
        best, is_for_these = ranked(found.question, found.phrases, Wanted(limits, 0)), True
    is_whole = is_for_these and len(best.numbers) >= best.total and not best.is_at_least
    rarest = sorted(best.used.needed, key=best.used.count)
    if is_whole or not best.has_all or not all(rarest):
        return labels_of_numbers(database, best.numbers)
    return labels_with(rarest, best.used, Wanted(limits, 0), _MOST_COUNTED)
