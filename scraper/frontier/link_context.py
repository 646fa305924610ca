"""Why a page was requested: travels with the request, and says on arrival what the page is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scraper.text.dates import PrintedDate

if TYPE_CHECKING:
    from scraper.ledger.articles import KnownArticle

META_KEY = "link_context"
# Runs that are cut short each time (a daily budget, hours) may never come to the list that prints an article's date.
_RUNS_TO_WAIT = 4


@dataclass(frozen=True, slots=True)
class LinkContext:
    """The way that led to one request."""

    link_text: str = ""
    """Words of the link: the title, where it stood in a list."""
    listing_date: PrintedDate | None = None
    """The date that the list printed with the link."""
    list_root: str = ""
    """Identity of the first page of the list that this is a further page of."""
    number: int = 1
    """Page of the list."""
    stale: int = 0
    """Pages of this list in a row, before this one, that showed nothing new."""
    idle: int = 0
    """Pages in a row, on the way here, that led to no article not known before."""
    expected_article: bool = True
    """Link or address promised an article; then its date was waited for."""
    key: str = ""
    """Identity under which the ledger knows the page."""
    conditional_headers: tuple[tuple[str, str], ...] = ()
    """Headers of a conditional request."""


def article_context(known: KnownArticle, *, unless_same: bool, run: int) -> LinkContext:
    """Why an article that the ledger knows is requested.

    Where no list printed its date, one may still do so: an article without any date then goes on waiting.

    Args:
        known: the article.
        unless_same: a server that can tell need not send again what has not changed.
        run: number of this run.
    """
    raw = known.listed_raw or ""
    listed = PrintedDate(known.listed, raw, None, 0, len(raw)) if known.listed else None
    is_written = known.state == "written"
    validators = (("If-None-Match", known.etag), ("If-Modified-Since", known.last_modified))
    headers = tuple((name, value) for name, value in validators if value) if unless_same else ()
    has_waited = known.first_run <= run - _RUNS_TO_WAIT
    expected = is_written or listed is not None or has_waited
    return LinkContext(known.title, listed, expected_article=expected, key=known.key, conditional_headers=headers)
