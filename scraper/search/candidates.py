"""Which documents may be the best answers to a question: found by terms alone, a few of them scored afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, islice, pairwise

from scraper.index.codes import IN_TITLE, LEVEL_MARKS, character, pairs
from scraper.index.labels import Labels, labels_by
from scraper.search.filters import Limits
from scraper.storage.sqlite import SqliteFile

# Texts that lack some pairs are found by all ways to lack them up to so many pairs.
_FEW_PAIRS = 4
# Of the terms of a question, so many of the rarest are looked up; the others are looked for in the texts.
_RAREST = 6
# Parts of all numbers from which as many documents are counted.
_BLOCKS = 20
# Words of a term.
_LONGEST_TERM = 2
_NO_LIMIT = -1
# CROSS: the terms are looked up first.
_LABELLED = " CROSS JOIN labelled l ON l.number = t.rowid"
_CODED = " CROSS JOIN coded c ON c.number = t.rowid"

Texts = dict[int, str]
"""By number, coded documents."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which answers are wanted.

    Args:
        limits: labels and days that they have.
        limit: how many are put in order; 0 to know only which ones there are.
    """

    limits: Limits
    limit: int

    @property
    def enough(self) -> int:
        """Candidates that are enough: the best are ranked again by accents and runs, which rarely lifts the 50th."""
        return max(50, self.limit)

    @property
    def most(self) -> int:
        """Texts that one step reads: 5 microseconds each."""
        return max(1_000, self.enough)


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
        known: dict[str, tuple[str, int]] = {word: (character(code), count) for word, code, count in found if count}
        self._known = known
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
        """Of adjacent phrases; empty if one of them is."""

    @property
    def is_of_terms(self) -> bool:
        """True if the documents with its terms have its phrases too."""
        return len(self.needed) <= _RAREST and all(len(phrase) <= _LONGEST_TERM for phrase in self.phrases)

    def of(self, phrases: list[str]) -> Question:
        """A question of other phrases to the same index."""
        return Question(self.database, phrases)

    def code_of(self, phrase: str) -> str:
        """The code of a folded phrase of the question; empty if it has a word that no document has."""
        coded = [self._known.get(word, ("", 0))[0] for word in phrase.split()]
        return "".join(coded) if all(coded) else ""

    def count_of_word(self, word: str) -> int:
        """The number of documents with a folded word of the question."""
        return self._known.get(word, ("", 0))[1]

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
    if not all(question.phrases) or wanted.limits.is_impossible:
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
    if wanted.limits.is_impossible:
        return found
    for phrase in sorted(phrases, key=question.count):
        found |= _texts(question, _terms_of(phrase), [phrase], wanted)
        if len(found) >= wanted.most // 2:
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
    sql = f"SELECT c.number, c.coded_text {_with_terms(wanted, _CODED)}"
    values = _values(terms, wanted)
    if len(terms) <= _RAREST and all(len(phrase) <= _LONGEST_TERM for phrase in phrases):
        return dict(question.database.execute(sql, (*values, wanted.most)))
    found: Texts = {}
    for number, text in question.database.iterate(sql, (*values, _NO_LIMIT)):
        if all(phrase in text for phrase in phrases):
            found[number] = text
            if len(found) >= wanted.most:
                break
    return found


def _are_many(terms: list[str], question: Question, wanted: Wanted) -> bool:
    """True if more documents have some terms than are read."""
    return count_up_to(wanted.most + 1, terms, question, wanted) > wanted.most


def count_up_to(most: int, terms: list[str], question: Question, wanted: Wanted) -> int:
    """The number of documents with some terms, of which the first ones are looked up; at most so many."""
    found = question.database.execute(
        f"SELECT count(*) FROM (SELECT 1 {_with_terms(wanted)})",
        (*_values(terms, wanted), most),
    )
    return int(found[0][0])


def labels_with(terms: list[str], question: Question, wanted: Wanted, most: int) -> Labels:
    """The labels of documents with some terms, of which the first ones are looked up; of so many documents at most."""
    sql = f"SELECT l.labels {_with_terms(wanted, _LABELLED, '{}')}"
    values = _values(terms, wanted)
    if count_up_to(most + 1, terms, question, wanted) <= most:
        return labels_by(question.database, sql.format(""), (*values, most))
    # Documents of one source have adjacent numbers: the first of many would all be of the same one.
    last = question.database.execute("SELECT max(number) FROM labelled")[0][0] or 0
    size = last // _BLOCKS + 1
    found = [
        labels_by(
            question.database,
            sql.format(f" AND t.rowid BETWEEN {start} AND {start + size - 1}"),
            (*values, most // _BLOCKS),
        )
        for start in range(0, last + 1, size)
    ]
    return Labels("".join(each.joined for each in found), sum(each.documents for each in found), is_sample=True)


def newest_with_all(question: Question, wanted: Wanted) -> list[int]:
    """The newest documents with all phrases, in this order."""
    if not all(question.phrases) or wanted.limits.is_impossible:
        return []
    terms = sorted(question.needed, key=question.count)
    rows = question.database.execute(
        f"SELECT l.number {_with_terms(wanted, _LABELLED, ' ORDER BY l.day DESC, l.number DESC')}",
        (*_values(terms, wanted), _NO_LIMIT),
    )
    numbers = (number for (number,) in rows)
    if not question.is_of_terms:
        numbers = (number for number in numbers if _has_phrases(question, number))
    return list(islice(numbers, wanted.limit))


def _has_phrases(question: Question, number: int) -> bool:
    row = question.database.first("SELECT coded_text FROM coded WHERE number = ?", (number,))
    return row is not None and all(phrase in row[0] for phrase in question.phrases)


def _with_terms(wanted: Wanted, join: str = "", rest: str = "") -> str:
    """The tables and conditions of a query for terms, with parameters 1 to 4."""
    since, until = wanted.limits.since, wanted.limits.until
    return (
        "FROM terms t"
        + (_LABELLED if since or until or join == _LABELLED else "")
        + (join if join != _LABELLED else "")
        + " WHERE terms MATCH ?1"
        + (" AND l.day >= ?2" if since else "")
        + (" AND l.day <= ?3 AND l.day <> ''" if until else "")
        + rest
        + " LIMIT ?4"
    )


def _values(terms: list[str], wanted: Wanted) -> tuple[str, str, str]:
    """Parameters 1 to 3."""
    some = [f'"{term}"' for term in terms[:_RAREST]]
    some += ["(" + " OR ".join(f'"{char}"' for char in group) + ")" for group in wanted.limits.groups]
    return " AND ".join(some), wanted.limits.since, wanted.limits.until
