"""What a site's own addresses teach while it is walked: which shapes of address are articles'.

No rule knows every CMS, but each CMS keeps to its own: once a few pages under ``/bai-viet/…`` have read as articles
and none as anything else, the next one is an article too, though its link says no more than ``Tin buồn``.
"""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import SplitResult, parse_qsl

# So many articles of one shape are no accident …
_ENOUGH = 5
# … and so many of them for each page of that shape that was none: sites that write lists and articles alike stay open.
_FOR_EACH_OTHER = 10
_DIGITS = re.compile(r"\d+")
_LAST = re.compile(r"(?P<name>[^/]*?)(?P<end>\.[a-z]{2,5})?/?", re.IGNORECASE)


class LearnedShapes:
    """Counts, for each shape of address, what its pages turned out to be."""

    def __init__(self) -> None:
        self._articles: Counter[str] = Counter()
        self._others: Counter[str] = Counter()
        self.known: frozenset[str] = frozenset()
        """Shapes of addresses that are articles'."""

    def observe(self, shape: str, *, is_article: bool) -> bool:
        """Remember what a page was; True where this changes what is known."""
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
    # Beside parameters the path is a program's name, the same for all its pages.
    blanked = name if parts.query else ("0" if name.isdigit() else "*")
    query = "&".join(f"{key}={_blank(value)}" for key, value in parse_qsl(parts.query, keep_blank_values=True))
    return f"{_DIGITS.sub('0', before)}/{blanked}{end}?{query}"


def _blank(value: str) -> str:
    """Numbers and titles vary from page to page; the name of a module does not."""
    return _DIGITS.sub("0", value) if value.count("-") <= 1 else "*"
