"""Find the full dates in a line of text, each with its time of day and the meaning of its label."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from itertools import accumulate, chain
from typing import Final, Self

from scraper.text.clock import VIETNAM, WEEKDAY, time_after, time_before, zone_after
from scraper.text.fold import fold

# Portals began in the nineties; a year outside this range is a birth, a founding or a mistake.
EARLIEST: Final = 1990
LATEST: Final = 2100

# Greatest distance in characters of a time, a weekday or a label from its date; `Cập nhật lần cuối lúc 16 giờ 30 phút,
# Thứ Năm, ngày ` is the longest seen.
_REACH: Final = 64

_DIGIT: Final = re.compile(r"\d")
# `ngày` belongs to a date in words.
_DAY_WORD: Final = re.compile(r"(?:[Nn]gày|NGÀY)\s*$")
_DAY_WORD_REACH: Final = 6

# Two shapes: day, month, year with one separator; year first, as machines write it. Not inside a longer run of numbers:
# `0294.3862.2023`, `1.2.2023.4`. But `17-21/5/2023` contains a date. Where only style separates a time from its date,
# they are glued: `16:3012/06/2023`, `12/06/202316:30`.
_DATE: Final = re.compile(
    r"(?=\d)(?:(?<!\d)|(?<=\d:[0-5]\d)(?=\d\d\D))(?<!\d[./])(?:"
    r"(?P<d>\d{1,2})(?:\s?(?P<s>/)\s?|(?P<p>\s[.-]\s|[.-]))(?P<m>\d{1,2})(?(s)\s?/\s?|(?P=p))"
    r"(?P<y>\d{4})(?:(?=[0-2]?\d:\d\d(?!\d))|(?!\d|[./]\d))"
    r"|(?P<iy>\d{4})(?P<is>[-/.])(?P<im>\d{1,2})(?P=is)(?P<id>\d{1,2})(?!\d|[./-]\d)"
    r")"
)

# In words: `12 tháng 6 năm 2023`, `12 Tháng Sáu, 2023`, `21 Th3, 2024`, `04 Thg 11 2024`, and with the month first, as
# translated systems print it: `Tháng Mười Một 29, 2024`, `Th3 21, 2024`. With or without accents, so not over folded
# text: `thắng` and `ba` without its month are other words. `T3` alone is a Tuesday.
_MONTH_WORDS: Final = ("mot", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi", "muoimot", "muoihai")
_IN_WORDS: Final = (
    r"mười\s(?:một|hai)|muoi\s(?:mot|hai)|mười|muoi|một|mot|hai|ba|tư|tu|năm|nam|sáu|sau|bảy|bẩy|bay|tám|tam|chín|chin"
)
_NAMED: Final = rf"(?:tháng|thang)\s{{0,3}}(?:\d{{1,2}}(?!\d)|(?:{_IN_WORDS})\b)"
_SHORT: Final = r"thg?\.?\s?\d{1,2}(?!\d)"
_DAY_FIRST: Final = re.compile(
    rf"(?<!\d)(?<!\d[./])(?P<d>\d{{1,2}})(?:\s{{0,3}}|\s?[/-]\s?)(?P<m>{_NAMED}|{_SHORT}|(?<=\s)t\d{{1,2}}(?=[,\s]))"
    r"(?P<s>,?\s{0,3}(?:[/-]?(?:năm|nam)(?!\w)|[/.-])?\s{0,3})(?P<y>\d{4})(?!\d)",
    re.IGNORECASE,
)
_MONTH_FIRST: Final = re.compile(
    rf"(?<!\w)(?P<m>{_NAMED}|{_SHORT}|t\d{{1,2}})\s(?P<d>\d{{1,2}})(?:,\s?|\s)(?P<y>\d{{4}})(?!\d|[./-]\d)",
    re.IGNORECASE,
)
_SAYS_MONTH: Final = re.compile(r"[Tt](?:[Hh](?:[ÁáAa][Nn]|[Gg]?[.\s]?\d|[Gg]?\.?\s\d)|\d)")
# The number before `tháng` counts weeks, issues or months: `tuần 2 tháng 11/2024`, `trong 9 tháng năm 2024`.
_COUNTED: Final = re.compile(r"(?:^|[^a-z])(?:tuan|ky|dot|so|lan|thu|trong|het|quy|khoa)(?: thu)?\s{1,2}$")
_COUNTED_REACH: Final = 12
# `6 tháng 6 12, 2024`: two days for one month.
_DAY_BEFORE: Final = re.compile(r"(?:^|[^:\d])\d{1,2}\s$")
_DAY_BEFORE_REACH: Final = 4

# Of full width, as Chinese and Japanese keyboards type them.
_FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FREQUENT_WIDE: Final = "２／：，"

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

# Two digits for the year, only beside a label: `Ngày đăng: 12/06/23`.
# It begins with a digit, which is searched for at once.
_SHORT_YEAR: Final = re.compile(
    r"(?P<d>\d(?<![\w./-]\d)\d?)(?P<s>[./-])(?P<m>\d{1,2})(?P=s)(?P<y>\d{2})(?![\d_/-]|[^\W\d_](?<![A-ZĐ])|\.\d)"
)
# The longest line with such a date; elsewhere they are numbers of documents.
_SHORT_YEAR_LINE: Final = 120
# Years of two digits from this one on are of the last century.
_OLD: Final = 50

# The day of the lunar calendar, which some print beside the solar one, and the year since the Buddha: over folded text.
_YEAR_NAME: Final = (
    r"(?:giap|at|binh|dinh|mau|ky|canh|tan|nham|quy)\s(?:ty|suu|dan|mao|meo|thin|ti|ngo|mui|than|dau|tuat|hoi)(?!\w)"
)
_LUNAR_DAY: Final = (
    r"(?:ngay\s)?(?:(?:mung|mong)\s)?(?:\d{1,2}|ram)\s?(?:[/.-]|thang)\s?(?:\d{1,2}(?!\d)|gieng|chap)(?:\snhuan)?"
)
_CALENDAR: Final = r"(?:am\slich|al|pl|phat\slich)(?!\w)"
LUNAR: Final = re.compile(
    rf"(?<!\w)(?:{_CALENDAR}[\s:.,]{{0,3}}{_LUNAR_DAY}(?:[\s/.,-]{{0,3}}(?:nam\s)?(?:{_YEAR_NAME}|\d{{4}}))?"
    rf"|(?:(?:nham|tuc)(?:\sla)?[\s:,]{{1,3}})?{_LUNAR_DAY}[\s/.,-]{{0,3}}(?:(?:nam\s)?(?:{_YEAR_NAME}|\d{{4}})?[\s,(-]{{0,3}}{_CALENDAR}"
    rf"(?!\s?:?\s?(?:ngay\s)?\d{{1,2}}[/.-])|(?:nam\s)?{_YEAR_NAME})"
    rf"|(?:pl|phat\slich)[\s:.]{{0,3}}\d{{4}}|\d{{4}}\s?(?:pl|phat\slich)(?!\w))"
)
_SAYS_LUNAR: Final = re.compile(r"[ÂâAa]m\s[Ll]ịch|ÂM LỊCH|A\.?L|[Aa]m\s[Ll]ich")

# What machines write after a year-first date: `T09:30:00Z`, ` 09:30:00.000+07:00`.
_MACHINE_TIME: Final = re.compile(r"(?:T|\s)(\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s?(Z|[+-]\d{2}:?\d{2})?(?![\d:])")

# Over folded text. `Ngày ban hành` labels a document's date and is left out.
PUBLISHED_LABEL: Final = (
    r"(?:ngay|thoi gian|luc)\s(?:dang(?:\s(?:tin|bai))?|xuat ban|gui|tao|viet|dua tin)"
    r"|(?:da\s|duoc\s)?(?:dang|gui|tao|viet|xuat ban)(?:\stin|\sbai)?\s(?:vao(?:\s(?:luc|ngay))?|luc|ngay)"
    r"|(?:da\s|duoc\s)?xuat ban|(?<!nguoi )(?:duoc\s)?(?:dang|gui)(?=\s?:)"
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
_ENGLISH_LABEL: Final = re.compile(r"publish|post|creat|submit|updat|modif|date", re.IGNORECASE)


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
    if not _DIGIT.search(line):
        return []
    found: list[PrintedDate] = []
    # Every accepted year contains one of these; looking for them costs a tenth of the pattern.
    if not line.isascii() and any(wide in line for wide in _FREQUENT_WIDE):
        narrow = line.translate(_FULL_WIDTH)
        return [replace(date, raw=line[date.start : date.end]) for date in find_dates(narrow)]
    if "20" not in line and "19" not in line and "21" not in line:
        return _with_short_years(line)
    matches = _matches(line)
    limits = [match.start() for match in matches[1:]] + [len(line)]
    free_from = 0
    for match, limit in zip(matches, limits, strict=False):
        # Two dates never share a time or a label: each has the words between its neighbours.
        room = range(max(free_from, match.start() - _REACH), min(limit, match.end() + _REACH))
        printed = _printed(line, match, room)
        if printed:
            found.append(printed)
            free_from = printed.end
    if found and _SAYS_LUNAR.search(line):
        lunar = [match.span() for match in LUNAR.finditer(fold(line))]
        found = [date for date in found if not any(start <= date.start < end for start, end in lunar)]
    return found or _with_short_years(line)


def with_clock(line: str, date: PrintedDate) -> PrintedDate:
    """A date of a line with the time of day beside it, as if printed in Viet Nam; itself if there is none."""
    clock = time_before(fold(line[max(0, date.start - _REACH) : date.start]))
    clock = clock or time_after(fold(line[date.end : date.end + _REACH]))
    at = clock.at if clock and "T" not in date.iso else None
    if at is None or line[date.start : date.end] != date.raw:
        return date
    return replace(
        date,
        iso=_iso(
            datetime.fromisoformat(date.iso).replace(hour=at.hour, minute=at.minute, second=at.second, tzinfo=VIETNAM)
        ),
    )


def _with_short_years(line: str) -> list[PrintedDate]:
    """The labelled dates with a year of two digits; English labels do not tell the day from the month."""
    if len(line) > _SHORT_YEAR_LINE:
        return []
    found: list[PrintedDate] = []
    free_from = 0
    for match in _SHORT_YEAR.finditer(line):
        room = range(max(free_from, match.start() - _REACH), min(len(line), match.end() + _REACH))
        printed = _printed(line, match, room)
        if printed and printed.label and not _ENGLISH_LABEL.search(line, room.start, printed.start):
            found.append(printed)
            free_from = printed.end
    return found


def _matches(line: str) -> list[re.Match[str]]:
    """Everything of a line that has the shape of a date, in order, without overlaps."""
    matches = list(_DATE.finditer(line))
    named = [_ENGLISH] if _NAMES_MONTH.search(line) else []
    named += [_DAY_FIRST, _MONTH_FIRST] if _SAYS_MONTH.search(line) else []
    if not named:
        return matches
    matches += chain.from_iterable(pattern.finditer(line) for pattern in named)
    matches.sort(key=re.Match.start)
    ends = [0, *accumulate((match.end() for match in matches), max)]
    return [match for match, end in zip(matches, ends, strict=False) if match.start() >= end]


def _printed(line: str, match: re.Match[str], room: range) -> PrintedDate | None:
    day = _day(match)
    if day is None:
        return None
    if match.re is _ENGLISH:
        # The time on an English page may be in any zone.
        iso, start, end = day.isoformat(), match.start(), match.end()
    else:
        by_machine = _with_machine_time(line, match, day, room) if match.re is _DATE and match["iy"] else None
        iso, start, end = by_machine or _with_time(line, match, day, room)
    label = _LABEL.search(fold(line[room.start : start]))
    return PrintedDate(iso, line[start:end], label.lastgroup if label else None, start, end)


def _day(match: re.Match[str]) -> date | None:
    if match.re is _DAY_FIRST and _counts_months(match):
        return None
    start = match.start()
    if match.re is _MONTH_FIRST and _DAY_BEFORE.search(match.string[max(0, start - _DAY_BEFORE_REACH) : start]):
        return None
    year, month, day = _english_parts(match) if match.re is _ENGLISH else _parts(match)
    if match.re is _SHORT_YEAR:
        year += 2000 if year < _OLD else 1900
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
    if match.re is _DATE:
        return int(match["y"] or match["iy"]), int(match["m"] or match["im"]), int(match["d"] or match["id"])
    return int(match["y"]), _month(match["m"]), int(match["d"])


def _month(text: str) -> int:
    """The number of ``Tháng Mười Một``, ``tháng 11`` or ``Th11``."""
    if text[-1].isdecimal():
        return int("".join(filter(str.isdecimal, text)))
    return 1 + _MONTH_WORDS.index("".join(fold(text).split()).removeprefix("thang"))


def _counts_months(match: re.Match[str]) -> bool:
    """True if the first number is no day: of a week, or of months, as in ``9 tháng năm 2024``."""
    line, start = match.string, match.start()
    if _COUNTED.search(fold(line[max(0, start - _COUNTED_REACH) : start])):
        return True
    day, month = match["d"], match["m"]
    if match["s"].strip() or fold(month[-3:]) != "nam" or day.startswith("0") or int(day) > 12:
        return False
    # `năm` is May, or the word for a year. Systems print the month with capitals, and nothing before the date.
    is_name = month[0] == "T" and month[-3:] in ("Năm", "Nam")
    return not is_name or any(char.isalpha() for char in line[max(0, start - _REACH) : start])


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
    word = _DAY_WORD.search(line, max(room.start, start - _DAY_WORD_REACH), start) if match.re is _DAY_FIRST else None
    return word.start() if word else start


def _iso(moment: datetime) -> str:
    """ISO 8601 in Viet Nam's zone, to the second; at midnight only the date, since no time is known."""
    here = moment.astimezone(VIETNAM).replace(microsecond=0)
    return here.date().isoformat() if here.time() == time() else here.isoformat()
