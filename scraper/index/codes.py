"""Texts as strings with one character for each word, and the terms of such a text in the full-text index.

So a phrase is a substring: how often a text has it is ``str.count``, which is a hundred times as fast as folding the
text and splitting it into words.

A coded document is one string: title, names, lead and body, each in a line of its own. Names are authors, section,
titles of attachments and cited documents; the lead is summary and captions. Values within a line have a space between,
so that no phrase goes from one into the next.
"""

from __future__ import annotations

from array import array
from operator import add
from sys import byteorder

# Increased when codes or terms change: an index of another format is filled anew.
FORMAT = "coded 2"
# All codes are above 0x7F: the tokenizer ``ascii`` of SQLite splits at ASCII characters only. The first ones mark terms
# of titles, the next ones are words.
IN_TITLE = "\x80"
_LEVEL = 0x81
_LEVELS = 63
_FIRST = 0xC0
# From the highest level on: the level says how much a text is about a word or pair of its title.
LEVEL_MARKS = tuple(map(chr, range(_LEVEL, _LEVEL + _LEVELS)))
# Characters that cannot be encoded.
_SURROGATES = range(0xD800, 0xE000)
_LAST = 0x10FFFF

# Weights as in bm25: how fast a word's further occurrences count less, and how much longer texts count less.
K1 = 1.2
B = 0.75
# A word of the title is more specific to a text than one of its body, which has fifty times as many. Names are asked
# for as often as titles, but an author has many articles.
TITLE_WEIGHT = 8
NAMES_WEIGHT = 6
LEAD_WEIGHT = 2
# Words of an ordinary article. The levels must not depend on the other documents.
_USUAL_LENGTH = 300

# How an array of numbers holds characters.
_FOUR_BYTES = f"utf-32-{'le' if byteorder == 'little' else 'be'}"
_SPACES = array("I", [ord(" ")])
# Between fields, and between values in one.
SEPARATORS = "\n "


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


def spaced_pairs(codes: str) -> str:
    """The same as one string with a space after each, seven times as fast."""
    words = array("I")
    words.frombytes(codes.encode(_FOUR_BYTES))
    count = max(0, len(words) - 1)
    spaced = _SPACES * (3 * count)
    spaced[0::3], spaced[1::3] = words[:count], words[1:]
    return spaced.tobytes().decode(_FOUR_BYTES)


def joined(title: str, names: str, lead: str, body: str) -> str:
    """A coded document."""
    return f"{title}\n{names}\n{lead}\n{body}"


def weighted(text: str) -> str:
    """A document in which each word and pair occurs as often as it counts: so many times more often in the title."""
    title, names, lead, body = text.split("\n")
    return f"{title} " * TITLE_WEIGHT + f"{names} " * NAMES_WEIGHT + f"{lead} " * LEAD_WEIGHT + body


def terms(text: str, labels: str) -> str:
    """The terms of a coded document, a space between, in any order.

    Its words and pairs; those of the title once more behind the mark of their level, and pairs behind :data:`IN_TITLE`;
    its labels.
    """
    title = text[: text.index("\n")]
    headed = {*pairs(title)}
    count = weighted(text).count
    norm = K1 * (1 - B) + K1 * B / _USUAL_LENGTH * len(text)
    marked = [LEVEL_MARKS[int(_LEVELS * norm / (count(each) + norm))] + each for each in (*headed, *{*title})]
    # A term that occurs twice is no harm, and faster than a set of all. The tokenizer splits pairs at a space.
    words = f"{text}{labels}".replace("", " ")
    return words + spaced_pairs(text) + " ".join((*map(IN_TITLE.__add__, headed), *marked))
