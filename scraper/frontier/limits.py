"""When to stop: lists without new articles, and traps."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlsplit

from scraper.hash_set import HashSet

# A list that shows nothing new on three pages in a row is finished. Not earlier: editors pin articles to the top of
# several pages, and pages whose articles were removed are empty between full ones.
MAX_STALE = 3
# The same where all but the newest is known: editors sort lists by hand, and pin old articles above new ones.
OVERLAP = 5
# Front page → archive → year → month → day: a path may be this long without a new article.
MAX_IDLE = 5
# Calendars and filters make a new address for every day and every choice. After this number of pages of one pattern in
# a row without a new article, the pattern is no longer followed.
MAX_IDLE_PATTERN = 15

_DIGITS = re.compile(r"\d+")
_STATE = re.compile(r"[^/]{60,}")


class ListProgress:
    """Records which articles each list has shown so far, to detect when it shows nothing new."""

    def __init__(self) -> None:
        self._shown: dict[str, HashSet] = {}

    def stale(self, root: str, articles: Iterable[str], before: int) -> int:
        """Record a page's articles.

        Args:
            root: identity of the list's first page.
            articles: identities of the articles on this page.
            before: stale pages in a row before this one.

        Returns:
            Stale pages in a row with this one; 0 if it shows an article that the list had not shown.
        """
        shown = self._shown.setdefault(root, HashSet())
        known = len(shown)
        shown.update(articles)
        return 0 if len(shown) > known else before + 1


class TrapGuard:
    """Counts, for each pattern of addresses, the pages in a row that led to nothing new."""

    def __init__(self) -> None:
        self._idle: dict[str, int] = {}

    def observe(self, url: str, *, productive: bool) -> None:
        """Record whether a page led to a new article."""
        name = pattern(url)
        if productive:
            self._idle.pop(name, None)  # of readable addresses, each article has a pattern of its own
        else:
            self._idle[name] = self._idle.get(name, 0) + 1

    def is_trap(self, url: str) -> bool:
        """True after too many pages in a row with addresses of this pattern led to nothing new."""
        return self._idle.get(pattern(url), 0) >= MAX_IDLE_PATTERN


def pattern(url: str) -> str:
    """An address with its numbers, its navigation state and the values of its parameters blanked."""
    parts = urlsplit(url)
    path = _STATE.sub("*", _DIGITS.sub("0", parts.path))
    names = sorted(name for name, _ in parse_qsl(parts.query, keep_blank_values=True))
    return f"{path}?{'&'.join(names)}"
