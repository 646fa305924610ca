"""How many requests runs send: the rules of the frontier, applied to what a look saw."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from scraper.frontier.limits import OVERLAP
from scraper.frontier.links import is_archive
from scraper.probe.answers import UNDECIDED
from scraper.probe.findings import ListFinding
from scraper.probe.kinds import Kinds
from scraper.probe.look import Look, NoPage
from scraper.probe.size import is_xml

# robots.txt and front page are requested twice: by the rules, and for what they name.
_ALWAYS = 4
# Answers of pages that a later run does not request again.
_ONCE = ("others", "doubles", "led on")
# Lists by tag, author or day are walked six at a time, as long as they lead to something: those of the run before, and
# six more.
_ARCHIVES = 12
# A calendar links the days before and after; so many pages show that they hold nothing.
_DAYS = 9
_DAY = re.compile(r"[?&](?:ngay|date|day)=", re.IGNORECASE)
# A sitemap of such lists makes all of them known: words in its name, and in their addresses.
_NAMED = ((re.compile(r"user|author"), "/author/"), (re.compile(r"tag"), "/tag"))


def hourly_requests(
    look: Look, kinds: Kinds, lists: Sequence[ListFinding], answers: dict[str, int], recent: float
) -> int:
    """About how many requests a run sends that finds nothing new.

    Args:
        look: all that was seen.
        kinds: what its pages turned out to be.
        lists: those that were read.
        answers: what came of the requests.
        recent: articles of the last 14 days, which are revisited.
    """
    return round(_lists(kinds, lists, OVERLAP) + _others(look, kinds, answers) + recent)


def pages_of_lists(kinds: Kinds, lists: Sequence[ListFinding]) -> float:
    """The pages of all lists, which a first walk requests; the front page is left out."""
    return _lists(kinds, lists, math.inf)


def first_others(look: Look, kinds: Kinds, answers: dict[str, int]) -> int:
    """About how many requests of a first walk are for neither new articles nor lists.

    Args:
        look: all that was seen.
        kinds: what its pages turned out to be.
        answers: what came of the requests.
    """
    once = sum(answers.get(kind, 0) for kind in _ONCE)
    return _others(look, kinds, answers) + once + kinds.unread_others


def _others(look: Look, kinds: Kinds, answers: dict[str, int]) -> int:
    """The requests of any run for neither articles nor lists of articles by section."""
    sitemaps = {feed.url for feed in look.feeds if feed.is_sitemap}
    sitemaps |= {entry.url for feed in look.feeds if feed.is_sitemap for entry in feed.entries if is_xml(entry.url)}
    again = look.no_pages[NoPage.ABSENT] + look.no_pages[NoPage.FAILED] + answers.get(UNDECIDED, 0)
    return _ALWAYS + len(sitemaps) + len(look.feed_urls) + again + _archives(kinds, sitemaps)


def _lists(kinds: Kinds, lists: Sequence[ListFinding], most: float) -> float:
    """The pages of lists, at most so many of each; the first may have a second address."""

    def pages(one: ListFinding) -> float:
        return min(one.last_page or 1, most) + int(one.has_first_again)

    others = [pages(one) for one in lists if one.url != kinds.front]
    # Those that were not read are taken to be as long as the others.
    unread = kinds.unread_lists * (sum(others) / len(others) if others else 1)
    return sum(others) + unread + sum(pages(one) - 1 for one in lists if one.url == kinds.front)


def _archives(kinds: Kinds, sitemaps: set[str]) -> int:
    """The pages of lists by tag, author and day."""
    linked = [it.address.url for it in kinds.linked.values() if is_archive(it.address.url)]
    named = [part for words, part in _NAMED if any(words.search(url) for url in sitemaps)]
    known = sum(any(part in url for part in named) for url in linked)
    others = len(linked) - known
    days = _DAYS if any(_DAY.search(url) for url in linked) else 0
    return known + max(min(others, _ARCHIVES), days)
