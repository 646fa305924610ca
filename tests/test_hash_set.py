"""A set of strings by their hashes behaves as a set, and is small."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scraper.hash_set import HashSet


@given(st.lists(st.text(max_size=3), max_size=200), st.text(max_size=3))
def test_it_behaves_as_a_set(texts: list[str], other: str) -> None:
    ours, theirs = HashSet(), set[str]()
    for text in texts:
        assert ours.add(text) == (text not in theirs)
        theirs.add(text)
        assert len(ours) == len(theirs)
    assert all(text in ours for text in texts)
    assert (other in ours) == (other in theirs)


def test_a_string_takes_less_than_fifteen_bytes() -> None:
    many = HashSet(map(str, range(100_000)))
    assert len(many) == 100_000
    slots = many._slots
    assert len(slots) * slots.itemsize < 15 * len(many)
