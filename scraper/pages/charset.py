"""Convert the bytes of a page to UTF-8, whatever the server declares."""

from __future__ import annotations

import re

from w3lib.encoding import html_to_unicode

# The encoding of Vietnamese pages that are not UTF-8 and declare nothing else.
_LEGACY = "cp1258"
# Two letters that every Vietnamese vowel with a tone in UTF-8 becomes when it is read as Latin-1 and encoded again.
_MOJIBAKE = re.compile("\u00e1[\u00ba\u00bb][\u0080-\u00bf\u2018-\u203a\u0152-\u0192\u02c6\u02dc\u2122]|\u00c4\u2018")
# One broken letter among this number of whole ones is not significant.
_FEW = 50
# Fewer may occur by chance in another language.
_MIN_MOJIBAKE = 5


def declared_in(content_type: str) -> str | None:
    """The encoding in a ``Content-Type``, or None."""
    _, _, charset = content_type.lower().partition("charset=")
    return charset.partition(";")[0].strip(" \"'") or None


def utf8(body: bytes, declared: str | None) -> bytes:
    """The page in UTF-8.

    Portals declare ``iso-8859-1`` for UTF-8 more often than they serve real Latin-1, and text in another encoding is
    never valid UTF-8 by chance; so UTF-8 is tried first and the declaration only if that fails.
    """
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        nearly = body.decode("utf-8", "replace")
        if nearly.count("\ufffd") * _FEW < len(nearly) - len(nearly.encode("ascii", "ignore")):
            return nearly.encode("utf-8")  # UTF-8 with a letter that some program cut in two
        encoding, text = html_to_unicode(f"text/html; charset={declared}" if declared else None, body, _LEGACY)
        if encoding in ("utf-8", "cp1252") and _reads_better_as_legacy(text):
            text = body.decode(_LEGACY, "replace")
        return text.encode("utf-8", "replace")
    return _undo_double_encoding(body)


def _reads_better_as_legacy(text: str) -> bool:
    """True for broken UTF-8 and Vietnamese read as Western: both leave marks that no Vietnamese text has."""
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
        return body  # it only looks like it
    return repaired


def _byte(char: str) -> bytes:
    """The byte that was decoded to this letter as Western text; browsers fill windows-1252's gaps with latin-1."""
    return char.encode("latin-1" if char <= "\xff" else "cp1252")
