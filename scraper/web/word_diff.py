"""The differences of two texts, by words: paragraphs are compared first, then the words of those that changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_PIECE = re.compile(r"\s+|[^\W_]+|[\W_]", re.UNICODE)
# Comparing takes the product of the lengths: what is longer is shown as changed as a whole.
_MOST_PIECES = 4_000
_MOST_PARAGRAPHS = 2_000


@dataclass(frozen=True, slots=True)
class DiffPiece:
    """A part of a text; changed if the other text lacks it."""

    text: str
    is_changed: bool


Paragraph = tuple[DiffPiece, ...]
Rows = list[tuple[Paragraph, Paragraph]]
"""Paragraphs side by side; one of both may be empty."""


def side_by_side(before: str, after: str) -> Rows:
    """The paragraphs of two texts side by side, with what the other one lacks."""
    one, other = before.split("\n\n"), after.split("\n\n")
    if len(one) + len(other) > _MOST_PARAGRAPHS:
        return [(_whole(before, is_changed=before != after), _whole(after, is_changed=before != after))]
    return list(_rows(one, other))


def _rows(one: list[str], other: list[str]) -> Iterator[tuple[Paragraph, Paragraph]]:
    for kind, start, end, other_start, other_end in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        left, right = one[start:end], other[other_start:other_end]
        if kind == "equal":
            yield from ((_whole(text, is_changed=False),) * 2 for text in left)
            continue
        for place in range(max(len(left), len(right))):
            a = left[place] if place < len(left) else ""
            b = right[place] if place < len(right) else ""
            yield _words(a, b)


def _words(a: str, b: str) -> tuple[Paragraph, Paragraph]:
    one, other = _PIECE.findall(a), _PIECE.findall(b)
    if not a or not b or len(one) + len(other) > _MOST_PIECES:
        return _whole(a, is_changed=True), _whole(b, is_changed=True)
    left: list[DiffPiece] = []
    right: list[DiffPiece] = []
    for kind, start, end, other_start, other_end in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        is_changed = kind != "equal"
        left.append(DiffPiece("".join(one[start:end]), is_changed))
        right.append(DiffPiece("".join(other[other_start:other_end]), is_changed))
    return _some(left), _some(right)


def _some(pieces: list[DiffPiece]) -> Paragraph:
    return tuple(piece for piece in pieces if piece.text)


def _whole(text: str, *, is_changed: bool) -> Paragraph:
    return (DiffPiece(text, is_changed),) if text else ()
