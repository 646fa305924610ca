"""Answers from the SQLite index: hits with their snippets, what was done to find them, counts, single articles.

    answer = search(path, parsed("chuyen doi so source:hoabinh date:2024-05.."))

Each call opens the file read-only, sees it at one moment, whatever ``scrapy index`` writes meanwhile, and closes it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from heapq import nlargest
from pathlib import Path
from typing import Any

from scraper.index.asked import Phrase, phrases_of
from scraper.index.candidates import Question, Wanted, labels_with, with_all
from scraper.index.codes import FORMAT
from scraper.index.database import IndexFile
from scraper.index.fields import HAS
from scraper.index.filters import NO_FILTERS, Filters, Limits, known, limits_of, taken_out
from scraper.index.labels import AUTHOR, HAVING, MONTH, SECTION, SOURCE
from scraper.index.listing import all_counted, counted, labels_of_numbers, labels_within, listed
from scraper.index.marks import Marks, Span
from scraper.index.parts import Parts, unpacked
from scraper.index.ranking import TOGETHER, Accents, Ranked, ranked
from scraper.index.spelling import Spelling
from scraper.storage.sqlite import SqliteFile, VersionError
from scraper.text.fold import fold

# Titles, texts and authors of all hits are in memory.
MOST_HITS = 10_000
# Documents are put in order in blocks of this size in all.
_BLOCKS = (50, 1_000, MOST_HITS)
# Documents that are counted by their labels: a tenth of a second on a busy machine.
_MOST_FOR_FACETS = 20_000


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
    """True if more are found than are counted."""


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
    with _opened(path) as database:
        limits = limits_of(database, query.filters)
        if not query.words.strip():
            return _listed(database, query, limits)
        return _answered(database, query, limits)


def facets(path: Path, query: SearchQuery, *, most: int = 20) -> Facets:
    """Count the documents that a query finds, by source, section, author and month.

    Args:
        path: the index.
        query: what is asked; limit and offset have no effect.
        most: of each kind, so many values.

    Raises:
        QueryError, StorageError: as for :func:`search`.
    """
    with _opened(path) as database:
        limits = limits_of(database, query.filters)
        is_all = not query.words.strip() and query.filters == NO_FILTERS
        labels = [] if is_all else _labels(database, query, limits)
        counts = all_counted(database) if is_all else counted(database, labels)
        documents = listed(database, limits, 0, 0)[1] if is_all else len(labels)
        return Facets(
            sources=_most(counts, SOURCE, most),
            sections=_most(counts, SECTION, most),
            authors=_most(counts, AUTHOR, most),
            months=tuple(sorted(_most(counts, MONTH, most), reverse=True)),
            counted=documents,
            is_at_least=len(labels) >= _MOST_FOR_FACETS,
        )


def article(path: Path, id_: str) -> FoundArticle | None:
    """One document by its id.

    Raises:
        StorageError: as for :func:`search`.
    """
    with _opened(path) as database:
        row = database.first(
            "SELECT source, url, title, date, section, authors, parts, body, duplicate_of, revision, fetched_at"
            " FROM article WHERE id = ?",
            (id_,),
        )
        if row is None:
            return None
        source, url, title, date, section, authors, packed, body, duplicate_of, revision, fetched_at = row
        parts = _parts(database, packed, body)
        copies = database.execute("SELECT id FROM article WHERE duplicate_of = ? ORDER BY date, id", (id_,))
        return FoundArticle(
            id=id_,
            source=source,
            url=url,
            title=title,
            date=date,
            section=section,
            authors=_names(authors),
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


@dataclass(frozen=True, slots=True)
class _Asked:
    ranked: Ranked
    typed: list[Phrase]
    phrases: list[Phrase]
    """Corrected."""
    asked: Question
    """The same, coded."""


@contextmanager
def _opened(path: Path) -> Iterator[IndexFile]:
    with closing(IndexFile.read_only(path)) as database:
        database.execute("BEGIN")  # all of one moment
        known = database.first("SELECT value FROM book_meta WHERE name = 'target'")
        if known is not None and not str(known[0]).endswith(f" {FORMAT}"):
            raise VersionError(
                f"{path} was made by another version of this program: run scrapy index, which fills it anew"
            )
        yield database


def _labels(database: SqliteFile, query: SearchQuery, limits: Limits) -> list[str]:
    """The labels of the documents that a query finds."""
    if not query.words.strip():
        return labels_within(database, limits, _MOST_FOR_FACETS)
    found = _found(database, query.words, limits).ranked
    if len(found.numbers) >= found.total and not found.is_at_least:
        return labels_of_numbers(database, found.numbers)
    rarest = sorted(found.used.needed, key=found.used.count)
    if not found.has_all or not all(rarest):
        return labels_of_numbers(database, found.numbers)
    return labels_with(rarest, found.used, Wanted(limits, _BLOCKS[0]), _MOST_FOR_FACETS)


def _found(database: SqliteFile, words: str, limits: Limits) -> _Asked:
    typed = phrases_of(words)
    wanted = Wanted(limits, _BLOCKS[0])
    asked = Question(database, [each.words for each in typed])
    found = ranked(asked, typed, wanted)
    if found.together >= TOGETHER or limits.is_impossible:
        return _Asked(found, typed, typed, asked)
    spelling = Spelling(asked)
    # Words that the index has are changed only if all are found together then: others may just be of another matter.
    for known_too in (True, False):
        phrases = spelling.corrected(typed, known_too=known_too)
        if phrases == typed:
            continue
        corrected = asked.of([each.words for each in phrases])
        if known_too and not with_all(corrected, wanted):
            continue
        again = ranked(corrected, phrases, wanted)
        if again.best and (again.together >= TOGETHER if known_too else not found.has_all):
            return _Asked(again, typed, phrases, corrected)
    return _Asked(found, typed, typed, asked)


def _answered(database: SqliteFile, query: SearchQuery, limits: Limits) -> Answer:
    found = _found(database, query.words, limits)
    words = tuple(dict.fromkeys(each.words for each in found.phrases))
    accents, shown = Accents(found.phrases), _shown(database, words)
    rows = list(_in_order(database, found, accents, limits, query.offset + query.limit))[query.offset :]
    hits = tuple(_hit(database, row, shown, tuple(found.phrases[place].typed for place in row.lacks)) for row in rows)
    answer = Answer(
        hits=hits,
        total=found.ranked.total,
        is_at_least=found.ranked.is_at_least,
        has_all=found.ranked.has_all or not found.ranked.best,
        words=words,
        corrected=_corrections(found),
        left_out=_left_out(found, hits),
        folded=bool(hits) and all(row.has_other_accents for row in rows),
    )
    return replace(answer, notes=(*limits.notes, *_notes(answer)))


def _left_out(found: _Asked, hits: Sequence[Hit]) -> tuple[str, ...]:
    """The words that not one hit has; none if some document has all."""
    if found.ranked.has_all or not hits:
        return ()
    asked = (phrase.typed for phrase in found.phrases if not phrase.is_asking)
    return tuple(dict.fromkeys(word for word in asked if all(word in hit.lacks for hit in hits)))


def _in_order(
    database: SqliteFile, found: _Asked, accents: Accents, limits: Limits, limit: int
) -> Iterator[_ScoredRow]:
    """The best documents, in blocks, so that a longer list begins with a shorter one and no page repeats another."""
    seen: set[int] = set()
    for block in _BLOCKS:
        best = found.ranked if block == _BLOCKS[0] else ranked(found.asked, found.phrases, Wanted(limits, block))
        rest = replace(best, best=tuple(each for each in best.best if each[1] not in seen)[: block - len(seen)])
        rows = _by_accents(database, rest, found.phrases, accents, min(block, limit) - len(seen))
        yield from rows
        seen.update(row.number for row in rows)
        if len(seen) >= limit or len(best.best) < block:
            return


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


def _corrections(found: _Asked) -> tuple[tuple[str, str], ...]:
    """What was typed, and what was looked for instead; a run of letters without spaces became several words."""
    phrases = iter(found.phrases)
    corrections = []
    for each in found.typed:
        other = next(phrases, None)
        if other is None or other.words == each.words:
            continue
        meant = other.typed
        while (
            other is not None and each.words.startswith(meant.replace(" ", "")) and each.words != meant.replace(" ", "")
        ):
            other = next(phrases, None)
            meant = f"{meant} {other.typed}" if other else meant
        corrections.append((each.typed, meant))
    return tuple(corrections)


_ROW = (
    "SELECT id, title, date, source, section, authors, url, parts, body, duplicate_of, labels"
    " FROM article a JOIN labelled l ON l.number = a.number WHERE a.number = ?"
)
_TITLE, _SECTION, _AUTHORS, _PARTS, _BODY = 1, 4, 5, 7, 8


@dataclass(frozen=True, slots=True)
class _ScoredRow:
    """A document as it is found."""

    number: int
    score: float
    lacks: tuple[int, ...]
    """Which phrases it does not have."""
    has_other_accents: bool
    """True if it has words of the question only with other accents than typed."""
    row: tuple[Any, ...]


def _by_accents(
    database: SqliteFile, found: Ranked, phrases: Sequence[Phrase], accents: Accents, limit: int
) -> list[_ScoredRow]:
    """The best documents: those with the typed accents before equally good ones."""
    hits: list[_ScoredRow] = []
    for place, (score, number) in enumerate(found.best):
        # The scores fall: no further document can reach the best ones.
        if place >= limit and score * accents.most < nlargest(limit, (hit.score for hit in hits))[-1]:
            break
        for row in database.execute(_ROW, (number,)):
            missing = accents.missing(
                "\n".join(str(row[at] or "") for at in (_TITLE, _SECTION, _AUTHORS, _PARTS, _BODY))
            )
            lacks = found.lacking.get(number, ())
            lacked = {word for at in lacks for word in phrases[at].words.split()}
            others = any(fold(word) not in lacked for word in missing)
            hits.append(_ScoredRow(number, score * accents.worth(accents.share(missing)), lacks, others, row))
    return sorted(hits, key=lambda hit: (-hit.score, hit.number))[:limit]


@dataclass(frozen=True, slots=True)
class _HitMaker:
    """What all hits of an answer are shown with."""

    marks: Marks
    having: dict[str, str]
    """By the character of a label, what documents with it have."""


def _shown(database: SqliteFile, words: Sequence[str]) -> _HitMaker:
    return _HitMaker(Marks(words), {char: name for char, name, _ in known(database, HAVING) if name in HAS})


def _hit(database: SqliteFile, found: _ScoredRow, shown: _HitMaker, lacks: tuple[str, ...] = ()) -> Hit:
    id_, title, date, source, section, authors, url, packed, body, duplicate_of, labels = found.row
    snippet, spans = shown.marks.snippet(body)
    if not spans and packed:
        parts = _parts(database, packed, body)
        others = (parts.summary, *(caption for _, caption in parts.images), *(name for _, name in parts.attachments))
        cut = (shown.marks.snippet(other) for other in others if other)
        snippet, spans = next(((text, places) for text, places in cut if places), (snippet, spans))
    return Hit(
        id=id_,
        title=title,
        date=date,
        source=source,
        section=section,
        authors=_names(authors),
        url=url,
        score=found.score,
        snippet=snippet,
        duplicate_of=duplicate_of,
        has=tuple(shown.having[char] for char in labels if char in shown.having),
        lacks=lacks,
        title_spans=tuple(shown.marks.spans(title)),
        snippet_spans=tuple(spans),
    )


def _listed(database: SqliteFile, query: SearchQuery, limits: Limits) -> Answer:
    """Documents without a question: the newest first."""
    numbers, total = listed(database, limits, query.limit, query.offset)
    rows = ((number, database.first(_ROW, (number,))) for number in numbers)
    shown = _shown(database, ())
    hits = tuple(_hit(database, _ScoredRow(number, 0.0, (), False, row), shown) for number, row in rows if row)
    return Answer(hits=hits, total=total, notes=limits.notes)


def _most(counts: Counter[tuple[str, str]], kind: str, most: int) -> tuple[tuple[str, int], ...]:
    some = [(value, count) for (of, value), count in counts.items() if of == kind]
    return tuple(sorted(some, key=lambda each: (-each[1], each[0]))[:most])


def _names(authors: str) -> tuple[str, ...]:
    return tuple(name for name in authors.split("; ") if name)


def _parts(database: SqliteFile, packed: str, body: str) -> Parts:
    try:
        return unpacked(packed, body)
    except (ValueError, TypeError) as error:
        raise database.damage(f"parts is {packed!r:.60}") from error
