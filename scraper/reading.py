"""Decide what a fetched page is: one decision for the crawl, the replay, ``scrapy read`` and the library.

Pure: the same page in the same context has the same outcome, in any process and at any time.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from scraper.addresses import Kind, UrlResolver
from scraper.items import Article
from scraper.pages.article import ArticleFields, ListPageError, NoArticleError, read_article
from scraper.pages.body import SHORT_BODY
from scraper.pages.labels import is_site_map
from scraper.pages.metadata import stated_address
from scraper.pages.notices import notice_of
from scraper.pages.page import EmptyPageError, Page
from scraper.pages.record import record_of
from scraper.text.clock import VIETNAM
from scraper.text.dates import PrintedDate
from scraper.text.scripts import extent, word_count

# Titles have at least so many words and letters; names of sections rarely have.
TITLE_WORDS = 5
TITLE_LENGTH = 30
# A page with less text than a short article's, and without a file, is a list, a form or a gallery.
MIN_TEXT = 150
# Notices of a site have one to three sentences; the longest seen has 260 letters. A page alone whose only sign is its
# heading is an article if it has more.
NOTICE_LENGTH = 300

LOADED = "a script loads its text"
NOT_CONFIRMED = "nothing confirms its title"
NOT_ANNOUNCED = "only its text reads like an article"
SHORT = "only a few words, and no date"
IN_FRAME = "its text may be in a frame, which is not read"
OTHER_TITLE = "a list with the title of another page"
NO_DATE = "no date on the page, and no list has printed one yet"
# What would decide a page, for those that stay undecided.
_HELPS = {
    NOT_CONFIRMED: "a link with its title, or the title in its head or address, would",
    NOT_ANNOUNCED: "a longer title, or a list or feed that announces it, would show that it is one",
    SHORT: "a date on the page or beside a link to it would show that it is an article",
    NO_DATE: "a list that prints one beside the link would decide it",
}


class PageType(StrEnum):
    """What a page is."""

    ARTICLE = "article"
    LIST = "list or other page"
    NOTICE = "notice of the site"
    NO_ARTICLE = "no article"
    UNDECIDED = "undecided"
    SHELL = "needs a browser"


@dataclass(frozen=True, slots=True)
class PageContext:
    """What is known of a page before it is read: all information in its record that comes from other pages."""

    link_texts: tuple[str, ...] = ()
    """Words of the links that lead to the page, in the order of the alphabet."""
    listing_date: tuple[str, str] | None = None
    """The date that lists print with those links: ISO 8601, and as printed."""
    expected_article: bool = False
    """True if the site has shown that the page is an article, if it reads like one."""
    is_key_trusted: bool = True
    """False if the site has shown that numbers in its addresses are no keys: the address is the id then."""
    alone: bool = False
    """True if only the page itself is known: no link, no list, no other page of the site."""

    @property
    def longest_text(self) -> str:
        """The longest words of a link: lists cut titles."""
        return max(self.link_texts, key=len, default="")


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
    fields: ArticleFields | None = None
    """What was read, with the rule for each field; only of an article, or of a page that reads like one."""
    may_change: bool = False
    """True if more words of links may change the decision: they may say which line is the title."""


def decide(page: Page, context: PageContext, source: str, fetched_at: datetime) -> Outcome:
    """Decide what a page is; for an article, build its record.

    More words of links never turn an article into something else, so that a crawl may record it at once.

    Args:
        page: the page.
        context: what is known of it.
        source: name of the source.
        fetched_at: when the page was fetched.
    """
    address = page.address
    identity = address.identity_for()
    if notice := notice_of(page, context.longest_text):
        return Outcome(PageType.NOTICE, notice, identity=identity)
    if page.is_shell:
        return Outcome(PageType.SHELL, LOADED, identity=identity)
    listed = PrintedDate.stored(*context.listing_date) if context.listing_date is not None else None
    today = fetched_at.astimezone(VIETNAM).date().isoformat()
    try:
        # In the place of an announced article, a list may be an error page.
        is_announced = is_title_like(context.longest_text)
        fields = read_article(page, context.link_texts, today, refuse_lists=not is_announced)
        if not (fields.body or fields.attachments or fields.images):
            page_type, reason = PageType.UNDECIDED, IN_FRAME
        elif context.alone:
            page_type, reason = _decide_alone(page, fields)
        else:
            page_type, reason = _decide_linked(page, fields, context, listed)
    except (ListPageError, NoArticleError) as error:
        page_type, reason = PageType.NO_ARTICLE, str(error)
        if page.may_be_shell:
            page_type, reason = PageType.SHELL, LOADED
        elif isinstance(error, ListPageError):
            is_known = page.address.matched_exactly and not context.alone
            page_type, reason = PageType.LIST, OTHER_TITLE if is_known else reason
        return Outcome(page_type, reason, identity=identity, may_change=not context.alone)
    if page_type is PageType.UNDECIDED:
        return Outcome(page_type, reason, identity=identity, fields=fields, may_change=True)
    if page_type is PageType.LIST and page.may_be_shell:
        page_type, reason = PageType.SHELL, LOADED
    if page_type is not PageType.ARTICLE:
        return Outcome(page_type, reason, identity=identity, may_change=not fields.is_confirmed)
    address = stated_address(page, fields.title) or address
    identity = address.identity_for()
    article = record_of(page, address, fields, source, listed, fetched_at, is_key_trusted=context.is_key_trusted)
    if address.is_stateful:
        identity = f"{article.title}|{article.body}"  # the same article under two menus has two readable paths
    return Outcome(PageType.ARTICLE, "", article, identity, fields)


def decide_body(
    url: str,
    body: bytes,
    charset: str | None,
    resolver: UrlResolver,
    context: PageContext,
    *,
    source: str,
    fetched_at: datetime,
    is_last: bool = False,
) -> Outcome:
    """Decide what the page in a body is.

    Args:
        url: address that answered.
        body: the bytes received, decompressed.
        charset: the encoding that the server declares.
        resolver: the addresses of the site.
        context: what is known of the page.
        source: name of the source.
        fetched_at: when the page was fetched.
        is_last: nothing more will be known; of an undecided page, the title and its signs decide.
    """
    if resolver.address(url) is None:
        return Outcome(PageType.NO_ARTICLE, "not an address")
    try:
        page = Page(url, body, resolver, charset)
    except EmptyPageError:
        return Outcome(PageType.NO_ARTICLE, "no HTML")
    outcome = decide(page, context, source, fetched_at)
    fields = outcome.fields
    if is_last and outcome.type is PageType.UNDECIDED and fields is not None:
        is_titled = fields.is_confirmed and is_title_like(fields.title) and signs(fields, None) > 0
        if is_titled or page.address.kind is Kind.ARTICLE:
            return decide(page, replace(context, expected_article=True), source, fetched_at)
    return outcome


def _decide_alone(page: Page, fields: ArticleFields) -> tuple[PageType, str]:
    """What a page is of which nothing else is known, and why it is not an article.

    Raises:
        NoArticleError: nothing on the page identifies it as an article.
    """
    is_stated = fields.is_stated or page.head.og_type == "article"
    is_sure = fields.is_confirmed and (page.address.matched_exactly or is_stated)
    if fields.is_list and not (is_sure or (fields.is_headline and is_stated)):
        return PageType.LIST, "it lists articles"
    if is_site_map(fields.title):
        return PageType.LIST, "a site map"
    is_long = len(fields.body) >= NOTICE_LENGTH or bool(fields.attachments)
    is_titled = fields.is_confirmed or (fields.is_headline and (is_stated or is_long))
    is_titled = is_titled or (bool(fields.attachments) and is_title_like(fields.title))
    if not is_titled and not signs(fields, None):
        raise NoArticleError("no date, byline or further articles")
    return PageType.ARTICLE, ""


def _decide_linked(
    page: Page, fields: ArticleFields, context: PageContext, listed: PrintedDate | None
) -> tuple[PageType, str]:
    """What a page of a crawl is, and why it is not an article, or not certainly one.

    Raises:
        NoArticleError: another page was returned than the link announced.
    """
    if _is_another_page(fields, context.longest_text):
        raise NoArticleError("another title than the link's, hardly any text, no date, byline or further articles")
    if page.address.is_front:
        return PageType.LIST, "the front page"
    is_dated = bool(fields.published or listed)
    if page.address.matched_exactly:
        if fields.is_list and not fields.is_confirmed:
            return PageType.LIST, OTHER_TITLE
        if context.expected_article or (is_dated and fields.is_confirmed):
            return PageType.ARTICLE, ""
        return PageType.UNDECIDED, NOT_CONFIRMED if is_dated else NO_DATE
    if reason := _unlike_article(fields):
        return PageType.LIST, reason
    if context.expected_article:
        return PageType.ARTICLE, ""
    if is_short(fields):
        return PageType.UNDECIDED, SHORT
    if not fields.is_confirmed:
        return PageType.UNDECIDED, NOT_CONFIRMED
    if not is_dated:
        return PageType.UNDECIDED, NO_DATE
    is_enough = is_title_like(fields.title) or page.address.kind is Kind.ARTICLE or fields.is_stated
    return (PageType.ARTICLE, "") if is_enough else (PageType.UNDECIDED, NOT_ANNOUNCED)


def _unlike_article(fields: ArticleFields) -> str:
    """Why a page does not read like an article; empty if it does."""
    if fields.is_list:
        return "it lists articles"
    if is_site_map(fields.title):
        return "a site map"
    return "" if len(fields.body) >= SHORT_BODY or fields.attachments else "hardly any text"


def is_short(fields: ArticleFields) -> bool:
    """True for a text that only a date, or a statement for machines, makes an article."""
    is_announced = fields.is_confirmed and (fields.published is not None or fields.is_stated)
    return len(fields.body) < MIN_TEXT and not fields.attachments and not is_announced


def _is_another_page(fields: ArticleFields, link_text: str) -> bool:
    """True for log-in, error and waiting pages of any wording in the place of the requested page."""
    is_other = not fields.is_confirmed and is_title_like(link_text)
    return is_other and len(fields.body) < NOTICE_LENGTH and not signs(fields, None)


def signs(fields: ArticleFields, listed: PrintedDate | None) -> int:
    """How many of date, byline and further articles a page has, which lists and pages about the office lack: 0 to 3."""
    return sum(map(bool, (fields.published or listed, fields.authors_raw, fields.other_news)))


def why_undecided(reason: str) -> str:
    """The words, for any command, for why a page stays undecided, and what would decide it.

    Args:
        reason: of its outcome.
    """
    helps = _HELPS.get(reason)
    return f"{reason}; {helps}" if helps else reason


def is_title_like(words: str) -> bool:
    """True for words as long as a title's: they belong to an article more likely than to a list."""
    return extent(words) >= TITLE_LENGTH and word_count(words) >= TITLE_WORDS


# Names of the fields in archives; they stay when ours change.
_KEYS = {"texts", "listed", "announced", "keys"}
_EARLIER_KEYS = {"text", "listed", "announced", "sure", "learned"}


def context_to_json(context: PageContext) -> str:
    """A context as JSON for the archive."""
    value = {
        "texts": context.link_texts,
        "listed": context.listing_date,
        "announced": context.expected_article,
        "keys": context.is_key_trusted,
    }
    return json.dumps(value, ensure_ascii=False)


def context_from_json(text: str) -> PageContext:
    """Parse a context from an archive, also of earlier versions.

    Raises:
        ValueError: it is not a context, or was written by another version.
    """
    found: Any = json.loads(text)
    if not isinstance(found, dict):
        raise ValueError("not an object")  # noqa: TRY004
    if found.keys() == _EARLIER_KEYS:
        # A learned address or a rule of the site's CMS was what announced an article then.
        is_expected = found["announced"] is True and bool(found["learned"] or found["sure"])
        texts = [found["text"]] if found["text"] else []
        found = {"texts": texts, "listed": found["listed"], "announced": is_expected, "keys": True}
    if found.keys() != _KEYS:
        raise ValueError("its keys are different")
    texts, listed = found["texts"], found["listed"]
    are_texts = isinstance(texts, list) and all(isinstance(it, str) for it in texts)
    is_date = listed is None or (isinstance(listed, list) and list(map(type, listed)) == [str, str])
    are_flags = isinstance(found["announced"], bool) and isinstance(found["keys"], bool)
    if not (are_texts and is_date and are_flags):
        raise ValueError("its fields have other types")
    return PageContext(tuple(texts), listed and tuple(listed), found["announced"], found["keys"])
