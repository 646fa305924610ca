"""Record the outcome of an answer in the ledger: an article, another page, or not what was requested."""

from __future__ import annotations

from collections.abc import Sequence

from scrapy import Request
from scrapy.http import Response

from scraper.extensions.source_ledger import LedgerExtension
from scraper.frontier.link_context import META_KEY, LinkContext
from scraper.items import Article
from scraper.ledger.articles import State
from scraper.pages.page import Page

_GONE = (404, 410)
# A page without an address of its own (a form) keeps the walk incomplete until it has failed this often.
_PATIENCE = 3


def record_article(
    ledger: LedgerExtension,
    names: Sequence[str],
    url: str,
    record_id: str,
    article: Article | None,
    validators: tuple[str | None, str | None],
) -> None:
    """Record that a page was read as an article.

    Args:
        ledger: where it is recorded.
        names: its identities: by its own address first, then by the link that led to it.
        url: address that answered.
        record_id: of its record.
        article: the record; None if this run has already read it at another address.
        validators: ETag and Last-Modified of the answer.
    """
    published = article.date_published if article is not None else None
    if article is not None:
        # What confirms its title and dates it now does so when it is visited again.
        is_listed = article.date_source == "listing" and article.date_published is not None
        listed = (article.date_published or "", article.date_raw or "") if is_listed else None
        key, canonical = names[0], article.canonical_url
        ledger.articles.record_link(key, url, canonical, article.title, listed, ledger.now)
    for position, name in enumerate(dict.fromkeys(names)):
        is_alias = position > 0 or article is None
        ledger.articles.fetched(name, url, record_id, published, validators, ledger.now, is_alias=is_alias)
        ledger.undecided.drop(name)
    if article is None:
        ledger.writer.unchanged(record_id)


def record_page(ledger: LedgerExtension, page: Page, own: str, link: LinkContext) -> None:
    """Record that a page was read and is not an article, whatever its address."""
    key = link.key or own
    ledger.undecided.drop(own)
    if page.address.matched_exactly:
        ledger.articles.failed(key, ledger.now)
    else:
        ledger.articles.forget(key)
        ledger.pages.walked(key, page.url, link.list_root, link.number)


def record_failure(ledger: LedgerExtension, request: Request | None, status: int) -> None:
    """Record that an address returned no page, or not the requested one; status 0 if there was no answer."""
    if request is None:
        raise ValueError("an answer without a request")
    link: LinkContext = request.meta[META_KEY]
    known = ledger.articles.get(link.key)
    if known is None:
        is_address = request.method == "GET"
        url = request.url if is_address else ""
        times = ledger.pages.failed(link.key, url, link.list_root, link.number, ledger.now)
        if not is_address and times <= _PATIENCE:
            ledger.is_complete = False
    elif status not in _GONE:
        ledger.articles.failed(link.key, ledger.now)
    elif known.state == State.WRITTEN:
        ledger.missing(known)
    else:
        ledger.articles.missing(link.key, ledger.now)


def validators(response: Response) -> tuple[str | None, str | None]:
    """ETag and Last-Modified of an answer."""
    found = (response.headers.get(name) for name in ("ETag", "Last-Modified"))
    etag, modified = (value.decode("latin-1") if value else None for value in found)
    return etag, modified
