"""Run after run over a site that changes: what is asked for again, and what the log says of it."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.changing import ChangingPortal
from tests.crawling import Run, crawl
from tests.practice import Portal

# The practice portal's articles are years old; so they are recent.
RECENT = ("-a", "revisit=20000")
# One of the portals; ALL_PORTALS=1 takes all.
SOME = slice(None) if os.environ.get("ALL_PORTALS") else slice(1)


def last_lines(run: Run) -> dict[str, dict[str, Any]]:
    """The record of each id as the log has it now."""
    return {record["id"]: record for record in run.records}


def articles_asked(run: Run) -> list[str]:
    return [request for request in run.requests if "/bai-viet/" in request]


@pytest.mark.parametrize(
    ("source", "skin"),
    [
        ("hoabinh", "portlet"),
        ("dukcqdn_longan", "cards"),
        ("stp_travinh", "tables"),
        ("dukcqdn_travinh", "word"),
        ("dukcqdn_longan", "wcm"),
    ][SOME],
)
def test_a_second_run_over_an_unchanged_site_writes_nothing_and_reads_lists_only(
    source: str, skin: str, tmp_path: Path
) -> None:
    portal = Portal(source, skin, articles=60, form="slug" if skin == "cards" else "wcm")
    first = crawl(portal, tmp_path)
    lines = (tmp_path / f"{source}.jsonl").read_bytes()
    second = crawl(portal, tmp_path)
    assert (first.status, second.status) == (0, 0)
    assert (tmp_path / f"{source}.jsonl").read_bytes() == lines
    assert second.stat("read/articles") == 0
    assert len(second.requests) < len(first.requests) / 5


@pytest.mark.parametrize("source", ["hoabinh", "dukcqdn_longan", "stp_travinh", "dukcqdn_travinh"][SOME])
def test_new_articles_are_found_with_their_dates(source: str, tmp_path: Path) -> None:
    before, after = Portal(source, articles=40, hidden=6), Portal(source, articles=46)
    crawl(before, tmp_path)
    run = crawl(after, tmp_path)
    assert run.stat("output/new") == 6
    dates = {truth.title: truth.date_published for truth in after.truth}
    assert {record["title"]: record["date_published"] for record in run.records} == dates
    assert run.stat("read/articles") == 6, "and nothing else was read"


@pytest.mark.parametrize("place", [7, 21])
def test_an_article_that_an_editor_put_further_down_is_found(place: int, tmp_path: Path) -> None:
    before, after = (ChangingPortal("stp_travinh", 120, hidden) for hidden in (1, 0))
    after = ChangingPortal("stp_travinh", 121)
    crawl(before, tmp_path)
    newest = after.articles[0]
    after.order(after.family.section_of(newest), newest, place)
    # Nowhere else: neither in the boxes of all pages nor on the front page.
    after.views._boxes = before.views._boxes
    run = crawl(after, tmp_path)
    assert run.stat("output/new") == 1
    assert run.records[-1]["title"] == newest.title


def test_a_changed_article_is_its_next_revision(tmp_path: Path) -> None:
    portal = ChangingPortal()
    first = crawl(portal, tmp_path)
    article = portal.articles[4]
    portal.edits[article.id] = (article.title, "Hội làng mở lại sau ba năm vắng bóng")
    second = crawl(portal, tmp_path, *RECENT)
    assert second.stat("output/changed") == 1
    assert second.stat("output/unchanged") == 10  # one has no date
    (record,) = second.records[len(first.records) :]
    assert (record["revision"], record["title"]) == (2, "Hội làng mở lại sau ba năm vắng bóng")
    assert len(last_lines(second)) == 12
    third = crawl(portal, tmp_path, *RECENT)
    assert len(third.records) == len(second.records)


def test_what_is_not_recent_is_not_asked_for_and_full_asks_for_all(tmp_path: Path) -> None:
    portal = ChangingPortal()
    crawl(portal, tmp_path)
    article = portal.articles[4]
    portal.edits[article.id] = (article.title, "Hội làng mở lại sau ba năm vắng bóng")
    assert articles_asked(crawl(portal, tmp_path)) == []
    assert articles_asked(crawl(portal, tmp_path, "-a", "revisit=0")) == []
    full = crawl(portal, tmp_path, "-a", "full=1")
    assert len(articles_asked(full)) == 12
    assert full.stat("output/changed") == 1


@pytest.mark.parametrize("how", [RECENT, ("-a", "full=1")], ids=["revisit", "full"])
def test_an_article_that_two_runs_miss_is_gone_and_may_come_back(how: tuple[str, ...], tmp_path: Path) -> None:
    portal = ChangingPortal()
    first = crawl(portal, tmp_path)
    gone = portal.articles[4]
    portal.gone.add(gone.id)
    assert crawl(portal, tmp_path, *how).stat("output/deleted") == 0
    second = crawl(portal, tmp_path)  # asked for again, however old it is
    (stone,) = second.records[12:]
    (record,) = (one for one in first.records if one["title"] == gone.title)
    assert {**stone, "fetched_at": ""} == {
        "id": record["id"],
        "source": "hoabinh",
        "url": stone["url"],
        "deleted": True,
        "fetched_at": "",
    }
    third = crawl(portal, tmp_path, *how)
    assert len(third.records) == 13, "said once"
    portal.gone.clear()
    back = crawl(portal, tmp_path, "-a", "full=1")
    (again,) = back.records[13:]
    assert (again["title"], again["revision"]) == (gone.title, 2)


def test_a_page_of_a_list_that_failed_is_walked_by_the_next_run(tmp_path: Path) -> None:
    portal = ChangingPortal("dukcqdn_longan", 240, form="slug")
    portal.broken = "PageIndex=7"
    first = crawl(portal, tmp_path)
    assert first.stat("walk/failed/500") >= 1
    portal.broken = ""
    second, third = crawl(portal, tmp_path), crawl(portal, tmp_path)
    assert [request for request in second.requests if "PageIndex=7" in request], "further down than a second run goes"
    assert not [request for request in third.requests if "PageIndex=7" in request]
    assert len(last_lines(second)) == 240


def test_records_that_were_lost_are_fetched_again(tmp_path: Path) -> None:
    portal = ChangingPortal()
    crawl(portal, tmp_path)
    (tmp_path / "hoabinh.jsonl").unlink()
    run = crawl(portal, tmp_path)
    assert run.stat("ledger/lost_lines") == 12
    assert len(run.records) == 12
    assert {record["revision"] for record in run.records} == {1}


def test_a_lost_state_file_costs_a_crawl_and_no_line_twice(tmp_path: Path) -> None:
    portal = ChangingPortal()
    crawl(portal, tmp_path)
    lines = (tmp_path / "hoabinh.jsonl").read_bytes()
    (tmp_path / "state.sqlite3").unlink()
    run = crawl(portal, tmp_path)
    assert run.stat("output/unchanged") == 12
    assert (tmp_path / "hoabinh.jsonl").read_bytes() == lines


# Did it work?


def test_a_site_that_answers_with_one_stub_page_is_told_so(tmp_path: Path) -> None:
    portal = ChangingPortal()
    crawl(portal, tmp_path)
    portal.stub = True
    run = crawl(portal, tmp_path)
    assert run.status == 3
    assert "nothing but one stub page («Bảo trì»" in run.log
    portal.stub = False
    assert crawl(portal, tmp_path).status == 0
    portal.stub = True
    assert "nothing but one stub page" in crawl(portal, tmp_path / "new").log


def test_a_redesign_that_empties_a_field_is_told_by_its_name(tmp_path: Path) -> None:
    portal = ChangingPortal("hoabinh", 20)
    assert crawl(portal, tmp_path).status == 0
    portal.erased = tuple(
        name.encode() for truth in portal.truth for name in (truth.authors_raw, *truth.authors) if name
    )
    run = crawl(portal, tmp_path, *RECENT)
    assert run.status == 3
    assert "authors is filled in 0% of 19 articles, at least 20% expected" in run.log
    assert len(last_lines(run)) == 20, "what was read before stays"


def test_switches_and_versions_are_no_redesign(tmp_path: Path) -> None:
    portal = ChangingPortal("dukcqdn_travinh", 12)
    archived = ("-s", f"WARC_DIR={tmp_path / 'archive'}")
    for switches in (archived, archived, (), (), ("-s", "REPAIR_TEXT=0"), ()):
        run = crawl(portal, tmp_path, "-a", "full=1", *switches)
        assert run.status == 0, (switches, run.log[-2000:])
        # The next run is one of a version that has no such field.
        _add_stats(tmp_path / "state.sqlite3", {"field/abolished": 12, "field/archive": 12, "field/repairs": 12})
    portal.erased = tuple(truth.section.encode() for truth in portal.truth if truth.section)
    run = crawl(portal, tmp_path, "-a", "full=1")
    assert run.status == 3
    assert "section is filled in 0% of 12 articles, 100% before: a redesign?" in run.log


def _add_stats(ledger: Path, added: dict[str, int]) -> None:
    with closing(sqlite3.connect(ledger)) as database:
        number, stats = database.execute("SELECT run, stats FROM runs ORDER BY run DESC LIMIT 1").fetchone()
        text = json.dumps(json.loads(stats) | added)
        database.execute("UPDATE runs SET stats = ? WHERE run = ?", (text, number))
        database.commit()


def test_a_redesign_that_hides_all_articles_is_told_from_a_stub(tmp_path: Path) -> None:
    portal = ChangingPortal()
    crawl(portal, tmp_path)
    portal.broken = "/bai-viet/"
    (tmp_path / "hoabinh.jsonl").unlink()
    run = crawl(portal, tmp_path)
    assert run.status == 3
    assert "requests went wrong" in run.log
