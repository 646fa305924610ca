"""Why a page was asked for: travels with the request, and says on arrival what the page can be compared with."""

from __future__ import annotations

from dataclasses import dataclass

from scraper.text.dates import PrintedDate

META_KEY = "visit"


@dataclass(frozen=True, slots=True)
class Visit:
    """The way that led to one request."""

    link_text: str = ""
    """Words of the link: the title, where it stood in a list."""
    listed: PrintedDate | None = None
    """The date that the list printed with the link."""
    list_root: str = ""
    """Identity of the first page of the list that this is a further page of."""
    number: int = 1
    """Page of the list."""
    stale: int = 0
    """Pages of this list in a row, before this one, that showed nothing new."""
    idle: int = 0
    """Pages in a row, on the way here, that led to no article not known before."""
    announced: bool = True
    """Link or address said that it is an article; then its date was waited for."""
