"""What a probe found, as plain values for a table or JSON."""

from __future__ import annotations

from dataclasses import dataclass, field

from scraper.probe.cms_evidence import CmsFinding
from scraper.probe.robots_rules import RobotsFinding
from scraper.probe.size import SizeFinding, TimeFinding


@dataclass(slots=True)
class ShapeFinding:
    """Addresses of one shape."""

    shape: str
    linked: int = 0
    """Different addresses."""
    read: int = 0
    articles: int = 0
    lists: int = 0
    others: int = 0
    example: str = ""


@dataclass(slots=True)
class SectionFinding:
    """A link that a menu has."""

    name: str
    url: str


@dataclass(slots=True)
class ListFinding:
    """A list of articles, with its further pages."""

    url: str
    entries: int
    """Links to articles on its first page that was seen."""
    read: int = 1
    """Pages of it that were read."""
    pager: str = ""
    """``addresses``, ``forms`` (postbacks), or nothing."""
    has_first_again: bool = False
    """True if its further pages link the first by another address."""
    last_page: int | None = None
    """The highest that the pager names."""
    is_open: bool = False
    """True if that page was not looked at: its pager may name further ones."""
    articles: int | None = None
    """Pages times entries; None where they are not known."""
    least: int | None = None
    """The same, if its last page has one entry."""


@dataclass(slots=True)
class FeedFinding:
    """A feed or sitemap."""

    url: str
    kind: str
    entries: int
    articles: int
    """Entries whose addresses are like those of the articles."""


@dataclass(slots=True)
class RecordFinding:
    """A record in short."""

    url: str
    title: str
    date: str | None
    authors: list[str]
    section: str | None
    body: str
    """Its beginning."""
    characters: int
    """Of the whole body."""


@dataclass(slots=True)
class UndecidedFinding:
    """A page that reads like an article and is not recorded."""

    url: str
    title: str
    reason: str


@dataclass(slots=True)
class Findings:
    """All that a probe found."""

    url: str
    at: str
    requests: int
    pages: int
    cms: CmsFinding
    robots: RobotsFinding
    size: SizeFinding
    times: TimeFinding
    site_name: str = ""
    owner: str = ""
    """The name, where it reads like an office's or the pages state it."""
    answers: dict[str, int] = field(default_factory=dict)
    """What came of the requests: their sum."""
    trouble: list[str] = field(default_factory=list)
    """Of TLS, proxy, waiting pages and failed requests, in words."""
    shapes: list[ShapeFinding] = field(default_factory=list)
    sections: list[SectionFinding] = field(default_factory=list)
    lists: list[ListFinding] = field(default_factory=list)
    feeds: list[FeedFinding] = field(default_factory=list)
    articles: int = 0
    filled: dict[str, float] = field(default_factory=dict)
    """Share of the articles with each field."""
    records: list[RecordFinding] = field(default_factory=list)
    undecided: list[UndecidedFinding] = field(default_factory=list)
    needs_browser: list[str] = field(default_factory=list)
    is_interrupted: bool = False
    reasons: list[str] = field(default_factory=list)
    """Why it would not make a good source; empty if it would."""
