"""Read the values that a page assigns in its scripts: JSON, or the literals of JavaScript around it."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

# Levels of objects in objects; the state of a large page has about thirty.
_MAX_DEPTH: Final = 80
# Assignments of a script that are no literals: reading each of them may take as long as reading the script.
_MAX_FAILURES: Final = 20
# Characters between the beginning of Nuxt's function and its return.
_MAX_PROLOGUE: Final = 20_000
_TOKEN: Final = re.compile(
    r"""\s*(?:(?P<string>"[^"\\]*(?:\\.[^"\\]*)*"|'[^'\\]*(?:\\.[^'\\]*)*'|`[^`\\]*(?:\\.[^`\\]*)*`)"""
    r"""|(?P<number>-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)|(?P<name>[A-Za-z_$][\w$]*)|(?P<mark>[{}\[\]:,()!.-]))""",
    re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_ESCAPED: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "", "\n": ""}
_ASSIGNED: Final = re.compile(r"(?:window|self|globalThis)(?:\.([\w$]+)|\[[\"']([\w$]+)[\"']\])\s*=(?!=)\s*")
# Nuxt 2 writes repeated values once, as the arguments of a function that returns the state.
_FUNCTION: Final = re.compile(r"\(?\s*function\s*\(([\w$,\s]*)\)\s*\{")
_RETURNED: Final = re.compile(r"\breturn\s*(?=[{\[])")
_CONSTANTS: Final = {"true": True, "false": False, "null": None, "undefined": None, "NaN": None, "Infinity": None}


def assigned_values(script: str) -> Iterator[Any]:
    """The values that a script assigns to properties of the window; those that are no literals are left out."""
    at = failures = 0
    while failures < _MAX_FAILURES and (found := _ASSIGNED.search(script, at)):
        at = found.end()
        if script[at : at + 1] in ("{", "[") or script.startswith(("JSON.parse(", "(function", "function", "(("), at):
            try:
                value, at = _assigned(script, at)
            except (ValueError, RecursionError):
                failures += 1
                continue
            yield value


def pushed_texts(script: str, call: str) -> Iterator[str]:
    """The texts that a script gives to a function in lists: ``push([1, "…"])``."""
    at, failures = script.find(call), 0
    while at >= 0 and failures < _MAX_FAILURES:
        end = at + len(call)
        try:
            value, end = _Reader(script, {}).value(end, 0)
            if isinstance(value, list):
                yield from (text for text in value if isinstance(text, str))
        except (ValueError, RecursionError):
            failures += 1
        at = script.find(call, end)


def _assigned(script: str, at: int) -> tuple[Any, int]:
    """The value at a place of a script, and where it ends.

    Raises:
        ValueError: it is no literal.
    """
    if script.startswith("JSON.parse(", at):
        text, end = _Reader(script, {}).value(at + len("JSON.parse("), 0)
        return json.loads(text if isinstance(text, str) else ""), end
    if script[at] in "{[":
        try:
            return json.JSONDecoder().raw_decode(script, at)
        except ValueError:
            return _Reader(script, {}).value(at, 0)
    function = _FUNCTION.match(script, at)
    returned = _RETURNED.search(script, function.end(), function.end() + _MAX_PROLOGUE) if function else None
    if function is None or returned is None:
        raise ValueError("no function that returns a literal")
    _, end = _Reader(script, {}).value(returned.end(), 0)
    call = re.compile(r"[;\s]*\}\s*\)?\s*\(").match(script, end)
    if call is None:
        raise ValueError("the function is not called")
    arguments, end = _Reader(script, {}).items(call.end(), ")", 0)
    names = [name.strip() for name in function[1].split(",")]
    value, _ = _Reader(script, dict(zip(names, arguments, strict=False))).value(returned.end(), 0)
    return value, end


class _Reader:
    """Reads literals of one script; names are values of the function's parameters."""

    def __init__(self, script: str, names: dict[str, Any]) -> None:
        self.script = script
        self.names = names | _CONSTANTS

    def token(self, at: int) -> re.Match[str]:
        """The token at a place.

        Raises:
            ValueError: there is none.
        """
        found = _TOKEN.match(self.script, at)
        if found is None:
            raise ValueError("no literal")
        return found

    def value(self, at: int, depth: int) -> tuple[Any, int]:
        """The value at a place, and where it ends."""
        if depth > _MAX_DEPTH:
            raise ValueError("nested too deep")
        token = self.token(at)
        text = token[0].strip()
        if token["string"]:
            return _unescaped(token["string"][1:-1]), token.end()
        if token["number"]:
            return float(text) if re.search("[.eE]", text) else int(text), token.end()
        if text == "[":
            return self.items(token.end(), "]", depth)
        if text == "{":
            return self._fields(token.end(), depth)
        if text == "!":  # minifiers write !0 and !1
            value, end = self.value(token.end(), depth + 1)
            return not value, end
        if text == "-":
            _, end = self.value(token.end(), depth + 1)
            return None, end
        if text in ("void", "new"):
            return self._value_of(text, token.end(), depth)
        if token["name"]:
            return self.names.get(text), token.end()
        raise ValueError("no literal")

    def _value_of(self, word: str, at: int, depth: int) -> tuple[Any, int]:
        """The value of ``void 0``, and of ``new Date(…)``: its first argument."""
        token = self.token(at)
        if word == "void":
            return None, token.end()
        opening = self.token(token.end())
        if opening["mark"] != "(":
            return None, token.end()
        arguments, end = self.items(opening.end(), ")", depth)
        return arguments[0] if arguments else None, end

    def items(self, at: int, closing: str, depth: int) -> tuple[list[Any], int]:
        """The values up to a closing bracket."""
        found: list[Any] = []
        while True:
            token = self.token(at)
            if token["mark"] == closing:
                return found, token.end()
            if token["mark"] == ",":
                at = token.end()
                continue
            value, at = self.value(at, depth + 1)
            found.append(value)

    def _fields(self, at: int, depth: int) -> tuple[dict[str, Any], int]:
        found: dict[str, Any] = {}
        while True:
            token = self.token(at)
            if token["mark"] == "}":
                return found, token.end()
            if token["mark"] == ",":
                at = token.end()
                continue
            name = _unescaped(token["string"][1:-1]) if token["string"] else token[0].strip()
            colon = self.token(token.end())
            if token["mark"] or colon["mark"] != ":":
                raise ValueError("no field")
            found[name], at = self.value(colon.end(), depth + 1)


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    text = _ESCAPE.sub(_char, text)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # two halves of one letter


def _char(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _ESCAPED.get(match[3], match[3])
