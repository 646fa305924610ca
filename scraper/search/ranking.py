"""The order of the documents that are found: by bm25 over words and pairs, then runs, accents and dates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import pairwise
from math import log
from unicodedata import normalize

from scraper.index.codes import K1, B, weighted
from scraper.search.asked import Phrase
from scraper.search.candidates import Question, Texts, Wanted, count_up_to, with_all, with_some
from scraper.text.fold import fold, tone_marks

# Vietnamese words have two syllables mostly: tuyên giáo, not a tuyến somewhere and a giao elsewhere. Names and terms
# have three and four.
_PAIRS_WEIGHT = 1.0
_TRIPLES_WEIGHT = 1.0
# A text with the exact accents of the query ranks before one with other words that fold alike (bán, bàn, bản).
_ACCENTS_WEIGHT = 0.5
# What is named first mostly says the most: the kind of document, the body, the person.
_FIRST_WEIGHT = 2.0
# Words that only ask are rare in texts, and say nothing of them.
_ASKING_WEIGHT = 0.1
# Of a question with so many words or more, a text that lacks some may answer it better than one that has all of them
# far apart, if it has this share.
_MANY_WORDS = 4
_MOST_OF_THEM = 0.6
# A text with all words that has this share of their pairs is about the question; others may have them by chance.
TOGETHER = 0.8
# Each year makes a text so much better: newer ones go before equally good ones.
_YEAR_WEIGHT = 0.003
_FIRST_YEAR = 1990
# bm25 gives a word that most documents have this weight, not a negative one.
_LEAST_WEIGHT = 1e-6
# Documents are counted up to this number.
MOST_COUNTED = 1_000

_TONE_BEFORE_LAST = re.compile("([óòỏõọúùủũụ])([aey])$")


@dataclass(frozen=True, slots=True)
class Ranked:
    """The documents that a question finds, the best first."""

    best: tuple[tuple[float, int], ...]
    """Score and number; as many as are wanted and more."""
    total: int
    """The number of all."""
    is_at_least: bool
    """True if there are more than were counted."""
    has_all: bool
    """True if the documents have all phrases that do not only ask."""
    together: float
    """The highest share of the question's pairs in one document that has all phrases."""
    numbers: tuple[int, ...]
    """All documents that were scored."""
    used: Question
    """The phrases that they have."""
    lacking: dict[int, tuple[int, ...]]
    """By number of a document, which phrases it lacks."""


def ranked(asked: Question, phrases: Sequence[Phrase], wanted: Wanted) -> Ranked:
    """Find and score documents.

    Args:
        asked: the phrases, coded.
        phrases: the same.
        wanted: how many, and which ones.
    """
    needed = [code for code, phrase in zip(asked.phrases, phrases, strict=True) if not phrase.is_asking]
    used = asked
    found = with_all(used, wanted)
    if not found and len(needed) < len(phrases):
        used = asked.of([each.words for each in phrases if not each.is_asking])
        found = with_all(used, wanted)
    has_all = bool(found)
    scores = _Scores(asked, phrases)
    if has_all:
        total = _total(found, used, wanted)
        if len(needed) >= _MANY_WORDS and scores.together(found) < TOGETHER:
            found |= {
                number: text
                for number, text in with_some(asked, wanted).items()
                if sum(code in text for code in needed if code) >= _MOST_OF_THEM * len(needed)
            }
            total = max(total, len(found))
    else:
        found = with_some(asked, wanted)
        total = len(found)
    best = scores.best(found, wanted.enough) if wanted.limit else []
    lacking = {
        number: tuple(place for place, code in enumerate(asked.phrases) if not code or code not in found[number])
        for _, number in best
    }
    together = scores.together(found) if has_all else 0.0
    return Ranked(
        best=tuple(best),
        total=min(total, MOST_COUNTED),
        # Of documents with some words, more are not looked for.
        is_at_least=total > MOST_COUNTED or (not has_all and len(found) >= wanted.most // 2),
        has_all=has_all,
        together=together,
        numbers=tuple(found),
        used=used,
        lacking=lacking,
    )


def _total(found: Texts, asked: Question, wanted: Wanted) -> int:
    """The number of documents with all phrases, or one more than are counted."""
    rarest = sorted(asked.needed, key=asked.count)
    if len(found) >= wanted.enough or not all(asked.phrases):
        return max(len(found), count_up_to(MOST_COUNTED + 1, rarest, asked, wanted)) if all(rarest) else len(found)
    return len(found)


class _Scores:
    """Scores of texts for one question."""

    def __init__(self, asked: Question, phrases: Sequence[Phrase]) -> None:
        self._asked = asked
        self._weights: dict[str, float] = {}
        for code, phrase in zip(asked.phrases, phrases, strict=True):
            if code:
                self._weights[code] = self._weight(code) * (_ASKING_WEIGHT if phrase.is_asking else 1)
        beside = list(zip(asked.pairs, pairwise(phrases), strict=True))
        # Pairs within a phrase of words that only ask say nothing.
        self._pairs = [pair for pair, both in beside if not all(each.is_asking for each in both)]
        for pair in self._pairs:
            if pair:
                self._weights[pair] = self._weight(pair)
        if self._pairs and asked.phrases[0]:
            self._weights[asked.phrases[0]] *= _FIRST_WEIGHT
        triples = zip(asked.phrases, asked.phrases[1:], asked.phrases[2:], strict=False)
        self._triples = ["".join(each) if all(each) else "" for each in triples]

    def _weight(self, phrase: str) -> float:
        count = self._asked.count(phrase)
        return (K1 + 1) * max(_LEAST_WEIGHT, log((self._asked.documents - count + 0.5) / (count + 0.5) or 1))

    def together(self, texts: Texts) -> float:
        """The highest share of the question's pairs in one text; 1 if it has no pairs."""
        if not self._pairs:
            return 1.0
        best = 0.0
        for text in texts.values():
            best = max(best, _share(self._pairs, text))
            if best >= TOGETHER:
                break
        return best

    def best(self, texts: Texts, enough: int) -> list[tuple[float, int]]:
        """Score and number of the best documents, the best first."""
        scored = nlargest(enough, self._by_words(texts))
        years = self._years([number for _, number in scored])
        again = [(self._of_runs(score, texts[number]) * years.get(number, 1.0), number) for score, number in scored]
        return sorted(again, reverse=True)

    def _by_words(self, texts: Texts) -> list[tuple[float, int]]:
        fixed, each_word = K1 * (1 - B), K1 * B * self._asked.documents / (self._asked.words or 1)
        weights = list(self._weights.items())
        scored = []
        for number, text in texts.items():
            count_of = weighted(text).count
            norm = fixed + each_word * len(text)
            score = 0.0
            for phrase, weight in weights:
                if count := count_of(phrase):
                    score += weight * count / (count + norm)
            scored.append((score, number))
        return scored

    def _of_runs(self, score: float, text: str) -> float:
        if not self._pairs:
            return score
        runs = _PAIRS_WEIGHT * _share(self._pairs, text)
        return score * (1 + runs + (_TRIPLES_WEIGHT * _share(self._triples, text) if self._triples else 0))

    def _years(self, numbers: list[int]) -> dict[int, float]:
        marks = ", ".join("?" * len(numbers))
        rows = self._asked.database.execute(
            f"SELECT number, substr(day, 1, 10) FROM labelled WHERE number IN ({marks})", numbers
        )
        return {number: _worth(day) for number, day in rows}


def _share(runs: Sequence[str], text: str) -> float:
    return sum(run in text for run in runs if run) / len(runs) if runs else 1.0


def _worth(day: str) -> float:
    """More for later days, `2024-05-31`."""
    year, month, days = day[:4], day[5:7], day[8:10]
    if not (year.isdecimal() and month.isdecimal()):
        return 1.0
    years = int(year) - _FIRST_YEAR + int(month) / 12 + int(days if days.isdecimal() else 0) / 365
    return 1 + _YEAR_WEIGHT * max(0.0, years)


class Accents:
    """The words of a question that were typed with accents, as texts may spell them."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        typed = {tone_marks(word).lower() for phrase in phrases for word in _WORD.findall(phrase.typed)}
        self._spelled = {word: _spelled(word) for word in sorted(typed) if fold(word) != word}
        self.most = 1 + _ACCENTS_WEIGHT * bool(self._spelled)
        """By which a score can become higher at most."""

    def missing(self, text: str) -> tuple[str, ...]:
        """Those of these words that a text does not have exactly so."""
        text = text.lower()
        return tuple(word for word, spelled in self._spelled.items() if not spelled.search(text))

    def share(self, missing: Sequence[str]) -> float:
        """The share of these words that a text has; 0 if there are none."""
        return 1 - len(missing) / len(self._spelled) if self._spelled else 0.0

    def worth(self, share: float) -> float:
        """By which a score becomes higher."""
        return 1 + _ACCENTS_WEIGHT * share


_WORD = re.compile(r"[^\W_]+")


def _spelled(word: str) -> re.Pattern[str]:
    """The word with its accents, with the tone in either place: hóa, hoá."""
    spellings = {word}
    if found := _TONE_BEFORE_LAST.search(word):
        *letter, tone = list(normalize("NFD", found[1]))
        later = normalize("NFC", f"{''.join(letter)}{found[2]}{tone}")
        spellings.add(f"{word[: found.start()]}{later}")
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(sorted(spellings))})(?![^\W_])")
