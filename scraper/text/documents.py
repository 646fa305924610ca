"""Find the official documents that a text cites: `Kế hoạch số 175-KH/TU, ngày 26/5/2023`."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from scraper.text.document_tables import KINDS, KINDS_BY_CODE, LETTER, PARTY_KINDS_BY_CODE
from scraper.text.fold import tone_marks

# Documents of the Republic's first years are still cited.
_EARLIEST: Final = 1945
_LATEST: Final = 2100

# `chương trình hành động số : ` and its spaces.
_LONGEST_PREFIX: Final = 40
# `, ban hành ngày 26 tháng 5 năm 2023)`.
_LONGEST_SUFFIX: Final = 48

_CAPITAL: Final = "A-ZĐƯƠÔÂĂÊ"
_CODE: Final = rf"[{_CAPITAL}][{_CAPITAL}a-zđ]{{0,7}}"
# The code of one issuer: `TU`, `BTGTU`, `ThU`, `TTg`, `QH13`. Two small letters in a row make it a word instead.
_BODY: Final = rf"[{_CAPITAL}](?:[a-z]?[{_CAPITAL}])*[a-z]?\d{{0,2}}(?![\w])"
_BODIES: Final = rf"{_BODY}(?:[-–]{_BODY})*"
_DASH: Final = r"\s?[-–]\s?"
_SLASH: Final = r"\s?/\s?"
_YEAR: Final = r"(?:19|20)\d\d"

# Kinds mostly have one or two letters, issuers three (`STP`) or more.
_SHORTEST_BODY: Final = 3

# A number, then the Party's form (kind before the slash) or one of the State's forms: year and kind, year and the
# National Assembly's term, kind, or an office's letter. Never a number inside a longer number.
_NUMBER: Final = re.compile(
    r"(?=\d)(?<![\d.,/–-])(?P<number>\d{1,6}[a-zA-Z]?)(?:"
    rf"{_DASH}(?P<party>{_CODE}){_SLASH}(?P<party_body>{_BODIES})"
    rf"|{_SLASH}(?P<year>{_YEAR}){_SLASH}"
    rf"(?:(?P<yearly>{_CODE}){_DASH}(?P<yearly_body>{_BODIES})|(?P<assembly>QH|UBTVQH)\d{{1,2}}(?!\w))"
    rf"|{_SLASH}(?P<state>{_CODE}){_DASH}(?P<state_body>{_BODIES})"
    r")"
)

_WORDS: Final = "|".join(re.escape(kind).replace(r"\ ", r"\s+") for kind in sorted(KINDS, key=len, reverse=True))
_BEFORE: Final = re.compile(rf"(?:(?<!\w)(?P<kind>{_WORDS}))?(?P<sign>\s*(?<!\w)số\s*:?\s*|\s+)?$", re.IGNORECASE)
_AFTER: Final = re.compile(
    r"\s*(?:,|(?P<open>\())?\s*(?:(?:được\s+)?(?:ban hành|ký)\s+)?ngày\s*(?:"
    r"(?P<d>\d{1,2})\s?(?P<sep>[/.-])\s?(?P<m>\d{1,2})\s?(?P=sep)\s?(?P<y>\d{4})"
    r"|(?P<wd>\d{1,2})\s+tháng\s+(?P<wm>\d{1,2})\s*(?:năm|[,/])?\s*(?P<wy>\d{4})"
    r")(?!\d|[/.]\d)(?(open)\)?)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """One official document as a text cites it."""

    raw: str
    """The words as printed, from the kind to the date."""
    kind: str | None
    """`kế hoạch`, `nghị quyết`, …: the word before the number, or else what the code in it stands for."""
    number: str
    """The whole number, `175-KH/TU` or `30/2020/NĐ-CP`, without spaces."""
    year: int | None
    """The year in the number, else the year of the date."""
    issuer: str | None
    """The code of the issuer: `TU`, `UBND`, `CP`, `QH`, `BTC-BNV`."""
    date: str | None
    """`YYYY-MM-DD`, where a date follows the number."""


def document_refs(text: str) -> list[DocumentRef]:
    """The documents that the text cites by number, each wording once, in order."""
    if "/" not in text:
        return []
    found = (_reference(text, match) for match in _NUMBER.finditer(text))
    return list(dict.fromkeys(ref for ref in found if ref))


def _reference(text: str, match: re.Match[str]) -> DocumentRef | None:
    before = _BEFORE.search(text[max(0, match.start() - _LONGEST_PREFIX) : match.start()])
    word = _kind_word(before)
    named = bool(before and (before["kind"] or (before["sign"] or "").strip()))
    kind = _kind(match, word, named)
    if kind is None and not named and not match["assembly"]:
        return None
    start = match.start() - (len(before.group()) if before and named else 0)
    issued, end = _issued(text, match.end())
    year = match["year"] or (issued[:4] if issued else None)
    return DocumentRef(
        raw=" ".join(text[start:end].split()),
        kind=kind,
        number=re.sub(r"\s", "", match.group()).replace("–", "-"),
        year=int(year) if year else None,
        issuer=_issuer(match),
        date=issued,
    )


def _kind_word(before: re.Match[str] | None) -> str | None:
    return " ".join(tone_marks(before["kind"]).lower().split()) if before and before["kind"] else None


def _kind(match: re.Match[str], word: str | None, named: bool) -> str | None:
    """The kind; None for an unknown code, which counts as a document's only if `số` precedes the number."""
    if match["party"]:
        return word or PARTY_KINDS_BY_CODE.get(match["party"])
    if match["assembly"]:
        return word
    by_code = KINDS_BY_CODE.get(match["yearly"] or match["state"])
    return word or by_code or (LETTER if named and _is_letter(match) else None)


def _is_letter(match: re.Match[str]) -> bool:
    """Whether the number is an office's letter, `45/UBND-VX`: it has the issuer where others have the kind."""
    code = match["state"]
    return bool(code) and code not in KINDS_BY_CODE and len(code) >= _SHORTEST_BODY


def _issuer(match: re.Match[str]) -> str | None:
    if match["assembly"]:
        return match["assembly"]
    if _is_letter(match):
        return match["state"]
    body = match["party_body"] or match["yearly_body"] or match["state_body"]
    return re.sub(r"\s", "", body).replace("–", "-")


def _issued(text: str, end: int) -> tuple[str | None, int]:
    """The date that follows the number, and the offset at which the reference ends."""
    after = _AFTER.match(text, end, end + _LONGEST_SUFFIX)
    if not after:
        return None, end
    day, month, year = (int(after[f] or after["w" + f]) for f in "dmy")
    try:
        issued = date(year, month, day)
    except ValueError:
        return None, end
    if not _EARLIEST <= year <= _LATEST:
        return None, end
    return issued.isoformat(), after.end()
