"""What users of the PostgreSQL target ask: full text in any spelling, misspelt titles, cited documents, dates."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unicodedata import normalize

import psycopg
import pytest

from scraper.index.feed import PUT
from scraper.index.model import TargetDownError
from scraper.index.texts import folded_words
from scraper.text.documents import DocumentRef
from tests.index.feeding import Feeding
from tests.index.logs import append, id_of, record, records
from tests.index.places import postgres_place

SOURCE = "hoabinh"


@pytest.fixture
def feeding(tmp_path: Path, database: str) -> Feeding:
    feeding = Feeding(tmp_path, postgres_place(database))
    reference = DocumentRef("Hướng dẫn số 68-HD/BTGTU", "hướng dẫn", "68-HD/BTGTU", 2023, "BTGTU", None)
    feeding.write(
        record(SOURCE, "a", "Đảng uỷ Khối họp", "Theo Hướng dẫn số 68-HD/BTGTU.", document_refs=[reference]),
        record(SOURCE, "b", "Tin khác", "Đảng ủy xã họp.", date_published="2025-03-01"),
        record(SOURCE, "c", "Đường sá", "Uỷ ban nhân dân.", date_published="2025-03-01T08:00:00+07:00"),
    )
    assert feeding.run()[PUT] == 3
    return feeding


def ask(feeding: Feeding, sql: str, *values: Any) -> list[Any]:
    with psycopg.connect(feeding.place.url) as database:
        return database.execute(sql.encode(), values).fetchall()


@pytest.mark.parametrize("typed", ["dang uy", "Đảng ủy", "Đảng uỷ", normalize("NFD", "ĐẢNG ỦY")], ids=ascii)
def test_spelling_does_not_matter(feeding: Feeding, typed: str) -> None:
    sql = (
        "SELECT id FROM articles, websearch_to_tsquery('simple', folded(%s)) q WHERE words @@ q"
        " ORDER BY ts_rank(words, q) DESC"
    )
    assert ask(feeding, sql, typed) == [(id_of(SOURCE, "a"),), (id_of(SOURCE, "b"),)]


def test_parts_of_words_phrases_and_documents(feeding: Feeding) -> None:
    assert ask(feeding, "SELECT id FROM articles WHERE folded(%s) <%% title_folded", "dang uy khoj") == [
        (id_of(SOURCE, "a"),)
    ]
    asked = "SELECT count(*) FROM articles WHERE words @@ websearch_to_tsquery('simple', folded(%s))"
    assert ask(feeding, asked, "“Đảng uỷ xã”") == [(1,)]
    assert ask(feeding, asked, "68-HD/BTGTU") == [(1,)]
    assert ask(feeding, "SELECT id FROM articles WHERE document_numbers @> %s", ["68-HD/BTGTU"]) == [
        (id_of(SOURCE, "a"),)
    ]


def test_folding_in_the_database_is_the_projects(feeding: Feeding) -> None:
    for line in records(SOURCE, 20):
        ((folded,),) = ask(feeding, "SELECT folded(%s)", line["title"].replace('"', ""))
        assert folded.strip() == folded_words(line["title"])


def test_dates_are_moments_and_as_printed(feeding: Feeding) -> None:
    sql = "SELECT date_published AT TIME ZONE 'UTC', record->>'date_published' FROM articles WHERE id = %s"
    ((day, printed),) = ask(feeding, sql, id_of(SOURCE, "b"))
    assert (day.isoformat(), printed) == ("2025-02-28T17:00:00", "2025-03-01")
    ((moment, printed),) = ask(feeding, sql, id_of(SOURCE, "c"))
    assert (moment.isoformat(), printed) == ("2025-03-01T01:00:00", "2025-03-01T08:00:00+07:00")


def test_what_does_not_fit_is_refused_alone(feeding: Feeding) -> None:
    feeding.write(
        record(SOURCE, "nul", "Tin", "a\x00b"),
        record(SOURCE, "day", "Tin", "x", date_published="2025-02-31"),
        record(SOURCE, "d", "Tin", "x"),
    )
    feeding.run()
    assert feeding.refused.keys() == {id_of(SOURCE, "nul"), id_of(SOURCE, "day")}
    assert id_of(SOURCE, "d") in feeding.place.held()
    feeding.write(record(SOURCE, "nul", "Tin", "ab", 2), record(SOURCE, "day", "Tin", "x", 2))
    feeding.run()
    assert feeding.refused == {}
    feeding.check()


def test_a_table_that_was_dropped_is_filled_again(feeding: Feeding) -> None:
    with psycopg.connect(feeding.place.url, autocommit=True) as database:
        database.execute("DROP TABLE articles")
    assert feeding.run()[PUT] == 3
    feeding.check()


def test_a_refused_revision_does_not_leave_the_one_before(feeding: Feeding) -> None:
    feeding.write(record(SOURCE, "b", "Tin khác", "a\x00b", 2))
    feeding.run()
    assert feeding.refused.keys() == {id_of(SOURCE, "b")}
    assert feeding.place.held().keys() == {id_of(SOURCE, "a"), id_of(SOURCE, "c")}
    feeding.write(record(SOURCE, "b", "Tin khác", "Sửa.", 3))
    feeding.run()
    feeding.check()


def test_a_session_that_is_ended_is_a_target_that_is_down(feeding: Feeding, monkeypatch: pytest.MonkeyPatch) -> None:
    append(feeding.log(), records(SOURCE, 10))

    def end(*_: Any) -> None:
        with psycopg.connect(feeding.place.url, autocommit=True) as database:
            database.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

    with monkeypatch.context() as broken:
        broken.setattr("scraper.index.duplicates.Duplicates.update", end)
        with pytest.raises(TargetDownError, match="PostgreSQL"):
            feeding.run()
    assert feeding.run()[PUT] == 10
    feeding.check()


def test_a_password_by_setting_and_none_in_messages(feeding: Feeding, tmp_path: Path) -> None:
    url = feeding.place.url.replace("postgres@", "postgres:secret@")
    with psycopg.connect(feeding.place.url, autocommit=True) as database:
        database.execute("DROP TABLE articles")
    anew = Feeding(tmp_path, postgres_place(url), password="other")
    assert anew.run()[PUT] == 3
    unknown = Feeding(tmp_path, postgres_place(url.replace("/test", "/none")))
    with pytest.raises(TargetDownError) as error:
        unknown.run()
    assert "secret" not in str(error.value)
