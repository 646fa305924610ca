"""Texts as strings with one character for each word, and the terms of such a text in the full-text index.

So a phrase is a substring: how often a text has it is ``str.count``, which is a hundred times as fast as folding the
text and splitting it into words.
"""

from __future__ import annotations

from operator import add

# All codes are above 0x7F: the tokenizer ``ascii`` of SQLite splits at ASCII characters only. The first ones mark terms
# of titles, the next ones are words.
IN_TITLE = "\x80"
_LEVEL = 0x81
_LEVELS = 63
_FIRST = 0xC0
# Characters that cannot be encoded.
_SURROGATES = range(0xD800, 0xE000)
_LAST = 0x10FFFF

# Weights as in bm25: how fast a word's further occurrences count less, and how much longer texts count less.
K1 = 1.2
B = 0.75
# A word of the title is more specific to a text than one of its body, which has fifty times as many.
TITLE_WEIGHT = 8
# Words of an ordinary article. The levels must not depend on the other documents.
_USUAL_LENGTH = 300


def character(number: int) -> str:
    """The character of the vocabulary's nth word, from 1; those after the first million share the last one."""
    code = _FIRST + number - 1
    if code >= _SURROGATES.start:
        code += len(_SURROGATES)
    return chr(min(code, _LAST))


def number_of(char: str) -> int:
    """The inverse of :func:`character`."""
    code = ord(char)
    return (code - len(_SURROGATES) if code >= _SURROGATES.stop else code) - _FIRST + 1


def pairs(codes: str) -> list[str]:
    """The adjacent words of a text, two by two."""
    return list(map(add, codes, codes[1:]))


def level(count: int, length: int) -> int:
    """How much a text is about a word or pair: 0 to 62, by its weighted count and the text's words."""
    return int(_LEVELS * count / (count + K1 * (1 - B + B * length / _USUAL_LENGTH)))


def level_mark(number: int) -> str:
    """The character before a word or pair of a title that has this level."""
    return chr(_LEVEL + number)


LEVEL_MARKS = tuple(map(level_mark, reversed(range(_LEVELS))))
"""From the highest level on."""


def terms(title: str, body: str) -> str:
    """The terms of a document, a space between.

    Its words and pairs; those of the title once more behind :data:`IN_TITLE`, and behind the mark of their level.
    """
    heading = {*title, *pairs(title)}
    found = {*heading, *body, *pairs(body)}
    length = len(title) + len(body)
    for each in heading:
        mark = level_mark(level(TITLE_WEIGHT * title.count(each) + body.count(each), length))
        found.add(IN_TITLE + each)
        found.add(mark + each)
    # In order, so that a document has the same terms when it is removed.
    return " ".join(sorted(found))
