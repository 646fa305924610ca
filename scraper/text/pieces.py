"""Process text piece by piece, with the results of common pieces cached.

Vietnamese is written syllable by syllable, and a few thousand syllables make up every text. Each piece between two
spaces is one of them with its punctuation, so most pieces of a page are already cached.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Final, TypeVar

Result = TypeVar("Result")

# Enough for the language with its capitals and commas; about 2 MB each when full.
_REMEMBERED: Final = 16_384

# Average characters per piece up to which text counts as words (Vietnamese has 4 to 5). Addresses and encoded data have
# long pieces that never recur: caching them would only cost memory.
_LONGEST_WORDS: Final = 16


def remembering(work: Callable[[str], Result]) -> Callable[[Sequence[str]], Iterator[Result]]:
    """A cached version of `work`, a pure function of one piece, that takes all pieces of a text."""
    known = lru_cache(maxsize=_REMEMBERED)(work)

    def over_pieces(pieces: Sequence[str]) -> Iterator[Result]:
        words = sum(map(len, pieces)) <= _LONGEST_WORDS * len(pieces)
        return map(known if words else work, pieces)

    return over_pieces
