"""The mutants of a module: every small change that mutmut's operators make, and rules switched off."""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import libcst as cst
from mutmut.mutation.mutators import mutation_operators

# Run by the type checker or while the module is imported, or words for people: no unit test should hold them.
_LEFT_OUT = (cst.Annotation, cst.Decorator, cst.Import, cst.ImportFrom, cst.Raise, cst.Assert)

_CONSTANT = re.compile(r"_?[A-Z][A-Z0-9_]*(?:, _?[A-Z][A-Z0-9_]*)* = ")


@dataclass(frozen=True)
class Mutant:
    """One change to one module."""

    path: str
    """The module, from the root of the project."""
    function: str
    """Qualified name of the function or class that holds the change; empty at the module's own level."""
    was: str
    """The lines that change, without indents."""
    becomes: str
    module: cst.Module
    node: cst.CSTNode
    mutated: cst.CSTNode

    @property
    def key(self) -> str:
        """Path, function and text: the same as long as these are, whatever is added around them."""
        return "\n".join((self.path, self.function, self.was, self.becomes))

    @property
    def entry(self) -> str:
        """How ``survivors.toml`` names it."""
        names = {"path": self.path, "function": self.function, "was": self.was, "becomes": self.becomes, "why": ""}
        return "\n".join(["[[survivor]]", *(f"{k} = {json.dumps(v, ensure_ascii=False)}" for k, v in names.items())])

    @property
    def is_threshold(self) -> bool:
        """It changes a number with a name in capitals."""
        return isinstance(self.node, cst.BaseNumber) and _CONSTANT.match(self.was) is not None

    @property
    def source(self) -> str:
        """The whole module with the change in it."""
        changed = self.module.deep_replace(self.node, self.mutated)
        code: str = cst.ensure_type(changed, cst.Module).code
        return code

    @property
    def diff(self) -> str:
        """The change as a unified diff."""
        before, after = self.module.code.splitlines(), self.source.splitlines()
        return "\n".join(difflib.unified_diff(before, after, self.path, self.path, n=1, lineterm=""))


def sample(mutants: Iterable[Mutant], seed: int, size: int) -> list[Mutant]:
    """A sample of mutants that compile.

    They are ordered by a hash of seed and key. A change to one function therefore exchanges the mutants of that
    function alone, and a smaller sample is the beginning of a larger one.
    """
    ordered = sorted(mutants, key=lambda mutant: hashlib.sha256(f"{seed}\n{mutant.key}".encode()).digest())
    return list(islice(filter(_compiles, ordered), size))


def _compiles(mutant: Mutant) -> bool:
    try:
        compile(mutant.source, mutant.path, "exec", dont_inherit=True)
    except SyntaxError:
        return False
    return True


def mutants_of(path: Path, root: Path) -> Iterator[Mutant]:
    """All mutants of a module, in its order."""
    module = cst.parse_module(path.read_text("utf-8"))
    times: Counter[tuple[str, str, str]] = Counter()
    for function, holder, node, mutated in _changes(module, "", None):
        was, becomes = _changed_lines(module, holder, node, mutated)
        if was == becomes or (was.lower() == becomes.lower() and "IGNORECASE" in module.code_for_node(holder)):
            continue
        times[function, was, becomes] += 1
        if (count := times[function, was, becomes]) > 1:
            becomes += f"  # {count}"
        yield Mutant(path.relative_to(root).as_posix(), function, was, becomes, module, node, mutated)


Change = tuple[str, cst.CSTNode, cst.CSTNode, cst.CSTNode]
"""Qualified name of the function, the statement or header that holds the change, the node, and what takes its place."""


def _changes(node: cst.CSTNode, function: str, holder: cst.CSTNode | None) -> Iterator[Change]:
    if isinstance(node, _LEFT_OUT) or _is_for_type_checkers(node):
        return
    if isinstance(node, (cst.FunctionDef, cst.ClassDef)):
        function = f"{function}.{node.name.value}".lstrip(".")
    if isinstance(node, (cst.BaseCompoundStatement, cst.BaseSuite, cst.SimpleStatementLine)):
        holder = None
    elif holder is None and isinstance(node, (cst.BaseSmallStatement, cst.BaseExpression)):
        holder = node
    if holder is not None:
        for one, other in _mutations(node):
            yield function, holder, one, other
    for child in node.children:
        yield from _changes(child, function, holder)
    if isinstance(node, (cst.If, cst.While)) and not _is_for_type_checkers(node):
        for value in ("True", "False"):
            yield function, node.test, node.test, cst.Name(value)


def _is_for_type_checkers(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.If) and isinstance(node.test, cst.Name) and node.test.value == "TYPE_CHECKING"


def _mutations(node: cst.CSTNode) -> Iterator[tuple[cst.CSTNode, cst.CSTNode]]:
    """What may take the place of a node: mutmut's changes; a number less one, a condition or half of it gone."""
    for kind, operator in mutation_operators:
        if isinstance(node, kind):
            yield from ((node, mutated) for mutated in operator(node))
    if isinstance(node, cst.Integer) and node.evaluated_value > 0:
        yield node, cst.Integer(str(node.evaluated_value - 1))
    if isinstance(node, cst.BooleanOperation):
        for half in (node.left, node.right):
            yield node, half.with_changes(lpar=[*node.lpar, *half.lpar], rpar=[*half.rpar, *node.rpar])
    if isinstance(node, cst.CompIf):
        yield node.test, cst.Name("True")


def _changed_lines(module: cst.Module, holder: cst.CSTNode, node: cst.CSTNode, mutated: cst.CSTNode) -> tuple[str, str]:
    changed = mutated if holder is node else holder.deep_replace(node, mutated)
    if not isinstance(changed, cst.CSTNode):
        return "", ""
    before, after = ([line.strip() for line in module.code_for_node(part).splitlines()] for part in (holder, changed))
    lines = [line for line in difflib.ndiff(before, after) if line[0] in "-+"]
    was, becomes = ("\n".join(line[2:] for line in lines if line[0] == sign) for sign in "-+")
    return was, becomes
