"""Which documents may be the best answers to a question: found by terms alone, a few of them scored afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from scraper.index.codes import IN_TITLE, LEVEL_MARKS, character, pairs
from scraper.storage.sqlite import SqliteFile

# So many are enough: the best ten are ranked again by accents and pairs, which changes places among the best fifty.
ENOUGH = 50
# So many texts are scored at most in one step, 5 microseconds each.
MOST = 1_000
# Texts that lack some pairs are found by all ways to lack them up to so many pairs.
_FEW_PAIRS = 4
# Of the terms of a question, so many of the rarest are looked up; the others are looked for in the texts.
_RAREST = 6

Texts = dict[int, tuple[str, str]]
"""By number, the coded title and body of documents."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Only articles of a source, and since a day; empty for all."""

    source: str = ""
    since: str = ""


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
        self._counts = dict(known.values())
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
            self._counts[term] = found[0] if found else 0
        return self._counts[term]


def with_all(question: Question, only: Filter, enough: int) -> Texts:
    """Documents with all phrases, and a few without: those with all pairs in the title first, until there are enough."""
    if not all(question.phrases):
        return {}
    if min(map(question.count, question.needed)) <= MOST:
        return _texts(question, question.needed, only)
    found: Texts = _in_title(question, only)
    for terms in _steps(question):
        if len(found) >= enough:
            break
        found |= _texts(question, terms, only)
    return found


def with_some(question: Question, only: Filter, enough: int) -> Texts:
    """Documents with some of the phrases: those with the rarest pairs and phrases first, until there are enough."""
    wanted = [each for each in dict.fromkeys((*question.pairs, *question.phrases)) if each]
    found: Texts = {}
    for each in sorted(wanted, key=question.count):
        found |= _texts(question, _terms_of(each), only)
        if len(found) >= max(enough, MOST):
            break
    return found


def _in_title(question: Question, only: Filter) -> Texts:
    """Documents with all phrases and pairs in the title; of very many, those whose texts are most about the rarest."""
    rarest, *others = sorted(question.together or question.needed, key=question.count)[:_RAREST]
    others = [IN_TITLE + term for term in others]
    if question.together and not _is_more(question, [IN_TITLE + rarest, *others], only):
        return _matching(question, [IN_TITLE + rarest, *others], only)
    found: Texts = {}
    for mark in LEVEL_MARKS:
        found |= _matching(question, [mark + rarest, *others], only)
        if len(found) >= MOST // 2:
            break
    return found


def _steps(question: Question) -> Iterator[list[str]]:
    """Terms of documents that are mostly worse answers than those of the steps before."""
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


def _texts(question: Question, terms: list[str], only: Filter) -> Texts:
    """Documents with the rarest of some terms."""
    inside = {word for term in terms if len(term) > 1 for word in term}
    rare_first = sorted(set(terms) - inside, key=question.count)
    return _matching(question, rare_first[:_RAREST], only)


def _matching(question: Question, terms: list[str], only: Filter) -> Texts:
    found = question.database.execute(
        f"SELECT c.number, c.coded_title, c.coded_body FROM (SELECT t.rowid AS number {_where(only)}) found"
        " JOIN coded c ON c.number = found.number",
        (_all(terms), only.source, only.since, MOST),
    )
    return {number: (title, body) for number, title, body in found}


def _is_more(question: Question, terms: list[str], only: Filter) -> bool:
    """True if more documents have some terms than are scored."""
    values = (_all(terms), only.source, only.since, MOST + 1)
    found = question.database.execute(f"SELECT count(*) FROM (SELECT 1 {_where(only)})", values)
    return bool(found[0][0] > MOST)


def _where(only: Filter) -> str:
    """The tables and conditions of a query for terms, with parameters 1 to 4."""
    join = " JOIN article a ON a.number = t.rowid" if only.source or only.since else ""
    return (
        f"FROM terms t{join} WHERE terms MATCH ?1"
        + (" AND a.source = ?2" if only.source else "")
        + (" AND a.date >= ?3" if only.since else "")
        + " LIMIT ?4"
    )


def _all(terms: list[str]) -> str:
    return " AND ".join(f'"{term}"' for term in terms)
