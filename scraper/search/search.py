"""Answers from the SQLite index: hits with their snippets, what was done to find them, counts, single articles.

    answer = search(path, parsed("chuyen doi so source:hoabinh date:2024-05.."))

Each call opens the file read-only, sees it at one moment, whatever ``scrapy index`` writes meanwhile, and closes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from scraper.index.parts import names, parts_of
from scraper.search.answer import Answer, Facets, FoundArticle, Hit, SearchQuery
from scraper.search.asked import phrases_of
from scraper.search.candidates import Question, Wanted, newest_with_all
from scraper.search.facets import facets_of
from scraper.search.filters import NO_FILTERS, Filters, Limits, limits_of, taken_out
from scraper.search.found import Found, found_by
from scraper.search.hits import HitMaker, in_order
from scraper.search.listing import listed, newest_first
from scraper.search.opened import OpenIndex, opened

# Values of each kind that are counted.
_VALUES = 20


def parsed(typed: str, filters: Filters = NO_FILTERS, *, limit: int = 10, offset: int = 0) -> SearchQuery:
    """A line as typed, with filters in it, as a query; these are added to the given ones.

    Raises:
        QueryError: a field is unknown, or a value has no sense.
    """
    words, filters = taken_out(typed, filters)
    return SearchQuery(words, filters, limit, offset)


def search(path: Path, query: SearchQuery) -> Answer:
    """Find documents.

    Args:
        path: the index.
        query: what is asked.

    Raises:
        QueryError: it has no words although something was typed, or an unknown source.
        StorageError: the index is missing, or is not an index, or of another version.
    """
    with opened(path) as database:
        return _answer(database, query)[0]


def search_with_facets(path: Path, query: SearchQuery, *, most: int = _VALUES) -> tuple[Answer, Facets]:
    """Find documents, and count them by source, section, author and month.

    Args:
        path: the index.
        query: what is asked.
        most: of each kind, so many values.

    Raises:
        QueryError, StorageError: as for :func:`search`.
    """
    with opened(path) as database:
        answer, found = _answer(database, query)
        return answer, facets_of(database, query.filters, found, most)


def facets(path: Path, query: SearchQuery, *, most: int = _VALUES) -> Facets:
    """Count the documents that a query finds.

    Args:
        path: the index.
        query: what is asked; limit and offset have no effect.
        most: of each kind, so many values.

    Raises:
        QueryError, StorageError: as for :func:`search`.
    """
    with opened(path) as database:
        limits = limits_of(database, query.filters)
        found = found_by(database, query.words, limits) if _has_words(query) else None
        return facets_of(database, query.filters, found, most)


def newest(path: Path, query: SearchQuery) -> tuple[Hit, ...]:
    """The newest documents that have all words as typed; those that have some would be of something else.

    Args:
        path: the index.
        query: what is asked; the offset has no effect.

    Raises:
        QueryError, StorageError: as for :func:`search`.
    """
    with opened(path) as database:
        limits = limits_of(database, query.filters)
        if not _has_words(query):
            return _listed(database, query, limits).hits
        phrases = phrases_of(query.words)
        # Words that only ask are left out if no document has them.
        needed = [phrase for phrase in phrases if not phrase.is_asking]
        for some in (phrases, needed) if len(needed) < len(phrases) else (phrases,):
            question = Question(database, [each.words for each in some])
            numbers: list[int] = []
            for narrower in newest_first(database, limits):
                numbers = newest_with_all(question, Wanted(narrower, query.limit))
                if len(numbers) >= query.limit:
                    break
            if numbers:
                return HitMaker(database, [each.words for each in some]).listed(numbers)
        return ()


def article(path: Path, id_: str) -> FoundArticle | None:
    """One document by its id.

    Raises:
        StorageError: as for :func:`search`.
    """
    with opened(path) as database:
        row = database.first(
            "SELECT source, url, title, date, section, authors, parts, body, duplicate_of, revision, fetched_at"
            " FROM article WHERE id = ?",
            (id_,),
        )
        if row is None:
            return None
        source, url, title, date, section, authors, packed, body, duplicate_of, revision, fetched_at = row
        parts = parts_of(database, packed, body)
        copies = database.execute(
            "SELECT id FROM article WHERE id IN (SELECT id FROM book_doc WHERE duplicate_of = ?) ORDER BY date, id",
            (id_,),
        )
        return FoundArticle(
            id=id_,
            source=source,
            url=url,
            title=title,
            date=date,
            section=section,
            authors=names(authors),
            summary=parts.summary,
            body=body,
            images=parts.images,
            attachments=parts.attachments,
            documents=parts.documents,
            duplicate_of=duplicate_of,
            copies=tuple(copy for (copy,) in copies),
            revision=revision,
            fetched_at=fetched_at,
        )


def _has_words(query: SearchQuery) -> bool:
    return bool(query.words.strip())


def _answer(database: OpenIndex, query: SearchQuery) -> tuple[Answer, Found | None]:
    limits = limits_of(database, query.filters)
    if not _has_words(query):
        return _listed(database, query, limits), None
    found = found_by(database, query.words, limits)
    words = tuple(dict.fromkeys(each.words for each in found.phrases))
    rows = list(in_order(database, found, query.offset + query.limit))[query.offset :]
    make = HitMaker(database, words)
    hits = tuple(make.hit(row) for row in rows)
    answer = Answer(
        hits=hits,
        total=found.ranked.total,
        is_at_least=found.ranked.is_at_least,
        has_all=found.ranked.has_all or not found.ranked.best,
        words=words,
        corrected=found.corrections,
        left_out=_left_out(found, hits),
        folded=bool(hits) and all(row.has_other_accents for row in rows),
    )
    return replace(answer, notes=(*limits.notes, *_notes(answer))), found


def _listed(database: OpenIndex, query: SearchQuery, limits: Limits) -> Answer:
    """Documents without a question: the newest first."""
    numbers, total = listed(database, limits, query.limit, query.offset)
    return Answer(hits=HitMaker(database, ()).listed(numbers), total=total, notes=limits.notes)


def _left_out(found: Found, hits: Sequence[Hit]) -> tuple[str, ...]:
    """The words that not one hit has; none if some document has all."""
    if found.ranked.has_all or not hits:
        return ()
    asked = (phrase.typed for phrase in found.phrases if not phrase.is_asking)
    return tuple(dict.fromkeys(word for word in asked if all(word in hit.lacks for hit in hits)))


def _notes(answer: Answer) -> Iterator[str]:
    if answer.corrected:
        typed = " ".join(one for one, _ in answer.corrected)
        meant = " ".join(other for _, other in answer.corrected)
        yield f'Looked for "{meant}" instead of "{typed}"; in double quotes, words are looked for as they are.'
    if answer.folded:
        yield "All hits have some of these words only with other accents."
    if answer.left_out:
        yield f"No hit has: {', '.join(answer.left_out)}."
    if not answer.has_all:
        yield "No article has all of these words; these have some:"
