"""The tables of a run, as they stand on a terminal of a hundred columns."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO

import pytest
from rich.console import Console
from rich.table import Table

from scraper.commands.run_tables import Stats, errors, fill_table, progress_line, progress_table, result_table

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


def rows(table: Table) -> list[list[str]]:
    """The words of the table's lines, as printed."""
    output = StringIO()
    Console(file=output, width=100).print(table)
    return [
        words for line in output.getvalue().splitlines() if (words := line.strip("│┃ ").replace("┃", "│").split("│"))
    ]


def cells(table: Table, first: str) -> list[str]:
    """The cells of the line that begins with a word."""
    found = [[cell.strip() for cell in row] for row in rows(table)]
    (row,) = (row for row in found if row[0] == first)
    return row


@pytest.mark.parametrize(
    ("stats", "expected"),
    [
        (DONE, ["hoabinh", "120", "40", "30", "2", "4", "12 s", "ok"]),
        (DOWN, ["hoabinh", "0", "0", "0", "0", "1", "0 s", "falls short"]),
        ({}, ["hoabinh", "0", "0", "0", "0", "0", "0 s", "failed"]),
    ],
)
def test_the_result_says_what_a_source_gave(stats: Stats, expected: Sequence[str]) -> None:
    assert cells(result_table({"hoabinh": stats}), "hoabinh") == expected


def test_the_result_has_a_line_for_each_source_and_names_its_columns() -> None:
    table = result_table({"hoabinh": DONE, "stp_travinh": DOWN})
    names = ["source", "pages", "articles", "new", "changed", "errors", "time", "outcome"]
    assert cells(table, "source") == names
    assert cells(table, "hoabinh")[-1] == "ok"
    assert ["hoabinh: 7 undecided"] in rows(table)
    assert cells(table, "stp_travinh")[-1] == "falls short"


@pytest.mark.parametrize(
    ("stats", "expected"),
    [
        ({}, ["hoabinh", "0", "0", "0", "waiting"]),
        (RUNNING, ["hoabinh", "7", "0", "0", "running"]),
        (DONE, ["hoabinh", "120", "40", "4", "finished"]),
    ],
)
def test_progress_says_how_far_a_source_is(stats: Stats, expected: Sequence[str]) -> None:
    assert cells(progress_table({"hoabinh": stats}, 3.0), "hoabinh") == expected


def test_progress_in_a_log_is_one_line() -> None:
    assert progress_line("hoabinh", DONE) == "hoabinh: 120 pages, 40 articles, 4 errors, finished"
    assert progress_line("hoabinh", RUNNING) == "hoabinh: 7 pages, 0 articles, 0 errors, running"


def test_fill_rates_are_shares_of_the_articles() -> None:
    table = fill_table({"hoabinh": DONE, "stp_travinh": RUNNING})
    assert cells(table, "field") == ["field", "hoabinh", "stp_travinh"]
    assert cells(table, "title") == ["title", "100", "–"]
    assert cells(table, "authors") == ["authors", "25", "–"]
    assert cells(table, "section") == ["section", "0", "–"]


def test_fields_that_every_record_has_are_not_rated() -> None:
    names = {row[0].strip() for row in rows(fill_table({"hoabinh": DONE}))}
    assert {"title", "authors", "date_published", "body", "other_news"} <= names
    assert names.isdisjoint({"id", "url", "source", "schema_version", "fetched_at", "revision"})


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


def test_no_table_is_wider_than_the_terminal() -> None:
    runs = dict.fromkeys(("stp_travinh", "dukcqdn_travinh", "hoabinh", "dukcqdn_longan"), DONE)
    for table in (result_table(runs), fill_table(runs), progress_table(runs, 12.0)):
        output = StringIO()
        Console(file=output, width=100).print(table)
        assert max(map(len, output.getvalue().splitlines())) <= 100
        assert "…" not in output.getvalue(), "nothing is cut"
