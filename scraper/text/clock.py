"""The time of day that a page prints beside a date, before it or after it; Viet Nam's zone; names of weekdays."""

import re
from dataclasses import dataclass
from datetime import time, timedelta, timezone
from typing import Final

from scraper.text.fold import fold

# Viet Nam has one zone and no summer time. Almost no portal prints it.
VIETNAM: Final = timezone(timedelta(hours=7))

# Names of the days of the week, over folded text; `T5`, `Th 5` and `CN` are their abbreviations.
WEEKDAY: Final = (
    r"(?:thu\s(?:hai|ba|tu|nam|sau|bay|[2-7])|chu\snhat|cn(?![a-z\d])|th?\.?\s?[2-7](?![a-z\d])"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|wed|thu|fri|sat|sun)(?![a-z]))"
)

# A counter may follow the minutes directly, where only style separates them: `15:338160`. `16:30`, `16:30:05`, `16h30`,
# `16 giờ 30 phút`, `8h`; a half of the day in English, or a part of it in Vietnamese (SA = in the morning, CH = after
# noon), which may also be before: `chiều 4 giờ 15`. Folded text. Groups: part of the day, hour, minute, second, half.
TIME: Final = (
    r"(?:(?<![a-z])(sang|trua|chieu|toi|dem)(?:\s(?:luc|hoi))?\s)?(?<![\d:])(\d{1,2})"
    r"(?:\s?(?::|h|gio|g(?!mt))\s?(\d{2})(?!\d{1,2}(?!\d))(?:\s?phut)?(?::(\d{2})(?!\d)(?:\.\d+)?)?|\s?(?:h|gio)(?!\w))"
    r"(?:\s?([ap]\.?m\.?|sa|ch|sang|trua|chieu|toi|dem)(?![a-z]))?"
)

# `GMT+7`, `UTC+07:00`. Groups: hours, minutes.
_ZONE: Final = r"\s?(?:gmt|utc)\s?([+-]\d{1,2})(?::?(\d{2}))?(?!\d)"

_BETWEEN: Final = rf"(?:[\s,;|:.·•/–—-]|ngay|vao|luc|hoi|gio:|at\s|{WEEKDAY})*"

# Each is tried at one end of the words around a date. A bracket matches only with its counterpart.
_BEFORE: Final = re.compile(rf"{TIME}(?:{_BETWEEN}|\s?\()$")
_AFTER: Final = re.compile(rf"{_BETWEEN}(\()?{TIME}(?(1)\))")
_CLOCK: Final = re.compile(rf"\W{{0,3}}(?:(?:luc|hoi|gio)\W{{1,3}})?{TIME}\W{{0,3}}")
_ZONE_AFTER: Final = re.compile(rf"[\s,]*(\()?{_ZONE}(?(1)\))")

# Hours, east or west.
_FARTHEST_ZONE: Final = 14

# Added to the hours of each part of the day. The small hours are at night, too: `1 giờ đêm`.
_DAY_HALVES: Final = {"am": 0, "sa": 0, "sang": 0, "pm": 12, "ch": 12, "trua": 12, "chieu": 12, "toi": 12, "dem": 12}
_FIRST_AT_NOON: Final = 9
_LAST_AT_NIGHT: Final = 5


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day and its position: offsets in the searched words."""

    at: time | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Zone:
    """A time zone, in minutes east of Greenwich, and where it ends in the searched words."""

    minutes: int
    end: int


def time_before(folded: str) -> Clock | None:
    """The time at the end of these words, with any separator before the date that follows; or None."""
    match = _BEFORE.search(folded)
    return Clock(_time_of_day(*match.groups()), match.start(), match.end()) if match else None


def time_after(folded: str) -> Clock | None:
    """The time at the start of these words, with any separator after the date that precedes; or None."""
    match = _AFTER.match(folded)
    return Clock(_time_of_day(*match.groups()[1:]), 0, match.end()) if match else None


def is_clock(text: str) -> bool:
    """True for a text that is a time of day and nothing else."""
    return _CLOCK.fullmatch(fold(text)) is not None


def zone_after(folded: str) -> Zone | None:
    """The time zone at the start of these words, or None."""
    match = _ZONE_AFTER.match(folded)
    if not match:
        return None
    hours, minutes = int(match[2]), int(match[3] or 0)
    if abs(hours) > _FARTHEST_ZONE or minutes > 59:
        return None
    return Zone(hours * 60 + (minutes if hours >= 0 else -minutes), match.end())


def _time_of_day(part: str | None, hour: str, minute: str | None, second: str | None, half: str | None) -> time | None:
    """The time, or None where the numbers are not a time.

    A portal prints midnight to the second (`12:00 AM`) for an article whose time it does not store.
    """
    hours = int(hour)
    half = half or part
    if half and hours <= 12:  # `15:42 PM` is printed too, and means 15:42
        hours = _hours_of_half(hours, half.replace(".", ""))
    minutes, seconds = int(minute or 0), int(second or 0)
    if hours > 23 or minutes > 59 or seconds > 59:
        return None
    at = time(hours, minutes, seconds)
    return at if at != time() else None


def _hours_of_half(hours: int, half: str) -> int:
    """The hours since midnight; 24 for twelve at night, which may begin or end the printed day."""
    if half in ("toi", "dem") and hours == 12:
        return 24
    if (half == "trua" and hours >= _FIRST_AT_NOON) or (half == "dem" and hours <= _LAST_AT_NIGHT):
        return hours
    return hours % 12 + _DAY_HALVES[half]
