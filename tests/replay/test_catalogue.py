"""What the archives hold, which pages are read, and where a replay goes on."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from scraper.archive.files import Archive
from scraper.cms import ANY_CMS
from scraper.replay.catalogue import Catalogue
from scraper.replay.listing import NOT_SELECTED, NOT_WALKED, PAGE, Capture, Contents, Mention
from scraper.sites import Sites, Source, resolver_of

HOST = "https://hoabinh.gov.vn"
SOURCE = "hoabinh"
SITES = Sites({SOURCE: Source(SOURCE, ("hoabinh.gov.vn",), ANY_CMS)})
T1, T2, T3 = (f"2024-05-0{day}T08:00:00.000000Z" for day in (1, 2, 3))


def archives(folder: Path, count: int = 2) -> list[Archive]:
    return [Archive(folder / f"{number}.warc.gz", f"{number}.warc.gz", size=9) for number in range(count)]


def opened(folder: Path, *, count: int = 2, **options: str) -> Catalogue:
    return Catalogue(folder / "replay.sqlite3", archives(folder, count), SITES, options)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with closing(opened(tmp_path)) as catalogue:
        yield catalogue


def capture(offset: int, path: str = "/a", at: str = T1, kind: str = PAGE, **fields: Any) -> Capture:
    filled = {"record": f"<{offset}>", "refers_to": ("", ""), "source": SOURCE, "own": False, "info": 0, **fields}
    return Capture(offset=offset, url=HOST + path, at=at, kind=kind, **filled)


def revisit(offset: int, at: str, refers_at: str = "", path: str = "/a") -> Capture:
    return capture(offset, path, at, refers_to=(HOST + path, refers_at))


def add(catalogue: Catalogue, *captures: Capture, number: int = 0, **fields: Any) -> None:
    catalogue.add(number, Contents(captures=list(captures), **fields))


def places(catalogue: Catalogue, skip: int = 0) -> list[tuple[str, int] | None]:
    """Where the body of each task lies."""
    catalogue.close_listing()
    return [(task.archive.name, task.offset) if task else None for _, task in catalogue.tasks(SOURCE, skip)]


def test_pages_are_read_in_the_order_in_which_they_were_fetched(catalogue: Catalogue) -> None:
    add(catalogue, capture(5, at=T3), capture(9, "/b", T1), number=1)
    add(catalogue, capture(7, "/c", T1), capture(3, "/d", T2), number=0)
    wanted = [("0.warc.gz", 7), ("1.warc.gz", 9), ("0.warc.gz", 3), ("1.warc.gz", 5)]
    assert places(catalogue) == wanted
    assert places(catalogue, skip=3) == wanted[3:]
    assert catalogue.count(SOURCE) == 4
    assert catalogue.sources() == [SOURCE]


@pytest.mark.parametrize(
    ("captures", "body"),
    [
        ([capture(1, at=T1), revisit(2, T2)], 1),
        ([capture(1, at=T1), capture(2, at=T2), revisit(3, T3)], 2),
        ([capture(1, at=T1), capture(2, at=T2), revisit(3, T3, T1)], 1),
        ([revisit(1, T1), capture(2, at=T2)], None),
        ([capture(1, at=T1), revisit(2, T2, T3)], None),
        ([capture(1, at=T1, kind=NOT_SELECTED), revisit(2, T2)], 1),
        ([capture(1, at=T1, kind="redirect"), revisit(2, T2)], None),
        ([capture(1, "/b", T1), revisit(2, T2)], None),
    ],
    ids=["before", "last", "named", "later", "named-later", "not-selected", "no-page", "other-page"],
)
def test_the_body_of_a_revisit_is_that_of_an_earlier_answer(
    catalogue: Catalogue, captures: list[Capture], body: int | None
) -> None:
    add(catalogue, *captures)
    found = dict(zip([one.offset for one in captures if one.kind == PAGE], places(catalogue), strict=True))
    last = next(one.offset for one in captures if one.refers_to[0])
    assert found[last] == (None if body is None else ("0.warc.gz", body))


def test_of_our_own_archives_only_pages_that_the_crawl_read(catalogue: Catalogue) -> None:
    note = json.dumps({"text": "Tin"})
    notes = [("<1>", T3, note), ("<2>", T1, note)]
    own = [capture(1, own=True), capture(2, "/b", T2, own=True), capture(3, "/c", own=True)]
    add(catalogue, *own, capture(4, "/d", T2), capture(5, "/e", kind="redirect"), notes=notes)
    assert places(catalogue) == [("0.warc.gz", 2), ("0.warc.gz", 4), ("0.warc.gz", 1)], "by when they were read"
    assert catalogue.other_kinds(SOURCE) == {"redirect": 1, NOT_WALKED: 1}
    assert [task and task.context for _, task in catalogue.tasks(SOURCE, 0)] == [note, "", note]


@pytest.mark.parametrize(
    ("files", "note"),
    [
        ([[("<1>", T1, "a"), ("<1>", T2, "b")]], "b"),
        ([[("<1>", T2, "a"), ("<1>", T1, "b")]], "a"),
        ([[("<1>", T1, "a"), ("<1>", T1, "b")]], "b"),
        ([[("<1>", T1, "a")], [("<1>", T2, "b")]], "b"),
        ([[("<1>", T2, "a")], [("<1>", T1, "b")]], "a"),
        ([[("<1>", T1, "a")], [("<2>", T2, "b")]], "a"),
    ],
    ids=["later", "earlier", "at-once", "in-a-later-file", "in-an-earlier-file", "of-another-answer"],
)
def test_of_several_contexts_of_an_answer_the_last_counts(
    catalogue: Catalogue, files: list[list[tuple[str, str, str]]], note: str
) -> None:
    # A page that was undecided was read again at the end of the walk, with all that was known then.
    for number, notes in enumerate(files):
        captures = [capture(1, own=True)] if number == 0 else []
        add(catalogue, *captures, number=number, notes=notes)
    catalogue.close_listing()
    assert [task and task.context for _, task in catalogue.tasks(SOURCE, 0)] == [note]


def test_a_page_has_the_words_and_the_first_date_of_the_lists(catalogue: Catalogue) -> None:
    path = "/tin/hoi-lang-mo-lai-1001.html"
    site = SITES.site(HOST + path, {})
    assert site is not None
    address = resolver_of(site).address(HOST + path)
    assert address is not None

    def mention(text: str, iso: str | None, at: str) -> dict[tuple[str, str], Mention]:
        one = Mention(SOURCE, address.identity, text, iso, iso, at)
        return {(SOURCE, address.identity): one}

    add(catalogue, capture(1, path), mentions=mention("Hội làng", "2024-02-02", T2))
    add(catalogue, capture(1, "/x"), number=1, mentions=mention("Hội làng mở lại", "2024-01-01", T1))
    catalogue.close_listing()
    task = next(task for _, task in catalogue.tasks(SOURCE, 0) if task and task.url.endswith(path))
    assert (task.text, task.listed) == ("Hội làng mở lại", ("2024-01-01", "2024-01-01"))


def test_files_are_listed_once_and_a_catalogue_of_other_files_or_options_begins_anew(tmp_path: Path) -> None:
    with closing(opened(tmp_path, since="2024")) as catalogue:
        assert catalogue.unlisted() == [0, 1]
        add(catalogue, capture(1), number=1)
        assert catalogue.unlisted() == [0]
    with closing(opened(tmp_path, since="2024")) as catalogue:
        assert catalogue.unlisted() == [0]
    with closing(opened(tmp_path, since="2025")) as catalogue:
        assert catalogue.unlisted() == [0, 1]
        assert catalogue.sources() == []
        add(catalogue, capture(1))
    with closing(opened(tmp_path, since="2025", count=1)) as catalogue:
        assert catalogue.unlisted() == [0]


def test_a_replay_goes_on_where_it_was_kept_and_not_further(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as catalogue:
        assert catalogue.progress(SOURCE, 0) == (0, Counter())
        assert catalogue.first(SOURCE, "run", "1")
        catalogue.keep(SOURCE, 5, {"article": 4}, log_size=100)
        assert catalogue.first(SOURCE, "run", "2")
    with closing(opened(tmp_path)) as catalogue:
        assert catalogue.progress(SOURCE, 100) == (5, Counter({"article": 4}))
        assert not catalogue.first(SOURCE, "run", "1")
        assert catalogue.first(SOURCE, "run", "2"), "it was not kept"
        assert catalogue.first(SOURCE, "other run", "1")
        assert catalogue.first("other", "run", "1")


def test_a_log_that_is_shorter_than_it_was_is_begun_anew(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as catalogue:
        catalogue.first(SOURCE, "run", "1")
        catalogue.is_newest(SOURCE, "id", T2, None)
        catalogue.keep(SOURCE, 5, {}, log_size=100)
        assert catalogue.progress(SOURCE, 99) == (0, Counter())
        assert catalogue.first(SOURCE, "run", "1")
        assert catalogue.is_newest(SOURCE, "id", T1, None)


def test_the_newest_record_of_an_article_counts(catalogue: Catalogue) -> None:
    def newest(at: str, offset: int | None = None, record_id: str = "id") -> bool:
        return catalogue.is_newest(SOURCE, record_id, at, None if offset is None else {"file": "a", "offset": offset})

    assert newest(T2, 5)
    assert newest(T2, 5), "the same once more"
    assert not newest(T1, 9)
    assert not newest(T2, 4)
    assert newest(T2, 40), "by number, not by letters"
    assert newest(T1, 1, "other id")
    assert newest(T3)


def test_a_finished_catalogue_is_removed(tmp_path: Path) -> None:
    catalogue = opened(tmp_path)
    catalogue.is_finished = True
    catalogue.close()
    assert not (tmp_path / "replay.sqlite3").exists()
