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
from scraper.items import Attachment, Image
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


def search(feeding: Feeding, question: str, columns: str = "id", **named: Any) -> list[Any]:
    """What the database's own function finds."""
    more = "".join(f", {name} => %s" for name in named)
    found = ask(feeding, f"SELECT {columns} FROM search_articles(%s{more})", question, *named.values())
    return [row[0] if len(row) == 1 else row for row in found]


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


@pytest.fixture
def library(tmp_path: Path, database: str) -> Feeding:
    """Articles that differ in one thing each."""
    feeding = Feeding(tmp_path, postgres_place(database))
    reference = DocumentRef("Hướng dẫn số 68-HD/BTGTU", "hướng dẫn", "68-HD/BTGTU", 2023, "BTGTU", None)
    feeding.write(
        record(SOURCE, "title", "Chuyển đổi số ở xã", "Văn bản."),
        record(SOURCE, "body", "Tin thứ nhất", "Xã làm tốt việc chuyển đổi số trong năm nay."),
        record(SOURCE, "strewn", "Tin thứ hai", "Số hộ chuyển nhà, thời tiết đổi."),
        record(SOURCE, "author", "Tin thứ ba", "Văn bản.", authors=["Nguyễn Văn Bàn"], section="Xây dựng Đảng"),
        record(SOURCE, "table", "Bán cái bàn cũ", "Văn bản.", date_published="2024-05-31"),
        record(SOURCE, "draw", "Bản cái bán cư", "Văn bản.", date_published="2024-06-01T00:30:00+07:00"),
        record(
            "stp_travinh",
            "parts",
            "Tin thứ tư",
            "Văn bản.",
            summary="Lúa chín sớm.",
            images=[Image("https://a.example/1.jpg", "Cầu Long Bình")],
            attachments=[Attachment("https://a.example/1.pdf", "Biểu mẫu đăng ký", "pdf")],
            document_refs=[reference],
        ),
    )
    feeding.run()
    return feeding


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("chuyen doi so", ["title", "body", "strewn"]),
        ("chuyển đổi số", ["title", "body", "strewn"]),
        ('"chuyển đổi số"', ["title", "body"]),
        ("“Chuyển  đổi số”", ["title", "body"]),
        ("chuyeenr ddooir soos", ["title", "body", "strewn"]),
        ("chuye6n3 d9o6i3 so61", ["title", "body", "strewn"]),
        ("chuyen dooi so", ["title", "body", "strewn"]),
        ("chyuển đổi số", ["title", "body", "strewn"]),
        ("bàn cũ", ["table"]),
        ("cái bán", ["draw", "table"]),
        ("cái bàn", ["table", "draw"]),
        ("nguyen van ban", ["author"]),
        ("xây dựng đảng", ["author"]),
        ("lua chin som", ["parts"]),
        ("cầu Long Bình ở đâu", ["parts"]),
        ("biểu mẫu đăng kí", ["parts"]),
        ("68-HD/BTGTU", ["parts"]),
        ("68 hd btgtu", ["parts"]),
        ("hướng dẫn 68", ["parts"]),
        ("'; DROP TABLE articles; --", []),
        ("\\ ' : & | ! <-> ()", None),
        ("từ " * 300, ["parts"]),
        ("a" * 5_000, []),
    ],
    ids=lambda value: str(value)[:20] if isinstance(value, str) else "",
)
def test_a_question_is_answered_in_the_database(library: Feeding, question: str, first: list[str] | None) -> None:
    if first is None:
        with pytest.raises(psycopg.errors.InvalidParameterValue, match="no word"):
            search(library, question)
        return
    sources = {"parts": "stp_travinh"}
    wanted = [id_of(sources.get(key, SOURCE), key) for key in first]
    assert search(library, question)[: len(wanted)] == wanted
    if not wanted:
        assert search(library, question) == []


def test_an_answer_says_what_was_done(library: Feeding) -> None:
    columns = "has_all, looked_for, other_accents"
    assert search(library, "chuyển đổi số", columns)[0] == (True, "chuyen doi so", False)
    assert search(library, "chuyen dooi so", columns)[0] == (True, "chuyen doi so", False)
    assert search(library, "cãi bẩn", columns)[0] == (True, "cai ban", True)
    assert search(library, "chuyển đổi hoàng hôn", columns)[0][0] is False
    assert search(library, "chuyển đổi số", "snippet")[1] == "Xã làm tốt việc chuyển đổi số trong năm nay."


@pytest.mark.parametrize(
    ("named", "keys"),
    [
        ({"sources": ["stp_travinh"]}, {"parts"}),
        ({"authors": ["văn bàn"]}, {"author"}),
        ({"authors": ["van", "ban"]}, {"author"}),
        ({"authors": ["văn nguyễn"]}, set()),
        ({"sections": ["xay dung"]}, {"author"}),
        ({"since": "2024-05", "until": "2024-05"}, {"table"}),
        ({"since": "2024-06-01", "until": "2024-06-01"}, {"draw"}),
        ({"since": "2024", "until": "2024"}, {"table", "draw"}),
        ({"has": ["image", "attachment"]}, {"parts"}),
        ({"has": ["date"], "until": "2024-05-31"}, {"table"}),
    ],
    ids=lambda value: str(sorted(value) if isinstance(value, set) else value),
)
@pytest.mark.parametrize("question", ["", "tin OR văn"])
def test_filters_in_the_database(library: Feeding, named: dict[str, Any], keys: set[str], question: str) -> None:
    sources = {"parts": "stp_travinh"}
    assert set(search(library, question, **named)) == {id_of(sources.get(key, SOURCE), key) for key in keys}


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("source:stp_travinh", {"parts"}),
        ('author:"văn bàn"', {"author"}),
        ("author:van Author:ban", {"author"}),
        ('section:"Xây dựng" tin', {"author"}),
        ("date:2024-05", {"table"}),
        ("date:2024..", {"table", "draw"}),
        ("date:..31/5/2024", {"table"}),
        ("date:5/2024..5/2024 has:date", {"table"}),
        ("has:image has:ATTACHMENT", {"parts"}),
    ],
)
def test_filters_may_stand_among_the_words(library: Feeding, typed: str, keys: set[str]) -> None:
    sources = {"parts": "stp_travinh"}
    assert set(search(library, typed)) == {id_of(sources.get(key, SOURCE), key) for key in keys}


@pytest.mark.parametrize("typed", ["bàn: cũ", "bàn:cũ", "cai:ban", '"bàn:cũ"', "bàn: 08:30"])
def test_a_colon_alone_makes_no_filter(library: Feeding, typed: str) -> None:
    found = search(library, typed)
    assert found
    assert found == search(library, typed.replace(":", " "))


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("source:hoabin tin", "'hoabin': there are hoabinh, stp_travinh"),
        ("sourc:hoabinh", "'sourc': there are author, date, has, section, source"),
        ("date:gestern", "'gestern' is no date"),
        ("tin author:", "author: lacks a value"),
    ],
)
def test_a_wrong_filter_among_the_words_is_an_error(library: Feeding, typed: str, message: str) -> None:
    with pytest.raises(psycopg.errors.InvalidParameterValue, match=message):
        search(library, typed)


@pytest.mark.parametrize(
    ("named", "message"),
    [
        ({"sources": ["hoabin"]}, "'hoabin': there are hoabinh, stp_travinh"),
        ({"has": ["pictures"]}, "'pictures' is not known: there are attachment, author, date, image, summary"),
        ({"since": "gestern"}, "'gestern' is no date"),
        ({"until": "2024-02-31"}, "'2024-02-31' is no date"),
    ],
    ids=str,
)
def test_a_wrong_filter_is_an_error_that_says_what_is_known(
    library: Feeding, named: dict[str, Any], message: str
) -> None:
    with pytest.raises(psycopg.errors.InvalidParameterValue, match=message):
        search(library, "tin", **named)


def test_pages_repeat_nothing_and_lists_are_by_date(library: Feeding) -> None:
    assert search(library, "")[:2] == [id_of(SOURCE, "draw"), id_of(SOURCE, "table")]
    for question in ("", "tin văn bản", "xa"):
        every = search(library, question, most=50)
        pages = [search(library, question, most=2, skip=at) for at in range(0, len(every), 2)]
        assert [id_ for page in pages for id_ in page] == every
        assert len(set(every)) == len(every)


def test_a_table_of_an_earlier_version_is_written_anew(library: Feeding) -> None:
    """With its rows in place until then, also those whose log is not here now."""
    new = (
        *("summary", "captions", "attachments", "has", "names_folded", "lead_folded", "body_folded", "length"),
        "accented",
    )
    with psycopg.connect(library.place.url, autocommit=True) as database:
        database.execute("DROP TABLE article_words, article_totals")
        database.execute(f"ALTER TABLE articles {', '.join(f'DROP COLUMN {name}' for name in new)}".encode())
        before = database.execute("SELECT id, number FROM articles").fetchall()
    away = library.log("stp_travinh").rename(library.folder / "away")
    library.write(record(SOURCE, "new", "Tin mới", "Văn bản."))
    assert library.run()[PUT] == 7
    assert len(ask(library, "SELECT id FROM articles")) == 8
    assert search(library, "xây dựng đảng") == [id_of(SOURCE, "author")]
    away.rename(library.log("stp_travinh"))
    assert library.run()[PUT] == 1
    library.check()
    assert search(library, "lúa chín sớm") == [id_of("stp_travinh", "parts")]
    assert set(before) <= set(ask(library, "SELECT id, number FROM articles"))
    assert library.run()[PUT] == 0


def test_a_long_text_is_found_by_its_last_words(library: Feeding) -> None:
    library.write(
        record(SOURCE, "long", "Tin dài", "Văn bản rất dài. " * 20_000 + "hoàng hôn"),
        record(SOURCE, "one", "Tin dài", "x" * 3_000_000),
    )
    library.run()
    assert library.refused == {}
    assert search(library, "hoàng hôn") == [id_of(SOURCE, "long")]
    library.check()


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
