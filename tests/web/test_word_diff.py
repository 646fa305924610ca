"""Differences of two texts by words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scraper.web.word_diff import Paragraph, side_by_side

TEXTS = st.lists(st.sampled_from(["Hội nghị", "có 120 đại biểu.", "có 150 đại biểu.", "11 giờ", ""]), max_size=5).map(
    "\n\n".join
)


def text_of(paragraph: Paragraph) -> str:
    return "".join(piece.text for piece in paragraph)


def changed(paragraph: Paragraph) -> list[str]:
    return [piece.text for piece in paragraph if piece.is_changed]


def test_a_changed_word_is_marked_on_both_sides() -> None:
    (same, both) = side_by_side("Mở đầu\n\nCó 120 đại biểu.", "Mở đầu\n\nCó 150 đại biểu.")
    assert [changed(side) for side in same] == [[], []]
    assert [changed(side) for side in both] == [["120"], ["150"]]


def test_a_new_paragraph_has_an_empty_side() -> None:
    rows = side_by_side("Một", "Một\n\nHai")
    assert [tuple(map(text_of, row)) for row in rows] == [("Một", "Một"), ("", "Hai")]
    assert changed(rows[1][1]) == ["Hai"]


@given(TEXTS, TEXTS)
def test_both_texts_are_whole(before: str, after: str) -> None:
    rows = side_by_side(before, after)
    for side, text in enumerate((before, after)):
        shown = [text_of(row[side]) for row in rows]
        assert [each for each in shown if each] == [each for each in text.split("\n\n") if each]
    if before == after:
        assert not any(piece.is_changed for row in rows for side in row for piece in side)


def test_long_texts_are_shown_as_changed_as_a_whole() -> None:
    words = " ".join(map(str, range(3_000)))
    ((left, right),) = side_by_side(words, f"{words} nữa")
    assert (changed(left), changed(right)) == ([words], [f"{words} nữa"])
    many = "\n\n".join(map(str, range(1_500)))
    assert len(side_by_side(many, f"{many}\n\nnữa")) == 1
