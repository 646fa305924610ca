"""Answers say how they were found; pages, lists by date, counts and single articles."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from scraper.items import Attachment, Image
from scraper.search.answer import Answer, SearchQuery
from scraper.search.candidates import Question, Wanted, labels_with
from scraper.search.filters import Filters, Limits, QueryError
from scraper.search.listing import counted
from scraper.search.opened import opened
from scraper.search.search import article, facets, newest, parsed, search, search_with_facets
from scraper.text.documents import document_refs
from tests.index.feeding import Feeding
from tests.index.logs import id_of, record
from tests.index.places import sqlite_place

Ask = Callable[..., Answer]
SOURCE = "hoabinh"


@pytest.fixture
def feeding(tmp_path: Path) -> Feeding:
    return Feeding(tmp_path, sqlite_place(tmp_path))


@pytest.fixture
def index(feeding: Feeding) -> Path:
    feeding.write(
        record(
            SOURCE, "a", "Chuyển đổi số ở xã", "Sổ tay. Bản đồ. Truy xuất nguồn gốc nông sản.", date_published="2020"
        ),
        record(SOURCE, "b", "Chuyển đổi số trong trường", "Nguồn gốc của bản đồ.", date_published="2024-05-31"),
        record(SOURCE, "c", "Truy xuất nguồn gốc", "Cán bộ thay đổi chỗ.", date_published="2024-05-01"),
        record(SOURCE, "d", "Họp", "Đổi mới, không chuyển số nào. Lãi suất giảm, truy thu thuế."),
    )
    feeding.run()
    return feeding.folder.parent / "search.sqlite3"


def titles(answer: Answer) -> list[str]:
    return [hit.title for hit in answer.hits]


def test_nothing_is_said_of_an_answer_that_has_all_words(index: Path) -> None:
    answer = search(index, SearchQuery("chuyển đổi số"))
    assert titles(answer) == ["Chuyển đổi số trong trường", "Chuyển đổi số ở xã", "Họp"]
    assert (answer.total, answer.is_at_least, answer.has_all) == (3, False, True)
    assert (answer.corrected, answer.left_out, answer.folded, answer.notes) == ((), (), False, ())
    assert answer.words == ("chuyen", "doi", "so")
    first = answer.hits[0]
    assert [first.title[start:end] for start, end in first.title_spans] == ["Chuyển", "đổi", "số"]
    assert first.lacks == ()


@pytest.mark.parametrize(
    ("typed", "corrected"),
    [
        ("chuyen dooi so", (("dooi", "doi"),)),
        ("chuyeenr ddooir soos", (("chuyeenr", "chuyển"), ("ddooir", "đổi"), ("soos", "số"))),
        ("chuye6n3 d9o6i3 so61", (("chuye6n3", "chuyển"), ("d9o6i3", "đổi"), ("so61", "số"))),
        ("chuyn doi so", (("chuyn", "chuyen"),)),
        ("chuyền đổi sốs", (("sốs", "so"),)),
        ("cuhyen doi so", (("cuhyen", "chuyen"),)),
        ("chuyendoiso", (("chuyendoiso", "chuyen doi so"),)),
        ("nguòn gôcs", (("gôcs", "goc"),)),
    ],
)
def test_typing_errors_are_corrected_by_the_words_of_the_index_and_it_is_said(
    index: Path, typed: str, corrected: tuple[tuple[str, str], ...]
) -> None:
    answer = search(index, SearchQuery(typed))
    assert answer.corrected == corrected
    assert answer.has_all
    assert "instead of" in answer.notes[0]
    assert all(meant in answer.notes[0] for _, meant in corrected)


def test_a_known_word_is_corrected_where_it_never_stands_in_this_company(feeding: Feeding) -> None:
    feeding.write(
        *(record(SOURCE, f"{n}", f"Truy xuất nguồn gốc {n}", "x") for n in range(4)),
        *(record(SOURCE, f"s{n}", f"Lãi suất {n}", "y") for n in range(6)),
        *(record(SOURCE, f"o{n}", f"Tin {n}", "z") for n in range(20)),
    )
    feeding.run()
    index = feeding.folder.parent / "search.sqlite3"
    answer = search(index, SearchQuery("truy suất nguồn gốc"))
    assert answer.corrected == (("suất", "xuat"),)
    assert answer.total == 4
    assert search(index, SearchQuery("lãi suất")).corrected == ()
    # Another matter, not an error: no text has all of it, or not together.
    assert search(index, SearchQuery("suất nguồn gốc vàng")).corrected == ()
    assert search(index, SearchQuery("lãi suốt")).corrected == (("suốt", "suat"),)
    assert search(index, SearchQuery("lãi suốt tin")).corrected == ()


@pytest.mark.parametrize("typed", ['"chuyn" doi so', "chuyen doi 12345", "68-HD/BTGTV"])
def test_quotes_and_numbers_are_looked_for_as_they_are(index: Path, typed: str) -> None:
    assert search(index, SearchQuery(typed)).corrected == ()


def test_some_of_the_words_are_better_than_nothing_and_it_is_said(index: Path) -> None:
    answer = search(index, SearchQuery("chuyển đổi số quốc tế zzzzzz"))
    assert not answer.has_all
    assert titles(answer)[:2] == ["Chuyển đổi số trong trường", "Chuyển đổi số ở xã"]
    assert answer.left_out == ("quốc", "tế", "zzzzzz")
    assert answer.notes == (
        "No hit has: quốc, tế, zzzzzz.",
        "No article has all of these words; these have some:",
    )
    assert answer.hits[0].lacks == ("quốc", "tế", "zzzzzz")


def test_words_that_only_ask_need_not_be_there(index: Path) -> None:
    answer = search(index, SearchQuery("ai truy xuất nguồn gốc nông sản ở đâu"))
    assert answer.has_all
    assert titles(answer)[0] == "Chuyển đổi số ở xã"


def test_other_accents_than_typed_are_said(index: Path) -> None:
    assert not search(index, SearchQuery("chuyển đổi")).folded
    assert not search(index, SearchQuery("chuyen doi")).folded
    answer = search(index, SearchQuery("chuyền đồi"))
    assert answer.folded
    assert answer.notes == ("All hits have some of these words only with other accents.",)


def test_words_that_stand_together_go_before_the_same_ones_strewn(feeding: Feeding) -> None:
    strewn = "Họp trực tuyến. Sở Giao thông. Toàn tỉnh. Các ủy viên. " * 3
    feeding.write(
        record(SOURCE, "a", "Trực tuyến về giao lưu toàn tỉnh với ủy viên", strewn),
        record(SOURCE, "b", "Tin", "Hôm qua Ban Tuyên giáo Tỉnh ủy họp. " + "Chữ khác. " * 60),
    )
    feeding.run()
    assert titles(search(feeding.folder.parent / "search.sqlite3", SearchQuery("tuyen giao tinh uy")))[0] == "Tin"


@pytest.mark.parametrize("typed", ["68-HD/BTGTU", "68 HD BTGTU", "68/hd", "68-hd btgtu"])
def test_numbers_of_documents_in_any_writing(feeding: Feeding, typed: str) -> None:
    text = "Theo Hướng dẫn số 68-HD/BTGTU, ngày 2/3/2024."
    feeding.write(
        record(SOURCE, "a", "Tin", text, document_refs=document_refs(text)),
        record(SOURCE, "b", "Có 68 xã và 86-HD/BTGTU", "x"),
    )
    feeding.run()
    assert titles(search(feeding.folder.parent / "search.sqlite3", SearchQuery(typed)))[0] == "Tin"


def test_newer_documents_go_before_equally_good_ones(feeding: Feeding) -> None:
    days = ("2019", "2024-05-02", "2024-05-01", "2021-01")
    feeding.write(*(record(SOURCE, day, f"Tin {n}", f"Văn bản {n}.", date_published=day) for n, day in enumerate(days)))
    feeding.run()
    found = search(feeding.folder.parent / "search.sqlite3", SearchQuery("van ban"))
    assert [hit.date for hit in found.hits] == ["2024-05-02", "2024-05-01", "2021-01", "2019"]


def test_without_words_the_newest_are_listed(index: Path) -> None:
    answer = search(index, SearchQuery())
    assert [hit.date for hit in answer.hits] == ["2024-05-31", "2024-05-01", "2020", None]
    assert (answer.total, answer.hits[0].score, answer.hits[0].snippet) == (4, 0.0, "Nguồn gốc của bản đồ.")
    assert search(index, parsed("date:2024", limit=1, offset=1)).hits[0].date == "2024-05-01"
    with pytest.raises(QueryError, match="no word"):
        search(index, SearchQuery("?!"))


def test_pages_have_each_document_once(feeding: Feeding) -> None:
    feeding.write(
        *(
            record(SOURCE, f"{n}", f"Tin {n % 7}", "Tin. " * (n % 5), date_published=f"{2000 + n % 20}")
            for n in range(64)
        )
    )
    feeding.run()
    index = feeding.folder.parent / "search.sqlite3"
    for words in ("tin", ""):
        pages = [search(index, SearchQuery(words, limit=10, offset=start)) for start in range(0, 70, 10)]
        found = [hit.id for page in pages for hit in page.hits]
        assert len(found) == len(set(found)) == 64
        assert {page.total for page in pages} == {64}


def test_counts_by_source_section_author_and_month(feeding: Feeding) -> None:
    feeding.write(
        record(SOURCE, "a", "Tin", "Họp.", section="A", authors=["Lan", "Hoa"], date_published="2024-05-01"),
        record(
            SOURCE, "b", "Tin", "Họp xong.", section="A", authors=["Lan"], date_published="2024-05-31T01:00:00+07:00"
        ),
        record("stp_travinh", "c", "Tin", "Khác.", section="B", date_published="2023-01-01"),
    )
    feeding.run()
    index = feeding.folder.parent / "search.sqlite3"
    found = facets(index, SearchQuery("hop"))
    assert (found.sources, found.sections, found.authors) == (((SOURCE, 2),), (("A", 2),), (("Lan", 2), ("Hoa", 1)))
    assert (found.months, found.counted, found.is_at_least) == ((("2024-05", 2),), 2, False)
    found = facets(index, SearchQuery())
    assert found.sources == ((SOURCE, 2), ("stp_travinh", 1))
    assert found.months == (("2024-05", 2), ("2023-01", 1))
    found = facets(index, SearchQuery("tin", Filters(sections=("b",))), most=1)
    assert (found.sources, found.counted) == ((("stp_travinh", 1),), 1)


@pytest.mark.parametrize("words", ["tin", "tinn", '"tin họp"', ""])
def test_a_kind_is_counted_without_its_own_filters(feeding: Feeding, words: str) -> None:
    feeding.write(
        *(record(SOURCE, f"a{n}", "Tin họp", f"Một {n}.", section="A", date_published="2024-05-01") for n in range(3)),
        record(SOURCE, "b", "Tin họp", "Hai.", section="B", date_published="2024-06-01"),
        record("stp_travinh", "c", "Tin họp", "Ba.", section="B", date_published="2024-06-01"),
    )
    feeding.run()
    index = feeding.folder.parent / "search.sqlite3"
    query = SearchQuery(words, Filters(sources=(SOURCE,), sections=("B",)))
    answer, found = search_with_facets(index, query)
    assert answer.total == found.counted == 1
    assert found.sources == ((SOURCE, 1), ("stp_travinh", 1))
    assert found.sections == (("A", 3), ("B", 1))
    assert found.months == (("2024-06", 1),)
    assert (answer, found) == (search(index, query), facets(index, query))
    june = facets(index, SearchQuery(words, Filters(since="2024-06", until="2024-06")))
    assert (june.months, june.sections) == ((("2024-06", 2), ("2024-05", 3)), (("B", 2),))


def test_of_very_many_some_of_all_sources_are_counted(feeding: Feeding, monkeypatch: pytest.MonkeyPatch) -> None:
    for source in ("a", "b", "c"):
        feeding.write(
            *(record(source, str(n), "Tin họp", f"Số {n} {source}.", date_published="2024-05-01") for n in range(60))
        )
    feeding.run()
    index = feeding.folder.parent / "search.sqlite3"
    query = SearchQuery("", Filters(since="2024"))
    found = facets(index, query)
    assert (found.sources, found.counted, found.is_at_least) == ((("a", 60), ("b", 60), ("c", 60)), 180, False)
    monkeypatch.setattr("scraper.search.facets._MOST_COUNTED", 40)
    some = facets(index, query)
    assert some.is_at_least
    assert 30 <= some.counted <= 40
    assert {source for source, count in some.sources if 10 <= count <= 15} == {"a", "b", "c"}
    with opened(index) as database:
        asked = Question(database, ["tin", "hop"])
        for most, least, is_sample in ((40, 30, True), (179, 140, True), (180, 180, False)):
            labels = labels_with(asked.needed, asked, Wanted(Limits(), 0), most)
            assert labels.is_sample is is_sample
            assert least <= labels.documents <= most
            by_source = [count for (kind, _), count in counted(database, labels, 1).items() if kind == "source"]
            assert sum(by_source) == labels.documents
            assert max(by_source) - min(by_source) <= 4


def test_the_newest_with_all_words_come_by_date(feeding: Feeding) -> None:
    feeding.write(
        record(SOURCE, "a", "Họp", "Chuyển đổi số ở xã.", date_published="2023-05-01"),
        record(SOURCE, "b", "Họp", "Số liệu: chuyển, đổi.", date_published="2024-05-02"),
        record(SOURCE, "c", "Chuyển đổi số", "Họp.", date_published="2022-05-01"),
        record(SOURCE, "d", "Chuyển đổi", "Họp.", date_published="2024-06-01"),
        record(SOURCE, "e", "Chuyển đổi số", "Họp."),
    )
    feeding.run()
    index = feeding.folder.parent / "search.sqlite3"

    def ids(words: str, limit: int = 10) -> list[str]:
        return [hit.id for hit in newest(index, SearchQuery(words, limit=limit))]

    assert ids("chuyển đổi số") == [id_of(SOURCE, each) for each in "bace"]
    assert ids("chuyển đổi số", 2) == [id_of(SOURCE, each) for each in "ba"]
    assert ids('"chuyển đổi số"') == [id_of(SOURCE, each) for each in "ace"]
    assert ids("chuyển đổi số là gì") == ids("chuyển đổi số")
    assert ids("chuyen dooi so") == ids("chuyển hóa") == ids("xyz") == []


def test_the_newest_are_looked_for_in_the_newest_months_first(
    feeding: Feeding, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [
        record(SOURCE, str(n), f"Họp lần {n}", f"Số {n % 7}.", date_published=f"20{10 + n % 12}-{1 + n % 5:02}-01")
        for n in range(120)
    ]
    feeding.write(*lines, record(SOURCE, "undated", "Họp", "Số 3."))
    feeding.run()
    index = feeding.folder.parent / "search.sqlite3"
    queries = [SearchQuery(words, limit=limit) for words in ("họp", "số 3", '"họp lần"') for limit in (1, 5, 18, 200)]
    queries.append(SearchQuery("họp", Filters(since="2012", until="2012-03"), limit=3))
    at_once = [newest(index, query) for query in queries]
    monkeypatch.setattr("scraper.search.listing._FIRST_DOCUMENTS", 2)
    monkeypatch.setattr("scraper.search.listing._MORE_DOCUMENTS", 2)
    assert [newest(index, query) for query in queries] == at_once
    assert [len(hits) for hits in at_once] == [1, 5, 18, 121, 1, 5, 18, 18, 1, 5, 18, 120, 3]


def test_an_article_is_whole(feeding: Feeding) -> None:
    text = "Lời dẫn ở đây.\n\nTheo Kế hoạch số 5-KH/TU, ngày 2/3/2024."
    whole = record(
        *(SOURCE, "a", "Tin", text),
        summary="Lời dẫn ở đây.",
        images=[Image("https://x.example/a.jpg", "Cây cầu"), Image("https://x.example/b.jpg")],
        attachments=[Attachment("https://x.example/a.pdf", "Phụ lục")],
        document_refs=document_refs(text),
        authors=["Lan", "Hoa"],
    )
    feeding.write(whole, record(SOURCE, "b", "Khác", "x", summary="Không có trong bài"))
    feeding.run()
    index = feeding.folder.parent / "search.sqlite3"
    found = article(index, id_of(SOURCE, "a"))
    assert found is not None
    assert (found.title, found.body, found.summary, found.authors) == ("Tin", text, "Lời dẫn ở đây.", ("Lan", "Hoa"))
    assert found.images == (("https://x.example/a.jpg", "Cây cầu"), ("https://x.example/b.jpg", None))
    assert found.attachments == (("https://x.example/a.pdf", "Phụ lục"),)
    assert found.documents == (whole["document_refs"][0]["raw"],)
    other = article(index, id_of(SOURCE, "b"))
    assert other is not None
    assert other.summary == "Không có trong bài"
    assert article(index, "nobody") is None
