"""The values that a page's scripts have for other scripts: states of Next.js, Nuxt and others, and JSON-LD."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from scraper.text.js_literals import assigned_values, pushed_texts

# The App Router of Next.js sends its values in rows, in calls of this.
_PUSH = "self.__next_f.push("
_ROW = re.compile(rb"\n?([0-9a-f]{1,8}):(?:T([0-9a-f]{1,7}),)?")
# Fields of one object, and levels of objects in it: an author's name is on the second, a paragraph's text on the third.
MAX_FIELDS, _LEVELS = 200, 3


def values_of_scripts(text: str) -> Iterator[tuple[Any, bool]]:
    """The values in the page's scripts, and whether they are JSON-LD."""
    pushed: list[str] = []
    for attributes, script in _scripts(text):
        if _PUSH in script:
            pushed += pushed_texts(script, _PUSH)
            continue
        for value in _values(attributes, script):
            yield value, "ld+json" in attributes
    if pushed:
        yield list(_rows("".join(pushed).encode("utf-8", "replace"))), False


def _scripts(text: str) -> Iterator[tuple[str, str]]:
    """Attributes and content of each script."""
    at = 0
    lowered = text.lower()
    if len(lowered) != len(text):  # a letter that is longer in lower case
        lowered = text
    while (start := lowered.find("<script", at)) >= 0:
        opened = text.find(">", start)
        end = lowered.find("</script", opened)
        if opened < 0 or end < 0:
            return
        yield text[start:opened], text[opened + 1 : end]
        at = end


def _values(attributes: str, script: str) -> Iterator[Any]:
    if "json" in attributes or "__NEXT_DATA__" in attributes or "__NUXT_DATA__" in attributes:
        try:
            value = json.loads(script)
        except (ValueError, RecursionError):
            return
        if isinstance(value, list) and "ld+json" not in attributes and _is_flat(value):
            yield list(_unflattened(value))
        else:
            yield value
    elif "src=" not in attributes and "window" in script:
        yield from assigned_values(script)


def _rows(data: bytes) -> Iterator[Any]:
    """The values that Next.js sends in rows: ``5:{…}``, or ``6:T1f,`` and a text of so many bytes, named ``$6``."""
    texts: dict[str, str] = {}
    values: list[Any] = []
    at = 0
    while row := _ROW.match(data, at):
        if row[2]:
            end = row.end() + int(row[2], 16)
            texts[f"${row[1].decode()}"] = data[row.end() : end].decode("utf-8", "replace")
        else:
            end = data.find(b"\n", row.end())
            end = len(data) if end < 0 else end + 1
            with suppress(ValueError, RecursionError):
                values.append(json.loads(data[row.end() : end]))
        at = end
    for value in values:
        for fields in objects_in(value):
            yield {name: texts.get(it, it) if isinstance(it, str) else it for name, it in fields.items()}


def _is_flat(values: list[Any]) -> bool:
    """True for the form of Nuxt 3 and SvelteKit: one list of all values, in which objects name others by number."""
    first = next((value for value in values if isinstance(value, dict | list)), None)
    inner = list(first.values()) if isinstance(first, dict) else first or []
    return bool(inner) and all(isinstance(it, int | str) for it in inner) and any(isinstance(it, int) for it in inner)


def _unflattened(values: list[Any]) -> Iterator[dict[str, Any]]:
    """Its objects with their values, and those with theirs."""
    for value in values:
        if isinstance(value, dict) and len(value) <= MAX_FIELDS:
            yield {name: _at(values, index, _LEVELS) for name, index in value.items()}


def _at(values: list[Any], index: Any, levels: int) -> Any:
    if not isinstance(index, int) or isinstance(index, bool) or not 0 <= index < len(values):
        return None
    value = values[index]
    if isinstance(value, dict):
        is_read = levels and len(value) <= MAX_FIELDS
        return {name: _at(values, inner, levels - 1) for name, inner in value.items()} if is_read else None
    if isinstance(value, list):
        if len(value) > 1 and isinstance(value[0], str):  # ["Reactive", 5], ["Date", "2024-01-16T…"]
            return value[1] if value[0] == "Date" else _at(values, value[1], levels)
        return [_at(values, inner, levels - 1) for inner in value[:MAX_FIELDS]] if levels else None
    return value


def objects_in(value: Any) -> Iterator[dict[str, Any]]:
    """All objects in a value, the outer ones first."""
    open_values = [value]
    while open_values:
        value = open_values.pop()
        if isinstance(value, dict):
            yield value
            open_values += reversed(value.values())
        elif isinstance(value, list):
            open_values += reversed(value)
