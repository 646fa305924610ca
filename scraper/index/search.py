"""Queries to the SQLite index: words with or without accents, the best texts first, with the positions of the words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from heapq import nlargest
from math import log
from pathlib import Path
from unicodedata import normalize

from scraper.index.candidates import Question, Texts, Wanted, with_all, with_some
from scraper.index.codes import FORMAT, K1, B, weighted
from scraper.index.database import IndexFile
from scraper.index.texts import WORD, folded_words, printed
from scraper.storage.sqlite import SqliteFile, VersionError
from scraper.text.fold import fold, tone_marks
from scraper.text.normalise import clean

# Vietnamese words have two syllables mostly: tuyên giáo, not a tuyến somewhere and a giao elsewhere.
_PAIRS_WEIGHT = 1.0
# A text with the exact accents of the query ranks before one with other words that fold alike (bán, bàn, bản).
_ACCENTS_WEIGHT = 0.5
_TONE_BEFORE_LAST = re.compile("([óòỏõọúùủũụ])([aey])$")
# bm25 gives a word that most documents have this weight, not a negative one.
_LEAST_WEIGHT = 1e-6

_HIT = "SELECT id, title, date, source, url, ? AS score, body, duplicate_of FROM article WHERE number = ?"

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
    required = phrases(question)
    wanted = Wanted(source, since, limit)
    with closing(IndexFile.read_only(path)) as database:
        database.execute("BEGIN")  # all of one moment, whatever scrapy index writes meanwhile
        _check_format(database, path)
        asked = Question(database, required)
        scored = _best(asked, with_all(asked, wanted), wanted.enough, first_twice=True)
        has_all = bool(scored) or len(required) == 1
        if not has_all:
            scored = _best(asked, with_some(asked, wanted), wanted.enough, first_twice=False)
        return Found(_by_accents(database, scored, question, limit), has_all)


def _check_format(database: SqliteFile, path: Path) -> None:
    known = database.first("SELECT value FROM book_meta WHERE name = 'target'")
    if known is not None and not str(known[0]).endswith(f" {FORMAT}"):
        raise VersionError(f"{path} was made by another version of this program: run scrapy index, which fills it anew")


def _best(asked: Question, texts: Texts, enough: int, *, first_twice: bool) -> list[tuple[float, int]]:
    """Score and number of the best documents: by bm25, then more for those with pairs."""
    if not texts:
        return []
    weights = {each: _weight(asked, each) for each in (*asked.phrases, *asked.pairs) if each}
    if first_twice and asked.pairs:
        # What is named first mostly says the most: the kind of document, the body, the person.
        weights[asked.phrases[0]] *= 2
    fixed, each_word = K1 * (1 - B), K1 * B * asked.documents / asked.words
    scored = []
    for number, (title, body) in texts.items():
        count_of = weighted(title, body).count
        norm = fixed + each_word * (len(title) + len(body))
        score = 0.0
        for phrase, weight in weights.items():
            if count := count_of(phrase):
                score += weight * count / (count + norm)
        scored.append((score, number))
    return sorted(((_beside(score, asked, texts[n]), n) for score, n in nlargest(enough, scored)), reverse=True)


def _weight(asked: Question, phrase: str) -> float:
    count = asked.count(phrase)
    return (K1 + 1) * max(_LEAST_WEIGHT, log((asked.documents - count + 0.5) / (count + 0.5) or 1))


def _beside(score: float, asked: Question, texts: tuple[str, str]) -> float:
    if not asked.pairs:
        return score
    text = "".join(texts)
    present = sum(pair in text for pair in asked.pairs if pair)
    return score * (1 + _PAIRS_WEIGHT * present / len(asked.pairs))


def _by_accents(database: SqliteFile, scored: list[tuple[float, int]], question: str, limit: int) -> list[Hit]:
    """The best documents: those with the accents of the query before equally good ones."""
    accented = [_spelled(word) for word in sorted(set(_accented(question))) if fold(word) != word]
    most = 1 + _ACCENTS_WEIGHT * bool(accented)
    hits: list[Hit] = []
    for place, (score, number) in enumerate(scored):
        # The scores fall: no further document can reach the best ones.
        if place >= limit and score * most < nlargest(limit, (hit.score for hit in hits))[-1]:
            break
        for row in database.execute(_HIT, (score, number)):
            hit = Hit(*row)
            text = f"{hit.title} {hit.body}".lower() if accented else ""
            alike = sum(word.search(text) is not None for word in accented) / len(accented) if accented else 0
            hits.append(replace(hit, score=score * (1 + _ACCENTS_WEIGHT * alike)))
    return sorted(hits, key=lambda hit: (-hit.score, hit.id))[:limit]


def _accented(text: str) -> list[str]:
    return WORD.findall(tone_marks(clean(text)).lower())


def _spelled(word: str) -> re.Pattern[str]:
    """The word with its accents, with the tone in either place: hóa, hoá."""
    spellings = {word}
    if found := _TONE_BEFORE_LAST.search(word):
        *letter, tone = list(normalize("NFD", found[1]))
        later = normalize("NFC", f"{''.join(letter)}{found[2]}{tone}")
        spellings.add(f"{word[: found.start()]}{later}")
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(sorted(spellings))})(?![^\W_])")


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
