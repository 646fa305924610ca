"""Build the record from the fields of a page: its id, and the source of its date."""

from __future__ import annotations

import hashlib
from datetime import datetime

from scraper.addresses import Address
from scraper.addresses.resolve import is_written_out
from scraper.items import Article, stamp
from scraper.pages.article import ArticleFields
from scraper.pages.metadata import stated_time
from scraper.pages.page import Page
from scraper.text.dates import PrintedDate


def record_of(
    page: Page,
    address: Address,
    reading: ArticleFields,
    source: str,
    listed: PrintedDate | None,
    fetched_at: datetime,
    *,
    is_key_trusted: bool = True,
) -> Article:
    """The record of an article's page.

    Args:
        page: the page.
        address: its own, or the one that it states.
        reading: its fields.
        source: name of the source.
        listed: the date that a list printed with the link to the page.
        fetched_at: when the page was fetched.
        is_key_trusted: the number in its address is the CMS's key of the article.
    """
    article = Article(
        id=article_id(source, address, reading.title, is_key_trusted=is_key_trusted),
        source=source,
        # An archive, or a person, may write the page's address in another way than a crawl requests it.
        url=page.url if is_written_out(page.url) else page.address.url,
        canonical_url=address.canonical,
        title=reading.title,
        authors=reading.authors,
        authors_raw=reading.authors_raw,
        section=reading.section,
        summary=reading.summary,
        body=reading.body,
        images=reading.images,
        attachments=reading.attachments,
        other_news=reading.other_news,
        repairs=[*page.repairs],
        warnings=reading.warnings,
        fetched_at=stamp(fetched_at),
    )
    _set_dates(article, page, reading, listed)
    return article


def article_id(source: str, address: Address, title: str, *, is_key_trusted: bool = True) -> str:
    """32 hex digits that are the same over runs and over all addresses of an article."""
    key = address.key if is_key_trusted and address.key else address.identity_for(title)
    return hashlib.sha256(f"{source}\n{key}".encode()).hexdigest()[:32]


def _set_dates(article: Article, page: Page, reading: ArticleFields, listed: PrintedDate | None) -> None:
    if reading.published is not None:
        article.date_published, article.date_raw = reading.published.iso, reading.published.raw.strip()
        article.date_source = reading.date_source
    elif listed is not None:
        article.date_published, article.date_raw = listed.iso, listed.raw.strip()
        article.date_source = "listing"
        if "T" not in listed.iso and (stated := stated_time(page, listed.iso)):
            article.date_published, article.date_source = stated, "metadata"
    if reading.modified is not None:
        article.date_modified = reading.modified.iso
