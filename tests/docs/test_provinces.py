"""docs/provinces.md: its tables are complete, and each statement has its source."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import cast

import pytest
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from scraper.sites import SourceSpider, host_of

ROOT = Path(__file__).parents[2]
PROVINCES = ROOT / "docs" / "provinces.md"
UNITS, OFFICES = "## The 34 provinces and cities", "## Departments and Party committees"
UNKNOWN = "–"
STATES = {"verified", "not verified"}
HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.vn")
Row = dict[str, str]


@cache
def text() -> str:
    return PROVINCES.read_text("utf-8")


def table(heading: str) -> list[Row]:
    """The rows of the first table below a heading, by the names of their columns."""
    _, _, below = text().partition(f"{heading}\n")
    lines = [line for line in below.partition("\n## ")[0].splitlines() if line.startswith("|")]
    names, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
    return [dict(zip(names, row, strict=True)) for row in rows]


def hosts(cell: str) -> list[str]:
    return [] if cell == UNKNOWN else cell.split(", ")


def statements() -> list[tuple[str, str, str]]:
    """All hosts of both tables, whether they are verified, and the sources of their row."""
    units = [
        (row[name], row[state], row["sources"])
        for row in table(UNITS)
        for name, state in (("portal", "portal is"), ("Party committee", "committee's host is"))
    ]
    return [*units, *((row["host"], row["host is"], row["sources"]) for row in table(OFFICES))]


def test_there_are_34_provinces_and_cities() -> None:
    names = [row["name"] for row in table(UNITS)]
    assert len(names) == len(set(names)) == 34


def test_each_of_the_63_former_ones_stands_once() -> None:
    former = [name for row in table(UNITS) for name in row["made of"].split(", ")]
    assert len(former) == len(set(former)) == 63
    assert all(row["name"] in row["made of"].split(", ") for row in table(UNITS))


def test_an_office_belongs_to_one_of_them() -> None:
    assert {row["province today"] for row in table(OFFICES)} <= {row["name"] for row in table(UNITS)}


@pytest.mark.parametrize(("cell", "state", "sources"), statements())
def test_each_host_is_one_and_is_verified_or_not(cell: str, state: str, sources: str) -> None:
    assert state in STATES if hosts(cell) else state == UNKNOWN
    for host in hosts(cell):
        assert HOST.fullmatch(host)
        assert host_of(f"https://{host}/") == host
    assert re.fullmatch(r"\[[A-Z0-9]+\](?: \[[A-Z0-9]+\])*", sources)


def test_no_host_stands_twice() -> None:
    named = [host for cell, _, _ in statements() for host in hosts(cell)]
    assert len(named) == len(set(named))


def test_each_source_is_described_and_leads_somewhere() -> None:
    described = {row["key"].strip("[]") for row in table("## Sources")}
    used = set(re.findall(r"(?<!\])\[([A-Z0-9]+)\](?![:(])", text()))
    leading = set(re.findall(r"^\[([A-Z0-9]+)\]: \S+$", text(), re.MULTILINE))
    assert used == described
    assert described < leading


def test_the_text_counts_as_the_table_does() -> None:
    states = [row["portal is"] for row in table(UNITS)]
    assert (
        f"The portals of {states.count('verified')} rows are verified, those of {states.count('not verified')} are"
        in text()
    )


def test_the_host_that_follows_a_source_is_in_the_table() -> None:
    loader = SpiderLoader(Settings({"SPIDER_MODULES": ["scraper.spiders"]}))
    followed = {name: cast("type[SourceSpider]", loader.load(name)).successor for name in loader.list()}
    portals = [host for row in table(UNITS) for host in hosts(row["portal"]) + hosts(row["Party committee"])]
    assert {name for name, host in followed.items() if not host} == {"portal"}
    assert {host for host in followed.values() if host} <= set(portals)
