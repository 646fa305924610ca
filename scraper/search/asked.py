"""The words of a question: phrases that must stand as they are, single words, and words that only ask."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from scraper.index.asking import ASKING
from scraper.index.texts import WORD, folded_words
from scraper.search.filters import QueryError
from scraper.text.fold import tone_marks
from scraper.text.normalise import clean

# Words in double quotes are adjacent in the text; so are the parts of a word without spaces, such as 68-HD/BTGTU.
_PIECE = re.compile(r'"([^"]*)"?|([^\s"]+)')

_LONGEST_ASKING = max(len(each.split()) for each in ASKING)


@dataclass(frozen=True, slots=True)
class Phrase:
    """One or more adjacent words of a question.

    Args:
        words: folded, a space between.
        typed: as typed.
        is_fixed: in quotes, or of several parts, or with digits: it is looked for as it is.
        is_quoted: in quotes.
        is_asking: it only asks, and weighs little.
    """

    words: str
    typed: str
    is_fixed: bool = False
    is_quoted: bool = False
    is_asking: bool = False


def phrases_of(question: str) -> list[Phrase]:
    """The phrases of a question, in order.

    Raises:
        QueryError: it has no words.
    """
    found = []
    for quoted, single in _PIECE.findall(clean(question)):
        words = folded_words(quoted or single)
        if words:
            is_one = not quoted and " " not in words
            typed = WORD.findall(single)[0] if is_one else quoted or single
            found.append(Phrase(words, typed, is_fixed=not is_one or not words.isalpha(), is_quoted=bool(quoted)))
    if not found:
        raise QueryError(f"There is no word in {question!r}")
    return _with_asking(found)


def _with_asking(phrases: list[Phrase]) -> list[Phrase]:
    """The phrases, with those known that only ask, unless all do."""
    asking: set[int] = set()
    at = 0
    while at < len(phrases):
        length = next(
            size for size in range(_LONGEST_ASKING, -1, -1) if not size or _only_asks(phrases[at : at + size], size)
        )
        asking.update(range(at, at + length))
        at += length or 1
    if len(asking) == len(phrases):
        return phrases
    return [replace(each, is_asking=place in asking) for place, each in enumerate(phrases)]


def _only_asks(phrases: list[Phrase], size: int) -> bool:
    if len(phrases) < size or any(each.is_fixed for each in phrases):
        return False
    return " ".join(tone_marks(each.typed).lower() for each in phrases) in ASKING
