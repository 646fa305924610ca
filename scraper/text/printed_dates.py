"""Find the full dates in a line of text, each with its time of day and the meaning of its label."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Final, Self

from scraper.text.clock import VIETNAM, WEEKDAY, time_after, time_before, zone_after
from scraper.text.fold import fold

# Portals began in the nineties; a year outside this range is a birth, a founding or a mistake.
EARLIEST: Final = 1990
LATEST: Final = 2100

# Greatest distance in characters of a time, a weekday or a label from its date; `Cập nhật lần cuối lúc 16 giờ 30 phút,
# Thứ Năm, ngày ` is the longest seen.
_REACH: Final = 64

# `ngày` belongs to a date in words.
_DAY_WORD: Final = re.compile(r"(?:[Nn]gày|NGÀY)\s*$")
_DAY_WORD_REACH: Final = 6

# Three shapes: day, month, year with one separator; year first, as machines write it; in words. Not inside a longer run
# of numbers: `0294.3862.2023`, `1.2.2023.4`. But `17-21/5/2023` contains a date.
_DATE: Final = re.compile(
    r"(?=\d)(?<!\d)(?<!\d[./])(?:"
    r"(?P<d>\d{1,2})(?:\s?(?P<s>/)\s?|(?P<p>[.-]))(?P<m>\d{1,2})(?(s)\s?/\s?|(?P=p))(?P<y>\d{4})(?!\d|[./]\d)"
    r"|(?P<iy>\d{4})(?P<is>[-/.])(?P<im>\d{1,2})(?P=is)(?P<id>\d{1,2})(?!\d|[./-]\d)"
    r"|(?P<wd>\d{1,2})\s*(?:[Tt]háng|THÁNG)\s*(?P<wm>\d{1,2})"
    r"\s*(?:[Nn]ăm|NĂM|[,/-])?\s*(?P<wy>\d{4})(?!\d)"
    r")"
)

# English versions of portals, and English sites: `June 12, 2023`, `12th June 2023`, `12-Jun-2023`.
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES_MONTH: Final = re.compile("|".join(form for name in _MONTHS for form in (name.capitalize(), name.upper())))
_MONTH: Final = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_ENGLISH: Final = re.compile(
    rf"\b(?:{_MONTH}\.?\s(\d{{1,2}})(?:st|nd|rd|th)?,?\s(\d{{4}})"
    rf"|(?<![\d/.])(\d{{1,2}})(?:st|nd|rd|th)?(?:\s(?:of\s)?|-){_MONTH}(?:\.?,?\s|-)(\d{{4}}))(?!\d)",
    re.IGNORECASE,
)

# What machines write after a year-first date: `T09:30:00Z`, ` 09:30:00.000+07:00`.
_MACHINE_TIME: Final = re.compile(r"(?:T|\s)(\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s?(Z|[+-]\d{2}:?\d{2})?(?![\d:])")

# Over folded text. `Ngày ban hành` labels a document's date and is left out.
PUBLISHED_LABEL: Final = (
    r"(?:ngay|thoi gian|luc)\s(?:dang(?:\s(?:tin|bai))?|xuat ban|gui|tao|viet|dua tin)"
    r"|(?:dang|gui|tao|viet|xuat ban)(?:\stin|\sbai)?(?:\svao)?\s(?:luc|ngay)"
    r"|xuat ban|(?<!nguoi )(?:dang|gui)(?=\s?:)"
    r"|(?:date\s)?(?:published|posted|created|submitted)(?:\s(?:on|at|date))?(?:\sthe)?|publish(?:ed)?\sdate"
)
MODIFIED_LABEL: Final = (
    r"(?:(?:ngay|thoi gian|luc|duoc)\s)?(?:cap nhat|chinh sua|sua(?:\sdoi)?)"
    r"(?:\slan)?(?:\s(?:cuoi(?:\scung)?|moi nhat))?(?:\svao)?(?:\s(?:luc|ngay))?"
    r"|(?:last\s|date\s)?(?:updated|modified|update)(?:\s(?:on|at|date))?"
)
_LABEL: Final = re.compile(
    rf"(?<![a-z])(?:(?P<modified>{MODIFIED_LABEL})|(?P<published>{PUBLISHED_LABEL}))"
    rf"(?:[\s:,;|.(–—-]|ngay|luc|vao|hoi|{WEEKDAY})*$"
)


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """One date as printed in a line."""

    iso: str
    """`YYYY-MM-DD`, or `YYYY-MM-DDTHH:MM:SS+07:00` where a time is printed."""
    raw: str
    """The words that it was parsed from, with time and zone but without label: `line[start:end]`."""
    label: str | None
    """`published`, `modified`, or None without a label."""
    start: int
    end: int

    @classmethod
    def stored(cls, iso: str, raw: str) -> Self:
        """A date that was kept without the line that it was printed in."""
        return cls(iso, raw, None, 0, len(raw))


def find_dates(line: str) -> list[PrintedDate]:
    """All dates of a line that have day, month and year, in the order printed."""
    found: list[PrintedDate] = []
    # Every accepted year contains one of these; looking for them costs a tenth of the pattern.
    if "20" not in line and "19" not in line and "21" not in line:
        return found
    matches = list(_DATE.finditer(line))
    if _NAMES_MONTH.search(line):
        matches = sorted([*matches, *_ENGLISH.finditer(line)], key=re.Match.start)
    limits = [match.start() for match in matches[1:]] + [len(line)]
    free_from = 0
    for match, limit in zip(matches, limits, strict=False):
        # Two dates never share a time or a label: each has the words between its neighbours.
        room = range(max(free_from, match.start() - _REACH), min(limit, match.end() + _REACH))
        printed = _printed(line, match, room)
        if printed:
            found.append(printed)
            free_from = printed.end
    return found


def _printed(line: str, match: re.Match[str], room: range) -> PrintedDate | None:
    day = _day(match)
    if day is None:
        return None
    if match.re is _ENGLISH:
        # The time on an English page may be in any zone.
        iso, start, end = day.isoformat(), match.start(), match.end()
    else:
        by_machine = _with_machine_time(line, match, day, room) if match["iy"] else None
        iso, start, end = by_machine or _with_time(line, match, day, room)
    label = _LABEL.search(fold(line[room.start : start]))
    return PrintedDate(iso, line[start:end], label.lastgroup if label else None, start, end)


def _day(match: re.Match[str]) -> date | None:
    year, month, day = _english_parts(match) if match.re is _ENGLISH else _parts(match)
    if not EARLIEST <= year <= LATEST:
        return None
    if match.re is _DATE and match["s"] and month > 12 >= day:
        day, month = month, day  # American order: not written for Vietnamese readers, but unambiguous
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _english_parts(match: re.Match[str]) -> tuple[int, int, int]:
    """Year, month and day of ``June 12, 2023`` or ``12 June 2023``."""
    name, first, first_year, last, other_name, last_year = match.groups()
    return int(first_year or last_year), 1 + _MONTHS.index((name or other_name)[:3].lower()), int(first or last)


def _parts(match: re.Match[str]) -> tuple[int, int, int]:
    """Year, month and day of a date in numbers, in words or in machine format."""
    year = match["y"] or match["iy"] or match["wy"]
    month = match["m"] or match["im"] or match["wm"]
    day = match["d"] or match["id"] or match["wd"]
    return int(year), int(month), int(day)


def _with_machine_time(line: str, match: re.Match[str], day: date, room: range) -> tuple[str, int, int] | None:
    behind = _MACHINE_TIME.match(line, match.end(), room.stop)
    if not behind:
        return None
    hour, minute, second, zone = behind.groups()
    try:
        moment = datetime.fromisoformat(f"{day}T{hour}:{minute}:{second or '00'}{zone or ''}")
    except ValueError:
        return None
    return _iso(moment if zone else moment.replace(tzinfo=VIETNAM)), match.start(), behind.end()


def _with_time(line: str, match: re.Match[str], day: date, room: range) -> tuple[str, int, int]:
    start, end = _start(line, match, room), match.end()
    clock = time_before(fold(line[room.start : start]))
    if clock:
        start = room.start + clock.start
    else:
        clock = time_after(fold(line[end : room.stop]))
        end += clock.end if clock else 0
    zone = zone_after(fold(line[end : room.stop]))
    end += zone.end if zone else 0
    if not clock or not clock.at:
        return day.isoformat(), start, end
    here = timezone(timedelta(minutes=zone.minutes)) if zone else VIETNAM
    return _iso(datetime.combine(day, clock.at, here)), start, end


def _start(line: str, match: re.Match[str], room: range) -> int:
    start = match.start()
    word = _DAY_WORD.search(line, max(room.start, start - _DAY_WORD_REACH), start) if match["wd"] else None
    return word.start() if word else start


def _iso(moment: datetime) -> str:
    """ISO 8601 in Viet Nam's zone, to the second; at midnight only the date, since no time is known."""
    here = moment.astimezone(VIETNAM).replace(microsecond=0)
    return here.date().isoformat() if here.time() == time() else here.isoformat()
