"""Characters that have no place in a record, on a terminal or in a log: what controls, reorders or hides text.

Not among them: soft hyphens and zero-width spaces and joiners, which have their uses in some scripts. Texts of pages
come without these too (:func:`scraper.text.normalise.clean`).
"""

from __future__ import annotations

import re

_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f"
"""All but tab and line feed, which our own texts contain."""
_SEPARATORS = "\u2028\u2029"
_DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"
_BYTE_ORDER_MARK = "\ufeff"
_HALF_CHARACTERS = "\ud800-\udfff"
NO_CHARACTERS = "\ufdd0-\ufdef\U000e0000-\U000e007f" + "".join(
    chr(plane + 0xFFFE) + chr(plane + 0xFFFF) for plane in range(0, 0x110000, 0x10000)
)
"""Codes that Unicode keeps free for programs, and the invisible copies of ASCII, as the inside of a set."""

SETS = _CONTROLS + _SEPARATORS + _DIRECTIONS + _BYTE_ORDER_MARK + NO_CHARACTERS
"""All that UTF-8 can encode, as the inside of a set of a regular expression."""
HARMFUL = re.compile(f"[{SETS}{_HALF_CHARACTERS}]")
LINE_ENDS = re.compile("[\t\r\n]+")


def escape(text: str) -> str:
    r"""The text with harmful characters as ``\u001b``; also in JSON, where the value stays the same."""
    return text if text.isprintable() else HARMFUL.sub(_escaped, text)


def one_line(text: str) -> str:
    """The text as one line without harmful characters."""
    return text if text.isprintable() else escape(LINE_ENDS.sub(" ", text))


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code > 0xFFFF:  # JSON writes them in two halves
        code -= 0x10000
        return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
    return f"\\u{code:04x}"
