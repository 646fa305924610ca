"""Plain words: the field's terms in code, messages and documents; and each class name once."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "scraper").rglob("*.py"))
TEXTS = [*MODULES, ROOT / "README.md", ROOT / "SECURITY.md", ROOT / "benchmarks" / "README.md"]
# Metaphors, and turns that a reader of English trips over; CONTRIBUTING.md has the terms instead.
BANNED = {
    r"\bcan not\b": "cannot",
    r"\b(?:can|could|cannot) be had\b": "is (not) available, cannot be fetched",
    r"(?<!there )\b(?:is|are) (?-i:none)\b(?! of)": "is not one",
    r"(?<![/\\])\bguests?\b": "politeness, the crawler",
    r"\bfurniture\b": "boilerplate",
    r"\broofs?\b": "ancestors",
    r"\bsecond opinion\b": "fallback extractor",
    r"\bhealthy\b": "expectations",
    r"\bleft in peace\b": "paused",
    r"\b(?:is|are|was) (?:ill|well again)\b": "fails, answers again",
    r"\bwhoever\b": "a named subject",
    r"\btorn\b": "truncated",
    r"\b(?:fewer|more|by \d+) looks\b": "lookups",
    r"\bScrapy's way to\b": "(nothing: delete the docstring)",
}
_QUESTION = re.compile(r"[^.?!:]*\?(?:\s|$)")
# Scrapy finds a command by this name in each module.
COMMAND = "Command"


@cache
def documented(path: Path) -> list[tuple[type[ast.AST], str, str]]:
    """The functions and classes of a file, and itself: kind, name and docstring."""
    return [
        (type(node), getattr(node, "name", ""), ast.get_docstring(node) or "")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Module)
    ]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_banned_words(path: Path) -> None:
    text = path.read_text("utf-8")
    found = [
        f"line {text.count(chr(10), 0, match.start()) + 1}: {match[0]!r}, better: {better}"
        for pattern, better in BANNED.items()
        for match in re.finditer(pattern, text, re.IGNORECASE)
    ]
    assert found == []


def test_no_docstring_is_a_question() -> None:
    asking = [
        f"{path.relative_to(ROOT)}: {docstring[:40]}"
        for path in MODULES
        for _, _, docstring in documented(path)
        if _QUESTION.match(docstring)
    ]
    assert asking == []


def test_each_class_name_stands_once() -> None:
    names = Counter(name for path in MODULES for kind, name, _ in documented(path) if kind is ast.ClassDef)
    assert [name for name, count in names.items() if count > 1 and name != COMMAND] == []


def test_the_glossary_has_the_terms() -> None:
    glossary = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## Glossary")[2]
    terms = re.findall(r"^\| ([^|]+) \|", glossary, re.MULTILINE)[2:]
    assert len(terms) >= 25
    assert len(set(terms)) == len(terms)
