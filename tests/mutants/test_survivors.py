"""The list of survivors names mutants that can still be made."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SURVIVORS = tomllib.loads((Path(__file__).parent / "survivors.toml").read_text("utf-8"))["survivor"]


@pytest.mark.parametrize("entry", SURVIVORS, ids=lambda entry: f"{entry['path']}:{entry['becomes'][:40]}")
def test_a_survivor_is_named_by_text_that_stands_in_its_module(entry: dict[str, str]) -> None:
    text = " ".join((ROOT / entry["path"]).read_text("utf-8").split())
    assert " ".join(entry["was"].split()) in text
    assert not entry["function"] or f" {entry['function'].rpartition('.')[2]}" in text
    assert entry["why"]
