"""Which of a site's pages a probe looks at: some of each kind, where a crawl takes all."""

from __future__ import annotations

from enum import Enum
from itertools import cycle
from typing import Generic, TypeVar

T = TypeVar("T")

# A sitemap index and two of its sitemaps show how many addresses a site states; each has up to 50,000.
MAX_SITEMAPS = 4
# Feeds of a site's sections are alike.
MAX_FEEDS = 3
# Waiting addresses of one kind; a probe fetches some dozens.
MAX_WAITING = 2_000


class Part(Enum):
    """What a waiting address is expected to be."""

    SITEMAP = "sitemap"
    FEED = "feed"
    LIST = "list"
    PAGER = "pager"
    ARTICLE = "article"


_LIMITS = {Part.SITEMAP: MAX_SITEMAPS, Part.FEED: MAX_FEEDS}
# Half of the pages are articles: shares of fields need some, and the lists show what else there is.
_TURNS = (Part.LIST, Part.ARTICLE, Part.ARTICLE, Part.LIST, Part.ARTICLE, Part.PAGER)


class Plan(Generic[T]):
    """The waiting addresses of a probe. Within a part, groups take turns: shapes of addresses, pages with the links."""

    def __init__(self) -> None:
        self._waiting: dict[Part, dict[str, list[tuple[int, T]]]] = {part: {} for part in Part}
        self._counts = dict.fromkeys(Part, 0)
        self._taken = dict.fromkeys(Part, 0)
        self._turns = cycle(_TURNS)

    def __len__(self) -> int:
        return sum(self._counts.values())

    def add(self, part: Part, group: str, item: T, rank: int = 0) -> None:
        """Let an address wait; of a group, the highest rank comes first.

        Further ones than :data:`MAX_WAITING` of a part are left out.
        """
        if self._counts[part] < MAX_WAITING:
            self._waiting[part].setdefault(group, []).append((rank, item))
            self._counts[part] += 1

    def take(self) -> T | None:
        """The next address to look at; None if none is left."""
        for part in (Part.SITEMAP, Part.FEED):
            if self._taken[part] < _LIMITS[part] and (found := self._first(part)) is not None:
                return found
        for _ in _TURNS:
            if (found := self._first(next(self._turns))) is not None:
                return found
        return None

    def _first(self, part: Part) -> T | None:
        groups = self._waiting[part]
        if not groups:
            return None
        name = next(iter(groups))
        waiting = groups.pop(name)
        place = max(range(len(waiting)), key=lambda position: waiting[position][0])  # of equal ranks the first
        _, found = waiting.pop(place)
        if waiting:
            groups[name] = waiting  # at the end: the other groups come first
        self._counts[part] -= 1
        self._taken[part] += 1
        return found
