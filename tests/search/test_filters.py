"""Filters among the words of a question, and what an index has for them."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.items import Attachment, Image
from scraper.search.answer import SearchQuery
from scraper.search.filters import NO_FILTERS, Filters, QueryError, period, taken_out
from scraper.search.search import parsed, search
from tests.index.feeding import Feeding
from tests.index.logs import record
from tests.index.places import sqlite_place


@pytest.mark.parametrize(
    ("typed", "words", "filters"),
    [
        ("chuyển đổi source:hoabinh số", "chuyển đổi số", Filters(sources=("hoabinh",))),
        ("source:a SOURCE:b", "", Filters(sources=("a", "b"))),
        ('author:"Nguyễn Văn A" họp', "họp", Filters(authors=("Nguyễn Văn A",))),
        ('section:"Chuyển đổi số', "", Filters(sections=("Chuyển đổi số",))),
        ("date:2024-05..2024-06", "", Filters(since="2024-05", until="2024-06")),
        ("date:2024-05..", "", Filters(since="2024-05")),
        ("date:..2024", "", Filters(until="2024")),
        ("date:2024-05-31", "", Filters(since="2024-05-31", until="2024-05-31")),
        ("date:5/2024..31/12/2024", "", Filters(since="2024-05", until="2024-12-31")),
        ("has:attachment has:IMAGE tin", "tin", Filters(has=("attachment", "image"))),
        # A colon alone makes no field.
        *((words, words, NO_FILTERS) for words in ("họp lúc 08:30", "https://x.vn/a", "Nội dung:họp", "Re:thư")),
        *((words, words, NO_FILTERS) for words in ("kế hoạch: số 5", '"source:x"', "a: b", "", "tỷ lệ 1:2")),
    ],
)
def test_filters_are_taken_out_of_the_words(typed: str, words: str, filters: Filters) -> None:
    assert taken_out(typed, NO_FILTERS) == (words, filters)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("sourc:x", "No field is called 'sourc': there are source, "),
        ("title:x", "in quotes"),
        ("author:", 'author:"Nguyễn Văn A"'),
        ("date:hôm-qua", "no date"),
        ("date:2024-02-30", "no date"),
        ("date:2024-13", "no date"),
        ("date:31/2/2024", "no date"),
        ("date:..", "has no date"),
        ("date:", "date:2024-05..2024-06"),
    ],
)
def test_what_is_wrong_is_said_with_what_helps(typed: str, says: str) -> None:
    with pytest.raises(QueryError) as error:
        taken_out(typed, NO_FILTERS)
    assert says in str(error.value)


@given(st.text('abc:"./- 2019số', max_size=30))
def test_any_line_is_a_query_or_an_error_of_its_own(typed: str) -> None:
    with suppress(QueryError):
        words, _ = taken_out(typed, NO_FILTERS)
        assert taken_out(words, NO_FILTERS) == (words, NO_FILTERS)


@pytest.mark.parametrize(("typed", "iso"), [("2024", "2024"), ("2024-05", "2024-05"), ("1/5/2024", "2024-05-01")])
def test_days_as_typed(typed: str, iso: str) -> None:
    assert period(typed) == iso


DAY = "2024-05-31T08:00:00+07:00"


@pytest.fixture
def index(tmp_path: Path) -> Path:
    feeding = Feeding(tmp_path, sqlite_place(tmp_path))
    image = Image("https://x.example/a.jpg", "Cây cầu mới")
    file = Attachment("https://x.example/a.pdf", "Phụ lục số 9")
    feeding.write(
        record("hoabinh", "a", "Tin một", "x", section="Chuyển đổi số", authors=["Nguyễn Thị Lan"], date_published=DAY),
        record("hoabinh", "b", "Tin hai", "x", section="Chính trị", authors=["Lan Anh", "Hồ Văn"], images=[image]),
        record("stp_travinh", "c", "Tin ba", "x", date_published="2024-06-01", attachments=[file], summary="Lời dẫn"),
        record("stp_travinh", "d", "Tin bốn", "x", date_published="2023", section="chuyen doi so"),
    )
    feeding.run()
    return tmp_path / "search.sqlite3"


def titles(index: Path, typed: str) -> set[str]:
    return {hit.title.removeprefix("Tin ") for hit in search(index, parsed(typed)).hits}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("source:hoabinh", {"một", "hai"}),
        ("source:hoabinh source:stp_travinh", {"một", "hai", "ba", "bốn"}),
        ("author:lan", {"một", "hai"}),
        ('author:"thị lan"', {"một"}),
        ("author:la", set()),
        ('author:lan section:"CHUYEN DOI SO"', {"một"}),
        ("section:số", {"một", "bốn"}),
        ("date:2024-05", {"một"}),
        ("date:2024-05-31", {"một"}),
        ("date:2024-05-30", set()),
        ("date:2024-05-31..2024-06", {"một", "ba"}),
        ("date:2024", {"một", "ba"}),
        ("date:..2024-05", {"một", "bốn"}),
        ("date:2024-06-01..", {"ba"}),
        ("date:1990..2030", {"một", "ba", "bốn"}),
        ("date:1999", set()),
        ("has:image", {"hai"}),
        ("has:attachment has:summary", {"ba"}),
        ("has:attachment has:image", set()),
        ("has:date has:author", {"một"}),
    ],
)
def test_filters_with_words_and_without(index: Path, typed: str, found: set[str]) -> None:
    assert titles(index, typed) == found
    assert titles(index, f"tin {typed}") == found


@pytest.mark.parametrize(
    ("words", "title"),
    [("lan anh", "hai"), ("cây cầu", "hai"), ("phụ lục 9", "ba"), ("lời dẫn", "ba"), ("chính trị", "hai")],
)
def test_all_fields_are_searched(index: Path, words: str, title: str) -> None:
    assert titles(index, words) == {title}


def test_an_unknown_source_names_the_known_ones_and_an_unknown_author_those_alike(index: Path) -> None:
    with pytest.raises(QueryError, match="No source in this index is called 'hoabin': there are hoabinh, stp_travinh"):
        search(index, parsed("tin source:hoabin"))
    with pytest.raises(QueryError, match="has:video is not known: there are attachment"):
        search(index, parsed("has:video"))
    with pytest.raises(QueryError, match="No day is after 2024-06 and before 2024-05"):
        search(index, SearchQuery("tin", Filters(since="2024-06", until="2024-05")))
    answer = search(index, parsed('author:"nguyễn thị lam"'))
    assert (answer.hits, answer.total) == ((), 0)
    assert answer.notes == ("No author has 'nguyễn thị lam' in its name; alike: Nguyễn Thị Lan.",)
