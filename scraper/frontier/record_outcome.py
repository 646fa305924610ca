"""What the memory is told of the answers: an article, a page that is none, or nothing that was asked for."""

from __future__ import annotations

from scrapy import Request
from scrapy.http import Response

from scraper.addresses import Kind
from scraper.extensions.source_ledger import LedgerExtension
from scraper.frontier.link_context import META_KEY, LinkContext
from scraper.items import Article
from scraper.ledger.articles import State
from scraper.pages.page import Page

_GONE = (404, 410)
# What can not be asked for by its address keeps the walk from being called done, until it failed so often.
_PATIENCE = 3


def remember_article(
    memory: LedgerExtension, own: str, response: Response, visit: LinkContext, record_id: str, article: Article | None
) -> None:
    """A page was read as an article.

    Args:
        memory: where to note it.
        own: the identity that its address gives it.
        response: the answer.
        visit: why it was asked for, maybe by another identity.
        record_id: of its record.
        article: the record; None where it was read in this run before, by another address.
    """
    published = article.date_published if article is not None else None
    for name in dict.fromkeys((own, visit.key or own)):
        memory.articles.fetched(
            name,
            response.url,
            record_id,
            published,
            validators(response),
            memory.now,
            is_alias=name != own or article is None,
        )
    if article is None:
        memory.writer.unchanged(record_id)


def remember_page(memory: LedgerExtension, page: Page, own: str, visit: LinkContext) -> None:
    """A page was read, and it is no article, whatever its address says."""
    key = visit.key or own
    if page.address.kind is Kind.ARTICLE:
        memory.articles.failed(key, memory.now)
    else:
        memory.articles.forget(key)
        memory.pages.walked(key, page.url, visit.list_root, visit.number)


def remember_failure(memory: LedgerExtension, request: Request | None, status: int) -> None:
    """An address gave no page, or not the one that was asked for; 0 where there was no status."""
    if request is None:
        raise ValueError("an answer without a request")
    visit: LinkContext = request.meta[META_KEY]
    known = memory.articles.get(visit.key)
    if known is None:
        is_address = request.method == "GET"
        url = request.url if is_address else ""
        times = memory.pages.failed(visit.key, url, visit.list_root, visit.number, memory.now)
        if not is_address and times <= _PATIENCE:
            memory.is_complete = False
    elif status not in _GONE:
        memory.articles.failed(visit.key, memory.now)
    elif known.state == State.WRITTEN:
        memory.missing(known)
    else:
        memory.articles.missing(visit.key, memory.now)


def validators(response: Response) -> tuple[str | None, str | None]:
    """ETag and Last-Modified of an answer."""
    found = (response.headers.get(name) for name in ("ETag", "Last-Modified"))
    etag, modified = (value.decode("latin-1") if value else None for value in found)
    return etag, modified
