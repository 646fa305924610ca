"""From a page to a record: the reading, the identity, and where the date came from."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta, timezone

from scraper.addresses import Address, Kind
from scraper.items import Article, stamp
from scraper.pages.article import WARNING_TITLE, ArticleFields, NoArticleError, read_article
from scraper.pages.labels import is_site_map
from scraper.pages.metadata import stated_time
from scraper.pages.page import Page
from scraper.text.dates import PrintedDate

TODAY_ZONE = timezone(timedelta(hours=7))
# Where addresses do not tell articles from lists, a link's words must look like a title: menus have fewer.
TITLE_WORDS = 5
TITLE_LENGTH = 30
# "Sơ đồ web", "Liên hệ": fewer words are a menu's, whatever stands on the page.
_MENU_WORDS = 4
# … and the page must have the text of one.
_MIN_TEXT = 150


class UnannouncedError(NoArticleError):
    """Raised by :func:`read_record` for a page that reads as an article and whose link and address do not say so."""


# Notices have a sentence or three; their longest seen has 260 letters.
_SHORT = 300


def read_record(
    page: Page, source: str, link_text: str, listed: PrintedDate | None, fetched_at: datetime
) -> Article | None:
    """The record of an article page; None where neither address nor content say that it is one.

    Args:
        page: the page.
        source: name of the source.
        link_text: words of the link that led here.
        listed: the date that the list printed with that link.
        fetched_at: when the page was fetched.

    Raises:
        UnannouncedError: all speaks for an article but the words of the link.
        NoArticleError: nothing on the page reads as an article.
    """
    today = fetched_at.astimezone(TODAY_ZONE).date().isoformat()
    reading = read_article(page, (link_text,) if link_text else (), today)
    address = page.address
    if address.kind is not Kind.ARTICLE:
        if not _reads_as_article(reading, link_text, listed):
            return None
        if not _announced(reading, link_text, listed):
            raise UnannouncedError("nothing says so but its text")
    elif not address.sure and not _is_likely(reading, link_text, listed):
        return None  # lists and pages about the office have numbers too
    elif reading.is_list and WARNING_TITLE in reading.warnings:
        return None  # numbered as articles are, but its title is another one's
    if _is_another_page(reading, link_text):
        raise NoArticleError("another title than the link's, hardly any text, no date, byline or further articles")
    return record_of(page, reading, source, listed, fetched_at)


def record_of(
    page: Page, reading: ArticleFields, source: str, listed: PrintedDate | None, fetched_at: datetime
) -> Article:
    """The record of a page that has been read; arguments as of :func:`read_record`."""
    address = page.address
    article = Article(
        id=article_id(source, address, reading.title),
        source=source,
        url=page.url,
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
        warnings=reading.warnings,
        fetched_at=stamp(fetched_at),
    )
    _set_dates(article, page, reading, listed)
    return article


def read_alone(page: Page, source: str, fetched_at: datetime) -> tuple[ArticleFields, Article]:
    """The reading and the record of a page of which nothing is known but itself.

    Raises:
        NoArticleError: it lists articles, or nothing on it reads as one.
    """
    reading = read_article(page, (), fetched_at.astimezone(TODAY_ZONE).date().isoformat())
    if reading.is_list and not (page.address.sure and WARNING_TITLE not in reading.warnings):
        raise NoArticleError("it lists articles")
    if is_site_map(reading.title):
        raise NoArticleError("a site map")
    if WARNING_TITLE in reading.warnings and not signs(reading, None):
        raise NoArticleError("no date, byline or further articles")
    return reading, record_of(page, reading, source, None, fetched_at)


def article_id(source: str, address: Address, title: str) -> str:
    """32 hex digits that stay over runs and over all addresses of an article."""
    key = address.key or (f"{address.identity}|{title}" if address.is_stateful else address.identity)
    return hashlib.sha256(f"{source}\n{key}".encode()).hexdigest()[:32]


def _set_dates(article: Article, page: Page, reading: ArticleFields, listed: PrintedDate | None) -> None:
    if reading.published is not None:
        article.date_published, article.date_raw = reading.published.iso, reading.published.raw
        article.date_source = reading.date_source
    elif listed is not None:
        article.date_published, article.date_raw = listed.iso, listed.raw
        article.date_source = "listing"
        if "T" not in listed.iso and (stated := stated_time(page, listed.iso)):
            article.date_published, article.date_source = stated, "metadata"
    if reading.modified is not None:
        article.date_modified = reading.modified.iso


def _is_another_page(reading: ArticleFields, link_text: str) -> bool:
    """Log-in, error and waiting pages come in any words, in the place of what was asked for."""
    is_other = WARNING_TITLE in reading.warnings and is_title_like(link_text)
    return is_other and len(reading.body) < _SHORT and not signs(reading, None)


def _is_likely(reading: ArticleFields, link_text: str, listed: PrintedDate | None) -> bool:
    """No list, and something there that pages about the office do not have: a title, or a sign."""
    return not reading.is_list and (is_title_like(link_text) or signs(reading, listed) > 0)


def _reads_as_article(reading: ArticleFields, link_text: str, listed: PrintedDate | None) -> bool:
    """Does a page keep what the words of its link promised, where its address promises nothing?"""
    return WARNING_TITLE not in reading.warnings and _is_likely(reading, link_text, listed)


def _announced(reading: ArticleFields, link_text: str, listed: PrintedDate | None) -> bool:
    """Do link, text and signs together say that it is an article? A link that is no title needs two signs."""
    if len(reading.body) < _MIN_TEXT and not reading.attachments:
        return False
    if is_title_like(link_text):
        return signs(reading, listed) > 0
    return len(link_text.split()) >= _MENU_WORDS and signs(reading, listed) > 1


def signs(reading: ArticleFields, listed: PrintedDate | None) -> int:
    """How many things stand on a page that lists, and pages about the office, do not have: 0 to 3."""
    return sum(map(bool, (reading.published or listed, reading.authors_raw, reading.other_news)))


def is_title_like(link_text: str) -> bool:
    """Words as long as a title's: an article is more likely behind them than a list."""
    return len(link_text) >= TITLE_LENGTH and len(link_text.split()) >= TITLE_WORDS
