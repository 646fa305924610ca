"""Sources dealt out to machines: each to one, the same each time, and few move when a machine does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.machines.deal import parse_part, part_of, ranked

KEYS = [f"so{number}.example.gov.vn" for number in range(400)]
names = st.text(min_size=1, max_size=30)


@given(key=names, parts=st.integers(1, 60))
def test_every_source_is_in_exactly_one_part(key: str, parts: int) -> None:
    assert [part_of(key, parts) == number for number in range(1, parts + 1)].count(True) == 1


@given(key=names, machines=st.lists(names, unique=True, min_size=1, max_size=8), seed=st.randoms())
def test_the_order_of_the_machines_does_not_matter(key: str, machines: list[str], seed: object) -> None:
    assert ranked(key, machines) == ranked(key, reversed(machines)) == ranked(key, sorted(machines))


@given(key=names, machines=st.lists(names, unique=True, min_size=2, max_size=8))
def test_a_machine_that_fails_moves_only_its_own_sources(key: str, machines: list[str]) -> None:
    first, second, *_ = ranked(key, machines)
    for failed in machines:
        left = [machine for machine in machines if machine != failed]
        assert ranked(key, left)[0] == (second if failed == first else first)


def test_another_machine_takes_its_share_and_nothing_else_moves() -> None:
    before, after = ({key: part_of(key, parts) for key in KEYS} for parts in (4, 5))
    assert {after[key] for key in KEYS if before[key] != after[key]} == {5}


@pytest.mark.parametrize("parts", [2, 5, 10])
def test_the_parts_are_about_equal(parts: int) -> None:
    sizes = Counter(part_of(key, parts) for key in KEYS)
    assert len(sizes) == parts
    assert max(sizes.values()) < 2 * len(KEYS) / parts


def test_another_process_deals_the_same() -> None:
    code = "from scraper.machines.deal import part_of; print([part_of(f'so{n}', 5) for n in range(50)])"
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        assert done.stdout.strip() == str([part_of(f"so{number}", 5) for number in range(50)])


def test_a_part_is_what_it_was_when_this_was_written() -> None:
    # Machines of different versions must deal alike.
    assert [part_of(key, 5) for key in ("hoabinh.gov.vn", "stp.travinh.gov.vn", "dukcqdn.longan.gov.vn")] == [1, 5, 1]


@pytest.mark.parametrize(("text", "expected"), [("1/1", (1, 1)), ("2/5", (2, 5)), ("10/10", (10, 10))])
def test_a_part_as_users_write_it(text: str, expected: tuple[int, int]) -> None:
    assert parse_part(text) == expected


@pytest.mark.parametrize("text", ["", "2", "0/5", "6/5", "2/0", "-1/5", "2/5/1", "a/b", "2 / 5", "٢/٥", "1/99999"])
def test_what_is_no_part(text: str) -> None:
    with pytest.raises(ValueError, match="--part must be like 2/5"):
        parse_part(text)
