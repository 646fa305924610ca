"""Lines that name an article's author or source."""

import re
from dataclasses import dataclass
from typing import Final

from scraper.text.fold import fold
from scraper.text.name_tables import NOT_AGENCIES
from scraper.text.names import is_account, is_body, is_initials, is_nobody, is_person, names_in

AUTHOR: Final = "author"
SOURCE: Final = "source"

# The full name of an organisation with its parent organisations; longer lines are sentences.
_LONGEST_SIGNATURE: Final = 120
_LONGEST_LABELLED: Final = 200
# `Theo` opens many sentences; an agency's name after it is short.
_LONGEST_AGENCY: Final = 60

_CREDIT: Final = r"(?:tin|bài(?:\s+viết)?|ảnh|hình(?:\s+ảnh)?|clip|video)"
_LABEL: Final = re.compile(
    r"[\s(\[*•»–-]*(?:"
    r"(?P<author>(?:tên\s+)?tác\s+giả(?:\s+bài(?:\s+viết)?|\s+và\s+ảnh)?|người\s+viết|author)\s*:"
    r"|(?P<by>(?:được\s+)?viết\s+bởi|written\s+by)\s*:?(?=\s)"
    r"|(?P<source>nguồn(?:\s+tin(?:\s+bài)?|\s+bài(?:\s+viết)?)?|source)\s*:"
    rf"|(?P<credit>{_CREDIT}(?:\s*+(?:[,&+/–-]|và)?+\s*+{_CREDIT})*+|(?:nhóm\s+)?thực\s+hiện)\s*:"
    rf"|(?P<credits>{_CREDIT}\s*(?:,|và|&)\s*{_CREDIT})(?=\s)"
    r")\s*",
    re.IGNORECASE,
)
_WROTE: Final = re.compile(r"tin|bài|thực", re.IGNORECASE)
_BY: Final = re.compile(r"By:?\s+(?=[^\W\d_])")

# After a name in the same line: another label, a date, a counter.
_NEXT_PART: Final = re.compile(
    r"[\s|;,(/–-]*(?:(?:ngày|đăng|cập nhật|nguồn(?: tin)?|ảnh|hình|clip|video|email|e-mail|điện thoại)\s*:"
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
    """`author` or `source`."""


def labelled_byline(line: str) -> Byline | None:
    """The byline of a line with a label (`Tác giả: …`, `Nguồn: …`, `Theo …`), or None.

    The credit of a photographer or an editor alone is not a byline.
    """
    if len(line) > _LONGEST_LABELLED:
        return None
    if ":" not in line and line.lstrip()[:1] not in _WITHOUT_COLON:
        return None
    parts = line.split("|") if "|" in line else [line]
    found = [byline for part in parts if (byline := _labelled(part.strip()))]
    return next((byline for byline in found if byline.kind == AUTHOR), found[0] if found else None)


def signature(line: str, *, aligned: bool) -> Byline | None:
    """The byline of a line that holds only names, as the last line of an article often does, or None.

    Args:
        line: one line of text.
        aligned: the page sets the line apart (right, centred, bold, pushed by spaces). Then initials, organisations and
            names of any language count too; else only what is clearly a Vietnamese name.
    """
    raw = " ".join(line.split()) if len(line) <= 2 * _LONGEST_SIGNATURE else line
    ends_well = raw[-1:].isalnum() or raw[-1:] == ")"
    if not ends_well or not 1 < len(raw) <= _LONGEST_SIGNATURE or _NOT_SIGNED.search(raw):
        return None
    text = raw[1:-1].strip() if raw[0] == "(" and raw[-1] == ")" else raw
    if not text[:1].isupper():
        return None
    names = names_in(text, clear=not aligned)
    return Byline(names, raw, AUTHOR) if names else None


def _labelled(part: str) -> Byline | None:
    label = _LABEL.match(part)
    if not label:
        return _unmarked(part)
    if label["source"]:
        return Byline((), part, SOURCE)
    value = _NEXT_PART.sub("", part[label.end() :]).strip(" \t.,;-–)]")
    if _PLACEHOLDER.search(value):
        return None
    if label["author"] or label["by"]:
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
    """The byline after `By …` or `Theo …`, which are labels by custom only and have no colon."""
    if bracketed := _BRACKETED_SOURCE.fullmatch(part):
        return None if _NO_AGENCY.match(fold(bracketed["agency"])) else Byline((), part, SOURCE)
    if source := _SOURCE_LINE.fullmatch(part):
        return Byline((), part, SOURCE) if _is_agency(source["agency"]) else None
    by = _BY.match(part)
    if by and is_person(part[by.end() :], clear=False):
        return Byline((part[by.end() :],), part, AUTHOR)
    return None


def _is_agency(text: str) -> bool:
    """Whether a short line is only an organisation, an acronym or an address. `Theo đó, …` begins a sentence."""
    text = text.strip().rstrip(".")
    if len(text) > _LONGEST_AGENCY or "," in text:
        return False
    if is_initials(text) or _DOMAIN.fullmatch(text):
        return True
    return text[:1].isupper() and is_body(text) and bool(names_in(text, clear=False))
