"""The numbers of found documents by source, section, author and month."""

from __future__ import annotations

from dataclasses import dataclass, replace

from scraper.index.labels import AUTHOR, MONTH, SECTION, SOURCE, Labels
from scraper.search.answer import Facets, SearchQuery
from scraper.search.candidates import Wanted, labels_with
from scraper.search.filters import NO_FILTERS, Filters, Limits, limits_of
from scraper.search.found import FIRST_BLOCK, Found, found_by
from scraper.search.listing import Counts, all_counted, counted, labels_of_numbers, labels_within, listed
from scraper.storage.sqlite import SqliteFile

# Documents that are counted by their labels: a twentieth of a second.
_MOST_COUNTED = 20_000


def facets_of(database: SqliteFile, query: SearchQuery, found: Found | None, most: int) -> Facets:
    """Count documents: each kind without the filters of this kind, so that a second value can be added to a first.

    Args:
        database: the index.
        query: what is asked.
        found: what its words find; None if it has none.
        most: of each kind, so many values.
    """
    filters = query.filters
    own = _counts(database, query, found, most)

    def values(kind: str, wider: Filters) -> tuple[tuple[str, int], ...]:
        counts = own
        if wider != filters:
            counts = _counts(database, replace(query, filters=wider), found if _is_as_wide(found) else None, most)
        some = [(value, count) for (of, value), count in counts.by_label.items() if of == kind]
        return tuple(sorted(some, key=lambda each: (-each[1], each[0]))[:most])

    return Facets(
        sources=values(SOURCE, replace(filters, sources=())),
        sections=values(SECTION, replace(filters, sections=())),
        authors=values(AUTHOR, replace(filters, authors=())),
        months=tuple(sorted(values(MONTH, replace(filters, since="", until="")), reverse=True)),
        counted=own.documents,
        is_at_least=own.is_at_least,
    )


@dataclass(frozen=True, slots=True)
class _Counts:
    by_label: Counts
    documents: int
    is_at_least: bool


def _counts(database: SqliteFile, query: SearchQuery, found: Found | None, most: int) -> _Counts:
    has_words = bool(query.words.strip())
    if not has_words and query.filters == NO_FILTERS:
        return _Counts(all_counted(database), listed(database, Limits(), 0, 0)[1], is_at_least=False)
    limits = limits_of(database, query.filters)
    if not has_words:
        labels = labels_within(database, limits, _MOST_COUNTED)
    else:
        labels = _labels_of(database, found or found_by(database, query.words, limits), limits)
    return _Counts(counted(database, labels, most), labels.documents, labels.documents >= _MOST_COUNTED)


def _is_as_wide(found: Found | None) -> bool:
    """True if the same words with wider filters find all documents that have these terms."""
    return found is not None and found.ranked.has_all and not found.is_corrected and found.question.is_of_terms


def _labels_of(database: SqliteFile, found: Found, limits: Limits) -> Labels:
    ranked = found.ranked
    is_whole = limits == found.limits and len(ranked.numbers) >= ranked.total and not ranked.is_at_least
    rarest = sorted(ranked.used.needed, key=ranked.used.count)
    if is_whole or not ranked.has_all or not all(rarest):
        return labels_of_numbers(database, ranked.numbers)
    return labels_with(rarest, ranked.used, Wanted(limits, FIRST_BLOCK), _MOST_COUNTED)
