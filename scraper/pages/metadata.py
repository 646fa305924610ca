"""Dates that a page states for machines, and when they are used.

They are often wrong: NukeViet writes the time of the last edit into ``datePublished``. So a stated date is used only if
a printed one, of the page or of the list that led to it, is the same day.
"""

from __future__ import annotations

import re
from datetime import datetime

from scraper.pages.page import Page
from scraper.text.clock import VIETNAM

_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:$|[T ])")
_JSON_LD = re.compile(r'"datePublished"\s*:\s*"([^"]{10,40})"')


def stated_time(page: Page, day: str) -> str | None:
    """A stated publication time on a printed day, ISO 8601 with ``+07:00``; None if no statement agrees.

    Args:
        page: the page.
        day: the printed day, ``YYYY-MM-DD``.
    """
    for text in _statements(page):
        time = _parse(text)
        if time is not None and time.startswith(day):
            return time
    return None


def stated_days(page: Page) -> set[str]:
    """All days, ``YYYY-MM-DD``, that the page states for machines as its publication date."""
    return {text.strip()[:10] for text in _statements(page) if _DAY.match(text.strip())}


def agreed_day(page: Page) -> str | None:
    """The one day that JSON-LD and another vocabulary both state; None if either is missing or they differ."""
    linked = {text[:10] for text in _in_json(page) if _DAY.match(text)}
    marked = {text.strip()[:10] for text in page.head.published if _DAY.match(text.strip())}
    return linked.pop() if len(linked) == 1 and linked <= marked else None


def _statements(page: Page) -> list[str]:
    return page.head.published + _in_json(page)


def _in_json(page: Page) -> list[str]:
    return [time for script in page.head.json_ld for time in _JSON_LD.findall(script)]


def _parse(text: str) -> str | None:
    try:
        time = datetime.fromisoformat(text.strip())
        if time.tzinfo is not None:
            time = time.astimezone(VIETNAM)
    except (ValueError, OverflowError):  # the years 1 and 9999 have no day before or after
        return None
    if "T" not in text and ":" not in text:
        return None  # only a day: the printed one has the same information
    return time.replace(tzinfo=VIETNAM).isoformat(timespec="seconds")
