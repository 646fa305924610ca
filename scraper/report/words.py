"""Times, durations and sizes as they are printed."""

from __future__ import annotations

import math
from datetime import datetime

from scraper.text.clock import VIETNAM

ZONE = "(+07)"
"""Behind the heading of times: they are Vietnam's, wherever the machine is."""
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_UNITS = ("kB", "MB", "GB", "TB")
_THOUSAND = 1_000
# The last day that a date can have, less the difference to Vietnam: of a clock that is wrong.
_LATEST = 253_402_300_799 - _DAY


def at(seconds: int) -> datetime:
    """A time in Vietnam, of seconds since 1970."""
    return datetime.fromtimestamp(min(seconds, _LATEST), VIETNAM)


def moment(seconds: int) -> str:
    """A time in Vietnam, to the minute."""
    return f"{at(seconds):%Y-%m-%d %H:%M}"


def short_moment(seconds: int) -> str:
    """A time in Vietnam without its year."""
    return f"{at(seconds):%d/%m %H:%M}"


def stamp_of(seconds: int) -> str:
    """A time as ISO 8601, in Vietnam."""
    return at(seconds).isoformat()


def duration(seconds: float) -> str:
    """A duration in its two largest units."""
    whole = max(0, round(seconds))
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return f"{whole // _MINUTE} min {whole % _MINUTE} s"
    if whole < 2 * _DAY:
        return f"{whole // _HOUR} h {whole % _HOUR // _MINUTE} min"
    return f"{whole // _DAY} days"


def rounded_duration(seconds: float) -> str:
    """A duration in seconds, minutes or hours."""
    whole = max(0, round(seconds))
    if whole < _MINUTE:
        return f"{whole} s"
    return f"{round(whole / _MINUTE)} min" if whole < 2 * _HOUR else f"{round(whole / _HOUR)} h"


def size(count: int) -> str:
    """A number of bytes."""
    if count < _THOUSAND:
        return f"{count} bytes"
    power = min(len(_UNITS), int(math.log(count, _THOUSAND)))
    return f"{count / _THOUSAND**power:.1f} {_UNITS[power - 1]}"
