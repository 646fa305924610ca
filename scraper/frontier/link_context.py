"""Why a page was requested: sent along with the request, and compared with the page when it arrives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scraper.ledger.articles import KnownArticle

META_KEY = "link_context"


@dataclass(frozen=True, slots=True)
class LinkContext:
    """The path that led to one request; what its links say is in :mod:`scraper.frontier.evidence`."""

    key: str = ""
    """Identity of the page in the ledger."""
    list_root: str = ""
    """Identity of the first page of the list that this is a further page of."""
    number: int = 1
    """Page of the list."""
    stale: int = 0
    """Pages of this list in a row, before this one, that showed nothing new."""
    idle: int = 0
    """Pages in a row, on the path to this one, that led to no new article."""
    priority: int = 0
    """Of its request."""
    conditional_headers: tuple[tuple[str, str], ...] = ()
    """Headers of a conditional request."""


def article_context(known: KnownArticle, *, unless_same: bool) -> LinkContext:
    """Why an article that the ledger knows is requested.

    Args:
        known: the article.
        unless_same: make the request conditional, so that the server need not resend an unchanged page.
    """
    validators = (("If-None-Match", known.etag), ("If-Modified-Since", known.last_modified))
    headers = tuple((name, value) for name, value in validators if value) if unless_same else ()
    return LinkContext(key=known.key, conditional_headers=headers)
