"""Decide what a fetched page is: one decision for the crawl, the replay, ``scrapy read`` and the library.

Pure: the same page in the same context has the same outcome, in any process and at any time.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from scraper.addresses import Address, Kind, UrlResolver
from scraper.items import Article
from scraper.pages.article import WARNING_TITLE, ArticleFields, NoArticleError, read_article
from scraper.pages.labels import is_site_map
from scraper.pages.notices import notice_of
from scraper.pages.page import EmptyPageError, Page
from scraper.pages.record import record_of
from scraper.text.clock import VIETNAM
from scraper.text.dates import PrintedDate

# If addresses do not tell articles from lists, a link's words must be as many as a title's: menus have fewer.
TITLE_WORDS = 5
TITLE_LENGTH = 30
# "Sơ đồ web", "Liên hệ": shorter link texts belong to menus, whatever the page contains.
MENU_WORDS = 4
# … and the page must have at least the text of a short article.
MIN_TEXT = 150
# Notices of a site have one to three sentences; the longest seen has 260 letters.
NOTICE_LENGTH = 300
# How many of date, byline and further articles are needed with a link unlike a title, and with one like a title.
_SIGNS_WITHOUT_TITLE, _SIGNS_WITH_TITLE = 2, 1

NOT_EXPECTED = "neither its address nor a link announces an article"
NOT_ANNOUNCED = "only its text reads like an article"
NO_DATE = "no date on the page, and no list has printed one yet"


class PageType(StrEnum):
    """What a page is."""

    ARTICLE = "article"
    LIST = "list or other page"
    NOTICE = "notice of the site"
    NO_ARTICLE = "no article"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class PageContext:
    """What is known of a page before it is read: all information in its record that comes from other pages."""

    link_text: str = ""
    """Words of the link that led to the page."""
    listing_date: tuple[str, str] | None = None
    """The date that a list printed with that link: ISO 8601, and as printed."""
    expected_article: bool = True
    """False if neither link nor address announced an article; then an article without a date is undecided."""
    urls_reliable: bool = False
    """True if the addresses of the site show which pages are articles."""
    learned_shapes: tuple[str, ...] = ()
    """Shapes of addresses that turned out to be articles."""
    alone: bool = False
    """True if only the page itself is known: no link, no list, no other page of the site."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a page is, and why."""

    type: PageType
    reason: str = ""
    """In a few words; empty for an article."""
    article: Article | None = None
    """The record; only of an article."""
    identity: str = ""
    """Articles with the same identity are the same article: a crawl records only one of them."""
    is_article: bool | None = None
    """Whether the page is an article; None if it was not read, or its text alone could not decide."""
    fields: ArticleFields | None = None
    """What was read, with the rule for each field; only of an article."""


def decide(page: Page, context: PageContext, source: str, fetched_at: datetime) -> Outcome:
    """Decide what a page is; for an article, build its record.

    Args:
        page: the page.
        context: what is known of it.
        source: name of the source.
        fetched_at: when the page was fetched.
    """
    address = page.address
    identity = address.identity_for()
    if notice := notice_of(page, context.link_text):
        return Outcome(PageType.NOTICE, notice, identity=identity)
    if not _is_expected(address, context):
        return Outcome(PageType.LIST, NOT_EXPECTED, identity=identity)
    listed = PrintedDate.stored(*context.listing_date) if context.listing_date is not None else None
    try:
        fields = _read(page, context.link_text, fetched_at)
        reason = (
            _decide_alone(page, fields) if context.alone else _decide_linked(page, fields, context.link_text, listed)
        )
    except NoArticleError as error:
        return Outcome(PageType.NO_ARTICLE, str(error), identity=identity, is_article=False)
    if reason == NOT_ANNOUNCED:
        return Outcome(PageType.UNDECIDED, reason, identity=identity)
    if reason:
        return Outcome(PageType.LIST, reason, identity=identity, is_article=False)
    article = record_of(page, fields, source, listed, fetched_at)
    if article.date_published is None and not context.expected_article:
        return Outcome(PageType.UNDECIDED, NO_DATE, identity=identity, is_article=True)
    if address.is_stateful:
        identity = f"{article.title}|{article.body}"  # the same article under two menus has two readable paths
    return Outcome(PageType.ARTICLE, "", article, identity, is_article=True, fields=fields)


def decide_body(
    url: str,
    body: bytes,
    charset: str | None,
    resolver: UrlResolver,
    context: PageContext,
    *,
    source: str,
    fetched_at: datetime,
) -> Outcome:
    """Decide what the page in a body is; what neither link nor address announces is not parsed, unless it is alone.

    Args:
        url: address that answered.
        body: the bytes received, decompressed.
        charset: the encoding that the server declares.
        resolver: the addresses of the site.
        context: what is known of the page.
        source: name of the source.
        fetched_at: when the page was fetched.
    """
    address = resolver.address(url)
    if address is None:
        return Outcome(PageType.NO_ARTICLE, "not an address")
    if not _is_expected(address, context):
        return Outcome(PageType.LIST, NOT_EXPECTED, identity=address.identity_for())
    try:
        page = Page(url, body, resolver, charset)
    except EmptyPageError:
        return Outcome(PageType.NO_ARTICLE, "no HTML")
    return decide(page, context, source, fetched_at)


def _is_expected(address: Address, context: PageContext) -> bool:
    """True if the address or the link text is a reason to read the page; a page that is alone is always read."""
    if context.alone or address.kind is Kind.ARTICLE:
        return True
    return bool(context.link_text) and not context.urls_reliable


def _read(page: Page, link_text: str, fetched_at: datetime) -> ArticleFields:
    today = fetched_at.astimezone(VIETNAM).date().isoformat()
    return read_article(page, (link_text,) if link_text else (), today)


def _decide_alone(page: Page, fields: ArticleFields) -> str:
    """Why a page of which nothing else is known is not an article; empty if it is one.

    Raises:
        NoArticleError: nothing on the page identifies it as an article.
    """
    is_confirmed = WARNING_TITLE not in fields.warnings
    if fields.is_list and not (page.address.matched_exactly and is_confirmed):
        return "it lists articles"
    if is_site_map(fields.title):
        return "a site map"
    if not is_confirmed and not signs(fields, None):
        raise NoArticleError("no date, byline or further articles")
    return ""


def _decide_linked(page: Page, fields: ArticleFields, link_text: str, listed: PrintedDate | None) -> str:
    """Why a page that a link led to is not an article, or not certainly one; empty if it is one.

    Raises:
        NoArticleError: another page was returned than the link announced.
    """
    is_confirmed = WARNING_TITLE not in fields.warnings
    is_promised = page.address.kind is Kind.ARTICLE
    if not is_promised and not is_confirmed:
        return "its title is not the link's"
    if not page.address.matched_exactly and (reason := _unlikely_reason(fields, link_text, listed)):
        return reason
    if not is_promised and not _is_announced(fields, link_text, listed):
        return NOT_ANNOUNCED
    if fields.is_list and not is_confirmed:
        return "a list with the title of another page"
    if _is_another_page(fields, link_text):
        raise NoArticleError("another title than the link's, hardly any text, no date, byline or further articles")
    return ""


def _unlikely_reason(fields: ArticleFields, link_text: str, listed: PrintedDate | None) -> str:
    """Why it is a list, or a page about the office without a title-like link and any sign; empty for others."""
    if fields.is_list:
        return "it lists articles"
    if not is_title_like(link_text) and not signs(fields, listed):
        return "neither a title link nor date, byline or further articles"
    return ""


def _is_announced(fields: ArticleFields, link_text: str, listed: PrintedDate | None) -> bool:
    """True if link, text and signs together identify an article."""
    if len(fields.body) < MIN_TEXT and not fields.attachments:
        return False
    if is_title_like(link_text):
        return signs(fields, listed) >= _SIGNS_WITH_TITLE
    return len(link_text.split()) >= MENU_WORDS and signs(fields, listed) >= _SIGNS_WITHOUT_TITLE


def _is_another_page(fields: ArticleFields, link_text: str) -> bool:
    """True for log-in, error and waiting pages of any wording in the place of the requested page."""
    is_other = WARNING_TITLE in fields.warnings and is_title_like(link_text)
    return is_other and len(fields.body) < NOTICE_LENGTH and not signs(fields, None)


def signs(fields: ArticleFields, listed: PrintedDate | None) -> int:
    """How many of date, byline and further articles a page has, which lists and pages about the office lack: 0 to 3."""
    return sum(map(bool, (fields.published or listed, fields.authors_raw, fields.other_news)))


def is_title_like(link_text: str) -> bool:
    """True for words as long as a title's: an article is more likely behind them than a list."""
    return len(link_text) >= TITLE_LENGTH and len(link_text.split()) >= TITLE_WORDS


# Names of the fields in archives; they stay when ours change.
_KEYS = {
    "text": "link_text",
    "listed": "listing_date",
    "announced": "expected_article",
    "sure": "urls_reliable",
    "learned": "learned_shapes",
}


def context_to_json(context: PageContext) -> str:
    """A context as JSON for the archive."""
    return json.dumps({key: getattr(context, name) for key, name in _KEYS.items()}, ensure_ascii=False)


def context_from_json(text: str) -> PageContext:
    """Parse a context from an archive.

    Raises:
        ValueError: it is not a context, or was written by another version.
    """
    found: Any = json.loads(text)
    if not isinstance(found, dict) or found.keys() != _KEYS.keys():
        raise ValueError("its keys are different")
    words, listed, learned = found["text"], found["listed"], found["learned"]
    is_date = listed is None or (isinstance(listed, list) and list(map(type, listed)) == [str, str])
    is_learned = isinstance(learned, list) and all(isinstance(shape, str) for shape in learned)
    are_flags = isinstance(found["announced"], bool) and isinstance(found["sure"], bool)
    if not (isinstance(words, str) and is_date and is_learned and are_flags):
        raise ValueError("its fields have other types")
    return PageContext(words, listed and tuple(listed), found["announced"], found["sure"], tuple(learned))
