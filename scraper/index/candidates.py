"""Which documents may be the best answers to a question: found by terms alone, a few of them scored afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from scraper.index.codes import IN_TITLE, LEVEL_MARKS, character, pairs
from scraper.storage.sqlite import SqliteFile

# Texts that lack some pairs are found by all ways to lack them up to so many pairs.
_FEW_PAIRS = 4
# Of the terms of a question, so many of the rarest are looked up; the others are looked for in the texts.
_RAREST = 6
_NO_LIMIT = -1
# CROSS: the terms are looked up first.
_CODED = " CROSS JOIN coded c ON c.number = t.rowid"

Texts = dict[int, tuple[str, str]]
"""By number, the coded title and body of documents."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which answers are wanted: of a source and since a day, empty for all; how many."""

    source: str
    since: str
    limit: int

    @property
    def enough(self) -> int:
        """Candidates that are enough: the best are ranked again by accents and pairs, which rarely lifts the 50th."""
        return max(50, self.limit)

    @property
    def most(self) -> int:
        """Texts that one step reads: 5 microseconds each."""
        return max(1_000, self.limit)


class Question:
    """The required phrases of a question, coded; the pairs of adjacent ones are wanted too.

    Args:
        database: the index.
        phrases: one or more folded words each.
    """

    def __init__(self, database: SqliteFile, phrases: list[str]) -> None:
        self.database = database
        self.documents, self.words = database.first("SELECT documents, words FROM total") or (0, 0)
        words = sorted({word for phrase in phrases for word in phrase.split()})
        marks = ", ".join("?" * len(words))
        found = database.execute(f"SELECT word, code, documents FROM vocabulary WHERE word IN ({marks})", words)
        known = {word: (character(code), documents) for word, code, documents in found if documents}
        self._counts: dict[str, int] = dict(known.values())
        coded = [[known.get(word, ("", 0))[0] for word in phrase.split()] for phrase in phrases]
        self.phrases = ["".join(each) if all(each) else "" for each in coded]
        """Empty for one with a word that no document has."""
        self.needed = list(dict.fromkeys(term for phrase in self.phrases for term in _terms_of(phrase)))
        """The terms of the phrases."""
        self.beside = [one[-1] + other[0] for one, other in pairwise(self.phrases) if one and other]
        """The terms between them."""
        self.together = list(dict.fromkeys((*(term for term in self.needed if len(term) > 1), *self.beside)))
        """All pairs among them."""
        self.pairs = [one + other if one and other else "" for one, other in pairwise(self.phrases)]

    def count(self, phrase: str) -> int:
        """The number of documents with a phrase; of its rarest pair of words, if it is longer."""
        return min(map(self._count, _terms_of(phrase)))

    def _count(self, term: str) -> int:
        if term not in self._counts:
            found = self.database.first("SELECT doc FROM term_counts WHERE term = ?", (term,))
            self._counts[term] = int(found[0]) if found else 0
        return self._counts[term]


def with_all(question: Question, wanted: Wanted) -> Texts:
    """Documents with all phrases: those with all pairs in the title first, until there are enough."""
    if not all(question.phrases):
        return {}
    if min(map(question.count, question.needed)) <= wanted.most:
        return _texts(question, question.needed, question.phrases, wanted)
    found = _in_title(question, wanted)
    for terms in _steps(question):
        if len(found) >= wanted.enough:
            break
        found |= _texts(question, terms, question.phrases, wanted)
    return found


def with_some(question: Question, wanted: Wanted) -> Texts:
    """Documents with some of the phrases: those with the rarest pairs and phrases first, until there are enough."""
    phrases = [each for each in dict.fromkeys((*question.pairs, *question.phrases)) if each]
    found: Texts = {}
    for phrase in sorted(phrases, key=question.count):
        found |= _texts(question, _terms_of(phrase), [phrase], wanted)
        if len(found) >= wanted.most:
            break
    return found


def _in_title(question: Question, wanted: Wanted) -> Texts:
    """Documents with all pairs in the title; of very many, those whose texts are most about the rarest."""
    rarest, *others = sorted(question.together or question.needed, key=question.count)
    others = [IN_TITLE + term for term in others]
    if question.together and not _are_many([IN_TITLE + rarest, *others], question, wanted):
        return _matching([IN_TITLE + rarest, *others], question, question.phrases, wanted)
    found: Texts = {}
    for mark in LEVEL_MARKS:
        found |= _matching([mark + rarest, *others], question, question.phrases, wanted)
        if len(found) >= wanted.most // 2:
            break
    return found


def _steps(question: Question) -> Iterator[list[str]]:
    """Terms of documents that are mostly worse answers than those of the steps before."""
    if question.together:
        yield question.together
    rare_first = sorted(set(question.beside), key=question.count)[:_RAREST]
    if 1 < len(rare_first) <= _FEW_PAIRS:
        for missing in range(1, len(rare_first)):
            for some in combinations(rare_first, len(rare_first) - missing):
                yield [*some, *question.needed]
    else:
        for term in rare_first:
            yield [term, *question.needed]
    yield question.needed


def _terms_of(phrase: str) -> list[str]:
    return pairs(phrase) or [phrase]


def _texts(question: Question, terms: list[str], phrases: list[str], wanted: Wanted) -> Texts:
    """Documents with some terms and phrases."""
    inside = {word for term in terms if len(term) > 1 for word in term}
    return _matching(sorted({*terms} - inside, key=question.count), question, phrases, wanted)


def _matching(terms: list[str], question: Question, phrases: list[str], wanted: Wanted) -> Texts:
    """Documents with some phrases, and their terms, of which the first ones are looked up."""
    sql = f"SELECT c.number, c.coded_title, c.coded_body {_with_terms(wanted, _CODED)}"
    values = (_all(terms), wanted.source, wanted.since)
    if len(terms) <= _RAREST and all(len(phrase) <= 2 for phrase in phrases):
        rows = question.database.execute(sql, (*values, wanted.most))
        return {number: (title, body) for number, title, body in rows}
    found: Texts = {}
    for number, title, body in question.database.iterate(sql, (*values, _NO_LIMIT)):
        if all(phrase in title or phrase in body for phrase in phrases):
            found[number] = title, body
            if len(found) >= wanted.most:
                break
    return found


def _are_many(terms: list[str], question: Question, wanted: Wanted) -> bool:
    """True if more documents have some terms than are read."""
    found = question.database.execute(
        f"SELECT count(*) FROM (SELECT 1 {_with_terms(wanted)})",
        (_all(terms), wanted.source, wanted.since, wanted.most + 1),
    )
    return bool(found[0][0] > wanted.most)


def _with_terms(wanted: Wanted, join: str = "") -> str:
    """The tables and conditions of a query for terms, with parameters 1 to 4."""
    return (
        "FROM terms t"
        + (" CROSS JOIN article a ON a.number = t.rowid" if wanted.source or wanted.since else "")
        + join
        + " WHERE terms MATCH ?1"
        + (" AND a.source = ?2" if wanted.source else "")
        + (" AND a.date >= ?3" if wanted.since else "")
        + " LIMIT ?4"
    )


def _all(terms: list[str]) -> str:
    return " AND ".join(f'"{term}"' for term in terms[:_RAREST])
