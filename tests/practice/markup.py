"""Text to the kinds of HTML that editors leave behind.

Every function takes plain text and gives `Markup` that reads, once parsed, NFC-normalised and with runs of
white space collapsed, exactly like the text it was given.
"""

import unicodedata
from functools import cache

from markupsafe import Markup, escape

# Editors write the Latin-1 half of a letter as an entity and its tone as a bare combining mark.
HALVES = {"â": "&acirc;", "ê": "&ecirc;", "ô": "&ocirc;", "Ô": "&Ocirc;"}
HALF_EVERY, NBSP_EVERY, NEWLINE_EVERY = 6, 9, 11  # in words; primes apart so that the defects rarely coincide
RUN_LENGTHS = (5, 8, 3, 6)  # words in one span of a Word paste
RUN_GAPS = ("<span>\u0020</span>", "\n", "<span style='mso-spacerun:yes'>&nbsp; </span>", " ")
RUN_STYLES = (
    "font-size:14.0pt;font-family:&quot;Times New Roman&quot;,serif",
    "font-size:14.0pt;mso-ansi-language:VI",
    "font-size:14.0pt;letter-spacing:-.1pt",
)


@cache
def _half(char: str) -> str:
    """`ồ` as `&ocirc;&#768;`; letters that are not made of two marks stay as they are."""
    marks = unicodedata.normalize("NFD", char)
    tones = [mark for mark in marks[1:] if mark != "\u0302"]
    entity = HALVES.get(unicodedata.normalize("NFC", marks[0] + "\u0302"))
    if len(marks) != 3 or "\u0302" not in marks or entity is None:
        return str(escape(char))
    return f"{entity}&#{ord(tones[0])};"


def halves(text: str) -> Markup:
    """Every sixth word spelled with half entities."""
    words = [
        "".join(map(_half, word)) if n % HALF_EVERY == HALF_EVERY - 1 else str(escape(word))
        for n, word in enumerate(text.split(" "))
    ]
    return Markup(" ".join(words))


def spaced(text: str) -> Markup:
    """Some spaces as nbsp, some doubled, as hand-typed pages have them."""
    words = [str(escape(word)) for word in text.split(" ")]
    gaps = ["&nbsp;" if n % NBSP_EVERY == 4 else "  " if n % NBSP_EVERY == 7 else " " for n in range(len(words))]
    return Markup("".join(word + gap for word, gap in zip(words, gaps, strict=True)).rstrip())


def word_paste(text: str) -> Markup:
    """Runs of words in styled spans with gaps outside them, soft newlines inside."""
    words = text.split(" ")
    out, start, run = [], 0, 0
    while start < len(words):
        length = RUN_LENGTHS[run % len(RUN_LENGTHS)]
        chunk = words[start : start + length]
        out.append(f"<span style='{RUN_STYLES[run % len(RUN_STYLES)]}'>{_soft(chunk, start)}</span>")
        start, run = start + length, run + 1
        if start < len(words):
            out.append(RUN_GAPS[run % len(RUN_GAPS)])
    return Markup("".join(out))


def _soft(words: list[str], start: int) -> str:
    """Escaped words; a space at every eleventh word of the text is a newline."""
    out = str(escape(words[0]))
    for n, word in enumerate(words[1:], start + 1):
        out += ("\n" if n % NEWLINE_EVERY == 0 else " ") + str(escape(word))
    return out


# Tags that may be left open: a parser closes them where the next one begins.
OMITTED = ("</p>", "</li>", "</figcaption>", "</footer>", "</body>", "</html>")


def break_markup(html: str) -> str:
    """The page with closing tags left out, quotes dropped from an attribute and closing tags of nothing."""
    for tag in OMITTED:
        html = html.replace(tag, "")
    return html.replace('align="center"', "align=center").replace("</b>", "</b></span>", 3)


def to_windows_1258(text: str) -> bytes:
    """The bytes of a page saved in the old Windows code page: base letters with combining tone marks."""
    return "".join(map(_split_tone, text)).encode("cp1258", "xmlcharrefreplace")


@cache
def _split_tone(char: str) -> str:
    """`ế` as `ê` and a combining acute; the code page holds no letter with two marks."""
    try:
        char.encode("cp1258")
    except UnicodeEncodeError:
        marks = unicodedata.normalize("NFD", char)
        tones = "".join(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
        base = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in tones))
        return base + tones
    return char
