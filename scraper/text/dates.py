"""Dates on a page: lines that hold only a date, and dates at the start or end of a list entry.

`find_dates` and `PrintedDate` come from `printed_dates`; page readers need only this module.
"""

import re
from typing import Final

from scraper.text.clock import TIME, WEEKDAY
from scraper.text.fold import fold
from scraper.text.letters import UPPER
from scraper.text.printed_dates import (
    LUNAR,
    MODIFIED_LABEL,
    PUBLISHED_LABEL,
    PrintedDate,
    find_dates,
    with_clock,
)

__all__ = ["PrintedDate", "date_line", "find_dates", "split_trailing_date", "stand_alone", "with_clock", "words_beside"]

# The longest date lines seen, with counter, author and tools in one row, have about 120 characters.
LONGEST_LINE: Final = 200

# Beside the date: counters, buttons, the remains of a time. Folded, longer before shorter.
_BOILERPLATE: Final = (
    r"ngay|luc|vao|hoi|date|time|gio|gmt|utc|am|pm"
    r"|(?:tong )?(?:so )?luot(?: nguoi)?(?: xem| truy cap| doc| tai| nghe)?|so nguoi xem|da xem|da doc"
    r"|(?:so )?lan xem|xem(?: voi)? co chu|xem|view count|views?|hits?"
    r"|(?:so |khong co |chua co |de lai |gui )?(?:binh luan|phan hoi)|(?:no )?comments?|leave a (?:comment|reply)"
    r"|phat lich|duong lich|am lich|pl|dl|nham"
    r"|in (?:bai viet|trang|ra)(?: nay)?|ban in|in|print|gui (?:email|bai viet)(?: qua email)?|email"
    r"|luu(?: bai viet(?: nay)?)?|(?:tang|giam)?/?(?:tang|giam)? ?co chu|doc bai(?: viet)?|nghe|a"
    r"|chia se(?: bai viet)?|facebook|zalo|twitter|share|quay lai|back"
    r"|min(?:ute)?s?(?: read(?:ing)?)?|reading time|read|at|on|[ecmp][sd]?t|bst|ce?st"
)
_LABELS: Final = rf"{MODIFIED_LABEL}|{PUBLISHED_LABEL}"

# An author's or source's label and the words up to the next part of the line. Where `ngày` is between them and the
# date, the date is the source's own: the line is a citation, not a date line.
_UP_TO_NEXT: Final = rf"(?=\s*(?:\||$)|\s(?:{_LABELS})(?![a-z]))"
_SIGNED: Final = (
    r"(?:(?:tac gia|nguoi (?:dang|viet|gui|nhap|cap nhat)|nguon|author|tin,? bai|bai,? anh|bien tap)[a-z\s]*:"
    rf"[^|]{{0,80}}?(?<=\S)(?<! ngay){_UP_TO_NEXT}"
    r"|(?:(?:(?:duoc )?(?:dang|viet|gui|tao) )?boi|(?:posted |written |published )?by)(?![a-z])(?! vi ):?"
    rf"[^|]{{0,80}}?(?<=\S)(?:(?<! ngay)|(?<= vao ngay)){_UP_TO_NEXT})"
)

# Possessive: any other word ends the search at once, and most lines are titles. Without groups: Python 3.11 raises
# SystemError where a group inside a possessive loop backtracks.
_TIME: Final = re.sub(r"\((?!\?)", "(?:", TIME)
_NOTHING_ELSE: Final = re.compile(rf"(?:{_TIME}|[\W\d_]|{_SIGNED}|(?:{WEEKDAY}|{_LABELS}|{_BOILERPLATE})(?![a-z]))*+")

# The row that blogs print at a post: its parts, and those that no list or sentence has.
_PARTS: Final = re.compile(r"\s?[|•·]\s?|\s/\s")
_OF_POST: Final = re.compile(rf"(?:{_SIGNED}|(?:\d+|no|khong co|chua co) (?:comments?|binh luan|phan hoi))\s*$")
_PARTS_OF_ROW: Final = 3
_MAX_SECTIONS: Final = 2
_LONGEST_SECTION: Final = 40

_BESIDE: Final = re.compile(rf"(?<![a-z])(?:{_TIME}|{WEEKDAY}|{_LABELS}|{_BOILERPLATE})(?![a-z])")

# A date that is not accepted as one: `3/2/1930`, `31/02/2023`.
_ODD_DATE: Final = re.compile(r"\d[./-]\d{1,2}[./-]\d")


def date_line(line: str) -> list[PrintedDate]:
    """The dates of a line that holds nothing else to read; an empty list for any other line."""
    dates = find_dates(line) if len(line) <= LONGEST_LINE else []
    return dates if dates and stand_alone(line, dates) else []


def stand_alone(line: str, dates: list[PrintedDate]) -> bool:
    """True if a line holds nothing to read but these dates of it.

    Weekdays, labels, counters, buttons and a labelled author may be beside them, and sections in a row with those. A
    greeting with today's date counts as words, so a page's clock returns False.
    """
    rest = LUNAR.sub(" ", fold(_without(line, dates)))
    if _ODD_DATE.search(rest):
        return False
    return _NOTHING_ELSE.fullmatch(rest) is not None or _is_row_of_post(line)


def _is_row_of_post(line: str) -> bool:
    """True for the row that blogs print at a post: ``By X | Jun 12, 2023 | News | 0 Comments``."""
    parts = _PARTS.split(line)
    if len(parts) < _PARTS_OF_ROW:
        return False
    others = [fold(part) for part in parts if not date_line(part)]
    sections = [part for part in others if not _NOTHING_ELSE.fullmatch(part)]
    return (
        len(others) < len(parts)
        and any(map(_OF_POST.match, others))
        and len(sections) <= _MAX_SECTIONS
        and all(len(part) <= _LONGEST_SECTION for part in sections)
    )


def words_beside(line: str, dates: list[PrintedDate]) -> str:
    """The folded words of a line without its dates and their labels, weekdays, counters and buttons."""
    return _BESIDE.sub(" ", fold(_without(line, dates)))


def _without(line: str, dates: list[PrintedDate]) -> str:
    parts = [line[: dates[0].start]]
    ends = [date.start for date in dates[1:]] + [len(line)]
    parts += [line[date.end : end] for date, end in zip(dates, ends, strict=True)]
    return " | ".join(parts)


# `-`, `+` and `*` are bullets before a word, not before a number.
_BULLETS: Final = re.compile(r"(?:[•»›·▪●○■◆►✓]\s*|[–—+*>-]+(?:\s+|(?=[^\W\d])))+")

# Before a trailing date: its label or weekday, then an opening bracket, a dash or a bar.
_ABOUT: Final = rf"(?:[\s:,]|ngay|{PUBLISHED_LABEL}|{MODIFIED_LABEL}|{WEEKDAY}(?:\s-\s)?)*"
_OPENED: Final = re.compile(rf"[(\[]{_ABOUT}$")
_DASHED: Final = re.compile(rf"(?:\s-|\s?[–—|])\s?{_ABOUT}$|-\s{_ABOUT}$")
_CLOSED: Final = re.compile(r"\s*[)\]]\.?$")
# `(3/2/1930 - 3/2/2023)`, `từ 10 - 12/5/2023`: from one day to another, part of the title.
_RANGE: Final = re.compile(r"(?:(?<!\d)\d{1,2}|\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{4})?)\s?$")

_LED_BY: Final = re.compile(rf"[(\[]?{_ABOUT}$")
# After a leading date: its closing bracket, a colon, dash or bar, or directly the title's capital.
_LEADS: Final = re.compile(rf"\s*[)\]]\s*[:|–—-]?\s*|\s*[:|–—]\s*|\s*-\s+|\s+(?=[{UPPER}])")


def split_trailing_date(text: str) -> tuple[str, PrintedDate | None]:
    """A list entry's title, without bullets, and the date printed with it, or None.

    A date belongs to the entry if it is in brackets or after a dash at the end, or at the start of the text. A date
    within the title (`… số 36-KH/ĐUK ngày 12/5/2023`) belongs to a document and stays there.
    """
    text = text.strip()
    dates = find_dates(text)
    if not dates:
        return _title(text), None
    return _trailing(text, dates[-1]) or _leading(text, dates[0]) or (_title(text), None)


def _title(text: str) -> str:
    bullets = _BULLETS.match(text)
    return text[bullets.end() :].rstrip() if bullets else text.strip()


def _trailing(text: str, date: PrintedDate) -> tuple[str, PrintedDate] | None:
    before, behind = fold(text[: date.start]), text[date.end :]
    near = max(0, len(before) - LONGEST_LINE)
    opened = _OPENED.search(before, near)
    if opened and (not behind or _CLOSED.match(behind)):
        return _title(text[: opened.start()]), date
    dashed = _DASHED.search(before, near) if not behind else None
    if dashed and ("T" in date.iso or not _RANGE.search(before[: dashed.start()])):
        return _title(text[: dashed.start()]), date
    return None


def _leading(text: str, date: PrintedDate) -> tuple[str, PrintedDate] | None:
    led_by = _LED_BY.match(fold(text[: date.start]))
    if not led_by:
        return None
    labelled = any(char.isalpha() for char in led_by.group())
    behind = _LEADS.match(text, date.end)
    if date.end == len(text):
        return "", date
    if not behind or (labelled and behind.group().isspace()):
        return None
    return _title(text[behind.end() :]), date
