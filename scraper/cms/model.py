"""What a file of this package says of its CMS, and the two usual ways to write the address of an article."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import SplitResult, parse_qsl

# A title has four words and more; a list's name may have three. It may be cut in many ways, so rules look ahead first
# whether the number stands where it has to.
TITLE = r"(?P<title>[^/]+?(?:-[^/-]+?){3,}?)"
# How addresses of pages end, if they have an ending.
END = r"(?:\.html?|\.aspx|\.chn)?/?$"
# Lists end in a page number where articles end in their own.
LIST_PAGE = r"/(?:page|trang)-\d+|/page/\d+|-page-\d+"
_GUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_KEY = re.compile(rf"\d+|{_GUID}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Match:
    """What an address tells about the page behind it."""

    key: str
    """The CMS's own key: an article id, or a content path."""
    title_slug: str = ""
    """Without accents, words joined by ``-``; may be cut short."""
    section_slug: str = ""
    is_article: bool = True
    """False: the key is stable, but only the page can tell an article from a list."""
    canonical: str | None = None
    """Path and query of the one address to keep, where the address at hand is not it."""


Rule = Callable[[SplitResult], Match | None]
"""Reads a cleaned address (without session, tracking and language state); None where it is no article's."""


@dataclass(frozen=True)
class Path:
    """Articles whose path matches a pattern.

    Args:
        pattern: searched in the path, in any case. Group ``key``, and ``title`` and ``section`` where the path has
            them.
        unless: another pattern; a path that has it is no article's.
    """

    pattern: str
    unless: str = LIST_PAGE

    def __call__(self, address: SplitResult) -> Match | None:
        """The article of an address."""
        found = self._find(address.path)
        if found is None or (self.unless and re.search(self.unless, address.path, re.IGNORECASE)):
            return None
        named = found.groupdict()
        return Match(found["key"], named.get("title") or "", named.get("section") or "")

    @cached_property
    def _find(self) -> Callable[[str], re.Match[str] | None]:
        return re.compile(self.pattern, re.IGNORECASE).search


@dataclass(frozen=True)
class Query:
    """Articles whose number, or GUID, is the value of a parameter; the page beside it is part of their key.

    Args:
        names: of the parameter, in lower case; the first that an address has counts.
        pages: the path ends in one of these, in lower case.
    """

    names: tuple[str, ...]
    pages: tuple[str, ...] = ("",)

    def __call__(self, address: SplitResult) -> Match | None:
        """The article of an address."""
        if not address.query:
            return None
        named = parameters(address.query)
        page = address.path.lower()
        for name in self.names:
            value = named.get(name, "")
            if value and value != "0" and _KEY.fullmatch(value) and page.endswith(self.pages):
                return Match(f"{page}?{name}={value.lower()}")
        return None


# Each rule of a site looks at the same address in turn.
@lru_cache(maxsize=1)
def parameters(query: str) -> dict[str, str]:
    """The parameters of a query by their names in lower case; of equal ones the last."""
    return {name.lower(): value for name, value in parse_qsl(query)}


@dataclass(frozen=True, slots=True)
class Cms:
    """All that is known of one CMS. Patterns are regular expressions, in any case of letters."""

    name: str
    articles: tuple[Rule, ...] = ()
    """How it writes addresses of articles; the first rule that matches an address counts."""
    is_exact: bool = False
    """Every article of its sites has such an address, and nothing else has."""
    rank: int = 50
    """Where addresses of two CMSes match, the lower rank counts: what one alone writes goes before what many do."""
    state: tuple[str, ...] = ()
    """Parameters that vary while the page stays: a name, or ``name=value``."""
    state_mark: str = ""
    """What stands in a path before nothing but state; other CMSes' rules are not asked for such an address."""
    drop_prefix: str = ""
    """Beginning of a path with which, and without which, the same page answers."""
    page_params: tuple[str, ...] = ()
    """Parameters that hold the page number of a list, also behind another word and ``_``."""
    views: tuple[str, ...] = ()
    """Paths of print, mail, log-in and other pages that are never crawled."""
    view_params: tuple[str, ...] = ()
    """Parameters that ask for such a page, with any value that does not say no."""
    files: tuple[str, ...] = ()
    """Paths of files that have one part more behind the file's name."""
    wait: float = 0.0
    """Seconds in which its blocker counts requests, before it shows a page that asks to wait."""
    labels: tuple[str, ...] = ()
    """Words that its templates leave on pages and no reader needs, folded."""
