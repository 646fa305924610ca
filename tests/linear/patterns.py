"""All compiled patterns of the package, and the strings that are worst for each, made from its own parts."""

from __future__ import annotations

import importlib
import pkgutil
import re
import re._parser as parser  # type: ignore[import-not-found]
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import scraper

AnyPattern = re.Pattern[str] | re.Pattern[bytes]

_METHODS = ("search", "match", "fullmatch", "sub", "subn", "split", "finditer", "findall")
# Samples of one part of a pattern: more say nothing new.
_BRANCHES = 4
_SAMPLES = 40
_PAIRED = 8


@dataclass(slots=True)
class Found:
    """A pattern and where it is."""

    name: str
    """``module.NAME``, with the place in a tuple or a table."""
    pattern: AnyPattern
    methods: frozenset[str]
    """What the package does with it: everything, where this cannot be seen."""

    def works(self) -> Iterator[tuple[str, Callable[[Any], object]]]:
        """What is done with it, by name."""
        for method in sorted(self.methods):
            yield method, partial(_apply, self.pattern, method)


def _apply(pattern: Any, method: str, text: Any) -> None:
    if method in ("sub", "subn"):
        getattr(pattern, method)(text[:0], text)
    elif method == "finditer":
        for _ in pattern.finditer(text):
            pass
    else:
        getattr(pattern, method)(text)


def patterns() -> list[Found]:
    """Every compiled pattern in the globals of the package's modules, each once."""
    modules = list(_modules())
    called = {module: _called(Path(str(module.__file__)).read_text("utf-8")) for module in modules}
    package = _together(called.values())
    found: dict[int, Found] = {}
    for module in modules:
        for name, value in vars(module).items():
            for place, pattern in _inside(value, name):
                # In a table of patterns, they are called by the name of their place.
                last = name if place == name else place.rpartition("[")[2].rstrip("]")
                where = called[module] if place == name and name.startswith("_") else package
                methods = frozenset(where.get(last, ())) or _EACH
                short = module.__name__.removeprefix("scraper.")
                known = found.setdefault(id(pattern), Found(f"{short}.{place}", pattern, methods))
                known.methods |= methods if methods is not _EACH else frozenset()
    return list(found.values())


_EACH = frozenset({"finditer", "match", "fullmatch"})
_CALL = re.compile(rf"\b(\w+)\.({'|'.join(_METHODS)})\b")


def _called(source: str) -> dict[str, set[str]]:
    """The methods that a source calls, by the name before the dot."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name, method in _CALL.findall(source):
        found[name].add(method)
    return found


def _together(each: Iterable[dict[str, set[str]]]) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for called in each:
        for name, methods in called.items():
            found[name] |= methods
    return found


def _modules() -> Iterator[ModuleType]:
    for info in pkgutil.walk_packages(scraper.__path__, "scraper."):
        yield importlib.import_module(info.name)


def _inside(value: Any, name: str, depth: int = 0) -> Iterator[tuple[str, AnyPattern]]:
    """The patterns of a value: itself, or those in a collection, an object or a bound method."""
    if isinstance(value, re.Pattern):
        yield name, value
    elif isinstance(getattr(value, "__self__", None), re.Pattern):
        yield name, value.__self__
    elif depth < 4:
        items: list[tuple[Any, Any]] = []
        if isinstance(value, dict):
            items = list(value.items())
        elif isinstance(value, (list, tuple, frozenset, set)):
            items = list(enumerate(value))
        elif type(value).__module__.startswith("scraper.") and not isinstance(value, type):
            slots = [name for kind in type(value).__mro__ for name in getattr(kind, "__slots__", ())]
            items = [(key, getattr(value, key, None)) for key in [*slots, *getattr(value, "__dict__", {})]]
        for key, item in items:
            yield from _inside(item, f"{name}[{key}]", depth + 1)


@dataclass(frozen=True, slots=True)
class Hostile:
    """A string of any length: something, then a piece repeated, then something that fits nothing."""

    before: str
    piece: str
    after: str

    def text(self, length: int) -> str:
        """The string with this number of characters or a few more."""
        return self.before + self.piece * (length // len(self.piece) + 1) + self.after

    def bytes(self, length: int) -> bytes:
        """The same in UTF-8."""
        return self.text(length).encode("utf-8", "surrogatepass")


def hostile(pattern: AnyPattern, *, pairs: bool = False) -> list[Hostile]:
    """The strings that are worst for a pattern: what it may repeat, repeated, alone and behind what comes before it.

    Args:
        pattern: the pattern.
        pairs: whether to repeat each two of its parts in turn too.
    """
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    tree = parser.parse(text, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags)
    pieces: dict[tuple[str, str], None] = {}
    for prefix, pump in _pumps(tree, ""):
        pieces[prefix, pump] = None
        pieces["", pump] = None
        if prefix:
            pieces["", prefix + pump] = None
            pieces["", prefix] = None
    wholes = _samples(tree)
    for whole in wholes:
        for end in range(1, min(len(whole), 12) + 1):
            pieces["", whole[:end]] = None
        pieces["", whole] = None
    alone = list(dict.fromkeys(pump for _, pump in pieces))[:_SAMPLES]
    if pairs:
        few = alone[:_PAIRED]
        pieces |= {("", one + other): None for one in few for other in few if one != other}
    found = [(before, piece) for before, piece in pieces if piece]
    return [Hostile(before, piece, after) for before, piece in found for after in ("", "\x01")]


def _samples(tree: Any) -> list[str]:
    """A few strings that a part of a pattern matches, or nearly."""
    found = [""]
    for code, value in tree:
        more = _of(str(code), value)[:_BRANCHES]
        found = [one + other for one in found[: _BRANCHES * 2] for other in more]
    return found[:_SAMPLES]


def _of(code: str, value: Any) -> list[str]:
    match code:
        case "LITERAL":
            return [chr(value)]
        case "NOT_LITERAL":
            return ["a" if value != 97 else "b"]
        case "ANY":
            return ["a"]
        case "IN":
            return _members(value)
        case "BRANCH":
            return [sample for branch in value[1] for sample in _samples(branch)[:2]]
        case "SUBPATTERN":
            return _samples(value[3])
        case "ATOMIC_GROUP":
            return _samples(value)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            times = max(value[0], 1 if value[1] else 0)
            return [sample * min(times, 50) for sample in _samples(value[2])]
        case _:
            return [""]


def _members(value: Any) -> list[str]:
    """Some characters of a class: of each part one."""
    codes = [(str(code), it) for code, it in value]
    if codes[0][0] == "NEGATE":
        taken = re.compile(_class(codes[1:]))
        return [next((char for char in "a 1.\xa0-<é(" if not taken.match(char)), "\u4e00")]
    found = []
    for code, it in codes:
        if code == "LITERAL":
            found.append(chr(it))
        elif code == "RANGE":
            found.append(chr(it[0]))
        else:
            found += {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " \u00a0", "CATEGORY_WORD": "aé"}.get(str(it), "-")
    return found


def _class(codes: list[tuple[str, Any]]) -> str:
    names = {"CATEGORY_DIGIT": r"\d", "CATEGORY_SPACE": r"\s", "CATEGORY_WORD": r"\w"}
    names |= {"CATEGORY_NOT_DIGIT": r"\D", "CATEGORY_NOT_SPACE": r"\S", "CATEGORY_NOT_WORD": r"\W"}
    parts = []
    for code, it in codes:
        if code == "LITERAL":
            parts.append(re.escape(chr(it)))
        elif code == "RANGE":
            parts.append(f"{re.escape(chr(it[0]))}-{re.escape(chr(it[1]))}")
        else:
            parts.append(names[str(it)])
    return f"[{''.join(parts)}]"


def _pumps(tree: Any, before: str) -> Iterator[tuple[str, str]]:
    """What a pattern may repeat without an end, with what comes before it."""
    for code, value in tree:
        name = str(code)
        if name.endswith("_REPEAT"):
            if value[1] == parser.MAXREPEAT or value[1] > 100:
                yield from ((before, sample) for sample in _samples(value[2])[:_BRANCHES] if sample)
            yield from _pumps(value[2], before)
        elif name == "BRANCH":
            for branch in value[1]:
                yield from _pumps(branch, before)
        elif name == "SUBPATTERN":
            yield from _pumps(value[3], before)
        elif name == "ATOMIC_GROUP":
            yield from _pumps(value, before)
        elif name in ("ASSERT", "ASSERT_NOT"):
            yield from _pumps(value[1], before)
        before += (_of(name, value) or [""])[0]
