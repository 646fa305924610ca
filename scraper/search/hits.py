"""Found documents as hits: those with the typed accents first, with snippets and marked words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import nlargest
from typing import Any

from scraper.index.fields import HAS
from scraper.index.labels import HAVING
from scraper.index.parts import names, parts_of
from scraper.search.answer import Hit
from scraper.search.candidates import Wanted
from scraper.search.found import FIRST_BLOCK, Found
from scraper.search.marks import Marks
from scraper.search.opened import OpenIndex
from scraper.search.ranking import Accents, Ranked, ranked
from scraper.text.fold import fold

MOST_HITS = 10_000
"""Titles, texts and authors of all hits are in memory."""
# Documents are put in order in blocks of this size in all.
_BLOCKS = (FIRST_BLOCK, 1_000, MOST_HITS)

_ROW = (
    "SELECT id, title, date, source, section, authors, url, parts, body, duplicate_of, labels"
    " FROM article a JOIN labelled l ON l.number = a.number WHERE a.number = ?"
)
_TITLE, _SECTION, _AUTHORS, _PARTS, _BODY = 1, 4, 5, 7, 8


@dataclass(frozen=True, slots=True)
class ScoredRow:
    """A document as it is found."""

    number: int
    score: float
    lacks: tuple[str, ...]
    """Words of the question that it does not have."""
    has_other_accents: bool
    """True if it has words of the question only with other accents than typed."""
    row: tuple[Any, ...]


class HitMaker:
    """Makes the hits of one answer.

    Args:
        database: the index.
        words: what is marked in them: folded words and phrases.
    """

    def __init__(self, database: OpenIndex, words: Sequence[str]) -> None:
        self._database = database
        self._marks = Marks(words)
        # By the character of a label, what documents with it have.
        self._having = {char: name for char, name, _ in database.known(HAVING) if name in HAS}

    def listed(self, numbers: Sequence[int]) -> tuple[Hit, ...]:
        """Documents by their numbers, without scores."""
        rows = ((number, self._database.first(_ROW, (number,))) for number in numbers)
        return tuple(
            self.hit(ScoredRow(number, 0.0, (), has_other_accents=False, row=row)) for number, row in rows if row
        )

    def hit(self, found: ScoredRow) -> Hit:
        """A found document."""
        id_, title, date, source, section, authors, url, packed, body, duplicate_of, labels = found.row
        snippet, spans = self._marks.snippet(body)
        if not spans and packed:
            parts = parts_of(self._database, packed, body)
            titles = (title for _, title in parts.attachments)
            others = (parts.summary, *(caption for _, caption in parts.images), *titles)
            cut = (self._marks.snippet(other) for other in others if other)
            snippet, spans = next(((text, places) for text, places in cut if places), (snippet, spans))
        return Hit(
            id=id_,
            title=title,
            date=date,
            source=source,
            section=section,
            authors=names(authors),
            url=url,
            score=found.score,
            snippet=snippet,
            duplicate_of=duplicate_of,
            has=tuple(self._having[char] for char in labels if char in self._having),
            lacks=found.lacks,
            title_spans=tuple(self._marks.spans(title)),
            snippet_spans=tuple(spans),
        )


def in_order(database: OpenIndex, found: Found, limit: int) -> Iterator[ScoredRow]:
    """The best documents, in blocks, so that a longer list begins with a shorter one and no page repeats another."""
    accents = Accents(found.phrases)
    seen: set[int] = set()
    for block in _BLOCKS:
        best = found.ranked
        if block > FIRST_BLOCK:
            best = ranked(found.question, found.phrases, Wanted(found.limits, block))
        rest = replace(best, best=tuple(each for each in best.best if each[1] not in seen)[: block - len(seen)])
        rows = _by_accents(database, rest, found, accents, min(block, limit) - len(seen))
        yield from rows
        seen.update(row.number for row in rows)
        if len(seen) >= limit or len(best.best) < block:
            return


def _by_accents(database: OpenIndex, best: Ranked, found: Found, accents: Accents, limit: int) -> list[ScoredRow]:
    """The best documents: those with the typed accents before equally good ones."""
    hits: list[ScoredRow] = []
    for place, (score, number) in enumerate(best.best):
        # The scores fall: no further document can reach the best ones.
        if place >= limit and score * accents.most < nlargest(limit, (hit.score for hit in hits))[-1]:
            break
        for row in database.execute(_ROW, (number,)):
            missing = accents.missing(
                "\n".join(str(row[at] or "") for at in (_TITLE, _SECTION, _AUTHORS, _PARTS, _BODY))
            )
            lacking = [found.phrases[at] for at in best.lacking.get(number, ())]
            lacked = {word for phrase in lacking for word in phrase.words.split()}
            others = any(fold(word) not in lacked for word in missing)
            lacks = tuple(phrase.typed for phrase in lacking)
            hits.append(ScoredRow(number, score * accents.worth(accents.share(missing)), lacks, others, row))
    return sorted(hits, key=lambda hit: (-hit.score, hit.number))[:limit]
