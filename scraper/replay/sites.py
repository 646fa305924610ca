"""Whose page is it? By what the crawl said that archived it, else by host."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from scrapy.spiderloader import SpiderLoaderProtocol

from scraper.addresses import UrlResolver
from scraper.addresses.resolve import netloc
from scraper.base_spiders.portal import PortalSpider
from scraper.cms import ANY_CMS, Cms

_HTTP = ("http", "https")


@dataclass(frozen=True, slots=True)
class Site:
    """A source at one place."""

    source: str
    hosts: tuple[str, ...]
    schemes: tuple[Cms, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What a spider says of its site."""

    hosts: tuple[str, ...]
    """Empty for a spider of any site."""
    schemes: tuple[Cms, ...]


@dataclass(frozen=True, slots=True)
class Sites:
    """Chooses.

    Args:
        spiders: all sources, by name.
        chosen: the source that a user named; None to choose by host.
    """

    spiders: Mapping[str, Known]
    chosen: str | None = None

    def site(self, url: str, info: Mapping[str, str]) -> Site | None:
        """The site of a page.

        Args:
            url: its address.
            info: ``warcinfo`` of its file.

        Returns:
            A site without a source of its own, where none has that host; None where the address has no host.
        """
        try:
            parts = urlsplit(url)
            place = netloc(parts)
        except ValueError:
            return None
        if parts.scheme not in _HTTP or not place:
            return None
        if self.chosen is not None:
            return self._at(self.chosen, place)
        hosts = tuple(info.get("hosts", "").split())
        if place in hosts and (spider := self.spiders.get(info.get("spider", ""))) is not None:
            # What an archive says is not believed further than it goes: it must not write into another's log.
            own = info["spider"] if spider.hosts else PortalSpider.name_of(place)
            if info.get("source") == own:
                return Site(own, hosts, spider.schemes)
        name = next((name for name, known in self.spiders.items() if place in known.hosts), None)
        if name is not None:
            return Site(name, self.spiders[name].hosts, self.spiders[name].schemes)
        return Site(PortalSpider.name_of(place), (place,), ANY_CMS)

    def _at(self, name: str, place: str) -> Site:
        known = self.spiders[name]
        if not known.hosts:
            return Site(PortalSpider.name_of(place), (place,), known.schemes)
        return Site(name, tuple(dict.fromkeys((place, *known.hosts))), known.schemes)


def sites_of(loader: SpiderLoaderProtocol, chosen: str | None) -> Sites:
    """All sources of the project."""
    spiders: dict[str, Known] = {}
    for name in loader.list():
        spider = loader.load(name)
        if issubclass(spider, PortalSpider):
            hosts = (netloc(urlsplit(spider.home)), *spider.hosts) if spider.home else ()
            spiders[name] = Known(hosts, spider.schemes)
    return Sites(spiders, chosen)


@lru_cache(maxsize=64)
def urls_of(site: Site) -> UrlResolver:
    """The addresses of a site; in a process each site has one."""
    return UrlResolver(site.hosts, site.schemes)
