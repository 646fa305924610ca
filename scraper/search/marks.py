"""The words of an answer in printed texts: their places, and the part of a text that has most of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from scraper.index.texts import printed
from scraper.text.fold import fold

_SNIPPET = 240
_LEAD_IN = 60

Span = tuple[int, int]


class Marks:
    """Finds phrases in printed texts, with or without accents.

    Args:
        wanted: folded phrases, a space between words.
    """

    def __init__(self, wanted: Iterable[str]) -> None:
        phrases = sorted(set(wanted), key=len, reverse=True)
        self._words = [phrase for phrase in phrases if " " not in phrase]
        self._patterns = [
            (phrase.split()[0], re.compile(r"[\W_]+".join(map(re.escape, phrase.split()))))
            for phrase in phrases
            if " " in phrase
        ]

    def spans(self, text: str) -> list[Span]:
        """The offsets of the phrases in a text in composed letters; folding keeps the length."""
        folded = fold(text)
        found = [span for first, pattern in self._patterns if first in folded for span in _matches(pattern, folded)]
        found += [span for word in self._words for span in _places(word, folded)]
        # Of two that overlap, the longer one.
        spans: list[Span] = []
        for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
            if not spans or start >= spans[-1][1]:
                spans.append((start, end))
        return spans

    def marked(self, text: str, on: str, off: str) -> str:
        """A text with the phrases between two marks."""
        text = printed(text)
        pieces, done = [], 0
        for start, end in self.spans(text):
            pieces += [text[done:start], on, text[start:end], off]
            done = end
        return "".join([*pieces, text[done:]])

    def snippet(self, text: str) -> tuple[str, list[Span]]:
        """The part of a text, on one line, with most of the phrases close together, and their offsets in it."""
        line = " ".join(printed(text).split())
        found = self.spans(line)
        if not found:
            return _cut(line, 0)[0], []
        shown, begin, added = _cut(line, _start(line, found))
        end = begin + len(shown) - added
        return shown, [(a - begin + added, b - begin + added) for a, b in found if a >= begin and b <= end]


def _places(word: str, text: str) -> Iterator[Span]:
    """Where a word stands; many times as fast as a pattern."""
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if _is_whole(text, start, end):
            yield start, end
        start = text.find(word, end)


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    return (match.span() for match in pattern.finditer(text) if _is_whole(text, *match.span()))


def _is_whole(text: str, start: int, end: int) -> bool:
    return not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())


def _start(line: str, found: list[Span]) -> int:
    """Where the part begins that has most different words, and most words of these."""
    starts = [start for start, _ in found]
    words = [fold(line[start:end]) for start, end in found]
    best, best_start = (0, 0), 0
    for place, start in enumerate(starts):
        inside = words[place : bisect_left(starts, start + _SNIPPET - _LEAD_IN)]
        score = len(set(inside)), len(inside)
        if score > best:
            best, best_start = score, start
    return max(0, best_start - _LEAD_IN)


def _cut(line: str, start: int) -> tuple[str, int, int]:
    """A piece of a line, cut at spaces; where it begins in the line, and how many signs stand before it."""
    begin = line.find(" ", start) + 1 if start else 0
    end = begin + _SNIPPET
    if end < len(line):
        end = max(line.rfind(" ", begin, end), begin + _SNIPPET // 2)
    before = "… " if begin else ""
    return before + line[begin:end] + (" …" if end < len(line) else ""), begin, len(before)
