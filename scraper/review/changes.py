"""What changed in the record of a page since the look before."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement
from lxml.html.builder import E

from scraper.items import SITE_FIELDS
from scraper.text.harmful import escape

_COMPARED = (*SITE_FIELDS, "document_refs", "language", "warnings")
# Characters of a value that are shown.
_SHOWN = 400


@dataclass(frozen=True, slots=True)
class Change:
    """A field with another value than in the look before."""

    field: str
    before: str
    now: str


def changes_between(before: dict[str, Any], now: dict[str, Any]) -> list[Change]:
    """The differences between the looks at one page: what it is, and the fields of its record.

    Args:
        before: ``type``, ``reason`` and ``record`` of the look before; the last is None for a page without a record.
        now: the same of this look.
    """
    kinds = [
        f"{look.get('type')}{': ' if look.get('reason') else ''}{look.get('reason') or ''}" for look in (before, now)
    ]
    found = [Change("decision", *kinds)] if kinds[0] != kinds[1] else []
    one, other = before.get("record"), now.get("record")
    if isinstance(one, dict) and isinstance(other, dict):
        found += [
            Change(name, *_different(one.get(name), other.get(name))) for name in _COMPARED if _differ(name, one, other)
        ]
    return found


def change_elements(doubts: Sequence[str], changes: Sequence[Change]) -> list[HtmlElement]:
    """Why a page is doubtful, and its changes, as HTML."""
    found = []
    if doubts:
        items = [E.li(escape(doubt)) for doubt in doubts]
        found.append(E.div({"class": "warnings"}, E.h2("Why it is doubtful"), E.ul(*items)))
    if changes:
        found.append(E.div({"class": "changes"}, E.h2("Changed since the last look"), E.dl(*_told(changes))))
    return found


def _told(changes: Sequence[Change]) -> Iterator[HtmlElement]:
    for change in changes:
        yield E.dt(change.field.replace("_", " "))
        yield E.dd(E.span({"class": "label"}, "before: "), E("del", _short(change.before)))
        yield E.dd(E.span({"class": "label"}, "now: "), E.ins(_short(change.now)))


def _differ(name: str, one: dict[str, Any], other: dict[str, Any]) -> bool:
    return bool((one.get(name) or None) != (other.get(name) or None))


def _different(before: Any, now: Any) -> tuple[str, str]:
    """Both values as text; of texts and lists, only the parts that differ."""
    parts = [_parts(before), _parts(now)]
    while all(parts) and parts[0][0] == parts[1][0]:
        parts = [one[1:] for one in parts]
    while all(parts) and parts[0][-1] == parts[1][-1]:
        parts = [one[:-1] for one in parts]
    one, other = ("\n".join(each) for each in parts)
    return one, other


def _parts(value: Any) -> list[str]:
    if isinstance(value, list):
        return [each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) for each in value]
    return str(value).split("\n\n") if value else []


def _short(text: str) -> str:
    return escape(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…") or "nothing"
