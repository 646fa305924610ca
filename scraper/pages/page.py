"""One fetched page, parsed once: its lines, its links, and their targets."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import chain

from scraper.addresses import Address, UrlResolver
from scraper.pages.blocks import Link, LinkTargets
from scraper.pages.builder import build
from scraper.pages.charset import utf8
from scraper.pages.entries import EntryReader, ListEntry
from scraper.pages.letters_repair import repair_letters
from scraper.pages.shell import WARNING_JSON, is_empty_shell, needs_script, with_json_article
from scraper.pages.time_tags import time_tags


class EmptyPageError(ValueError):
    """Raised by :class:`Page` for a body without any HTML."""


class Page:
    """A page's content in the form that the reading rules need; no rule uses the network.

    Args:
        url: where the page was fetched from, after redirects.
        body: the bytes received, decompressed.
        urls: the addresses of the site.
        charset: the encoding that the server or the page declares.

    Raises:
        EmptyPageError: the body has no element.
    """

    def __init__(self, url: str, body: bytes, urls: UrlResolver, charset: str | None = None) -> None:
        self.url = url
        self.body = body
        self.urls = urls
        self.received = utf8(body, charset).replace(b"\0", b"")
        """The page in UTF-8, otherwise as received."""
        repaired = repair_letters(self.received)
        self.html = repaired.html
        """The page that is read, also by the fallback extractor."""
        self.repairs = repaired.repairs
        """What is repaired in its letters, ``before→after``."""
        self.targets = LinkTargets(url, urls)
        document = build(self.html, self.targets)
        if document is None:
            raise EmptyPageError("no element")
        own = urls.resolve(url, url)
        filled = with_json_article(self.html, document.blocks, document.head, url, own.title_slug if own else "")
        if filled is not None and (with_article := build(filled, self.targets)) is not None:
            self.html, document = filled, with_article
            document.warnings.append(WARNING_JSON)
        self.blocks = document.blocks
        self.boxes = document.boxes
        self.links = document.links
        self.frames = document.frames
        self.head = document.head
        self.warnings = [*document.warnings, *repaired.warnings]
        if self.head.base is not None:
            address = self.targets.resolve(self.head.base)
            self.targets.base = address.url if address else url
        self._resolve(chain(self.links, self.frames, self.head.choices))

    def _resolve(self, links: Iterable[Link]) -> None:
        """Resolve links; pages repeat them in menus, and for pictures and buttons of one article."""
        known: dict[str, Address | None] = {}
        for link in links:
            href = link.href
            if href not in known:
                known[href] = self.targets.resolve(href)
            link.address = known[href]

    @cached_property
    def is_shell(self) -> bool:
        """True if a script loads its text."""
        return is_empty_shell(self.blocks, self.boxes)

    @cached_property
    def may_be_shell(self) -> bool:
        """True if it has hardly any text, and says that it needs scripts."""
        return needs_script(self.html, self.blocks, self.boxes)

    @property
    def base(self) -> str:
        """The address that relative links start from."""
        return self.targets.base

    @cached_property
    def address(self) -> Address:
        """The page's own address."""
        found = self.urls.resolve(self.url, self.url)
        if found is None:
            raise ValueError(f"not a page's address: {self.url}")
        return found

    @cached_property
    def outlinks(self) -> list[Link]:
        """All outlinks but feeds: its links, and frames, maps, choices and scripts."""
        others = [Link(href, "", address=self.targets.resolve(href)) for href in self.head.outlinks]
        return self.links + self.head.choices + others

    @cached_property
    def feeds(self) -> list[Link]:
        """Its feeds, as outlinks."""
        return [Link(href, "", address=self.targets.resolve(href)) for href in self.head.feeds]

    @cached_property
    def time_tags(self) -> list[tuple[str, str, bool]]:
        """Words, ``datetime``, and whether it is an update's, of its ``<time>`` elements."""
        return time_tags(self.html)

    def resolve_outlinks(self) -> None:
        """Read all outlinks now, before the walk needs them: tens of thousands of links take time."""
        _ = self.outlinks, self.entries

    @cached_property
    def entry_reader(self) -> EntryReader:
        """Reads the entries of some of its links."""
        return EntryReader(self.blocks, self.boxes)

    @cached_property
    def entries(self) -> list[ListEntry]:
        """Its links with their titles, and the dates printed with them."""
        return self.entry_reader.read(self.links)
