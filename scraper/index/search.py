"""Queries to the SQLite index: words with or without accents, the best texts first, with the positions of the words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from scraper.index.database import IndexFile
from scraper.index.texts import WORD, folded_words, printed
from scraper.storage.sqlite import SqliteFile
from scraper.text.fold import fold, tone_marks
from scraper.text.normalise import clean

# A word of the title is more specific to a text than one of its body, which has fifty times as many.
_TITLE_WEIGHT, _BODY_WEIGHT = 8.0, 1.0
# The number of best hits that are ranked again by their accents.
_RANKED_AGAIN = 50
# Vietnamese words have two syllables mostly: tuyên giáo, not a tuyến somewhere and a giao elsewhere.
_PAIRS_WEIGHT = 1.0
# A text with the exact accents of the query ranks before one with other words that fold alike (bán, bàn, bản).
_ACCENTS_WEIGHT = 0.5

_SNIPPET = 240
_LEAD_IN = 60

# Words in double quotes are adjacent in the text; so are the parts of a word without spaces, such as 68-HD/BTGTU.
_PIECE = re.compile(r'"([^"]*)"?|([^\s"]+)')


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that matches a query."""

    id: str
    title: str
    date: str | None
    source: str
    url: str
    score: float
    """The higher, the better; comparable within one query."""
    body: str
    duplicate_of: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """The result of a query."""

    hits: list[Hit]
    has_all: bool
    """False if no text has all the words; then the hits have some of them."""


class NoWordsError(ValueError):
    """A query has no words."""


def phrases(question: str) -> list[str]:
    """The required phrases: one or more adjacent folded words each.

    Raises:
        NoWordsError: it has no words.
    """
    pieces = (quoted or single for quoted, single in _PIECE.findall(clean(question)))
    found = list(dict.fromkeys(words for piece in pieces if (words := folded_words(piece))))
    if not found:
        raise NoWordsError(f"There is no word in {question!r}")
    return found


def search(path: Path, question: str, *, source: str = "", since: str = "", limit: int = 10) -> Found:
    """Find documents.

    Args:
        path: the index.
        question: words, with or without accents; only double quotes are syntax.
        source: only articles of this source.
        since: only articles published in this ISO day, month or year, or later.
        limit: maximum number of hits.

    Raises:
        NoWordsError: the query has no words.
        StorageError: the index is missing, or is not an index.
    """
    wanted = phrases(question)
    pairs = [f"{one} {other}" for one, other in pairwise(wanted)]
    with closing(IndexFile.read_only(path)) as database:
        # The first word is always present, so the pairs after its OR are optional, but bm25 counts those that occur.
        near = f" AND {_any([wanted[0], *pairs])}" if pairs else ""
        hits = _matches(database, " AND ".join(map(_quoted, wanted)) + near, source, since, limit)
        has_all = bool(hits) or len(wanted) == 1
        if not has_all:
            hits = _matches(database, _any([*wanted, *pairs]), source, since, limit)
    return Found(_ranked_again(hits, question, pairs)[:limit], has_all)


def _quoted(phrase: str) -> str:
    return f'"{phrase}"'


def _any(wanted: Iterable[str]) -> str:
    return f"({' OR '.join(map(_quoted, wanted))})"


def _matches(database: SqliteFile, match: str, source: str, since: str, limit: int) -> list[Hit]:
    # The best are chosen by number and score alone, and only their texts are read.
    narrow = "JOIN article a ON a.number = words.rowid" if source or since else ""
    rows = database.execute(
        "SELECT a.id, a.title, a.date, a.source, a.url, -best.score, a.body, a.duplicate_of FROM ("
        f" SELECT words.rowid AS number, bm25(words, {_TITLE_WEIGHT}, {_BODY_WEIGHT}) AS score FROM words {narrow}"
        " WHERE words MATCH ?1"
        + (" AND a.source = ?2" if source else "")
        + (" AND a.date >= ?3" if since else "")
        + " ORDER BY score LIMIT ?4) best JOIN article a ON a.number = best.number ORDER BY best.score, a.id",
        (match, source, since, max(limit, _RANKED_AGAIN)),
    )
    return [Hit(*row) for row in rows]


def _ranked_again(hits: list[Hit], question: str, pairs: list[str]) -> list[Hit]:
    """The hits, reordered: those with the pairs and the accents of the query first."""
    accented = {word for word in _accented(question) if fold(word) != word}

    def worth(hit: Hit) -> float:
        text = f"{hit.title} {hit.body}"
        words = f" {folded_words(text)} " if pairs else ""
        beside = sum(f" {pair} " in words for pair in pairs) / len(pairs) if pairs else 0
        alike = len(accented & set(_accented(text))) / len(accented) if accented else 0
        return hit.score * (1 + _PAIRS_WEIGHT * beside) * (1 + _ACCENTS_WEIGHT * alike)

    return sorted((replace(hit, score=worth(hit)) for hit in hits), key=lambda hit: (-hit.score, hit.id))


def _accented(text: str) -> list[str]:
    return WORD.findall(tone_marks(clean(text)).lower())


def spans(text: str, wanted: Iterable[str]) -> list[tuple[int, int]]:
    """The offsets of phrases in the unfolded text; folding keeps the length."""
    pattern = "|".join(
        r"[\W_]+".join(map(re.escape, phrase.split())) for phrase in sorted(wanted, key=len, reverse=True)
    )
    found = re.finditer(rf"(?<![^\W_])(?:{pattern})(?![^\W_])", fold(printed(text)))
    return [match.span() for match in found]


def marked(text: str, wanted: Iterable[str], on: str, off: str) -> str:
    """A text with the searched words between two marks."""
    text = printed(text)
    pieces, done = [], 0
    for start, end in spans(text, wanted):
        pieces += [text[done:start], on, text[start:end], off]
        done = end
    return "".join([*pieces, text[done:]])


def snippet(text: str, wanted: Iterable[str]) -> str:
    """The part of a text, on one line, with most of the words close together."""
    line = " ".join(printed(text).split())
    starts = [start for start, _ in spans(line, wanted)]
    if not starts:
        return _cut(line, 0)
    inside = [bisect_left(starts, start + _SNIPPET) - place for place, start in enumerate(starts)]
    return _cut(line, max(0, starts[inside.index(max(inside))] - _LEAD_IN))


def _cut(line: str, start: int) -> str:
    """A piece of a line, cut at spaces."""
    begin = line.find(" ", start) + 1 if start else 0
    end = begin + _SNIPPET
    if end < len(line):
        end = max(line.rfind(" ", begin, end), begin + _SNIPPET // 2)
    return ("… " if begin else "") + line[begin:end] + (" …" if end < len(line) else "")
