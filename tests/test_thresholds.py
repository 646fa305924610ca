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
RULES = ("pages", "addresses", "cms", "frontier", "reading.py")

# Held by a test that has both sides and no mark.
HELD_BY = {
    "record_outcome._PATIENCE": "test_a_form_that_failed_keeps_the_walk_incomplete_for_three_times",
}
# Numbers that no page shows on either side.
EXEMPT = {
    "asides._REPEATED": "size of a cache",
    "evidence._REPEATED": "size of a cache",
    "keys._REPEATED": "size of a cache",
    "links._REPEATED": "size of a cache",
    "outlinks._REPEATED": "size of a cache",
    "held._LEVEL": "speed of compression, not what is held",
    "entries._REPEATED": "size of a cache",
    "lines.REPEATED_LINES": "size of a cache",
    "other_news._MAX_LEVELS": "a limit of time: pages have a few levels",
    "letters_repair._SAMPLE": "a limit of time: articles are a tenth of it",
    "metadata._FIRST_BOXES": "a limit of time: <body> is the second box of every page",
    "styles._STYLES": "size of a cache",
    "title.MIN_LENGTH": "a limit of time: shorter lines have fewer letters than title._MIN_LETTERS",
    "resolve.CACHE_SIZE": "size of a cache",
    "style_sheets._MAX_REMEMBERED": "size of a cache",
    "style_sheets._MAX_DEPTH": "a limit of time: rules within rules have one or two levels",
    "style_sheets._MAX_RULES": "a limit of time: test_hidden reads style sheets of a megabyte",
    "style_sheets._MAX_STEPS": "a limit of time: test_hidden reads style sheets of a megabyte",
    "builder._MAX_FRAMES": "a limit of memory",
    "attachments._MAX_PARAMS": "a limit of time: addresses have few parameters",
    "sources._MAX_CANDIDATES": "a limit of time: pictures have few sizes",
    "sources._AROUND": "a limit of time: a picture has few sources",
    "styles.BOLD": "a bit",
    "styles.ITALIC": "a bit",
    "styles._HEADINGS": "a table of tags",
    "resolve._DEFAULT_PORTS": "a table of ports",
    "record_outcome._GONE": "a table of statuses",
    "feeds._MAX_BYTES": "a limit of memory: the test unpacks a bomb",
    "feeds._PROLOGUE": "a limit of time, with room for any prologue seen",
    "shell._MAX_STATE": "a limit of time",
    "shell._MAX_OBJECTS": "a limit of time",
    "frontier._SAMPLE": "a limit of time: how many known addresses are looked at, of which a few are enough",
}


def constants() -> Iterator[str]:
    """``module.CONSTANT`` of all numbers with a name in capitals, and of tuples and tables of numbers."""
    for path in files("scraper", "*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Assign) and not any(isinstance(it, ast.Call) for it in ast.walk(node.value)):
                yield from (f"{path.stem}.{name}" for name in _numbers(node))


def files(folder: str, pattern: str) -> Iterator[Path]:
    """The files of the rules, or of their tests."""
    for name in RULES:
        if name.endswith(".py"):
            yield from (ROOT / folder).glob(pattern.replace("*.py", f"*{name}"))
        else:
            yield from sorted((ROOT / folder / name).glob(pattern))


def _numbers(node: ast.Assign) -> Iterator[str]:
    for target in node.targets:
        names = target.elts if isinstance(target, ast.Tuple) else [target]
        values = node.value.elts if isinstance(node.value, ast.Tuple) and len(names) > 1 else [node.value]
        for name, value in zip(names, values, strict=False):
            if isinstance(name, ast.Name) and name.id.isupper() and any(map(_is_number, ast.walk(value))):
                yield name.id


def _is_number(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


def functions() -> Iterator[ast.FunctionDef]:
    """All test functions of the rules."""
    for path in files("tests", "test_*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                yield node


def _named(mark: ast.expr) -> Iterator[str]:
    if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Name) and mark.func.id == "pins":
        yield from (ast.literal_eval(name) for name in mark.args)


NAMED = sorted(set(constants()))
PINNED = {name for test in functions() for mark in test.decorator_list for name in _named(mark)}


@pytest.mark.parametrize("name", NAMED)
def test_a_threshold_is_held_by_a_test_or_is_none(name: str) -> None:
    places = (name in PINNED, name in HELD_BY, name in EXEMPT)
    assert sum(places) == 1, "marked by a test, or listed here, or excused; not two of these"


def test_all_that_is_named_exists() -> None:
    assert (PINNED | set(HELD_BY) | set(EXEMPT)) - set(NAMED) == set()
    assert set(HELD_BY.values()) - {test.name for test in functions()} == set()
