"""Repair the letters of a page's text: encoded twice, escaped twice, or in a charset from before Unicode.

Such text is pasted, or imported from an older system, into pages that are otherwise right. It is found in the text
between two tags, before the page is parsed: the codes of some letters are spaces, hyphens or controls elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape, unescape
from itertools import accumulate, takewhile

from scraper.text.legacy_charsets import (
    CHARSETS,
    TCVN3,
    UNICODE_ONLY,
    VNI,
    Evidence,
    LegacyCharset,
    decoded_text,
    decoded_words,
    evidence,
)
from scraper.text.letters import MARKED

WARNING_LOST = "page: letters encoded twice, and some of them lost"

# Fewer entities inside words may be an example of how to write them.
_MIN_ENTITIES = 3
# Fewer may occur by chance in another language.
_MIN_TWICE = 5
# Different words that are syllables only in another charset; where the page names one of its fonts, fewer are enough.
_MIN_ODD, _MIN_ODD_IN_FONT = 4, 2
# Shares of those words, and of all words around them, that must be syllables; names and abbreviations are not.
_MIN_GOOD, _MIN_VALID = 0.8, 0.6
# Characters of text with other than plain letters in which a charset is sought: a page that begins with so many in
# Unicode is in Unicode, and one of random bytes would take half a minute.
_SAMPLE = 300_000
# Elements that are still open when their end is missing (<p>, <li>) are closed with one of the last ones.
_MAX_OPEN = 200

_TAG = re.compile(r"(<[^<>]*>)")
_NAME = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
# The text behind such a tag is none of the page's; a script may hold more words than the page.
_SCRIPT = re.compile(r"<(?:script|style)(?![a-z0-9])", re.IGNORECASE)
_NOT_TEXT = frozenset("script style textarea pre code xmp".split())
_VOID = frozenset("br img hr input meta link area base col embed source track wbr".split())
_PARAGRAPHS = frozenset("p div td th li h1 h2 h3 h4 h5 h6 blockquote caption center title".split())
_FONT = re.compile(r"(?<![\w.])\.vn[a-z0-9 ]{1,30}|(?<![a-z])vni-[a-z0-9 ]{1,30}", re.IGNORECASE)

_ESCAPED_TWICE = re.compile(r"&(?:amp;)+(#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|[a-zA-Z]{2,8}\d{0,2});")
# What windows-1252 and Latin-1 show for the bytes 0x80 to 0xBF.
_CONTINUING = "\u0080-\u00bf" + re.escape("".join(bytes([b]).decode("cp1252", "ignore") for b in range(0x80, 0xA0)))
_ENCODED_TWICE = re.compile(
    f"[\u00c2-\u00df][{_CONTINUING}]|[\u00e0-\u00ef][{_CONTINUING}]{{2}}|[\u00f0-\u00f4][{_CONTINUING}]{{3}}"
)
# Spaces, tones and punctuation that come with such letters.
_NO_LETTER = re.compile("[\u00a0\u0300-\u0323\u2010-\u2026]")
_LOST = re.compile(f"\u00e1[\u00ba\u00bb](?![{_CONTINUING}])(?=[a-z ,.])")

# Quick tests of the bytes: most pages have none of these. Each begins with one byte, which is found fast: letters of
# Western text that Vietnamese lacks, beside another letter; the first two letters of what is encoded twice; entities of
# both, and those escaped twice.
_MAYBE = (
    re.compile(rb"\xc2[\xa1-\xae\xb5-\xb9\xbb-\xbe](?<=[A-Za-z]..)", re.DOTALL),
    re.compile(
        rb"\xc3(?:[\x83\x84\x86][\xc2\xc5\xc6\xcb\xe2]|\xa1\xc2[\xba\xbb]|[\x86-\x88\x8b\x8e-\x91\x96-\x98\x9c\x9e\x9f"
        rb"\xa4-\xa7\xab\xae\xaf\xb1\xb6-\xb8\xbb\xbc\xbe](?<=[A-Za-z]..))",
        re.DOTALL,
    ),
    re.compile(
        rb"&(?:(?:amp;)+(?:#[xX]?[0-9a-fA-F]{2,7}|[a-zA-Z]{2,8}[0-9]{0,2});|Atilde;|#195;|aacute;&(?:raquo|ordm);"
        rb"|#225;&#18[67];|(?<=[A-Za-z]&)(?:#1(?:6[1-9]|7[0-4]|8[1-57-9]|90|9[89])"
        rb"|#2(?:0[0346789]|1[45]|2[0238]|3[0135689]|4[1678]|5[1024])|cedil|micro|copy|laquo|reg|shy|not|ordf"
        rb"|frac12|frac14|frac34|para|middot|sup1|uml|szlig|oslash|ntilde|iuml|auml|ouml|aring|aelig|ccedil|euml"
        rb"|icirc|divide|ucirc|uuml|thorn|THORN|times|Oslash|Ntilde|Iuml|Icirc);)"
    ),
)


@dataclass(frozen=True, slots=True)
class RepairedPage:
    """A page with right letters, and what was changed."""

    html: bytes
    repairs: list[str] = field(default_factory=list)
    """``before→after``, for the record."""
    warnings: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Run:
    """A piece of text between two tags."""

    part: int
    text: str
    """Without entities."""
    begins: bool
    """True if it begins a paragraph."""
    charset: LegacyCharset | None = None
    """The charset of the font around it."""
    capitals: bool = False
    """True if the font has capitals only."""


_Font = tuple[str, LegacyCharset | None, bool]
"""Name of an element, and the charset and capitals of the font inside it."""
_NO_FONT: _Font = ("", None, False)


def repair_letters(html: bytes) -> RepairedPage:
    """A page in UTF-8 with its letters repaired; a page without such letters is returned unchanged."""
    if not any(letters.search(html) for letters in _MAYBE):
        return RepairedPage(html)
    parts = _TAG.split(html.decode("utf-8", "replace"))
    if not _may_be_wrong(parts):
        return RepairedPage(html)
    shown = _text_parts(parts)
    repairs, warnings = [], []
    if _unescape(parts, shown):
        repairs.append("double-escaped entities→letters")
    runs = _runs(parts, shown)
    if _undo_double_encoding(parts, runs):
        repairs.append("double-encoded UTF-8→UTF-8")
    if sum(len(_LOST.findall(run.text)) for run in runs) >= _MIN_TWICE:
        warnings.append(WARNING_LOST)
    if charset := _decode_legacy(parts, runs):
        repairs.append(f"{charset.name}→Unicode")
    return RepairedPage("".join(parts).encode("utf-8", "replace") if repairs else html, repairs, warnings)


def _may_be_wrong(parts: list[str]) -> bool:
    """False if the page has too few of such letters anywhere; found without following its tags, which takes longer."""
    pairs = zip(["", *parts[1::2]], parts[::2], strict=True)
    texts = [text for tag, text in pairs if ("&" in text or not text.isascii()) and not _SCRIPT.match(tag)]
    if sum(map(_escaped_twice, texts)) >= _MIN_ENTITIES:
        return True
    shown = (unescape(text) if "&" in text else text for text in texts)
    marked = [text for text in shown if not text.isascii()]
    for letters in (_ENCODED_TWICE, _LOST):
        if sum(len(letters.findall(text)) for text in marked) >= _MIN_TWICE:
            return True
    words = {word for text in marked if not UNICODE_ONLY.search(text) for word in text.split()}
    text = " ".join(word for word in words if "-" in word or not word.isascii())
    return any(len(evidence(text, charset).good) >= _MIN_ODD_IN_FONT for charset in CHARSETS)


def _escaped_twice(text: str) -> int:
    """How many entities inside words are escaped twice."""
    return sum(map(_is_inside_word, _ESCAPED_TWICE.finditer(text))) if "&amp;" in text else 0


def _text_parts(parts: list[str]) -> list[int]:
    """Indices of the parts with text: not of tags, scripts and examples of code."""
    found: list[int] = []
    inside = ""
    for at, part in enumerate(parts):
        if at % 2 == 0:
            if not inside and part and not part.isspace():
                found.append(at)
        elif (tag := _NAME.match(part)) and (name := tag[2].lower()) in _NOT_TEXT:
            if inside == name and tag[1]:
                inside = ""
            elif not inside and not tag[1]:
                inside = name
    return found


def _unescape(parts: list[str], shown: list[int]) -> bool:
    """Remove one level of escaping, if entities of letters show inside words."""
    inside = {at: _escaped_twice(parts[at]) for at in shown}
    if sum(inside.values()) < _MIN_ENTITIES:
        return False
    for at in shown:
        parts[at] = _ESCAPED_TWICE.sub(r"&\1;" if inside[at] else _sign, parts[at])
    return True


def _sign(match: re.Match[str]) -> str:
    """An entity that no example of markup is made of, escaped once."""
    return match[0] if match[1] in ("lt", "gt", "amp") else f"&{match[1]};"


def _is_inside_word(entity: re.Match[str]) -> bool:
    """True for the entity of a letter beside another letter, and for the space between two words."""
    char = unescape(f"&{entity[1]};")
    text, start, end = entity.string, entity.start(), entity.end()
    before, after = text[start - 1 : start], text[end : end + 1]
    if char == "\xa0":
        return (_joins(before) and _joins(after)) or entity[0] == text.strip()
    is_letter = len(char) == 1 and char.isalpha() and not char.isascii()
    return is_letter and (_joins(before) or _joins(after))


def _joins(char: str) -> bool:
    return char.isalpha() or char in (";", "&")


def _runs(parts: list[str], shown: list[int]) -> list[_Run]:
    """The pieces of text with the fonts around them."""
    runs: list[_Run] = []
    texts = set(shown)
    fonts: list[_Font] = []
    begins = True
    for at, part in enumerate(parts):
        if at in texts:
            _, charset, capitals = fonts[-1] if fonts else _NO_FONT
            runs.append(_Run(at, unescape(part) if "&" in part else part, begins, charset, capitals))
            begins = False
        elif at % 2 and (tag := _NAME.match(part)):
            name = tag[2].lower()
            begins = begins or name in _PARAGRAPHS
            _follow(fonts, name, part, is_end=bool(tag[1]))
    return runs


def _follow(fonts: list[_Font], name: str, tag: str, *, is_end: bool) -> None:
    """Open or close an element on the stack of fonts."""
    if is_end:
        for at in range(len(fonts) - 1, max(-1, len(fonts) - 1 - _MAX_OPEN), -1):
            if fonts[at][0] == name:
                del fonts[at:]
                break
    elif name not in _VOID:
        _, charset, capitals = fonts[-1] if fonts else _NO_FONT
        lowered = tag.lower()
        if "face" in lowered or "font" in lowered:
            if font := _FONT.search(tag):
                family = font[0].strip().lower()
                charset, capitals = (TCVN3 if family[0] == "." else VNI), family.endswith("h")
            elif "face" in lowered or "font-family" in lowered:
                charset, capitals = None, False
        fonts.append((name, charset, capitals))


def _undo_double_encoding(parts: list[str], runs: list[_Run]) -> bool:
    """Decode the letters that were encoded twice, if there are enough."""
    found: list[tuple[_Run, str]] = []
    total = 0
    for run in runs:
        letters = 0

        def decoded(match: re.Match[str]) -> str:
            nonlocal letters
            char = _decoded(match[0])
            letters += char in MARKED
            return char or match[0]

        text = _ENCODED_TWICE.sub(decoded, run.text)
        if letters:
            found.append((run, text))
            total += letters
    if total < _MIN_TWICE:
        return False
    for run, text in found:
        run.text = text
        parts[run.part] = escape(text, quote=False)
    return True


def _decoded(chars: str) -> str:
    """The letter, space or punctuation mark whose bytes were decoded as Western text; empty for others."""
    try:
        char = b"".join(c.encode("latin-1" if c <= "\xff" else "cp1252") for c in chars).decode()
    except (UnicodeEncodeError, UnicodeDecodeError):
        return ""
    return char if char in MARKED or _NO_LETTER.fullmatch(char) else ""


def _decode_legacy(parts: list[str], runs: list[_Run]) -> LegacyCharset | None:
    """Convert the text that is in another charset; returns that charset, None if there is no such text."""
    best: tuple[int, LegacyCharset, dict[int, Evidence]] | None = None
    non_ascii = [run for run in runs if not run.text.isascii()]
    lengths = accumulate(len(run.text) for run in non_ascii)
    sample = non_ascii[: 1 + sum(1 for _ in takewhile(lambda length: length < _SAMPLE, lengths))]
    clear = {run.part for run in non_ascii if not UNICODE_ONLY.search(run.text)}
    for charset in CHARSETS:
        found = _said_by(sample, charset)
        in_font = _in_font(non_ascii, charset) & clear
        good = max(_proof(found, clear, _MIN_ODD), _proof(found, in_font, _MIN_ODD_IN_FONT))
        if good and (best is None or good > best[0]):
            best = good, charset, found
    if best is None:
        return None
    _, charset, found = best
    found |= _said_by(non_ascii[len(sample) :], charset)
    whole = _whole_runs(runs, charset, found)
    for at, run in enumerate(runs):
        if at in whole:
            text = decoded_text(run.text, charset, begins=run.begins)
            text = text.upper() if run.capitals and run.charset is charset else text
        elif run.part in found and found[run.part].good:
            text = decoded_words(run.text, charset)
        else:
            continue
        if text != run.text:
            parts[run.part] = escape(text, quote=False)
    return charset


def _said_by(runs: list[_Run], charset: LegacyCharset) -> dict[int, Evidence]:
    return {run.part: evidence(run.text, charset) for run in runs if charset.codes.search(run.text)}


def _whole_runs(runs: list[_Run], charset: LegacyCharset, found: dict[int, Evidence]) -> set[int]:
    """Indices of the pieces that are in a charset: by their words, by their font, or as a word between two such."""
    in_font = _in_font(runs, charset)
    unicode = {at for at, run in enumerate(runs) if UNICODE_ONLY.search(run.text)}
    is_font_certain = not any(runs[at].part in in_font for at in unicode)
    whole = set()
    for at, run in enumerate(runs):
        said = found.get(run.part, Evidence())
        is_certain = run.part in in_font and is_font_certain
        if at not in unicode and (len(said.good) * 2 > len(said.odd) or (is_certain and not said.odd)):
            whole.add(at)
    for order in (range(1, len(runs)), range(len(runs) - 2, -1, -1)):
        for at in order:
            beside = at - 1 if order.step > 0 else at + 1
            if beside in whole and not runs[max(at, beside)].begins and _is_word(runs[at]) and at not in unicode:
                whole.add(at)
    return whole


def _is_word(run: _Run) -> bool:
    return len(run.text.split()) == 1


def _in_font(runs: list[_Run], charset: LegacyCharset) -> set[int]:
    return {run.part for run in runs if run.charset is charset}


def _proof(found: dict[int, Evidence], parts: set[int], least: int) -> int:
    """How many words prove a charset; 0 if they do not."""
    total = Evidence()
    for part, said in found.items():
        if part in parts and said.odd:
            total.add(said)
    is_proven = len(total.odd) >= least and len(total.good) >= _MIN_GOOD * len(total.odd)
    return len(total.good) if is_proven and total.valid >= _MIN_VALID * total.words else 0
