"""About how many articles a site has, by which evidence, and how long it takes to fetch them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from scraper.cms import KNOWN_TABLES
from scraper.pages.choices import is_page_param

# Values of these count entries, not pages.
_OFFSETS = frozenset({"start", "limitstart", "offset"})
_PAGE_IN_PATH = re.compile(r"/(?:page|trang|p)[-/]?(\d{1,6})(?=/|\.|$)", re.IGNORECASE)
_LONGEST_NUMBER = 6
# A sitemap is written once a day; a few articles may be newer.
_MOST = 0.9
# A later run reads a list until so many pages show nothing new (frontier.limits.OVERLAP).
_PAGES_OF_A_LIST = 5


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a sitemap says of the number of articles."""

    articles: int
    evidence: str


@dataclass(frozen=True, slots=True)
class ListsEstimate:
    """What all lists together say of the number of articles."""

    low: int
    high: int
    evidence: list[str] = field(default_factory=list)
    is_least: bool = False
    """True if there may be more: a pager may go on behind the highest page that it shows."""


@dataclass(slots=True)
class SizeFinding:
    """The number of articles, as a range; both None where nothing is known."""

    low: int | None = None
    high: int | None = None
    evidence: list[str] = field(default_factory=list)
    may_be_more: bool = False
    """True if the upper end is not one: pagers may go on."""
    is_whole: bool = False
    """True if all of the site was seen, so that the number is known."""


@dataclass(slots=True)
class TimeFinding:
    """How long runs take at the pace that was held; None where the number of articles is not known."""

    seconds_between_requests: float = 0.0
    first_walk: tuple[float, float] | None = None
    """Seconds, from and to."""
    hourly_run: float | None = None
    """Seconds, if nothing is new."""
    hourly_requests: int | None = None


def size_of(
    seen: int, lists: ListsEstimate | None, sitemaps: Sequence[Estimate], *, is_whole: bool = False
) -> SizeFinding:
    """The range that several kinds of evidence give.

    Args:
        seen: addresses that are articles, or look like those that are.
        lists: from pagers: pages times entries.
        sitemaps: from sitemaps.
        is_whole: nothing was left to look at.
    """
    if is_whole:
        return SizeFinding(seen, seen, [f"all of the site was seen: {seen} articles"], is_whole=True)
    evidence = [f"{seen} addresses of articles are linked from the pages seen"] if seen else []
    evidence += lists.evidence if lists is not None else []
    evidence += [estimate.evidence for estimate in sitemaps]
    stated = [estimate.articles for estimate in sitemaps]
    # A sitemap that names all that lists show is a site's own count; others name the latest articles only.
    if stated and max(stated) >= _MOST * max(seen, lists.low if lists is not None else 0):
        return SizeFinding(max(seen, min(stated)), max(seen, *stated), evidence)
    if lists is None:
        return SizeFinding(seen or None, None, evidence)
    return SizeFinding(max(seen, lists.low), max(seen, lists.high, *stated), evidence, may_be_more=lists.is_least)


def times_of(
    size: SizeFinding, interval: float, *, per_page: float, lists: int, paged_lists: int, recent: float
) -> TimeFinding:
    """How long runs take.

    Args:
        size: the number of articles.
        interval: seconds between two requests.
        per_page: entries on a page of a list.
        lists: known lists.
        paged_lists: those with further pages.
        recent: articles of the last 14 days, which are revisited.
    """
    found = TimeFinding(round(interval, 2))
    if not interval:
        return found
    others = lists + paged_lists * (_PAGES_OF_A_LIST - 1)
    found.hourly_requests = math.ceil(others + recent)
    found.hourly_run = round(found.hourly_requests * interval)
    if size.low is not None:
        # Each article once, and each in one list or two.
        low, high = (n * (1 + 1 / max(per_page, 1.0)) + lists for n in (size.low, size.high or size.low))
        found.first_walk = (round(low * interval), round(high * interval))
    return found


def page_position(url: str, other: str = "") -> tuple[int, bool] | None:
    """The page number in an address and False, or the number of the first entry and True; None for neither.

    Args:
        url: the address.
        other: another page of the same list: what both have in common is no page number.
    """
    parts, same = urlsplit(url), dict(parse_qsl(urlsplit(other).query))
    for name, value in parse_qsl(parts.query):
        is_number = value.isdecimal() and len(value) <= _LONGEST_NUMBER and same.get(name) != value
        if is_number and is_page_param(name, KNOWN_TABLES.page_params):
            return int(value), name.lower() in _OFFSETS
    if found := _PAGE_IN_PATH.search(parts.path):
        return int(found[1]), False
    return None
