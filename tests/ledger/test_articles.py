"""The states of an article, and when it is asked for again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from scraper.ledger.articles import Articles, KnownArticle, State
from scraper.ledger.database import HOUR, MAX_WAIT, Database
from scraper.ledger.records import Records
from scraper.ledger.runs import Runs
from scraper.storage.records import RecordLine

NOW = 1_700_000_000
ID = "ab" * 16
HASH = bytes(32)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "state", "hoabinh")
    yield database
    database.close()


@pytest.fixture
def articles(database: Database) -> Articles:
    return Articles(database)


def hear(articles: Articles, key: str = "1", title: str = "Hội làng", listed: tuple[str, str] | None = None) -> None:
    articles.record_link(key, f"http://x.vn/{key}", f"http://x.vn/{key}", title, listed, NOW)


def look(articles: Articles, key: str = "1") -> KnownArticle:
    known = articles.get(key)
    assert known is not None
    return known


def write(database: Database, key: str = "1", published: str | None = None, record_id: str = ID) -> None:
    """An article whose line is on the disk."""
    Articles(database).fetched(key, f"http://x.vn/{key}", record_id, published, ("e", None), NOW)
    Records(database).wrote([RecordLine(bytes.fromhex(record_id), HASH, 1)], 1, b"}")


def test_the_way_of_an_article(database: Database, articles: Articles) -> None:
    hear(articles)
    assert look(articles).state == State.FOUND
    articles.fetched("1", "http://x.vn/1", ID, "2024-01-31", ("etag", "date"), NOW)
    assert look(articles).state == State.FETCHED
    assert [known.key for known in articles.pending()] == ["1"]
    Records(database).wrote([RecordLine(bytes.fromhex(ID), HASH, 1)], 1, b"}")
    known = look(articles)
    assert (known.state, known.etag, known.last_modified, known.id) == ("written", "etag", "date", bytes.fromhex(ID))
    assert articles.pending() == []


def test_the_fuller_title_and_the_last_date_heard_stay(articles: Articles) -> None:
    hear(articles, title="Hội làng mở", listed=("2024-01-31", "31/01/2024"))
    hear(articles, title="Hội")
    assert (look(articles).title, look(articles).listed) == ("Hội làng mở", "2024-01-31")


def test_addresses_are_kept_up_to_a_number(articles: Articles) -> None:
    for i in range(20):
        articles.record_link("1", "http://x.vn/1", f"http://x.vn/{i % 12}", "", None, NOW)
    assert look(articles).addresses.count("http") == 8


@pytest.mark.parametrize(
    ("failures", "wait"), [(1, 0), (2, HOUR), (3, 2 * HOUR), (4, 4 * HOUR), (12, MAX_WAIT), (80, MAX_WAIT)]
)
def test_what_fails_is_asked_for_more_and_more_seldom(articles: Articles, failures: int, wait: int) -> None:
    hear(articles)
    for _ in range(failures):
        articles.failed("1", NOW)
    assert look(articles).next_try == NOW + wait
    assert look(articles).due(NOW + wait)
    assert wait == 0 or not look(articles).due(NOW + wait - 1)
    articles.failed("unknown", NOW)
    assert articles.get("unknown") is None


def test_a_clock_that_went_back_does_not_make_anything_wait_for_ever(articles: Articles) -> None:
    hear(articles)
    for _ in range(2):
        articles.failed("1", NOW)
    assert look(articles).due(NOW - MAX_WAIT - HOUR)


def test_the_second_run_that_misses_it_believes_it(database: Database, articles: Articles) -> None:
    write(database)
    articles.missing("1", NOW)
    assert look(articles).state == State.WRITTEN
    assert [known.key for known in articles.pending()] == ["1"], "asked again, however old it is"
    articles.missing("1", NOW)
    assert look(articles).state == State.GONE
    assert articles.pending() == []
    articles.missing("unknown", NOW)


def test_what_is_there_again_was_not_missing(database: Database, articles: Articles) -> None:
    write(database)
    articles.missing("1", NOW)
    articles.mark_not_modified("1")
    articles.missing("1", NOW)
    assert look(articles).state == State.WRITTEN
    articles.fetched("1", "http://x.vn/1", ID, None, (None, None), NOW)
    articles.missing("1", NOW)
    assert look(articles).missing == 1


def test_a_refused_record_is_read_again_later(articles: Articles) -> None:
    articles.fetched("1", "http://x.vn/1", ID, None, (None, None), NOW)
    articles.reopen(ID, NOW)
    articles.fetched("1", "http://x.vn/1", ID, None, (None, None), NOW)
    articles.reopen(ID, NOW)
    assert (look(articles).state, look(articles).next_try) == (State.FOUND, NOW + HOUR)


def test_recent_articles_by_their_date(database: Database, articles: Articles) -> None:
    dates = {"1": "2024-01-31", "2": "2024-02-01T08:00:00+07:00", "3": "2024-02-02", "4": None}
    for key, published in dates.items():
        write(database, key, published, key * 32)
    assert {known.key for known in articles.due_for_revisit("2024-02-01")} == {"2", "3"}
    assert {known.key for known in articles.due_for_revisit()} == {"1", "2", "3", "4"}


def test_articles_without_a_date_are_recent_when_a_later_run_found_them(tmp_path: Path) -> None:
    for _ in range(2):
        database = Database(tmp_path / "state", "hoabinh")
        runs = Runs(database)
        runs.begin(NOW)
        write(database, str(database.run), None, str(database.run) * 32)
        runs.end("finished", {}, 0)
        database.close()
    database = Database(tmp_path / "state", "hoabinh")
    assert [known.key for known in Articles(database).due_for_revisit("2023-11-01")] == ["2"]
    assert Articles(database).due_for_revisit("2024-01-01") == []
    database.close()


def test_another_address_of_an_article_is_not_asked_for_on_its_own(database: Database, articles: Articles) -> None:
    write(database, "1", "2024-02-01")
    articles.fetched("2", "http://x.vn/1", ID, None, (None, None), NOW, is_alias=True)
    Records(database).unchanged(bytes.fromhex(ID))
    assert look(articles, "2").state == State.WRITTEN
    assert [known.key for known in articles.due_for_revisit()] == ["1"]


def test_what_was_taken_for_an_article_is_forgotten_and_what_was_read_is_not(
    database: Database, articles: Articles
) -> None:
    hear(articles, "2")
    write(database)
    articles.forget("1")
    articles.forget("2")
    assert look(articles).state == State.WRITTEN
    assert articles.get("2") is None


def test_how_many_were_found_lately(database: Database, articles: Articles) -> None:
    hear(articles, "2")
    write(database)
    assert articles.found_since(NOW) == 1
    assert articles.found_since(NOW + 1) == 0
    assert articles.sample(9) == ["http://x.vn/1"]


def test_how_many_are_recorded(database: Database, articles: Articles) -> None:
    hear(articles, "found")
    assert articles.recorded() == 0
    write(database, "written")
    articles.fetched("alias", "http://x.vn/2", ID, None, (None, None), NOW, is_alias=True)
    assert articles.recorded() == 1, "one article at two addresses"
    articles.fetched("fetched", "http://x.vn/3", "cd" * 16, None, (None, None), NOW)
    assert articles.recorded() == 2
    for _ in range(2):
        articles.missing("fetched", NOW)
    assert articles.recorded() == 1, "one of them is gone"
