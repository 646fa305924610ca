"""The documents that a question finds, also after a typo in it was corrected."""

from __future__ import annotations

from dataclasses import dataclass

from scraper.search.asked import Phrase, phrases_of
from scraper.search.candidates import Question, Wanted, with_all
from scraper.search.filters import Limits
from scraper.search.ranking import TOGETHER, Ranked, ranked
from scraper.search.spelling import Spelling
from scraper.storage.sqlite import SqliteFile

FIRST_BLOCK = 50
"""Documents that are put in order at first."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a question finds."""

    ranked: Ranked
    typed: list[Phrase]
    phrases: list[Phrase]
    """Corrected."""
    question: Question
    """The same, coded."""
    limits: Limits

    @property
    def is_corrected(self) -> bool:
        """True if other words were looked for than typed."""
        return self.phrases != self.typed

    @property
    def corrections(self) -> tuple[tuple[str, str], ...]:
        """What was typed, and what was looked for instead; a run of letters without spaces became several words."""
        phrases = iter(self.phrases)
        corrections = []
        for each in self.typed:
            other = next(phrases, None)
            if other is None or other.words == each.words:
                continue
            meant = other.typed
            while (
                other is not None
                and each.words.startswith(meant.replace(" ", ""))
                and each.words != meant.replace(" ", "")
            ):
                other = next(phrases, None)
                meant = f"{meant} {other.typed}" if other else meant
            corrections.append((each.typed, meant))
        return tuple(corrections)


def found_by(database: SqliteFile, words: str, limits: Limits) -> Found:
    """Find the documents for some words.

    Raises:
        QueryError: there are no words.
    """
    typed = phrases_of(words)
    wanted = Wanted(limits, FIRST_BLOCK)
    question = Question(database, [each.words for each in typed])
    found = ranked(question, typed, wanted)
    if found.together >= TOGETHER or limits.is_impossible:
        return Found(found, typed, typed, question, limits)
    spelling = Spelling(question)
    # Words that the index has are changed only if all are found together then: others may just be of another matter.
    for known_too in (True, False):
        phrases = spelling.corrected(typed, known_too=known_too)
        if phrases == typed:
            continue
        corrected = question.of([each.words for each in phrases])
        if known_too and not with_all(corrected, wanted):
            continue
        again = ranked(corrected, phrases, wanted)
        if again.best and (again.together >= TOGETHER if known_too else not found.has_all):
            return Found(again, typed, phrases, corrected, limits)
    return Found(found, typed, typed, question, limits)
