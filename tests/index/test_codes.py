"""Texts with one character for each word, and the terms that they have in the index."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.index.codes import IN_TITLE, LEVEL_MARKS, character, joined, number_of, pairs
from scraper.index.targets.sqlite import SqliteTarget
from scraper.index.texts import words_of
from scraper.index.vocabulary import Vocabulary
from scraper.storage.sqlite import SqliteFile
from tests.index.feeding import Feeding
from tests.index.logs import record
from tests.index.places import sqlite_place, terms_of

# The characters that can be encoded, without the marks.
WORDS = 0x110000 - 0xC0 - 0x800


@given(st.integers(1, WORDS))
def test_each_word_has_a_character_of_its_own(number: int) -> None:
    assert number_of(character(number)) == number
    assert character(number).encode().decode() == character(number)
    assert character(number) not in {IN_TITLE, *LEVEL_MARKS}


@pytest.mark.parametrize("number", [WORDS, WORDS + 1, WORDS * 2])
def test_words_after_the_last_character_share_it(number: int) -> None:
    assert character(number) == "\U0010ffff"


CODED = st.text(st.integers(1, 12).map(character), max_size=40)


VALUES = st.lists(CODED.filter(bool), max_size=3)


@given(CODED, VALUES, VALUES, CODED, CODED)
def test_the_terms_are_the_words_and_pairs_and_labels_and_those_of_the_title_again(
    title: str, names: list[str], lead: list[str], body: str, labels: str
) -> None:
    found = terms_of(joined(title, " ".join(names), " ".join(lead), body), labels)
    marked = {term for term in found if term[0] in LEVEL_MARKS}
    in_title = {term for term in found if term[0] == IN_TITLE}
    texts = (title, *names, *lead, body)
    assert found - marked - in_title == {*"".join(texts), *labels, *(pair for text in texts for pair in pairs(text))}
    assert in_title == {IN_TITLE + pair for pair in pairs(title)}
    assert sorted(term[1:] for term in marked) == sorted({*title, *pairs(title)})


def test_the_level_is_higher_for_shorter_texts_and_for_more_of_the_word() -> None:
    word, other = character(1), character(2)

    def place(body: str, names: str = "", lead: str = "") -> int:
        found = terms_of(joined(word, names, lead, body), "")
        return next(LEVEL_MARKS.index(term[0]) for term in found if term[:1] in LEVEL_MARKS and term[1:] == word)

    assert place(other * 100) < place(other * 900)
    assert place(other * 300 + word * 9) < place(other * 309)
    assert place(other * 300, names=word * 9) < place(other * 300, lead=word * 9) < place(other * 300 + word * 9)


@given(st.lists(st.text("Đảng uỷ-hội 1/2.\n\u3000", max_size=30), max_size=6))
def test_coded_texts_are_their_words(texts: list[str]) -> None:
    with closing(SqliteFile(None, SCHEMA)) as connection:
        vocabulary = Vocabulary(connection)
        coded = [vocabulary.coded(text) for text in texts]
        known = {character(code): word for code, word in connection.execute("SELECT code, word FROM vocabulary")}
        assert [[known[each] for each in text] for text in coded] == [words_of(text) for text in texts]
        vocabulary.forget()
        assert [vocabulary.coded(text) for text in texts] == coded


SCHEMA = "CREATE TABLE vocabulary (code INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE, documents INTEGER NOT NULL)"


def test_words_of_a_transaction_that_failed_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    feeding = Feeding(tmp_path, sqlite_place(tmp_path))
    feeding.write(record("hoabinh", "a", "Tin đầu", "Văn bản."))
    feeding.run()
    feeding.write(record("hoabinh", "b", "Chữ mới", "Từ khác."))
    with monkeypatch.context() as patch:
        patch.setattr(SqliteTarget, "_count", fail)
        with pytest.raises(RuntimeError):
            feeding.run()
    feeding.write(record("hoabinh", "c", "Tin sau", "Chữ mới."))
    feeding.run()
    feeding.check()


def fail(*_: object) -> None:
    raise RuntimeError
