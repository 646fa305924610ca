"""One fetched page, parsed once: its lines, its links, and where they lead."""

from __future__ import annotations

import re
from functools import cached_property

from lxml import etree
from lxml.etree import _Element as Element

from scraper.addresses import Address, UrlResolver
from scraper.pages.blocks import Block, Link, read_blocks
from scraper.pages.charset import utf8
from scraper.pages.entries import ListEntry, read_entries
from scraper.pages.tree import parse
from scraper.text.normalise import clean

# Where ways that are no <a href> stand: frames, maps, what the head says, lists to choose from.
_OUTLINKS = {"frame": "src", "iframe": "src", "area": "href", "link": "href", "option": "value"}
_CHOICE = ("/", "?", "http")
_ONCLICK = etree.XPath("//@onclick | //@onchange")
_LOCATION = re.compile(r"(?:location(?:\.href)?|window\.open|location\.(?:assign|replace))\s*[=(]\s*['\"]([^'\"]+)")
# A page with fewer links is a splash: what its script does then is the way on.
_FEW_LINKS = 3


def _other_outlinks(root: Element, links: list[Link]) -> list[str]:
    found = [href for element in root.iter(*_OUTLINKS) if (href := _way(element))]
    scripts = [str(script) for script in _ONCLICK(root)]
    scripts += [link.href for link in links if link.script]
    if len(links) < _FEW_LINKS:
        scripts += [script.text or "" for script in root.iter("script")]
    for script in scripts:
        found += _LOCATION.findall(script)
    return list(dict.fromkeys(found))


def _way(element: Element) -> str | None:
    value = element.get(_OUTLINKS[str(element.tag)])
    if element.tag == "option":
        return value if value is not None and value.startswith(_CHOICE) else None
    if element.tag == "link":
        feed = element.get("rel") == "alternate" and "xml" in element.get("type", "")
        return value if feed or element.get("rel") == "next" else None
    return value


class EmptyPageError(ValueError):
    """Raised by :class:`Page` for a body in which there is no HTML at all."""


class Page:
    """A page's content as the reading rules need it; no rule asks the network for anything.

    Args:
        url: where the page was fetched from, after redirects.
        body: the bytes received, decompressed.
        urls: the addresses of the site.
        charset: the encoding that the server or the page declares.

    Raises:
        EmptyPageError: the body holds no element.
    """

    def __init__(self, url: str, body: bytes, urls: UrlResolver, charset: str | None = None) -> None:
        self.url = url
        self.urls = urls
        try:
            root, self.warnings = parse(utf8(body, charset).replace(b"\0", b""))
        except etree.XMLSyntaxError as error:
            raise EmptyPageError(str(error)) from error
        if root is None:
            raise EmptyPageError("no element")
        self.root = root
        base = root.find(".//base[@href]")
        self.base = self._join(base.get("href", "")) if base is not None else url
        self.blocks: list[Block]
        self.links: list[Link]
        self.blocks, self.links = read_blocks(root, self._resolve)

    def _resolve(self, href: str) -> Address | None:
        return self.urls.resolve(self.base, href)

    def _join(self, href: str) -> str:
        address = self.urls.resolve(self.url, href)
        return address.url if address else self.url

    @cached_property
    def address(self) -> Address:
        """The page's own address."""
        found = self.urls.resolve(self.url, self.url)
        if found is None:
            raise ValueError(f"not a page's address: {self.url}")
        return found

    @cached_property
    def outlinks(self) -> list[Link]:
        """All that leads on: its links, and frames, maps, feeds, choices and scripts."""
        return self.links + [Link(href, "", resolve=self._resolve) for href in _other_outlinks(self.root, self.links)]

    def resolve_outlinks(self) -> None:
        """Do now what a walk will ask for: tens of thousands of links take their time."""
        for link in self.outlinks:
            _ = link.address
        _ = self.entries

    @cached_property
    def entries(self) -> list[ListEntry]:
        """Its links with their titles, and the dates printed with them."""
        return read_entries(self)

    @cached_property
    def head_titles(self) -> list[str]:
        """What the head says the page is called: ``<title>``, ``og:title``."""
        head = self.root.find("head")
        found = [self.root.findtext(".//title") or ""]
        if head is not None:
            found += [meta.get("content", "") for meta in head.iterfind("meta[@property='og:title']")]
        return [title for title in map(clean, found) if title]
