"""The questions that judge an order of results: answers exist, and are all there are where a program can tell."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Any

import pytest

from benchmarks.questions import KINDS, Question, documents, load, titles
from benchmarks.reading.corpora import MissingCorpusError

QUESTIONS = load()
# One of more answers tells orders of results apart no more.
MOST_ANSWERS = 10
LEAST_OF_A_KIND = 20


def words(text: str) -> str:
    """Letters and digits of a text in small letters, with a space around each word."""
    found = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).casefold())
    return f" {' '.join(found)} "


def plain(text: str) -> str:
    """The words without accents."""
    decomposed = unicodedata.normalize("NFD", words(text).replace("đ", "d"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def of_kind(corpus: str, *kinds: str) -> list[Question]:
    return [question for question in QUESTIONS if question.corpus == corpus and question.kind in kinds]


@pytest.fixture(scope="module", params=["practice", "nukeviet"])
def corpus(request: pytest.FixtureRequest) -> tuple[str, dict[str, dict[str, Any]]]:
    name: str = request.param
    try:
        return name, documents(name)
    except MissingCorpusError as error:
        pytest.skip(str(error))


def test_no_question_stands_twice() -> None:
    assert [text for text, count in Counter(question.text for question in QUESTIONS).items() if count > 1] == []


def test_each_kind_and_each_corpus_has_enough_of_them() -> None:
    kinds = Counter(question.kind for question in QUESTIONS)
    assert set(kinds) == set(KINDS)
    assert min(kinds.values()) >= LEAST_OF_A_KIND
    corpora = Counter(question.corpus for question in QUESTIONS)
    assert set(corpora) == {"practice", "nukeviet"}
    assert corpora["practice"] >= 90
    assert corpora["nukeviet"] >= 60


def test_answers_are_few_and_each_is_named_once() -> None:
    for question in QUESTIONS:
        assert 1 <= len(question.right) <= MOST_ANSWERS, question
        assert len(set(question.right)) == len(question.right), question


def test_titles_are_those_of_the_answers() -> None:
    assert set(titles()) == {key for question in QUESTIONS for key in question.right}


def test_keys_name_the_articles_that_were_meant(corpus: tuple[str, dict[str, dict[str, Any]]]) -> None:
    name, found = corpus
    asked = {key for question in QUESTIONS if question.corpus == name for key in question.right}
    assert {key: found[key]["title"] for key in asked} == {key: titles()[key] for key in asked}
    assert len({line["id"] for line in found.values()}) == len(found)


def test_phrases_stand_in_the_texts_of_their_answers_alone_and_in_no_title(
    corpus: tuple[str, dict[str, dict[str, Any]]],
) -> None:
    name, found = corpus
    for question in of_kind(name, "phrase"):
        holders = {key for key, line in found.items() if words(question.text) in words(line["body"])}
        assert holders == set(question.right), question
        assert [key for key, line in found.items() if words(question.text) in words(line["title"])] == [], question


def test_numbers_stand_in_their_answers(corpus: tuple[str, dict[str, dict[str, Any]]]) -> None:
    name, found = corpus
    for question in of_kind(name, "number"):
        numbers = re.findall(r"\d+", question.text)
        assert numbers, question
        for key in question.right:
            text = plain(f"{found[key]['title']} {found[key]['body']}")
            assert all(re.search(rf"\b{number}", text) for number in numbers), question


def test_names_stand_in_their_answers(corpus: tuple[str, dict[str, dict[str, Any]]]) -> None:
    name, found = corpus
    for question in of_kind(name, "name"):
        for key in question.right:
            text = plain(f"{found[key]['title']} {found[key]['body']}").split()
            assert set(plain(question.text).split()) <= set(text), question


def test_a_question_for_an_author_or_a_section_names_it(corpus: tuple[str, dict[str, dict[str, Any]]]) -> None:
    name, found = corpus
    for question in of_kind(name, "author"):
        lines = [found[key] for key in question.right]
        if question.note == "section":
            assert all(plain(line["section"]) in plain(question.text) for line in lines), question
        else:
            authors = [author for line in lines for author in line["authors"]]
            assert any(plain(author) in plain(question.text) for author in authors), question


def test_questions_without_accents_have_none() -> None:
    found = [question.text for question in QUESTIONS if question.kind == "unaccented"]
    assert [text for text in found if not text.isascii()] == []


def test_a_question_with_a_typing_error_says_which() -> None:
    assert [question for question in QUESTIONS if question.kind == "typo" and not question.note] == []
