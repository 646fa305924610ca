"""What a file of this package defines for its CMS, and the two usual forms of an article's address."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import SplitResult, parse_qsl

# A title has four or more words; a list's name may have three. The pattern can match in many ways, so rules first look
# ahead for the number at its place.
TITLE = r"(?P<title>[^/]+?(?:-[^/-]+?){3,}?)"
# Possible endings of page addresses.
END = r"(?:\.html?|\.aspx|\.chn)?/?$"
# Lists end in a page number where articles end in their id.
LIST_PAGE = r"/(?:page|trang)-\d+|/page/\d+|-page-\d+"
_GUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_KEY = re.compile(rf"\d+|{_GUID}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Match:
    """What an address reveals about its page."""

    key: str
    """The CMS's own key: an article id, or a content path."""
    title_slug: str = ""
    """Without accents, words joined by ``-``; may be cut short."""
    section_slug: str = ""
    is_article: bool = True
    """False: the key is stable, but only the page's content can tell an article from a list."""
    canonical: str | None = None
    """Path and query of the canonical address, where it differs from this address."""


Rule = Callable[[SplitResult], Match | None]
"""Matches a cleaned address (without session, tracking and language state); None if it is not an article."""


@dataclass(frozen=True)
class Path:
    """Articles whose path matches a pattern.

    Args:
        pattern: searched in the path, in any case. Group ``key``, and ``title`` and ``section`` where the path has
            them.
        unless: another pattern; a path that matches it is not an article.
    """

    pattern: str
    unless: str = LIST_PAGE

    def __call__(self, address: SplitResult) -> Match | None:
        """The match of an article's address, or None."""
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
        names: of the parameter, in lower case; the first that an address contains counts.
        pages: the path ends in one of these, in lower case.
    """

    names: tuple[str, ...]
    pages: tuple[str, ...] = ("",)

    def __call__(self, address: SplitResult) -> Match | None:
        """The match of an article's address, or None."""
        if not address.query:
            return None
        named = parameters(address.query)
        page = address.path.lower()
        for name in self.names:
            value = named.get(name, "")
            if value and value != "0" and _KEY.fullmatch(value) and page.endswith(self.pages):
                return Match(f"{page}?{name}={value.lower()}")
        return None


# Each rule of a site is tried on the same address in turn.
@lru_cache(maxsize=1)
def parameters(query: str) -> dict[str, str]:
    """The parameters of a query by lower-case name; the last of equal names counts."""
    return {name.lower(): value for name, value in parse_qsl(query)}


@dataclass(frozen=True, slots=True)
class Cms:
    """All that is known of one CMS. Patterns are regular expressions, in any case of letters."""

    name: str
    articles: tuple[Rule, ...] = ()
    """Rules for addresses of articles; the first that matches an address counts."""
    is_exact: bool = False
    """Every article of its sites has such an address, and no other page has."""
    rank: int = 50
    """Where rules of two CMSes match, the lower rank counts: specific forms come before common ones."""
    state: tuple[str, ...] = ()
    """Parameters that vary for the same page: a name, or ``name=value``."""
    state_mark: str = ""
    """Marks the part of a path after which all is state; rules of other CMSes are not tried on such an address."""
    drop_prefix: str = ""
    """Optional prefix of a path: the same page answers with and without it."""
    page_params: tuple[str, ...] = ()
    """Parameters that hold the page number of a list, also after another word and ``_``."""
    views: tuple[str, ...] = ()
    """Paths of print, mail, log-in and other pages that are never crawled."""
    view_params: tuple[str, ...] = ()
    """Parameters that request such a page, with any value that does not mean no."""
    files: tuple[str, ...] = ()
    """Paths of files that have one more part after the file's name."""
    article_class: str = ""
    """Found in the ``class`` of ``<body>`` on pages of articles, and on no other page."""
    wait: float = 0.0
    """Window in seconds in which its blocker counts requests before it answers with a waiting page."""
    labels: tuple[str, ...] = ()
    """Boilerplate words that its templates leave on pages, folded."""
