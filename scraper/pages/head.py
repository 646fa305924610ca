"""The statements of a page outside its lines, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from scraper.pages.blocks import Link

MAX_SECTIONS = 20
"""Further categories that a page states are those of other articles."""

MAX_AUTHORS = 20
"""Further authors that a page states are those of other articles."""

ARTICLE_TYPES = frozenset({"Article", "NewsArticle", "BlogPosting", "ReportageNewsArticle"})
"""Types of schema.org that news and posts have; plain pages are WebPage."""


def schema_types(stated: Any) -> set[str]:
    """The types in ``@type`` of JSON-LD: a name, or a list of names."""
    return {name for name in (stated if isinstance(stated, list) else [stated]) if isinstance(name, str)}


@dataclass(slots=True, eq=False)
class Head:
    """The statements of a page for browsers, search engines and other machines, mostly in its ``<head>``."""

    titles: list[str] = field(default_factory=list)
    """``<title>`` first, then ``og:title``; cleaned, none of them empty."""
    base: str | None = None
    """``href`` of the first ``<base>``."""
    canonical: str = ""
    """``href`` of the first ``<link rel="canonical">``."""
    og_url: str = ""
    """Content of the first ``og:url``."""
    published: list[str] = field(default_factory=list)
    """Times of publication stated in markup, the more reliable vocabularies first."""
    sections: list[str] = field(default_factory=list)
    """The article's categories, as ``<meta>`` names them."""
    marked_sections: list[str] = field(default_factory=list)
    """Words of elements that markup calls a category, of this or of other articles."""
    authors: list[str] = field(default_factory=list)
    """The article's authors, as ``<meta>`` names them: names, addresses or accounts."""
    site_name: str = ""
    """Content of the first ``og:site_name``, cleaned."""
    json_ld: list[str] = field(default_factory=list)
    """Text of each JSON-LD script."""
    og_type: str = ""
    """Content of the first ``og:type``."""
    has_password: bool = False
    """True if the page has a password field."""
    feeds: list[str] = field(default_factory=list)
    """Targets of ``<link rel="alternate">`` to a feed."""
    outlinks: list[str] = field(default_factory=list)
    """Targets of frames, image maps, choices and scripts: all outlinks except ``<a href>``."""
    choices: list[Link] = field(default_factory=list)
    """Further pages that forms, buttons and ``rel="next"`` lead to, with their words."""
