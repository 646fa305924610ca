"""The tables of a run, as they stand on a terminal of eighty columns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from rich.console import Console
from rich.table import Table

from scraper.commands.run_figures import Stats, duration, errors, left
from scraper.commands.run_tables import (
    MAIN_FIELDS,
    OTHER_FIELDS,
    fill_table,
    progress_line,
    progress_table,
    result_table,
    summary,
)
from scraper.items import SITE_FIELDS

NOW = datetime(2024, 5, 1, 12, tzinfo=UTC)
DONE: Stats = {
    "response_received_count": 120,
    "item_scraped_count": 40,
    "output/new": 30,
    "output/changed": 2,
    "walk/failed/404": 3,
    "read/no_article": 1,
    "read/undecided": 7,
    "elapsed_time_seconds": 12.34,
    "finish_reason": "finished",
    "walk/pages": 110,
    "read/articles": 100,
    "field/authors": 10,
    "field/title": 40,
}
RUNNING: Stats = {"response_received_count": 7}
DOWN: Stats = {"finish_reason": "finished", "walk/failed/download": 1, "health/short": ["the site returned no page"]}
# The longest name of a source is as long.
NAME = "dukcqdn_travinh"


def printed(table: Table) -> list[str]:
    """The table's lines."""
    output = StringIO()
    Console(file=output, width=80).print(table)
    return output.getvalue().splitlines()


def cells(table: Table, first: str) -> list[str]:
    """The words of the line that begins with a word."""
    (row,) = (line.split() for line in printed(table) if line.split()[:1] == [first])
    return row


@pytest.mark.parametrize(
    ("stats", "expected"),
    [
        (DONE, "hoabinh 120 40 30 2 4 12 s ok"),
        (DOWN, "hoabinh 0 0 0 0 1 0 s falls short"),
        ({}, "hoabinh 0 0 0 0 0 0 s failed"),
    ],
)
def test_the_result_says_what_a_source_gave(stats: Stats, expected: str) -> None:
    assert cells(result_table({"hoabinh": stats}), "hoabinh") == expected.split()


def test_the_result_has_a_line_for_each_source_names_its_columns_and_sums_them_up() -> None:
    table = result_table({"hoabinh": DONE, "stp_travinh": DOWN})
    assert cells(table, "source") == "source pages articles new changed errors time outcome".split()
    assert cells(table, "hoabinh")[-1] == "ok"
    assert cells(table, "stp_travinh")[-2:] == ["falls", "short"]
    assert cells(table, "all") == "all 2 120 40 30 2 5 12 s ok, falls short".split()
    assert "Undecided pages: hoabinh 7 (scrapy undecided NAME)" in printed(table)[-1]


@pytest.mark.parametrize(
    ("stats", "expected"),
    [({}, "hoabinh 0 0 0 waits"), (RUNNING, "hoabinh 7 0 0 0 s runs"), (DONE, "hoabinh 120 40 4 done")],
)
def test_progress_says_how_far_a_source_is(stats: Stats, expected: str) -> None:
    assert cells(progress_table({"hoabinh": stats}, 3.0, 24), "hoabinh") == expected.split()


def test_a_small_screen_shows_what_fails_and_runs_and_sums_up_the_rest() -> None:
    runs: dict[str, Stats] = {f"done_{number}": DONE for number in range(100)}
    runs |= {f"waits_{number}": {} for number in range(150)}
    runs |= {f"runs_{number}": RUNNING for number in range(10)} | {"fails": DOWN}
    for height in (24, 40, 9):
        lines = printed(progress_table(runs, 60.0, height))
        assert len(lines) < height
        assert lines[2].split()[0] == "fails"
        assert lines[3].split()[0] == "runs_0"
        assert cells(progress_table(runs, 60.0, height), "all")[:5] == ["all", "261", "12070", "4000", "401"]
        assert max(map(len, lines)) <= 80
    others = cells(progress_table(runs, 60.0, 24), "244")
    assert " ".join(others[-4:]) == "150 waiting, 94 done"
    assert len(printed(result_table(runs, 24))) < 24 + 1, "the undecided ones are named below"
    assert len(printed(result_table(runs))) > 261


def test_the_time_left_is_that_of_the_addresses_that_wait_at_the_pace_so_far() -> None:
    running = {
        "start_time": NOW - timedelta(seconds=60),
        "response_received_count": 30,
        "scheduler/enqueued": 130,
        "scheduler/dequeued": 30,
    }
    assert left(running, NOW) == 200.0
    assert left(running | {"response_received_count": 0}, NOW) is None
    assert left(running | {"finish_reason": "finished"}, NOW) is None
    assert left({}, NOW) is None


def test_the_summary_says_that_nobody_knows_what_waiting_sources_have() -> None:
    running: Stats = {"response_received_count": 30, "start_time": datetime.now(UTC), "scheduler/enqueued": 1}
    assert (
        summary({"a": running, "b": DONE}, 10.0) == "10 s, 150 pages (15.0 a second), 40 articles, 4 errors, 0 s left"
    )
    assert summary({"a": running, "b": {}}, 10.0).endswith(", at least 0 s left")
    assert summary({"a": DONE}, 10.0).endswith("4 errors")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.4, "0 s"), (119, "119 s"), (120, "2 min"), (3_599, "59 min"), (3_600, "1 h 00 min"), (36_300, "10 h 05 min")],
)
def test_durations(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_progress_in_a_log_is_one_line() -> None:
    assert progress_line("hoabinh", DONE) == "hoabinh: 120 pages, 40 articles, 4 errors, finished"
    assert progress_line("hoabinh", RUNNING) == "hoabinh: 7 pages, 0 articles, 0 errors, running"


def fill_rates(fields: dict[str, str]) -> Table:
    table = fill_table({"hoabinh": DONE, "stp_travinh": RUNNING}, fields)
    assert table is not None
    return table


def test_fill_rates_are_shares_of_the_articles() -> None:
    table = fill_rates(MAIN_FIELDS)
    assert cells(table, "source")[:4] == ["source", "title", "auth.", "date"]
    assert cells(table, "hoabinh")[:4] == ["hoabinh", "100", "25", "0"]
    assert not any("stp_travinh" in line for line in printed(table)), "it has no article"
    assert fill_table({"stp_travinh": RUNNING}, MAIN_FIELDS) is None


def test_all_that_sites_print_is_rated() -> None:
    assert {*MAIN_FIELDS, *OTHER_FIELDS} == {*SITE_FIELDS, "document_refs"}


@pytest.mark.parametrize(
    ("stats", "number"),
    [
        ({"walk/failed/404": 2, "walk/failed/download": 1}, 3),
        ({"read/no_article": 1, "read/empty_page": 1}, 2),
        ({"validate/rejected": 4, "log_count/ERROR": 5}, 9),
        ({"walk/skipped/file": 9, "read/known": 9, "log_count/WARNING": 9, "walk/ignored": 9}, 0),
    ],
)
def test_what_counts_as_an_error(stats: Stats, number: int) -> None:
    assert errors(stats) == number


@pytest.mark.parametrize("runs", [[DONE], [DONE, DOWN, RUNNING, {}], [DOWN] * 300], ids=len)
def test_no_table_is_wider_than_eighty_columns(runs: Sequence[Stats]) -> None:
    large = {"response_received_count": 20_000, "item_scraped_count": 19_000, "output/new": 19_000}
    named = {f"{NAME}{number or ''}": large | dict(stats) for number, stats in enumerate(runs)}
    tables = [result_table(named), progress_table(named, 12_000.0, 24)]
    tables += [table for fields in (MAIN_FIELDS, OTHER_FIELDS) if (table := fill_table(named, fields))]
    for table in tables:
        lines = printed(table)
        assert max(map(len, lines)) <= 80
        assert "…" not in "".join(lines), "nothing is cut"
