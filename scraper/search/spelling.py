"""Typing errors in a question, corrected by the index's own words and the company in which it has them.

Only words are changed that the index does not have, or never has beside their neighbours in the question: they have
keys of an input method that was off, or one letter more, less, other or swapped (two in long words), or lack spaces.
Of all ways to change them, that one is taken whose pairs of words the index has most, less a price for each change.
Words in quotes, with digits or of several parts are not changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from math import log

from scraper.index.codes import character
from scraper.index.texts import folded_words
from scraper.search.asked import Phrase
from scraper.search.candidates import Question
from scraper.search.typed_keys import decoded
from scraper.text.syllables import is_syllable

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
# Two letters are wrong in long words only: any short one is two letters away from many.
_LONG = 5
# A shorter word is one letter away from too many.
_SHORTEST = 2
_SHORTEST_KNOWN = 3
# Candidates for one word, those in most documents.
_MOST_CANDIDATES = 16
# A known word that more documents have stands beside anything, and is no error.
_COMMON = 0.25
# A known word is changed only if so many documents have the new one beside its neighbours.
_LEAST_PROOF = 2
# In logarithms of numbers of documents.
_PRICE = 2.5
_NEVER = 0.1
# Words in one question that are looked at, and letters of a word without spaces.
_MOST_WORDS = 32
_LONGEST_RUN = 40
_LONGEST_SYLLABLE = 7


@dataclass(frozen=True, slots=True)
class Option:
    """What may have been meant by a word."""

    words: str
    printed: str
    code: str
    documents: int
    changes: float


Around = tuple[Option | None, Option | None]
"""The neighbours of a word."""


class Spelling:
    """Corrects the phrases of one question.

    Args:
        asked: the phrases as typed.
    """

    def __init__(self, asked: Question) -> None:
        self._asked = asked

    def corrected(self, phrases: Sequence[Phrase], *, known_too: bool) -> list[Phrase]:
        """The phrases, those that are changed with the new words, also as ``typed``; the same if nothing is known.

        Args:
            phrases: as typed.
            known_too: change words also that the index has, but never beside their neighbours, and syllables as they
                should be.
        """
        meant = self._decoded(phrases[:_MOST_WORDS])
        # Two words with keys are no accident: then their accents are as meant too.
        sure = sum(bool(each) for each in meant) > 1
        phrases = [
            replace(each, words=folded_words(keys), typed=keys if sure else folded_words(keys), is_fixed=False)
            if keys
            else each
            for each, keys in zip(phrases[:_MOST_WORDS], meant, strict=True)
        ]
        phrases = list(chain.from_iterable(self._split_up(each) for each in phrases))
        options = self._options(phrases, known_too=known_too)
        if not any(len(some) > 1 for some in options):
            return phrases
        path = self._best_path(options)
        return [
            phrase if option.words == phrase.words else replace(phrase, words=option.words, typed=option.printed)
            for phrase, option in zip(phrases, path, strict=True)
        ]

    def _decoded(self, phrases: Sequence[Phrase]) -> list[str]:
        """What the keys of unknown words stand for, if the index has that; else empty."""
        keys = [
            "" if " " in each.words or each.is_quoted or self._asked.count_of_word(each.words) else decoded(each.typed)
            for each in phrases
        ]
        known = {option.words for option in self._known({folded_words(each) for each in keys})}
        return [each if folded_words(each) in known else "" for each in keys]

    def _split_up(self, phrase: Phrase) -> list[Phrase]:
        """An unknown word as several words that the index has side by side."""
        word = phrase.words
        if phrase.is_fixed or self._asked.count_of_word(word) or not 2 * _SHORTEST <= len(word) <= _LONGEST_RUN:
            return [phrase]
        parts = self._split(word) if " " not in word and not self._known([word]) else []
        return [Phrase(part, part) for part in parts] if parts else [phrase]

    def _split(self, word: str) -> list[str]:
        """The words of a run of letters without spaces; empty if the index does not have all of them side by side."""
        pieces = {word[a:b] for a in range(len(word)) for b in range(a + 1, min(len(word), a + _LONGEST_SYLLABLE) + 1)}
        known = {option.words: option for option in self._known(pieces)}
        best: dict[int, tuple[float, list[Option]]] = {0: (0.0, [])}
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - _LONGEST_SYLLABLE), end):
                option = known.get(word[start:end])
                if option is None or start not in best:
                    continue
                score, path = best[start]
                beside = self._beside(path[-1], option) if path else 1
                if beside and (end not in best or score + log(beside + 1) - 1 > best[end][0]):
                    best[end] = score + log(beside + 1) - 1, [*path, option]
        return [option.words for option in best.get(len(word), (0.0, []))[1]]

    def _options(self, phrases: Sequence[Phrase], *, known_too: bool) -> list[list[Option]]:
        known = {option.words: option for option in self._known({each.words for each in phrases})}
        as_typed = [
            known.get(each.words) or Option(each.words, each.typed, self._asked.code_of(each.words), 0, 0.0)
            for each in phrases
        ]
        found = []
        for place, (phrase, option) in enumerate(zip(phrases, as_typed, strict=True)):
            around = (
                as_typed[place - 1] if place else None,
                as_typed[place + 1] if place + 1 < len(as_typed) else None,
            )
            # A syllable as it should be, with its accents, is rather a word that the index lacks.
            is_word = bool(option.documents) or (not phrase.typed.isascii() and is_syllable(phrase.typed))
            is_odd = (known_too or not is_word) and self._is_odd(phrase, option, around)
            found.append([option, *(self._others(option, around) if is_odd else ())])
        return found

    def _is_odd(self, phrase: Phrase, option: Option, around: Around) -> bool:
        """True for a word that may be an error."""
        if phrase.is_fixed or phrase.is_asking or " " in phrase.words or len(phrase.words) < _SHORTEST:
            return False
        if not option.documents:
            return True
        return (
            len(phrase.words) >= _SHORTEST_KNOWN
            and any(around)
            and option.documents <= _COMMON * self._asked.documents
            and not self._proof(option, around)
        )

    def _proof(self, option: Option, around: Around) -> int:
        """The number of documents that have a word beside one of its neighbours."""
        before, after = around
        return max(self._beside(before, option) if before else 0, self._beside(option, after) if after else 0)

    def _others(self, option: Option, around: Around) -> list[Option]:
        near = [
            replace(each, changes=1.0) for each in self._known(_one_away(option.words)) if each.words != option.words
        ]
        if not option.documents and len(option.words) >= _LONG:
            known = {each.words for each in near}
            near += [each for each in self._two_away(option.words) if each.words not in known]
        least = _LEAST_PROOF if option.documents else 1
        proven = [each for each in near if self._proof(each, around) >= least]
        if not proven and not option.documents and (not any(around) or not is_syllable(option.printed)):
            # Beside other unknown words there is no proof, and a word alone has no company; but a syllable as it should
            # be is rather another word than an error.
            proven = [each for each in near if each.changes == 1.0]
        return sorted(proven, key=lambda each: (each.changes, -each.documents))[:_MOST_CANDIDATES]

    def _best_path(self, options: list[list[Option]]) -> list[Option]:
        """The words whose pairs most documents have, less the price of changes."""
        best = [(self._worth(option), [option]) for option in options[0]]
        for some in options[1:]:
            best = [
                max(
                    (
                        (score + log(self._beside(path[-1], option) + _NEVER) + self._worth(option), [*path, option])
                        for score, path in best
                    ),
                    key=lambda each: each[0],
                )
                for option in some
            ]
        return max(best, key=lambda each: each[0])[1]

    def _worth(self, option: Option) -> float:
        rare = log(_NEVER) * 4 if not option.documents and " " not in option.words else log(option.documents + 1) / 4
        return rare - _PRICE * option.changes

    def _beside(self, one: Option, other: Option) -> int:
        """The number of documents that have two words side by side."""
        if not one.code or not other.code:
            return 0
        return self._asked.count(one.code[-1] + other.code[0])

    def _known(self, words: Iterable[str]) -> list[Option]:
        """Those words that the index has."""
        wanted = sorted(words)
        marks = ", ".join("?" * len(wanted))
        rows = self._asked.database.execute(
            f"SELECT word, code, documents FROM vocabulary WHERE word IN ({marks}) AND documents > 0", wanted
        )
        return [Option(word, word, character(code), documents, 0.0) for word, code, documents in rows]

    def _two_away(self, word: str) -> list[Option]:
        """Words of two documents or more that begin with the same letter and differ in two places."""
        rows = self._asked.database.execute(
            "SELECT word, code, documents FROM vocabulary WHERE word >= ? AND word < ? AND documents > 1"
            " AND length(word) BETWEEN ? AND ?",
            (word[0], chr(ord(word[0]) + 1), len(word) - 2, len(word) + 2),
        )
        return [
            Option(other, other, character(code), documents, 2.0)
            for other, code, documents in rows
            if other.isalpha() and _distance(word, other) == 2
        ]


def _one_away(word: str) -> set[str]:
    """All words with one letter more, less, other, or swapped with the next."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found = {one + other[1:] for one, other in cuts if other}
    found |= {one + other[1] + other[0] + other[2:] for one, other in cuts if len(other) > 1}
    found |= {one + letter + other[1:] for one, other in cuts if other for letter in _LETTERS}
    found |= {one + letter + other for one, other in cuts for letter in _LETTERS}
    return found - {"", word}


def _distance(one: str, other: str) -> int:
    """The number of letters more, less or other, or swapped with the next."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, char in enumerate(one, 1):
        row = [i]
        for j, wanted in enumerate(other, 1):
            cost = min(last[j] + 1, row[-1] + 1, last[j - 1] + (char != wanted))
            if before and j > 1 and char == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
