"""What every target has to do: be equal to the logs, whatever happens to them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scraper.index.feed import BAD, GONE, LINES, PUT
from scraper.index.model import Options
from scraper.index.targets import open_target
from scraper.ledger.compact import compact
from scraper.storage.lock import TakenError
from tests.index.feeding import Feeding
from tests.index.logs import append, gone, id_of, record, records
from tests.index.places import Place

SOURCE = "hoabinh"


def article(key: str, revision: int = 1, **fields: Any) -> dict[str, Any]:
    return record(
        SOURCE, key, f"Tin {key}, lần {revision}", f"Nội dung {key} của lần sửa {revision}.", revision, **fields
    )


@pytest.fixture
def feeding(tmp_path: Path, place: Place) -> Feeding:
    return Feeding(tmp_path, place)


def test_new_changed_gone_and_come_back(feeding: Feeding) -> None:
    feeding.write(article("a"), article("b"), article("c"), record("stp_travinh", "a", "Tin khác", "Nguồn khác."))
    assert +feeding.run() == {LINES: 4, PUT: 4}
    feeding.check()

    feeding.write(article("a", 2), gone(SOURCE, "b"), article("d"))
    assert +feeding.run() == {LINES: 3, PUT: 2, GONE: 1}
    feeding.check()

    feeding.write(article("b", 2), gone(SOURCE, "d"))
    assert +feeding.run() == {LINES: 2, PUT: 1, GONE: 1}
    feeding.check()
    assert feeding.run()[LINES] == 0


def test_all_in_one_run(feeding: Feeding) -> None:
    feeding.write(article("a"), article("b"), gone(SOURCE, "a"), article("b", 2), article("a", 2), gone(SOURCE, "c"))
    feeding.run()
    feeding.check()


def test_an_older_revision_never_replaces_a_newer_one(feeding: Feeding) -> None:
    feeding.write(article("a", 3))
    feeding.run()
    feeding.write(article("a", 2))
    assert feeding.run()[PUT] == 0
    assert feeding.place.held()[id_of(SOURCE, "a")][3] == 3


def test_what_a_log_lost_comes_back_at_the_same_revision(feeding: Feeding) -> None:
    """The crawler writes lost lines again as they were."""
    lines = [article("a", 2), article("b", 2), article("c", 2)]
    feeding.write(*lines)
    feeding.run()
    feeding.rewrite(lines[0])
    feeding.run()
    feeding.write(*lines[1:])
    assert feeding.run()[PUT] == 2
    feeding.check()
    feeding.rewrite()
    feeding.run()
    append(feeding.log("other"), lines)
    assert feeding.run()[PUT] == 3
    feeding.check()


def test_any_line_behind_a_tombstone_counts(feeding: Feeding) -> None:
    feeding.write(article("a", 3))
    feeding.run()
    feeding.write(gone(SOURCE, "a"))
    feeding.run()
    feeding.write(article("a"), gone(SOURCE, "b"), article("b"))
    feeding.run()
    feeding.check()


def test_lines_of_another_log_are_not_taken_for_those_that_moved(feeding: Feeding) -> None:
    feeding.write(article("x", date_published="2025-01-01"))
    same = article("a", date_published="2025-01-02")
    feeding.write(same)
    append(feeding.log("other"), [same, article("b")])
    feeding.run()
    feeding.rewrite(article("b"), same, source="other")
    feeding.run()
    # Parquet reads it again: the place in its own log is still the one that is known.
    feeding.write(article("c", date_published="2025-01-03"))
    feeding.run()
    feeding.check()


SURROGATE = json.dumps(article("x"), ensure_ascii=False).encode().replace(b"Tin", b"\xed\xa0\x80")
BAD_LINES = {
    "surrogate": SURROGATE,
    "nested": b"[" * 200_000,
    **{
        f"revision {value}": json.dumps(article("x")).replace('"revision": 1', f'"revision": {value}').encode()
        for value in ("Infinity", "1e400", "10000000000000000000", "2147483648", "0", "true", "1.0")
    },
    **{
        f"{name} {value!r:.20}": json.dumps({**article("x"), name: value}).encode()
        for name, value in [
            ("authors", {"name": "A"}),
            ("authors", [{"name": "A"}]),
            ("authors", 5),
            ("section", {}),
            ("fetched_at", 7),
            ("date_published", ["2024"]),
            ("date_published", "2024\x00"),
            ("document_refs", [{"raw": "1-KH/TU"}]),
            ("document_refs", ["1-KH/TU"]),
            ("images", [{}]),
            ("id", "a\x00"),
            ("id", "a" * 5_000),
            ("source", "ủ" * 100),
        ]
    },
    "tombstone": json.dumps({**gone(SOURCE, "x"), "id": "a\x00"}).encode(),
}


def test_one_bad_line_stops_nothing(feeding: Feeding, caplog: pytest.LogCaptureFixture) -> None:
    feeding.write(article("a"))
    with feeding.log().open("ab") as log:
        log.writelines(line + b"\n" for line in BAD_LINES.values())
    feeding.write(article("b"))
    assert +feeding.run() == {LINES: len(BAD_LINES) + 2, BAD: len(BAD_LINES), PUT: 2}
    assert caplog.text.count("is not a record") == len(BAD_LINES)
    assert feeding.refused == {}
    assert feeding.place.held().keys() == {id_of(SOURCE, "a"), id_of(SOURCE, "b")}


def test_a_compacted_log_sends_nothing_again(feeding: Feeding, tmp_path: Path) -> None:
    append(feeding.log(), records(SOURCE, 40))
    feeding.write(article("a"), article("a", 2), article("b"), gone(SOURCE, "b"))
    feeding.run()
    before = feeding.place.held()
    compact(feeding.log(), tmp_path / "state.sqlite3", SOURCE)
    assert +feeding.run() == {LINES: 42}
    assert feeding.place.held() == before
    feeding.write(article("a", 3), article("b", 2))
    assert +feeding.run() == {LINES: 2, PUT: 2}
    feeding.check()


def test_changes_before_and_after_a_compaction(feeding: Feeding, tmp_path: Path) -> None:
    feeding.write(article("a"), article("b"), article("c"))
    feeding.run()
    feeding.write(article("a", 2), gone(SOURCE, "c"))
    compact(feeding.log(), tmp_path / "state.sqlite3", SOURCE)
    feeding.write(article("b", 2), article("d"))
    feeding.run()
    feeding.check()


def test_what_another_log_does_not_have_is_taken_out(feeding: Feeding) -> None:
    feeding.write(article("a", 5), article("b"), article("c"), record("stp_travinh", "a", "Tin", "Nguồn khác."))
    feeding.run()
    feeding.rewrite(article("a", 1), article("d"))
    assert +feeding.run() == {LINES: 2, PUT: 2, GONE: 2}
    feeding.check()
    feeding.write(article("a", 2))
    feeding.run()
    feeding.check()
    feeding.rewrite()
    feeding.run()
    feeding.check()


def test_a_log_that_is_not_there_any_more_takes_nothing_out(feeding: Feeding) -> None:
    feeding.write(article("a"))
    feeding.run()
    held = feeding.place.held()
    feeding.log().unlink()
    feeding.run()
    assert feeding.place.held() == held


def test_half_a_line_waits_for_its_end_and_no_record_is_named(
    feeding: Feeding, caplog: pytest.LogCaptureFixture
) -> None:
    feeding.write(article("a"))
    with feeding.log().open("ab") as log:
        log.write(b"no record\n" + json.dumps(article("b")).encode())
    assert +feeding.run() == {LINES: 2, BAD: 1, PUT: 1}
    assert "Byte " in caplog.text
    with feeding.log().open("ab") as log:
        log.write(b"\n")
    assert +feeding.run() == {LINES: 1, PUT: 1}


def test_an_article_in_two_files_is_there_as_long_as_one_has_it(feeding: Feeding) -> None:
    """As with ``scrapy crawl -O output/today.jsonl``."""
    lines = [article("a"), article("b", 2), article("c")]
    feeding.write(*lines)
    for name in ("all", "today"):
        append(feeding.log(name), lines)
        assert feeding.run()[PUT] == (3 if name == "all" else 0)
    feeding.rewrite(article("a", 1), source="all")
    feeding.run()
    feeding.check()
    feeding.rewrite(source="today")
    feeding.rewrite(source="all")
    feeding.run()
    feeding.check()
    feeding.rewrite(article("c"))
    feeding.run()
    feeding.check()
    assert feeding.run()[LINES] == 0


def test_a_tombstone_that_its_log_lost_hides_nothing_in_another(feeding: Feeding) -> None:
    feeding.write(article("a"), article("b"))
    append(feeding.log("later"), [gone(SOURCE, "a"), gone(SOURCE, "b")])
    feeding.run()
    assert feeding.place.held() == {}
    feeding.rewrite(gone(SOURCE, "b"), source="later")
    feeding.run()
    assert feeding.place.held().keys() == {id_of(SOURCE, "a")}


def test_only_the_logs_that_are_named(feeding: Feeding) -> None:
    feeding.write(article("a"), record("stp_travinh", "a", "Tin", "Nguồn khác."))
    assert feeding.run("stp_travinh")[PUT] == 1
    assert feeding.run()[PUT] == 1
    feeding.check()


def test_letters_of_all_kinds(feeding: Feeding) -> None:
    odd = 'Hội nghị “Đảng uỷ” \\ \' " \t 𝒳 – tiếng Việt ứ; {"x": 1}\n\nDòng hai?'
    feeding.write(record(SOURCE, "a", odd.replace("\n", " "), odd))
    feeding.run()
    feeding.check()


def test_copies_name_the_earliest(feeding: Feeding) -> None:
    text = next(records(SOURCE, 1))
    copy = dict(text, id=id_of("stp_travinh", "copy"), source="stp_travinh", date_published="2026-01-02")
    first = dict(text, id=id_of(SOURCE, "first"), date_published="2020-01-02")
    feeding.write(text, copy)
    feeding.run()
    assert feeding.duplicates() == {copy["id"]: text["id"]}
    feeding.write(first)
    feeding.run()
    assert feeding.duplicates() == {copy["id"]: first["id"], text["id"]: first["id"]}
    feeding.write(gone(SOURCE, "first"))
    feeding.run()
    assert feeding.duplicates() == {copy["id"]: text["id"]}
    feeding.rewrite(article("a"), text)
    assert feeding.run()[PUT] == 1
    assert feeding.duplicates() == {copy["id"]: text["id"]}
    feeding.check()


def test_one_process_feeds_a_target(feeding: Feeding, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scraper.index.targets.postgres._LOCK_SECONDS", 0.05)
    target = open_target(feeding.place.url, Options(feeding.folder / "index"))
    try:
        with pytest.raises(TakenError):
            feeding.run()
    finally:
        target.close()


def test_a_book_of_another_format_begins_anew(feeding: Feeding, monkeypatch: pytest.MonkeyPatch) -> None:
    append(feeding.log(), records(SOURCE, 20))
    feeding.run()
    monkeypatch.setattr("scraper.index.index_state._FORMAT", "next")
    assert feeding.run()[PUT] == 20
    feeding.check()
