"""Parts of the record's schema, for the tests of what makes them."""

from __future__ import annotations

import json
from typing import Any

from scraper.pipelines.validate_record import SCHEMA


def definition(name: str) -> dict[str, Any]:
    """One of its definitions that refers to no other."""
    found = json.loads(SCHEMA.read_text("utf-8"))["$defs"][name]
    assert isinstance(found, dict)
    assert "$ref" not in found
    return found
