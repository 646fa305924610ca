"""Persons' full names in any language: what a byline or a statement for machines calls the author of an article.

Vietnamese names are the matter of :mod:`scraper.text.names`. Elsewhere nearly every pair of capitalised words may be a
name, so these rules are for words that a label or a statement already calls the author.
"""

import re
from collections.abc import Collection
from itertools import takewhile
from typing import Final

from scraper.text.fold import fold
from scraper.text.name_tables import ACCOUNT_WORDS, NO_PERSONS, PARTICLES, PLACES_ABROAD, SUFFIXES

# `Gabriel García Márquez de la Concordia`; particles do not count.
_FEWEST_WORDS: Final = 2
_MOST_WORDS: Final = 5
_LONGEST: Final = 60
_LONGEST_VALUE: Final = 300
_WORD: Final = re.compile(r"(?:[^\W\d_]|['’‘.-])+")
_LABEL: Final = re.compile(r"(?i:(?:written |posted |words |text |story )?by|viết bởi|bởi)(?:\s*:\s*|\s+)")
_PIECE: Final = re.compile(
    r"(?:(?<!\s)\s++)?+(?:[,;|/&•·]\s*+(?:(?i:and)\s++)?+|[–—]\s*+)|(?<!\s)\s++(?:(?i:and|with|und|et|y|và)|-)\s++"
)
_SUFFIX: Final = frozenset(SUFFIXES)
_NAMES_ACCOUNT: Final = re.compile(r"[\d@_<>{}=%]|https?:|www\.")


def full_names(value: str, not_names: Collection[str] = ()) -> tuple[str, ...]:
    """The persons that the words begin with; those after an office, an agency or a date are not counted.

    Args:
        value: what follows a label, or the content of a statement.
        not_names: names of the site and its publisher, folded.
    """
    if len(value) > _LONGEST_VALUE or not (value := value.strip()):
        return ()
    if label := _LABEL.match(value):
        value = value[label.end() :]
    pieces = [piece for piece in _PIECE.split(value) if piece and piece.strip(".").lower() not in _SUFFIX]
    found = takewhile(lambda piece: is_full_name(piece) and fold(piece) not in not_names, pieces)
    return tuple(dict.fromkeys(found))


def is_full_name(text: str) -> bool:
    """Whether the text is two to five capitalised words, with particles, that name a person and no organisation."""
    if len(text) > _LONGEST or _NAMES_ACCOUNT.search(text):
        return False
    words = text.split()
    if not all(map(_WORD.fullmatch, words)):
        return False
    own = [word for word in words if word.lower() not in PARTICLES]
    if not _FEWEST_WORDS <= len(own) <= _MOST_WORDS or not all(map(_is_capitalised, own)):
        return False
    folded = [word.strip(".'’") for word in fold(text).split()]
    if max(map(len, folded)) < _FEWEST_WORDS or " ".join(folded) in PLACES_ABROAD:
        return False
    return NO_PERSONS.isdisjoint(folded) and not all(word in ACCOUNT_WORDS for word in folded)


def _is_capitalised(word: str) -> bool:
    """True for `Anna`, `O'Brien`, `d'Arc`, `J.`, `al-Sayed`."""
    return any(part[:1].isupper() for part in re.split(r"['’‘-]", word) if part)
