"""The shape of an address: what the addresses of a site's articles have in common."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl

_DIGITS = re.compile(r"\d+")
_LAST = re.compile(r"(?P<name>[^/]*?)(?P<end>\.[a-z]{2,5})?/?", re.IGNORECASE)


def shape_of(parts: SplitResult) -> str:
    """An address with its last name, its numbers and the values of its parameters blanked; empty for a front page."""
    before, _, last = parts.path.rstrip("/").rpartition("/")
    if not last and not parts.query:
        return ""
    found = _LAST.fullmatch(last)
    name, end = (found["name"], (found["end"] or "").lower()) if found else (last, "")
    # With parameters, the path is the name of a program, the same for all its pages.
    blanked = name if parts.query else ("0" if name.isdigit() else "*")
    shape = f"{_DIGITS.sub('0', before)}/{blanked}{end}?"
    if not parts.query:
        return shape
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    return shape + "&".join(f"{key}={_blank(value)}" for key, value in pairs)


def _blank(value: str) -> str:
    """Blank numbers and titles, which vary from page to page; the name of a module does not."""
    return _DIGITS.sub("0", value) if value.count("-") <= 1 else "*"
