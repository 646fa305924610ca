"""Length of text in scripts that write words with fewer letters, or without spaces."""

import re
from typing import Final

# Chinese characters, kana and Korean syllables.
_SYLLABLES: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")
# Letters of a Latin word that one of them stands for: a Chinese word of two is one of six or seven letters.
_LETTERS_EACH: Final = 3
# The same, and Thai, Lao, Burmese and Khmer, which write no spaces between words.
_UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_WORD_LENGTH: Final = 6


def extent(text: str) -> int:
    """The length of a text, in letters of an alphabet."""
    if text.isascii():
        return len(text)
    return len(text) + (_LETTERS_EACH - 1) * len(_SYLLABLES.findall(text))


def word_count(text: str) -> int:
    """The number of words, estimated where the script has no spaces."""
    words = len(text.split())
    if text.isascii() or not _UNSPACED.search(text):
        return words
    return max(words, extent("".join(_UNSPACED.findall(text))) // _WORD_LENGTH)
