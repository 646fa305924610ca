"""docs/adding-a-source.md names what the code has: keys of its files, and the fields of expectations."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from json import loads
from pathlib import Path

from scraper import review
from scraper.fixtures import FixtureMeta
from scraper.probe.source_file import _EXPECTED

PAGE = (Path(__file__).parents[2] / "docs" / "adding-a-source.md").read_text("utf-8")


def test_all_keys_of_stored_files_are_explained() -> None:
    rows = re.findall(r"^\| (`.+?`) \| (both|meta|marks) \|", PAGE, re.MULTILINE)
    explained = {(key, place) for keys, place in rows for key in re.findall(r"`(\w+)`", keys)}
    meta = FixtureMeta("https://x.vn/", datetime(2026, 1, 31, tzinfo=UTC), about="x", is_key_trusted=False)
    in_meta = set(loads(meta.to_json()))
    assert {key for key, place in explained if place != "marks"} == in_meta
    in_marks = set(re.findall(r'^ {10}"(\w+)":', str(review.__doc__), re.MULTILINE))
    assert {key for key, place in explained if place != "meta"} == in_marks


def test_the_fields_that_are_expected_are_named() -> None:
    sentence = re.search(r"The fields that count are (.+?);", PAGE, re.DOTALL)
    assert sentence is not None
    assert tuple(re.findall(r"`(\w+)`", sentence[1])) == _EXPECTED
