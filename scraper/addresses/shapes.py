"""Learn during the walk which address shapes of a site are articles.

No rule knows every CMS, but each CMS is consistent: once a few pages under ``/bai-viet/…`` were articles and none was
anything else, the next one is an article too, even if its link text is only ``Tin buồn``.
"""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import SplitResult, parse_qsl

# This number of articles of one shape is not a coincidence …
_ENOUGH = 5
# … if there are this many for each page of that shape that was not one: sites may write lists and articles alike.
_FOR_EACH_OTHER = 10
_DIGITS = re.compile(r"\d+")
_LAST = re.compile(r"(?P<name>[^/]*?)(?P<end>\.[a-z]{2,5})?/?", re.IGNORECASE)


class LearnedShapes:
    """Counts, for each address shape, how many of its pages were articles."""

    def __init__(self) -> None:
        self._articles: Counter[str] = Counter()
        self._others: Counter[str] = Counter()
        self.known: frozenset[str] = frozenset()
        """Shapes of addresses that are articles."""

    def observe(self, shape: str, *, is_article: bool) -> bool:
        """Record whether a page was an article; True if the set of known shapes changed."""
        if not shape:
            return False
        (self._articles if is_article else self._others)[shape] += 1
        articles, others = self._articles[shape], self._others[shape]
        learned = articles >= _ENOUGH and articles >= others * _FOR_EACH_OTHER
        if learned is (shape in self.known):
            return False
        self.known = self.known | {shape} if learned else self.known - {shape}
        return True


def shape_of(parts: SplitResult) -> str:
    """An address with its last name, its numbers and the values of its parameters blanked; empty for a front page."""
    before, _, last = parts.path.rstrip("/").rpartition("/")
    if not last and not parts.query:
        return ""
    found = _LAST.fullmatch(last)
    name, end = (found["name"], (found["end"] or "").lower()) if found else (last, "")
    # With parameters, the path is the name of a program, the same for all its pages.
    blanked = name if parts.query else ("0" if name.isdigit() else "*")
    query = "&".join(f"{key}={_blank(value)}" for key, value in parse_qsl(parts.query, keep_blank_values=True))
    return f"{_DIGITS.sub('0', before)}/{blanked}{end}?{query}"


def _blank(value: str) -> str:
    """Blank numbers and titles, which vary from page to page; the name of a module does not."""
    return _DIGITS.sub("0", value) if value.count("-") <= 1 else "*"
