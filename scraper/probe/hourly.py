"""How many requests an hourly run sends when nothing is new: the rules of the frontier, applied to what a look saw."""

from __future__ import annotations

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
    pages = [_pages(one) for one in lists if one.url != kinds.front]
    # Those that were not read are taken to be as long as the others.
    unread = kinds.unread_lists * (sum(pages) / len(pages) if pages else 1)
    front = sum(_pages(one) - 1 for one in lists if one.url == kinds.front)
    sitemaps = {feed.url for feed in look.feeds if feed.is_sitemap}
    sitemaps |= {entry.url for feed in look.feeds if feed.is_sitemap for entry in feed.entries if is_xml(entry.url)}
    again = look.no_pages[NoPage.ABSENT] + look.no_pages[NoPage.FAILED] + answers.get(UNDECIDED, 0)
    found = _ALWAYS + sum(pages) + unread + front + len(sitemaps) + len(look.feed_urls) + again + recent
    return round(found + _archives(kinds, sitemaps))


def _pages(one: ListFinding) -> int:
    """The pages of a list that are requested until so many show nothing new; the first may have a second address."""
    return min(one.last_page or 1, OVERLAP) + int(one.has_first_again)


def _archives(kinds: Kinds, sitemaps: set[str]) -> int:
    """The pages of lists by tag, author and day."""
    linked = [it.address.url for it in kinds.linked.values() if is_archive(it.address.url)]
    named = [part for words, part in _NAMED if any(words.search(url) for url in sitemaps)]
    known = sum(any(part in url for part in named) for url in linked)
    others = len(linked) - known
    days = _DAYS if any(_DAY.search(url) for url in linked) else 0
    return known + max(min(others, _ARCHIVES), days)
