"""Classify links by address, words and what earlier runs recorded. Pure functions, tested by a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import Enum
from functools import lru_cache

from scraper.addresses import Address, Kind
from scraper.cms import KNOWN_TABLES, Tables
from scraper.frontier.pagers import is_pager_link
from scraper.pages.blocks import Link
from scraper.pages.entries import ListEntry
from scraper.pages.labels import link_words
from scraper.reading import is_title_like
from scraper.text.dates import PrintedDate
from scraper.text.fold import slug

# Menus and boxes repeat on every page of a site.
_REPEATED = 4096
# The words of a card that is one link: title, teaser, date.
_MAX_TEXT = 600
_ARCHIVE = re.compile(
    r"/(?:tags?|author|authors|tac-gia|tu-khoa|keywords?|hashtag)/[^?]|/author\d*\.html?$"
    r"|/(?:19|20)\d\d(?:[/-][01]?\d(?:[/-][0-3]?\d)?)?(?:/page/\d+)?/?(?:\?|$)|[?&](?:tag|author|m|ngay|date|day)=[^&]",
    re.IGNORECASE,
)


class LinkType(Enum):
    """What a link leads to."""

    ARTICLE = "article"
    PAGER = "pager"
    """Another page of the list that contains the link."""
    ARCHIVE = "archive"
    """Articles by tag, author or day, which other lists have too."""
    PAGE = "page"
    """A list, a section, or a page that only its content can tell."""
    SKIPPED = "skipped"
    """Not crawled: a file, an alternate view, a trap, another host."""


class KnownAs(Enum):
    """The kind of page that earlier runs found behind a link."""

    NOTHING = "nothing"
    ARTICLE = "article"
    PAGE = "page"


def classify(
    link: Link,
    address: Address,
    page_url: str,
    *,
    urls_reliable: bool,
    known_as: KnownAs,
    tables: Tables = KNOWN_TABLES,
) -> LinkType:
    """What a link leads to.

    Args:
        link: the link.
        address: where it leads.
        page_url: the page that contains it.
        urls_reliable: addresses of the site show which pages are articles.
        known_as: what earlier runs found there; used only where the address does not show it.
        tables: what the CMSes of the site write into addresses.
    """
    if address.matched_exactly:
        return LinkType.ARTICLE
    if address.kind not in (Kind.PAGE, Kind.ARTICLE):
        return LinkType.SKIPPED
    if address.kind is Kind.PAGE and known_as is KnownAs.ARTICLE:
        return LinkType.ARTICLE
    if is_archive(address.url):
        return LinkType.ARCHIVE
    if address.kind is Kind.ARTICLE:
        return LinkType.ARTICLE
    if known_as is KnownAs.NOTHING and may_be_article(address, link, urls_reliable=urls_reliable):
        return LinkType.ARTICLE
    return LinkType.PAGER if is_pager_link(link, address.url, page_url, tables) else LinkType.PAGE


def may_be_article(address: Address, link: Link, *, urls_reliable: bool) -> bool:
    """True by the address; if addresses are not reliable, by words as long as a title's."""
    if address.kind is Kind.ARTICLE:
        return True
    return address.kind is Kind.PAGE and not urls_reliable and _is_title_like(link.text)


_is_title_like = lru_cache(maxsize=_REPEATED)(is_title_like)


def is_archive(url: str) -> bool:
    """True for the address of a list of articles by tag, author or day."""
    return _ARCHIVE.search(url) is not None


def title_and_date(link: Link, entries: Mapping[int, ListEntry]) -> tuple[str, PrintedDate | None]:
    """The title of a linked article on a page, and the date printed with the link.

    Args:
        link: the link.
        entries: the entries of the page, as returned by :func:`by_link`.
    """
    entry = entries.get(id(link))
    return (entry.title, entry.date) if entry is not None else (link.text, None)


def texts_of(link: Link, entry: ListEntry | None) -> list[str]:
    """All that a link says of its page, without words that templates write: of the entry, itself, and its picture."""
    texts = [entry.title if entry is not None else "", link.text, link.title]
    return [text[:_MAX_TEXT] for text in dict.fromkeys(texts) if text and link_words(text)]


def by_link(entries: Iterable[ListEntry]) -> dict[int, ListEntry]:
    """Entries of a list by the ``id()`` of their links: links of one page have no other key."""
    return {id(entry.link): entry for entry in entries}


def link_identity(address: Address, link_text: str) -> str:
    """The identity of the page behind a link; menus and lists write the same words in different case and accents."""
    # Most links of a page need no words, and folding them costs more than the rest.
    return address.identity_for(slug(link_text)) if address.is_stateful else address.identity
