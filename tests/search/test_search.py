"""Questions in all spellings, the best texts first, and the printed words shown."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.index.texts import fold_pairs, folded_words
from scraper.search.answer import SearchQuery
from scraper.search.asked import phrases_of
from scraper.search.filters import Filters, QueryError
from scraper.search.marks import Marks
from scraper.search.search import search
from scraper.text.fold import fold
from tests.index.feeding import Feeding
from tests.index.logs import SOURCES, append, record, records
from tests.index.places import sqlite_place

SOURCE = "hoabinh"


@pytest.fixture
def feeding(tmp_path: Path) -> Feeding:
    return Feeding(tmp_path, sqlite_place(tmp_path))


def keys(feeding: Feeding, question: str, source: str = "", since: str = "", limit: int = 10) -> list[str]:
    """The titles that are found."""
    filters = Filters(sources=(source,) if source else (), since=since)
    found = search(feeding.folder.parent / "search.sqlite3", SearchQuery(question, filters, limit))
    return [hit.title for hit in found.hits]


PRINTED = ["Đảng uỷ Hoà Bình", "Đảng ủy Hòa Bình", normalize("NFD", "Đảng ủy Hòa Bình"), "DANG UY HOA BINH"]


@pytest.mark.parametrize("typed", [*PRINTED, "dang uy hoa binh", "đảng ủy hòa bình", "Đang uy; hòa/bình?"], ids=ascii)
@pytest.mark.parametrize("printed", PRINTED, ids=ascii)
def test_spelling_does_not_matter(feeding: Feeding, typed: str, printed: str) -> None:
    feeding.write(record(SOURCE, "a", printed, "Văn bản."), record(SOURCE, "b", "Tin khác", printed))
    feeding.write(record(SOURCE, "c", "Không có", "Từ nào ở đây."))
    feeding.run()
    assert keys(feeding, typed) == [normalize("NFC", printed), "Tin khác"]


def test_the_title_weighs_more_and_all_words_have_to_be_there(feeding: Feeding) -> None:
    feeding.write(
        record(SOURCE, "a", "Hội nghị", "Ban Tuyên giáo họp. " * 3),
        record(SOURCE, "b", "Ban Tuyên giáo họp", "Hội nghị."),
        record(SOURCE, "c", "Ban Nội chính", "Tuyên truyền."),
    )
    feeding.run()
    assert keys(feeding, "tuyen giao") == ["Ban Tuyên giáo họp", "Hội nghị"]
    found = search(feeding.folder.parent / "search.sqlite3", SearchQuery("tuyen giao chinh"))
    assert not found.has_all
    assert len(found.hits) == 3


def test_the_accents_of_the_question_go_first(feeding: Feeding) -> None:
    for word in ("Bán", "Bàn", "Bản"):
        feeding.write(record(SOURCE, word, f"{word} đồ", "Văn bản."))
    feeding.run()
    assert keys(feeding, "bàn")[0] == "Bàn đồ"
    assert keys(feeding, "bán")[0] == "Bán đồ"


def test_words_side_by_side(feeding: Feeding) -> None:
    feeding.write(
        record(SOURCE, "a", "Hướng dẫn số 68-HD/BTGTU", "Văn bản."),
        record(SOURCE, "b", "Hướng dẫn số 86-HD/BTGTU", "Có 68 đại biểu."),
        record(SOURCE, "c", "Tiểu sử giao thông của Bình", "Chính tả."),
        record(SOURCE, "d", "Giao thông bình yên", "Tiểu học."),
    )
    feeding.run()
    assert keys(feeding, "68-hd/btgtu") == ["Hướng dẫn số 68-HD/BTGTU"]
    assert keys(feeding, '"thong binh"') == ["Giao thông bình yên"]
    assert keys(feeding, '"thong binh') == ["Giao thông bình yên"]
    assert sorted(keys(feeding, "thong binh")) == ["Giao thông bình yên", "Tiểu sử giao thông của Bình"]


def test_where_and_since_when(feeding: Feeding) -> None:
    feeding.write(
        record(SOURCE, "a", "Tin một", "x", date_published="2025-03-02T08:00:00+07:00"),
        record(SOURCE, "b", "Tin hai", "x", date_published="2025-03-01"),
        record("stp_travinh", "c", "Tin ba", "x", date_published="2024-12-31"),
        record("stp_travinh", "d", "Tin bốn", "x"),
    )
    feeding.run()
    assert keys(feeding, "tin", source="stp_travinh") == ["Tin ba", "Tin bốn"]
    assert keys(feeding, "tin", since="2025-03-02") == ["Tin một"]
    assert sorted(keys(feeding, "tin", since="2025")) == ["Tin hai", "Tin một"]
    assert keys(feeding, "tin", since="2024", source="stp_travinh") == ["Tin ba"]
    assert len(keys(feeding, "tin", limit=2)) == 2


@given(st.text(max_size=60))
def test_any_question_is_words_or_none(question: str) -> None:
    try:
        wanted = [each.words for each in phrases_of(question)]
    except QueryError:
        return
    assert wanted
    assert all(word == folded_words(word) != "" for word in wanted)


@pytest.mark.parametrize("question", ['"', "AND", "title:x OR", "NEAR(a b)", "a* -b ^c", "'; DROP TABLE article", "("])
def test_nothing_in_a_question_is_syntax(feeding: Feeding, question: str) -> None:
    feeding.write(record(SOURCE, "a", "Tin", "Văn bản."))
    feeding.run()
    try:
        assert keys(feeding, question) == []
    except QueryError:
        assert not any(char.isalnum() for char in question)


@given(st.text("Đảng uỷ hội-nghị. ỨA b̂", max_size=80), st.sampled_from(["dang uy", "hoi", "nghi", "u"]))
def test_marks_change_nothing_but_marks(text: str, phrase: str) -> None:
    text = normalize("NFC", text)
    marks = Marks([phrase])
    shown = marks.marked(text, "\x02", "\x03")
    assert shown.replace("\x02", "").replace("\x03", "") == text
    assert [folded_words(text[start:end]) for start, end in marks.spans(text)] == [phrase] * shown.count("\x02")


def test_the_printed_words_are_shown() -> None:
    text = "Mở đầu. " * 60 + "Ban Tuyên giáo Tỉnh uỷ họp phiên thường kỳ. " + "Kết thúc. " * 60
    piece, places = Marks(["tuyen", "giao", "tinh", "uy"]).snippet(text)
    assert [piece[start:end] for start, end in places] == ["Tuyên", "giáo", "Tỉnh", "uỷ"]
    assert "Ban Tuyên giáo Tỉnh uỷ họp" in piece
    assert piece.startswith("… ")
    assert piece.endswith(" …")
    assert len(piece) < 300
    long = "họp " * 200_000
    assert "Tuyên giáo" in Marks(["tuyen", "giao", "hop"]).snippet(f"{long} Ban Tuyên giáo họp")[0]
    assert Marks(["tuyen giao"]).marked(piece, "<", ">").count("<Tuyên giáo>") == 1
    assert Marks(["tuyen"]).marked(normalize("NFD", "Tuyên"), "<", ">") == "<Tuyên>"


def test_fold_pairs_are_the_projects_folding() -> None:
    letters, bare = fold_pairs()
    assert len(letters) == len(bare)
    assert fold(letters) == bare
    assert {"đ", "Đ", "ủ", "Ỹ"} <= set(letters)


def test_every_title_without_accents_finds_its_article(feeding: Feeding) -> None:
    """In the first three; where more than three sources print the same title, in the first three of its source."""
    lines = [line for source in SOURCES for line in records(source, 150)]
    for source in SOURCES:
        append(feeding.log(source), (line for line in lines if line["source"] == source))
    feeding.run()
    path = feeding.folder.parent / "search.sqlite3"
    copies = Counter(line["title"] for line in lines)
    missed = []
    for line in lines:
        source = line["source"] if copies[line["title"]] > 3 else ""
        filters = Filters(sources=(source,) if source else ())
        hits = search(path, SearchQuery(fold(line["title"]), filters, 3)).hits
        missed += [line["title"]] if line["id"] not in [hit.id for hit in hits] else []
    assert missed == []
    assert sum(copy > 3 for copy in copies.values()) < 10


def test_some_words_of_a_title_find_it(feeding: Feeding) -> None:
    """Four words of a title in a row, without accents: mostly in the first ten, where titles have much in common."""
    luck = random.Random(3)
    lines = list(records(SOURCE, 200))
    append(feeding.log(), lines)
    feeding.run()
    path = feeding.folder.parent / "search.sqlite3"
    found = 0
    for line in lines:
        words = line["title"].split()
        start = luck.randrange(max(1, len(words) - 4))
        hits = search(path, SearchQuery(fold(" ".join(words[start : start + 4])))).hits
        found += line["id"] in [hit.id for hit in hits]
    assert found > 0.9 * len(lines)
