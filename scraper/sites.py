"""Sites and sources: what a source declares of its site, and which source a page's address belongs to.

This is the only mapping from host to source; crawl, replay, ``scrapy read`` and the library all use it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar
from urllib.parse import urlsplit

from scrapy import Spider
from scrapy.spiderloader import SpiderLoaderProtocol

from scraper.addresses import UrlResolver
from scraper.addresses.resolve import netloc
from scraper.cms import ANY_CMS, Cms
from scraper.ledger.health import Expectations

_HTTP = ("http", "https")
_NOT_A_NAME = re.compile(r"[^a-z0-9]")


class SourceSpider(Spider):
    """What a source declares of its site; :class:`~scraper.base_spiders.portal.PortalSpider` adds the walk.

    Extensions and middlewares recognise the spider of a source by this type.
    """

    home: ClassVar[str]
    """Front page; empty where ``base_url`` names the site."""
    hosts: ClassVar[tuple[str, ...]] = ()
    """Further hosts that serve the same site (``www.``), with port where it differs from the scheme's default."""
    schemes: ClassVar[tuple[Cms, ...]] = ANY_CMS
    """The CMSes whose rules match addresses of articles; by default all known ones, as hints."""
    owner: ClassVar[str]
    """The owner of the site, in Vietnamese."""
    verified: ClassVar[dict[str, str]] = {}
    """Facts that were seen on the site, and where they were seen."""
    unverified: ClassVar[dict[str, str]] = {}
    """Facts that have not been seen on the live site yet, and the reason to assume them."""
    successor: ClassVar[str] = ""
    """The host or portal that takes over, as far as known; empty if nothing is known."""
    tls: ClassVar[str] = "strict"
    """``legacy`` for a site with an old protocol or short keys, ``unverified`` for one with a broken certificate."""
    hours: ClassVar[tuple[int, int] | None] = None
    """Hours of the day, in Vietnam, in which the site may be crawled: ``(22, 6)`` for the night."""
    expectations: ClassVar[Expectations] = Expectations()
    """What a normal run contains; a run that falls short ends with exit status 3."""

    base_url: str
    """Front page of this crawl, which may be another host's."""
    is_given: bool
    """True if the user named the host by ``base_url``; it may then be a private address."""
    full: bool
    """True if all lists are walked to their ends and every article is revisited."""
    site: Site
    """The site of this crawl."""
    urls: UrlResolver
    """The addresses of the site."""
    wrong_usage: str = ""
    """Why this crawl is refused; empty if it is not."""


@dataclass(frozen=True, slots=True)
class Site:
    """A source on certain hosts."""

    source: str
    """Name of the source; records and files carry it."""
    hosts: tuple[str, ...]
    schemes: tuple[Cms, ...]
    border: str = ""
    """Folder that the site is in (``/sotuphap``), where a host has several sites; empty for a whole host."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a spider class declares of its site, in a form that can be sent to other processes."""

    name: str
    hosts: tuple[str, ...]
    """Empty for the spider of any site."""
    schemes: tuple[Cms, ...]

    def at(self, host: str, border: str = "") -> Site:
        """The site when ``host`` is the only host."""
        return Site(self.name if self.hosts else portal_name(host, border), (host,), self.schemes, border)

    def at_any(self, host: str, border: str = "") -> Site:
        """The site with ``host`` and all hosts that the source names."""
        name = self.name if self.hosts else portal_name(host, border)
        return Site(name, _distinct(host, *self.hosts), self.schemes, border)


@dataclass(frozen=True, slots=True)
class Sites:
    """Chooses the site that a page belongs to.

    Args:
        sources: all sources, by name.
        chosen: the source that the user named; None to choose by host.
    """

    sources: Mapping[str, Source]
    chosen: str | None = None

    def site(self, url: str, info: Mapping[str, str] | None = None) -> Site | None:
        """The site of a page.

        Args:
            url: its address.
            info: ``warcinfo`` of the archive file that contains the page, if any.

        Returns:
            If no source names the host, a site named after the host. None if the address has no host.
        """
        host = host_of(url)
        if host is None:
            return None
        if self.chosen is not None:
            return self.sources[self.chosen].at_any(host)
        if archived := self._archived_by(host, info or {}):
            return archived
        source = next((source for source in self.sources.values() if host in source.hosts), None)
        if source is not None:
            return Site(source.name, source.hosts, source.schemes)
        return Site(portal_name(host), (host,), ANY_CMS)

    def _archived_by(self, host: str, info: Mapping[str, str]) -> Site | None:
        """The site of the crawl that archived the page; only for its own hosts and its own log."""
        hosts = tuple(info.get("hosts", "").split())
        source = self.sources.get(info.get("spider", ""))
        if source is None or host not in hosts:
            return None
        border = info.get("border", "")
        name = source.name if source.hosts else portal_name(host, border)
        return Site(name, hosts, source.schemes, border) if info.get("source") == name else None


def source_of(spider: type[SourceSpider]) -> Source:
    """The source that a spider class declares."""
    hosts = _distinct(netloc(urlsplit(spider.home)), *spider.hosts) if spider.home else ()
    return Source(spider.name, hosts, spider.schemes)


def sites_of(loader: SpiderLoaderProtocol, chosen: str | None = None) -> Sites:
    """All sources of a project."""
    spiders = {name: loader.load(name) for name in loader.list()}
    return Sites({name: source_of(it) for name, it in spiders.items() if issubclass(it, SourceSpider)}, chosen)


@lru_cache(maxsize=64)
def resolver_of(site: Site) -> UrlResolver:
    """The addresses of a site; one per site and process, so that its cache is shared."""
    return UrlResolver(site.hosts, site.schemes, site.border)


def portal_name(host: str, border: str = "") -> str:
    """The name of a source without a file, derived from its host, port and folder; ``a-b.vn`` and ``a.b.vn`` differ."""
    return "portal_" + _NOT_A_NAME.sub("_", f"{host}{border.lower()}".replace("-", "__").replace("/", "___"))


def host_of(url: str) -> str | None:
    """Host and port of an http(s) address; None for other schemes and for invalid addresses."""
    try:
        parts = urlsplit(url)
        host = netloc(parts)
    except ValueError:
        return None
    return host if host and parts.scheme in _HTTP else None


def _distinct(*hosts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(hosts))
