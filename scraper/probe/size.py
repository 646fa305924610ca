"""About how many articles a site has, by which evidence, and how long it takes to fetch them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from scraper.cms import KNOWN_TABLES
from scraper.pages.choices import is_page_param

# Values of these count entries, not pages.
_OFFSETS = frozenset({"start", "limitstart", "offset"})
_PAGE_IN_PATH = re.compile(r"/(?:page|trang|p)[-/]?(\d{1,6})(?=/|\.|$)", re.IGNORECASE)
_LONGEST_NUMBER = 6
# A sitemap is written once a day; a few articles may be newer.
_MOST = 0.9
# A few articles are in no list that was read, and a few have two addresses.
_MARGIN = 1.05


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


class Seen(NamedTuple):
    """Articles that were read, or are linked from pages that were."""

    read: int
    least: int
    """With the linked ones that are articles, if as many of them are as of those that were requested."""
    most: int
    """With all whose addresses look so."""


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
    seen: Seen, lists: ListsEstimate | None, sitemaps: Sequence[Estimate], *, is_whole: bool = False
) -> SizeFinding:
    """The range that several kinds of evidence give.

    Args:
        seen: what was read, and what is linked.
        lists: from pagers: pages times entries.
        sitemaps: from sitemaps.
        is_whole: nothing was left to look at.
    """
    if is_whole:
        return SizeFinding(seen.read, seen.read, [f"all of the site was seen: {seen.read} articles"], is_whole=True)
    evidence = [f"{seen.most} addresses of articles are linked from the pages seen"] if seen.most else []
    evidence += lists.evidence if lists is not None else []
    evidence += [estimate.evidence for estimate in sitemaps]
    stated = [estimate.articles for estimate in sitemaps]
    # A sitemap that names all that lists show is a site's own count; others name the latest articles only.
    if stated and max(stated) >= _MOST * max(seen.least, lists.low if lists is not None else 0):
        return SizeFinding(max(seen.least, min(stated)), max(seen.most, *stated), evidence)
    if lists is None:
        return SizeFinding(seen.least or None, None, evidence)
    low, high = max(seen.least, lists.low), max(seen.most, lists.high, *stated)
    low, high = max(seen.read, math.floor(low / _MARGIN)), math.ceil(high * _MARGIN)
    return SizeFinding(low, high, evidence, may_be_more=lists.is_least)


def times_of(size: SizeFinding, interval: float, *, per_page: float, lists: int, hourly: int) -> TimeFinding:
    """How long runs take.

    Args:
        size: the number of articles.
        interval: seconds between two requests.
        per_page: entries on a page of a list.
        lists: known lists.
        hourly: requests of a run that finds nothing new.
    """
    found = TimeFinding(round(interval, 2), hourly_requests=hourly)
    if not interval:
        return found
    found.hourly_run = round(hourly * interval)
    if size.low is not None:
        # Each article once, and each in one list or two.
        low, high = (n * (1 + 1 / max(per_page, 1.0)) + lists for n in (size.low, size.high or size.low))
        found.first_walk = (round(low * interval), round(high * interval))
    return found


def is_xml(url: str) -> bool:
    """True for the address of a sitemap."""
    return urlsplit(url).path.lower().endswith((".xml", ".xml.gz"))


class PagePosition(NamedTuple):
    """Where in its list a page is."""

    number: int
    is_offset: bool
    """True if it counts entries, not pages."""


def page_position(url: str, other: str = "") -> PagePosition | None:
    """The position in the address of a page; None if there is none.

    Args:
        url: the address.
        other: another page of the same list: what both have in common is no page number.
    """
    parts, same = urlsplit(url), dict(parse_qsl(urlsplit(other).query))
    for name, value in parse_qsl(parts.query):
        is_number = value.isdecimal() and len(value) <= _LONGEST_NUMBER and same.get(name) != value
        if is_number and is_page_param(name, KNOWN_TABLES.page_params):
            return PagePosition(int(value), name.lower() in _OFFSETS)
    if found := _PAGE_IN_PATH.search(parts.path):
        return PagePosition(int(found[1]), is_offset=False)
    return None
