"""Lines that name an article's author or source."""

import re
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from scraper.text.fold import fold
from scraper.text.full_names import full_names
from scraper.text.letters import UPPER
from scraper.text.name_tables import NOT_AGENCIES, POSTING_WORDS
from scraper.text.names import is_account, is_body, is_heading, is_initials, is_nobody, is_person, names_in

AUTHOR: Final = "author"
SOURCE: Final = "source"
POSTER: Final = "poster"

# The full name of an organisation with its parent organisations; longer lines are sentences.
_LONGEST_SIGNATURE: Final = 120
_LONGEST_LABELLED: Final = 200
# `Theo` opens many sentences; an agency's name after it is short.
_LONGEST_AGENCY: Final = 60

_CREDIT: Final = r"(?:tin|bài(?:\s+viết)?|ảnh|hình(?:\s+ảnh)?|clip|video)"
_LABEL: Final = re.compile(
    r"[\s(\[*•»–-]*(?:"
    r"(?P<author>(?:tên\s+)?tác\s+giả(?:\s+bài(?:\s+viết)?|\s+và\s+ảnh)?|người\s+(?:viết|đưa\s+tin)|tg|author)\s*:"
    # Styles alone separate the label from a name in an element of its own: `Written byAnna Vance`.
    rf"|(?P<by>(?:được\s+)?viết\s+bởi|written\s+by)(?:\s*:?(?=\s)|:?(?=(?-i:[A-Z{UPPER}])))"
    r"|(?P<source>nguồn(?:\s+tin(?:\s+bài)?|\s+bài(?:\s+viết)?)?|source)\s*:"
    rf"|(?P<credit>{_CREDIT}(?:\s*+(?:[,&+/–-]|và)?+\s*+{_CREDIT})*+|(?:nhóm\s+)?thực\s+hiện)\s*:"
    rf"|(?P<credits>{_CREDIT}\s*(?:,|và|&)\s*{_CREDIT})(?=\s)"
    r")\s*",
    re.IGNORECASE,
)
_WROTE: Final = re.compile(r"tin|bài|thực", re.IGNORECASE)
# `Đăng vào 21/03/2024 bởi X`, `By X`; styles alone separate the word from a link behind it: `ByX`.
# The first letter of this and the next is searched for at once.
_BY: Final = re.compile(r"[Bb](?:(?<![^\W\d_].)(?i:ởi|y)(?:\s*:\s*|\s+)(?=[^\W\d_])|(?<=^B)y(?=[A-Z][a-z]))")
_DATED_LABEL: Final = re.compile(r"[AaNnTt](?<!\w.)(?i:(?<=t)ác\s+giả|(?<=n)gười\s+viết|(?<=a)uthor)\b")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
# What ends the name after it: the next part of the row.
_PART_END: Final = re.compile(
    r"(?:(?<!\s)\s++)?+(?:[\d|•·(\[@]"
    r"|(?<=\s)(?:vào|lúc|ngày|trong|tại|thứ|chủ nhật|tháng|on|in|at|for|from|published|updated|posted"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)[a-z.]*(?=\s+\d))\b)"
    # Where styles alone separate them: `By Jane DoeNovember 13, 2012`.
    r"|(?<=[^\W\d_])(?-i:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Updated|Published|Posted|Modified|Last [Uu]pdated)(?![a-z])"
    r"|(?<=[a-z])(?-i:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?\s\d"
    r"|(?<=[A-Z])(?-i:JAN|FEB|MAR|APR|JUNE?|JULY?|AUG|SEPT?|OCT|NOV|DEC)\.?\s\d",
    re.IGNORECASE,
)
_BREAK: Final = re.compile(
    r"(?:(?<!\s)\s++)?+(?:[,;&/]\s*+(?:and\s++)?+|[–—]\s*+)|(?<!\s)\s++(?:(?:và|and|with)\s++|-\s*+)|-\s++",
    re.IGNORECASE,
)
# The label alone, the name being in the next line.
_LABEL_ALONE: Final = re.compile(
    r"\W*(?:(?:tên\s+)?tác\s+giả(?:\s+bài(?:\s+viết)?)?|người\s+viết|(?:được\s+)?(?:viết|đăng|gửi)\s+bởi|bởi"
    r"|authors?|(?:written\s+|posted\s+|words\s+)?by)\s*:?\W*",
    re.IGNORECASE,
)
_LONGEST_LABEL: Final = 30
# The writer's address or telephone after the name.
_MAIL: Final = re.compile(
    r"(?:(?<![\s,;(<–|-])[\s,;(<–|-]++)?+(?:(?:e-?mail\s*:\s*)?[\w.+-]{1,64}@[\w.-]{1,80}"
    r"|(?:s?đt|điện\s+thoại|tel)[\s.:]+\d[\d .-]{6,16})[)>]?$",
    re.IGNORECASE,
)

# After a name in the same line: another label, a date, a counter.
_NEXT_PART: Final = re.compile(
    r"(?:(?<![\s|;,(/–-])[\s|;,(/–-]++)?+"
    r"(?:(?:ngày|đăng|cập nhật|nguồn(?: tin)?|ảnh|hình|clip|video|email|e-mail|điện thoại)\s*:"
    r"|ngày đăng|đăng lúc|cập nhật (?:lúc|ngày)|lượt xem|đã xem|\d{1,2}\s*[/:h.-]\s*\d).*$",
    re.IGNORECASE,
)
# First letters of the labels that may have no colon: `(Theo …)`, `Theo …`, `Bài, ảnh …`, `Viết bởi …`.
_WITHOUT_COLON: Final = frozenset("(TtBbĐđVvWw")

_PLACEHOLDER: Final = re.compile(r"[{}<>%]")

_BRACKETED_SOURCE: Final = re.compile(r"\(\s*theo:?\s+(?P<agency>[^()\d]{2,80})\)\.?", re.IGNORECASE)
_NO_AGENCY: Final = re.compile(rf"(?:{'|'.join(sorted(NOT_AGENCIES))})(?![a-z])")
_SOURCE_LINE: Final = re.compile(r"Theo:?\s+(?P<agency>\S.*)", re.IGNORECASE)
_DOMAIN: Final = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?")

# Never in a signature: numbers, quotes, the colon of a label or of speech, characters of addresses or templates.
_NOT_SIGNED: Final = re.compile(r"[\d:;?!\"“”{}<>@|=%…]")


@dataclass(frozen=True, slots=True)
class Byline:
    """The author or the source of an article."""

    names: tuple[str, ...]
    """As printed, without rank and label. Empty for a source, and for an account of the CMS."""
    raw: str
    """The words as the page prints them, label included."""
    kind: str
    """`author`, `source`, or `poster`: who published the text, and wrote it only if nobody else did."""


def labelled_byline(line: str) -> Byline | None:
    """The byline of a line with a label (`Tác giả: …`, `Nguồn: …`, `Theo …`), or None.

    The credit of a photographer or an editor alone is not a byline.
    """
    if len(line) > _LONGEST_LABELLED:
        return None
    posted = _posted(line)
    if posted is None and ":" not in line and line.lstrip()[:1] not in _WITHOUT_COLON:
        return None
    parts = line.split("|") if "|" in line else [line]
    found = [byline for part in parts if (byline := _labelled(part.strip()))]
    found += [posted] if posted is not None else []
    return next((byline for byline in found if byline.kind == AUTHOR), found[0] if found else None)


def is_author_label(line: str) -> bool:
    """Whether a line is only the label of the author: `Tác giả:`, `Người viết`."""
    return len(line) <= _LONGEST_LABEL and _LABEL_ALONE.fullmatch(line) is not None


def signature(line: str, *, aligned: bool) -> Byline | None:
    """The byline of a line that holds only names, as the last line of an article often does, or None.

    Args:
        line: one line of text.
        aligned: the page sets the line apart (right, centred, bold, pushed by spaces). Then initials, organisations and
            names of any language count too; else only what is clearly a Vietnamese name.
    """
    raw = " ".join(line.split()) if len(line) <= 2 * _LONGEST_SIGNATURE else line
    if not 1 < len(raw) <= _LONGEST_SIGNATURE:
        return None
    text = _MAIL.sub("", raw) if raw[-1] in ")>" or "@" in raw else raw
    ends_well = text[-1:].isalnum() or text[-1:] in (")", "’", "'")
    if not ends_well or _NOT_SIGNED.search(text):
        return None
    text = text[1:-1].strip() if text[0] == "(" and text[-1] == ")" else text
    if not text[:1].isupper():
        return None
    names = names_in(text, clear=not aligned)
    return Byline(names, raw, AUTHOR) if names else None


def _labelled(part: str) -> Byline | None:
    label = _LABEL.match(part)
    # `15/11/2022 - Tác giả: X`
    if not label and (start := _DATED_LABEL.search(part)) and _is_posting(part[: start.start()]):
        part = part[start.start() :]
        label = _LABEL.match(part)
    if not label:
        return _unmarked(part)
    if label["source"]:
        return Byline((), part, SOURCE)
    value = _MAIL.sub("", _NEXT_PART.sub("", part[label.end() :]).strip(" \t.,;-–)]"))
    if _PLACEHOLDER.search(value):
        return None
    if label["by"]:
        end = _PART_END.search(value)
        value = value[: end.start()] if end else value
        names = () if is_account(value) else names_in(value, clear=False)
        return Byline(names, part, AUTHOR) if names or is_account(value) else None
    if label["author"]:
        return Byline(_authors(value), part, AUTHOR)
    return _credited(value, part) if _WROTE.search(label.group()) else None


def _credited(value: str, part: str) -> Byline | None:
    """The byline after a credit label. `Tin:` and `Bài:` open news and chapters too, so only names are accepted."""
    names = names_in(value, clear=False)
    return Byline(names, part, AUTHOR) if names or (value and is_account(value)) else None


def _authors(value: str) -> tuple[str, ...]:
    """The authors that a site prints; a line that cannot be parsed as names stays in one piece."""
    if is_nobody(value) or is_account(value):
        return ()
    return names_in(value, clear=False) or (value,)


def _unmarked(part: str) -> Byline | None:
    """The source after `Theo …`, which is a label by custom only and has no colon."""
    if bracketed := _BRACKETED_SOURCE.fullmatch(part):
        return None if _NO_AGENCY.match(fold(bracketed["agency"])) else Byline((), part, SOURCE)
    if source := _SOURCE_LINE.fullmatch(part):
        return Byline((), part, SOURCE) if _is_agency(source["agency"]) else None
    return None


def _posted(line: str) -> Byline | None:
    """Who is named after `bởi` or `By`, if nothing but the words of posting and a date are before it."""
    by = _BY.search(line)
    before = line[: by.start()].lower() if by is not None else ""
    if by is None or not _is_posting(before):
        return None
    value = _MAIL.sub("", line[by.end() :]) if "@" in line else line[by.end() :]
    end = _PART_END.search(value)
    names = named_persons(value[: end.start()] if end else value)
    is_empty = not names and is_account(value.strip())
    wrote = (by.group()[0] in "Bb" and by.group()[1] in "Yy") or "viết" in before
    return Byline(names, line, AUTHOR if wrote else POSTER) if names or is_empty else None


def _is_posting(words: str) -> bool:
    """Whether words say no more than that and when something was posted."""
    return POSTING_WORDS.issuperset(_LETTERS.findall(words.lower()))


def named_persons(value: str) -> tuple[str, ...]:
    """The persons that the words begin with, up to an office, an agency or a place."""
    value = value.strip(" .:-–")
    if is_account(value):
        return ()
    found = names_in(value, clear=True)
    if not found:
        found = tuple(takewhile(_is_clear, _BREAK.split(value))) or full_names(value)
    if not found and is_initials(value):
        found = (value,)
    return tuple(name for name in found if not (is_account(name) or is_body(name) or is_heading(name)))


def _is_clear(name: str) -> bool:
    return is_person(name, clear=True)


def _is_agency(text: str) -> bool:
    """Whether a short line is only an organisation, an acronym or an address. `Theo đó, …` begins a sentence."""
    text = text.strip().rstrip(".")
    if len(text) > _LONGEST_AGENCY or "," in text:
        return False
    if is_initials(text) or _DOMAIN.fullmatch(text):
        return True
    return text[:1].isupper() and is_body(text) and bool(names_in(text, clear=False))
