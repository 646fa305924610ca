"""Bytes of a page to UTF-8, whatever the server claims."""

from __future__ import annotations

import re

from w3lib.encoding import html_to_unicode

# What Vietnamese pages that are no UTF-8 were written in, where nobody says otherwise.
_LEGACY = "cp1258"
# Two letters that UTF-8 makes of every Vietnamese vowel with a tone when it is read as Latin-1 and encoded again.
_MOJIBAKE = re.compile("\u00e1[\u00ba\u00bb][\u0080-\u00bf\u2018-\u203a\u0152-\u0192\u02c6\u02dc\u2122]|\u00c4\u2018")
# One broken letter among so many whole ones decides nothing.
_FEW = 50
# Fewer can be an accident of another language.
_MIN_MOJIBAKE = 5


def declared_in(content_type: str) -> str | None:
    """The encoding that a ``Content-Type`` names, if it does."""
    _, _, charset = content_type.lower().partition("charset=")
    return charset.partition(";")[0].strip(" \"'") or None


def utf8(body: bytes, declared: str | None) -> bytes:
    """The page in UTF-8.

    Portals declare ``iso-8859-1`` over UTF-8 more often than they serve real Latin-1, and no text in another
    encoding happens to be valid UTF-8; so UTF-8 is tried first and the declaration only where that fails.
    """
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        nearly = body.decode("utf-8", "replace")
        if nearly.count("\ufffd") * _FEW < sum(not char.isascii() for char in nearly):
            return nearly.encode("utf-8")  # UTF-8 with a letter that some program cut in two
        encoding, text = html_to_unicode(f"text/html; charset={declared}" if declared else None, body, _LEGACY)
        if encoding in ("utf-8", "cp1252") and _reads_better_as_legacy(text):
            text = body.decode(_LEGACY, "replace")
        return text.encode("utf-8", "replace")
    return _undo_double_encoding(body)


def _reads_better_as_legacy(text: str) -> bool:
    """Broken UTF-8, or Vietnamese read as Western: both leave marks that no Vietnamese text has."""
    return (
        text.count("\ufffd") > len(text) // 200
        or len(re.findall("[\u00cc\u00d2\u00de\u00ec\u00f2\u00fe][a-z]", text)) > 20
    )


def _undo_double_encoding(body: bytes) -> bytes:
    if b"\xc3\xa1\xc2" not in body:  # "á" and a control: where half of all Vietnamese vowels end
        return body
    text = body.decode("utf-8")
    if len(_MOJIBAKE.findall(text)) < _MIN_MOJIBAKE:
        return body
    try:
        repaired = b"".join(map(_byte, text))
        repaired.decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return body  # it only looks so
    return repaired


def _byte(char: str) -> bytes:
    """The byte that a reader of Western text took for this letter; browsers fill windows-1252's holes with latin-1."""
    return char.encode("latin-1" if char <= "\xff" else "cp1252")
