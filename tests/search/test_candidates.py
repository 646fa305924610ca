"""Only some texts are scored: the first ten are those of full scoring, and no answer is missed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.index import agreement, make_logs, real_logs
from benchmarks.reading.corpora import PAGES
from scraper.search.answer import SearchQuery
from scraper.search.candidates import Wanted
from scraper.search.filters import Filters
from scraper.search.search import search
from scraper.storage.sqlite import DamagedError, VersionError
from tests.index.feeding import Feeding
from tests.index.logs import record
from tests.index.places import sqlite_place

SOURCE = "hoabinh"


@pytest.fixture
def feeding(tmp_path: Path) -> Feeding:
    return Feeding(tmp_path, sqlite_place(tmp_path))


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten texts are read in one step, and three are enough: as with thousands of documents."""
    monkeypatch.setattr(Wanted, "enough", property(lambda wanted: max(3, wanted.limit)))
    monkeypatch.setattr(Wanted, "most", property(lambda wanted: max(10, wanted.limit)))


def titles(feeding: Feeding, question: str, source: str = "", since: str = "", limit: int = 10) -> list[str]:
    filters = Filters(sources=(source,) if source else (), since=since)
    found = search(feeding.folder.parent / "search.sqlite3", SearchQuery(question, filters, limit))
    return [hit.title for hit in found.hits] if found.has_all else ["some", *(hit.title for hit in found.hits)]


def test_the_first_ten_are_those_of_full_scoring(tmp_path: Path) -> None:
    make_logs(tmp_path, 400)
    assert agreement(tmp_path) >= 0.95


@pytest.mark.skipif(not (PAGES / "nukeviet").is_dir(), reason="the pages are not here")
def test_the_first_ten_of_a_real_portal_are_those_of_full_scoring(tmp_path: Path) -> None:
    assert real_logs(tmp_path) == 58
    assert agreement(tmp_path) >= 0.95


@pytest.mark.usefixtures("few")
def test_of_many_titles_with_the_words_those_most_about_them_are_read(feeding: Feeding) -> None:
    feeding.write(*(record(SOURCE, f"{n}", f"Hội nghị {n}", "Dài. " * 200 + f"Số {n}.") for n in range(40)))
    feeding.write(record(SOURCE, "best", "Hội nghị ngắn", "Hội nghị. Hội nghị."))
    feeding.run()
    for question in ("hoi nghi", "nghi"):
        assert titles(feeding, question, limit=1) == ["Hội nghị ngắn"]


@pytest.mark.usefixtures("few")
def test_words_far_apart_are_found_behind_many_documents_with_some_of_them(feeding: Feeding) -> None:
    filler = [record(SOURCE, f"{n}", f"Tin {n}", ("a b. " if n % 2 else "b c. ") + f"{n} x.") for n in range(60)]
    feeding.write(*filler, record(SOURCE, "wanted", "Khác", "c x. a x. b"))
    feeding.run()
    assert titles(feeding, "a b c") == ["Khác"]


@pytest.mark.usefixtures("few")
def test_a_phrase_is_found_behind_many_documents_with_its_pairs(feeding: Feeding) -> None:
    filler = [record(SOURCE, f"{n}", f"Tin {n}", f"a b x b c {n}.") for n in range(60)]
    feeding.write(*filler, record(SOURCE, "wanted", "Khác", "Câu a b c."))
    feeding.run()
    assert titles(feeding, '"a b c"') == ["Khác"]
    assert titles(feeding, '"c b a" khac') == ["some", "Khác"]


@pytest.mark.usefixtures("few")
def test_more_words_than_are_looked_up(feeding: Feeding) -> None:
    words = "a b c d e f g h i k"
    filler = [record(SOURCE, f"{n}", f"Tin {n}", f"{words[: 2 + n % 16]} {n}.") for n in range(60)]
    feeding.write(*filler, record(SOURCE, "wanted", "Khác", " x ".join(words.split())))
    feeding.run()
    assert "Khác" in titles(feeding, words, limit=100)


@pytest.mark.usefixtures("few")
def test_as_many_as_wanted_also_with_filters(feeding: Feeding) -> None:
    feeding.write(
        *(record(SOURCE, f"{n}", f"Tin {n}", "Tin.", date_published=f"20{10 + n % 10}-01-01") for n in range(80)),
        *(record("stp_travinh", f"{n}", f"Tin khác {n}", "Tin.") for n in range(30)),
    )
    feeding.run()
    assert len(titles(feeding, "tin", limit=200)) == 110
    assert len(titles(feeding, "tin", limit=200, source="stp_travinh")) == 30
    assert len(titles(feeding, "tin", limit=200, since="2015")) == 40
    assert len(titles(feeding, "tin", limit=20, since="2015", source=SOURCE)) == 20


def test_the_tone_may_be_on_either_vowel(feeding: Feeding) -> None:
    feeding.write(record(SOURCE, "a", "Họa", "x"), record(SOURCE, "b", "Hòa", "x"), record(SOURCE, "c", "Hoà", "x"))
    feeding.run()
    assert set(titles(feeding, "hoà")[:2]) == set(titles(feeding, "hòa")[:2]) == {"Hòa", "Hoà"}


def test_an_index_of_an_earlier_version_says_what_helps_and_is_filled_anew(feeding: Feeding) -> None:
    path = feeding.folder.parent / "search.sqlite3"
    feeding.write(record(SOURCE, "a", "Tin", "Văn bản."))
    feeding.run()
    with closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE book_meta SET value = '2 ' WHERE name = 'target'")
        for table in ("coded", "labelled", "vocabulary", "total", "term_counts", "terms"):
            database.execute(f"DROP TABLE {table}")
        database.execute("CREATE VIRTUAL TABLE words USING fts5 (title, body, content = '')")
        database.execute("INSERT INTO words (rowid, title, body) VALUES (1, 'tin', 'van ban')")
        database.commit()
    with pytest.raises(VersionError, match="run scrapy index, which fills it anew"):
        search(path, SearchQuery("tin"))
    feeding.run()
    feeding.check()
    assert titles(feeding, "tin") == ["Tin"]
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT count(*) FROM sqlite_master WHERE name = 'words'").fetchone() == (0,)


def test_a_file_of_another_program_is_no_index(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE other (x)")
    with pytest.raises(DamagedError, match="scrapy index makes a new one"):
        search(path, SearchQuery("tin"))
