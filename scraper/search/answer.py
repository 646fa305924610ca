"""What is asked of the SQLite index, and what it answers: hits, counts, single articles."""

from __future__ import annotations

from dataclasses import dataclass

from scraper.search.filters import NO_FILTERS, Filters
from scraper.search.marks import Span


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What is asked.

    Args:
        words: with or without accents; only double quotes are syntax. Empty to list documents, the newest first.
        filters: which documents are wanted.
        limit: maximum number of hits.
        offset: hits to skip.
    """

    words: str = ""
    filters: Filters = NO_FILTERS
    limit: int = 10
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that is found."""

    id: str
    title: str
    date: str | None
    source: str
    section: str | None
    authors: tuple[str, ...]
    url: str
    score: float
    """The higher, the better; comparable within one answer. 0 in a list by date."""
    snippet: str
    """The part of the text with most of the words, on one line."""
    duplicate_of: str | None
    """The id of the earliest document with nearly the same text."""
    has: tuple[str, ...]
    """Those of :data:`~scraper.index.fields.HAS` that it has."""
    lacks: tuple[str, ...]
    """Words of the question that it does not have."""
    title_spans: tuple[Span, ...]
    """The offsets of the words in the title."""
    snippet_spans: tuple[Span, ...]
    """The same in the snippet."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is found, and how."""

    hits: tuple[Hit, ...] = ()
    total: int = 0
    """The number of documents that are found."""
    is_at_least: bool = False
    """True if there are more than ``total``."""
    has_all: bool = True
    """False if no document has all words; then the hits have some of them."""
    words: tuple[str, ...] = ()
    """The folded words and phrases that were looked for."""
    corrected: tuple[tuple[str, str], ...] = ()
    """Words as typed, and those that were looked for instead."""
    left_out: tuple[str, ...] = ()
    """If no document has all words: those that not one of these hits has."""
    folded: bool = False
    """True if no hit has the words with the accents that were typed."""
    notes: tuple[str, ...] = ()
    """The same in sentences."""


@dataclass(frozen=True, slots=True)
class Facets:
    """The numbers of found documents by their labels, the most first; months the newest first."""

    sources: tuple[tuple[str, int], ...]
    sections: tuple[tuple[str, int], ...]
    authors: tuple[tuple[str, int], ...]
    months: tuple[tuple[str, int], ...]
    counted: int
    is_at_least: bool
    """True if some of these are counted in a part of the documents, from all over the index."""


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """One document, complete."""

    id: str
    source: str
    url: str
    title: str
    date: str | None
    section: str | None
    authors: tuple[str, ...]
    summary: str | None
    body: str
    images: tuple[tuple[str, str | None], ...]
    attachments: tuple[tuple[str, str], ...]
    documents: tuple[str, ...]
    duplicate_of: str | None
    copies: tuple[str, ...]
    """The ids of those whose ``duplicate_of`` it is."""
    revision: int
    fetched_at: str | None
