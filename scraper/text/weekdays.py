"""Names of the days of the week, as a pattern over folded text (see `fold`)."""

from typing import Final

WEEKDAY: Final = (
    r"(?:thu\s(?:hai|ba|tu|nam|sau|bay|[2-7])|chu\snhat"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|wed|thu|fri|sat|sun)(?![a-z]))"
)
