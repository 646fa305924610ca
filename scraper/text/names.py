"""Classify a few words as persons, initials or an organisation. Nothing here looks at labels or at the page."""

import re
from functools import lru_cache
from itertools import pairwise
from typing import Final

from scraper.text.fold import fold, tone_marks
from scraper.text.letters import LOWER, UPPER
from scraper.text.name_tables import (
    ACCOUNT_WORDS,
    BODY_OR_PERSON,
    BODY_STARTS,
    NOBODY,
    NOT_BODIES,
    NOT_IN_NAMES,
    NOT_INITIALS,
    NOT_NAMES,
    OFFICES,
    PLACES,
    SENTENCE_WORDS,
    SURE_SURNAMES,
    SURNAMES,
    TITLE_ABBREVIATIONS,
    TITLES,
)
from scraper.text.syllables import is_syllable

# A person has at least a family name and a given name; names have at most five words.
_FEWEST_WORDS: Final = 2
_MOST_WORDS: Final = 5


def _any_of(words: frozenset[str]) -> str:
    """A pattern that matches any of the words, longer ones first so that a prefix never matches in their place."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


_TITLE: Final = re.compile(
    rf"(?:(?:{_any_of(TITLE_ABBREVIATIONS)})(?:[.:]+\s*+|[\s,]++)"
    rf"|(?i:{_any_of(TITLES)})(?:\s++(?::\s++)?+|:\s++))+(?=\S)"
)
# `(bt)`, `(tổng hợp)`, `(Phòng Tuyên truyền)`: an editor's mark or a unit after the name.
_NOTE: Final = re.compile(r"(?:(?<!\s)\s++)?+\([^()]*+\)$")

_BODY: Final = re.compile(rf"(?!(?:{_any_of(NOT_BODIES)})(?!\w))(?:{_any_of(BODY_STARTS)})(?!\w)")
_OFFICE: Final = re.compile(rf"(?:{_any_of(OFFICES)})(?!\w)")
# In capitals or after `Ban` and `Phòng`, `Tổ chức` is part of the name; in lower case elsewhere it is the verb.
_SENTENCE: Final = re.compile(
    rf"(?<!\w)(?:{_any_of(SENTENCE_WORDS)}|(?<!ban )(?<!phòng )(?<!Ban )(?<!Phòng )tổ chức"
    # Coordination councils have this name: `Hội đồng phối hợp phổ biến, giáo dục pháp luật`.
    rf"|(?<!hội đồng )(?<!Hội đồng )phối hợp)(?!\w)"
)

_DASH: Final = re.compile(rf"(?:(?<!\s)\s++)?+[–—]\s*+|(?<!\s)\s++-\s*+|-\s++|(?<=[{LOWER}])-(?=[{UPPER}])")
_COMMA: Final = re.compile(r"(?:(?<!\s)\s++)?+[,;/&+]\s*+|(?<!\s)\s++(?:và|and)\s++")

# The four letters that Vietnamese lacks, for names from abroad; `H'Hen`, `K’ Thị`; `Ng.`
_CAPITAL: Final = f"[{UPPER}FJWZ]"
_SMALL: Final = f"[{LOWER}fjwz]"
_CAPITALISED: Final = re.compile(rf"{_CAPITAL}(?:{_SMALL}*|['’‘ʼ]{_CAPITAL}?{_SMALL}*|{_SMALL}{{0,3}}\.)")
# Names of the highlands: a word like this is in no heading, and the words beside it are no Vietnamese syllables.
_HIGHLAND: Final = re.compile(r"\w['’‘ʼ]")
_MIDDLE_NAMES: Final = frozenset({"văn", "thị"})
# `TTYT huyện`, `BTG`: the unit of the person before it, abbreviated.
_UNIT: Final = re.compile(r"[A-ZĐ]{2,}(?:[\s&.-].*)?")
# Two capitals are initials even where they spell a syllable (`AN`); more would be a word (`TIN`).
_SURE_INITIALS: Final = 2
# Plain letters only: a capital with a tone belongs to a word.
_INITIALS: Final = re.compile(
    rf"[A-ZĐ](?:\.\s?[A-ZĐ]|[A-ZĐ]){{1,4}}|(?:{_CAPITAL}{_SMALL}{{0,2}}\.)+{_CAPITAL}{_SMALL}{{0,2}}"
)
_ROMAN: Final = re.compile(r"[IVXL]+")
_LOGIN: Final = re.compile(r"[a-z][a-z0-9._-]*|\S[^\s@]*+@\S+")
_ACCOUNT: Final = re.compile(rf"(?:{_any_of(ACCOUNT_WORDS)})\d*(?: (?:{_any_of(ACCOUNT_WORDS)})\d*)?")


def names_in(text: str, *, clear: bool) -> tuple[str, ...]:
    """The persons that the words name, else the one organisation; empty if they name neither.

    Args:
        text: a signature or the words after a label: one line, without end punctuation.
        clear: accept only what is unmistakably a person's name.
    """
    text = _bare(text)
    pieces = _pieces(text)
    # `Trường Giang – Việt Lâm` starts as a school's name does; its first piece alone is a person.
    if is_body(text) and is_body(pieces[0]):
        return () if clear else _persons_of_body(text) or _body(text)
    names: list[str] = []
    in_unit = False
    for piece in pieces:
        if is_person(piece, clear=clear):
            names.append(piece)
        elif names and (in_unit or is_body(piece) or is_office(piece) or _is_unit_of(names[-1], piece)):
            in_unit = True  # and the next pieces, `Phó Khoa Nhà nước và Pháp luật`, may continue it
        elif not clear and is_initials(piece):
            names.append(piece)
        else:
            return ()
    return tuple(dict.fromkeys(names))


def is_person(text: str, *, clear: bool) -> bool:
    """Whether the text is two to five capitalised words that form a name, not a heading or a place.

    `clear` is stricter: only Vietnamese syllables, and in capitals a family name first.
    """
    words = text.split()
    if not _FEWEST_WORDS <= len(words) <= _MOST_WORDS:
        return False
    if not (text.isupper() or all(map(_CAPITALISED.fullmatch, words))):
        return False
    lowered = tone_marks(text).lower()
    if lowered in PLACES or is_body(text) or is_office(text) or not _holds_no_heading(lowered):
        return False
    in_capitals = text.isupper()
    if clear and in_capitals and lowered.split()[0] not in SURNAMES:
        return False
    return not (clear or in_capitals) or all(map(is_syllable, words)) or _is_of_the_highlands(lowered)


def _is_of_the_highlands(lowered: str) -> bool:
    """Whether a name has other than Vietnamese syllables: `H’Hen Niê`, `Lò Văn Pánh`."""
    words = lowered.split()
    if any(map(_HIGHLAND.match, words)):
        return True
    return words[0] in SURNAMES and words[1] in _MIDDLE_NAMES


def is_initials(text: str) -> bool:
    """Whether the text is two to five capitals: `H.M`, `AT`, `BBT`. Not `TIN`, a section's number or `TM.`"""
    if not _INITIALS.fullmatch(text) or (len(text) > _SURE_INITIALS and is_syllable(text)):
        return False
    letters = text.replace(".", "").replace(" ", "")
    return not _ROMAN.fullmatch(letters) and letters not in NOT_INITIALS


def is_body(text: str) -> bool:
    """Whether the words start as an organisation's name does."""
    lowered = tone_marks(text).lower()
    start = _BODY.match(lowered)
    if not start:
        return False
    return start.group() not in BODY_OR_PERSON or not _reads_as_person(text, lowered)


def _is_unit_of(name: str, text: str) -> bool:
    """Whether an abbreviation after a full name is the person's unit."""
    return " " in name and _UNIT.fullmatch(text) is not None


def is_office(text: str) -> bool:
    """Whether the words start as a post or a rank does: `Phó Trưởng ban`, `Chuyên viên`."""
    return bool(_OFFICE.match(tone_marks(text).lower()))


def is_account(text: str) -> bool:
    """Whether the words are a login of the CMS: `admin admin`, `Quản trị`, `nvhung`."""
    if _LOGIN.fullmatch(text) or _ACCOUNT.fullmatch(fold(text)):
        return True
    return text.isalpha() and text.isascii() and not is_syllable(text) and not text.isupper()


def is_nobody(text: str) -> bool:
    """Whether the words say that no author is known: `Sưu tầm`, `Đang cập nhật`."""
    return not any(char.isalpha() for char in text) or fold(text).strip(" .()") in NOBODY


def is_heading(text: str) -> bool:
    """Whether Vietnamese words are those of a heading or a place."""
    lowered = tone_marks(text).lower()
    return not text.isascii() and (lowered in PLACES or not _holds_no_heading(lowered))


def _bare(text: str) -> str:
    """The text without the note after it and the ranks before it, unless nothing would be left."""
    text = _NOTE.sub("", text) or text
    title = _TITLE.match(text)
    return text[title.end() :] if title and not _INITIALS.fullmatch(text) else text


def _pieces(text: str) -> list[str]:
    return [_bare(piece) for part in _DASH.split(text) for piece in _COMMA.split(part) if piece]


def _persons_of_body(text: str) -> tuple[str, ...]:
    """The persons after an organisation, `Ban Tuyên giáo - Thanh Thảo`: the person signs, not her employer."""
    persons = [piece for part in _DASH.split(text)[1:] for piece in _COMMA.split(part)]
    return tuple(persons) if persons and all(is_person(name, clear=True) for name in persons) else ()


def _body(text: str) -> tuple[str, ...]:
    """The organisation that the text names, or nothing. A single word must be an acronym: `UBND`, but not `Trang`."""
    return (text,) if (" " in text or text.isupper()) and not _SENTENCE.search(text) else ()


def _reads_as_person(text: str, lowered: str) -> bool:
    words = text.split()
    capitalised = not text.isupper() and all(map(_CAPITALISED.fullmatch, words))
    return _FEWEST_WORDS <= len(words) < _MOST_WORDS and capitalised and _holds_no_heading(lowered)


@lru_cache(maxsize=1024)  # called more than once for the same line
def _holds_no_heading(lowered: str) -> bool:
    words = lowered.split()
    if any(f"{one} {two}" in NOT_NAMES for one, two in pairwise(words)):
        return False
    return words[0] in SURE_SURNAMES or NOT_IN_NAMES.isdisjoint(words)
