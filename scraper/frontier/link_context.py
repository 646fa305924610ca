"""Why a page was requested: sent along with the request, and compared with the page when it arrives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scraper.text.dates import PrintedDate

if TYPE_CHECKING:
    from scraper.ledger.articles import KnownArticle

META_KEY = "link_context"
# Runs that always end early (a daily budget, hours) may never reach the list that prints an article's date.
_RUNS_TO_WAIT = 4


@dataclass(frozen=True, slots=True)
class LinkContext:
    """The link and the path that led to one request."""

    link_text: str = ""
    """Words of the link: the title, if the link was in a list."""
    listing_date: PrintedDate | None = None
    """The date that the list printed with the link."""
    list_root: str = ""
    """Identity of the first page of the list that this is a further page of."""
    number: int = 1
    """Page of the list."""
    stale: int = 0
    """Pages of this list in a row, before this one, that showed nothing new."""
    idle: int = 0
    """Pages in a row, on the path to this one, that led to no new article."""
    expected_article: bool = True
    """Link or address announced an article; its request then waited for a date."""
    key: str = ""
    """Identity of the page in the ledger."""
    conditional_headers: tuple[tuple[str, str], ...] = ()
    """Headers of a conditional request."""


def article_context(known: KnownArticle, *, unless_same: bool, run: int) -> LinkContext:
    """Why an article that the ledger knows is requested.

    If no list has printed its date, one may still do so: an article without any date then keeps waiting.

    Args:
        known: the article.
        unless_same: make the request conditional, so that the server need not resend an unchanged page.
        run: number of this run.
    """
    listed = PrintedDate.stored(known.listed, known.listed_raw or "") if known.listed else None
    is_written = known.state == "written"
    validators = (("If-None-Match", known.etag), ("If-Modified-Since", known.last_modified))
    headers = tuple((name, value) for name, value in validators if value) if unless_same else ()
    has_waited = known.first_run <= run - _RUNS_TO_WAIT
    expected = is_written or listed is not None or has_waited
    return LinkContext(known.title, listed, expected_article=expected, key=known.key, conditional_headers=headers)
