"""docs/data-dictionary.md: all keys in their order, with examples that make a valid record."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

import jsonschema_rs

from scraper.items import Article
from scraper.pipelines.validate_record import SCHEMA

PAGE = Path(__file__).parents[2] / "docs" / "data-dictionary.md"
ROW = re.compile(r"^\| `(\w+)` \| `(.+?)` \| (.+) \| (.+) \|$", re.MULTILINE)


def rows() -> list[tuple[str, str, str, str]]:
    return ROW.findall(PAGE.read_text("utf-8"))


def example() -> dict[str, Any]:
    return {key: json.loads(text.replace("\\|", "|")) for key, text, _, _ in rows()}


def test_it_has_all_keys_of_a_record_in_their_order() -> None:
    assert [key for key, *_ in rows()] == [field.name for field in dataclasses.fields(Article)]


def test_its_examples_are_a_valid_record() -> None:
    jsonschema_rs.validate(json.loads(SCHEMA.read_text("utf-8")), example())
