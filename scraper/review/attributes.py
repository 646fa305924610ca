"""Values for the script of a page, as JSON in an attribute."""

from __future__ import annotations

import json
from typing import Any

from scraper.text.harmful import escape


def as_attribute(value: dict[str, Any]) -> str:
    """A value as JSON in ASCII; lxml escapes it as it does any text."""
    return escape(json.dumps(value))
