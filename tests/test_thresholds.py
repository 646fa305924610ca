"""Each named number of the rules is held by a test with an input on each side of it, or is no threshold.

A test names its thresholds by ``@pins("module.CONSTANT")``. Whether it holds them is seen by
``python -m tests.mutants --thresholds``, which changes each of them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
RULES = ("pages", "addresses", "frontier")

# Numbers that no page shows on either side.
EXEMPT = {
    "entries._REPEATED": "size of a cache",
    "lines.REPEATED_LINES": "size of a cache",
    "styles._STYLES": "size of a cache",
    "resolve.CACHE_SIZE": "size of a cache",
    "styles._HEADINGS": "a table of tags",
    "resolve._DEFAULT_PORTS": "a table of ports",
    "record_outcome._GONE": "a table of statuses",
    "feeds._MAX_BYTES": "a limit of memory: the test unpacks a bomb",
    "feeds._PROLOGUE": "a limit of time, with room for any prologue seen",
    "frontier._SAMPLE": "a limit of time: how many known addresses are looked at, of which a few are enough",
}


def constants() -> Iterator[str]:
    """``module.CONSTANT`` of all numbers with a name in capitals, and of tuples and tables of numbers."""
    for package in RULES:
        for path in sorted((ROOT / "scraper" / package).glob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Assign) and not any(isinstance(it, ast.Call) for it in ast.walk(node.value)):
                    yield from (f"{path.stem}.{name}" for name in _numbers(node))


def _numbers(node: ast.Assign) -> Iterator[str]:
    for target in node.targets:
        names = target.elts if isinstance(target, ast.Tuple) else [target]
        values = node.value.elts if isinstance(node.value, ast.Tuple) and len(names) > 1 else [node.value]
        for name, value in zip(names, values, strict=False):
            if isinstance(name, ast.Name) and name.id.isupper() and any(map(_is_number, ast.walk(value))):
                yield name.id


def _is_number(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


def pinned() -> Iterator[str]:
    """What the tests name by ``@pins``."""
    for package in (*RULES, "base_spiders"):
        for path in sorted((ROOT / "tests" / package).glob("test_*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.FunctionDef):
                    yield from (name for mark in node.decorator_list for name in _named(mark))


def _named(mark: ast.expr) -> Iterator[str]:
    if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Name) and mark.func.id == "pins":
        yield from (ast.literal_eval(name) for name in mark.args)


NAMED, PINNED = sorted(set(constants())), set(pinned())


@pytest.mark.parametrize("name", NAMED)
def test_a_threshold_is_held_by_a_test_or_is_none(name: str) -> None:
    assert (name in PINNED) is not (name in EXEMPT), "held by a test, or with a reason in the list; not both"


def test_all_that_is_named_exists() -> None:
    assert (PINNED | set(EXEMPT)) - set(NAMED) == set()
