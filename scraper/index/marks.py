"""The words of an answer in printed texts: their places, and the part of a text that has most of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

from scraper.index.texts import printed
from scraper.text.fold import fold

_SNIPPET = 240
_LEAD_IN = 60


def spans(text: str, wanted: Iterable[str]) -> list[tuple[int, int]]:
    """The offsets of phrases in the unfolded text; folding keeps the length."""
    wanted = list(wanted)
    if not wanted:
        return []
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
