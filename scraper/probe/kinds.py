"""What the pages of a look turned out to be, and which addresses are like those of its articles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from scraper.addresses import Address, Kind, UrlResolver
from scraper.frontier.limits import pattern
from scraper.frontier.links import is_archive, link_identity
from scraper.probe.findings import ShapeFinding
from scraper.probe.look import Look, SeenPage
from scraper.probe.size import page_position
from scraper.reading import PageType, is_title_like

# Further shapes that differ in values of the same parameters are those of titles and sessions: the values are blanked.
_MAX_VALUES = 8
_FRONT, _STATE = "/", "(addresses that are state)"


class Linked(NamedTuple):
    """A page that links lead to."""

    address: Address
    words: str
    """The longest of its links."""


@dataclass(frozen=True, slots=True)
class Kinds:
    """What is known of a site's addresses after a look."""

    urls: UrlResolver
    front: str
    """The page that the look started from."""
    coarse: frozenset[str]
    """Patterns of addresses whose parameters have so many values that these are blanked."""
    types: Mapping[str, PageType]
    """What the pages that were read turned out to be, by address."""
    linked: Mapping[str, Linked]
    """All pages of the site that links lead to, by identity."""
    shapes: list[ShapeFinding]
    """Those with most articles first."""
    similar: frozenset[str]
    """Shapes most of whose pages that were read are articles."""
    read: frozenset[str]
    """Identities of pages that were read."""
    others: frozenset[str]
    """Identities of pages that are no articles, or were not answered."""

    def shape(self, address: Address) -> str:
        """The shape of an address, as in :attr:`shapes`."""
        return _shape(address, self.urls, self.coarse)

    def is_like_list(self, address: Address) -> bool:
        """True for an address like those of lists: most pages of its shape that are no articles are lists."""
        shape = self.shape(address)
        return any(one.shape == shape and one.lists > one.others for one in self.shapes)

    @property
    def unread_lists(self) -> int:
        """Addresses like those of lists that were not read."""
        return sum(
            identity not in self.read | self.others
            and self.is_like_list(it.address)
            and page_position(it.address.url) is None
            and not (is_archive(it.address.url) or self.is_shaped_like_article(it.address, it.words))
            for identity, it in self.linked.items()
        )

    def is_like_article(self, address: Address, words: str) -> bool:
        """True for the address of an article that was read, and for one of the same shape that was not.

        Args:
            address: where a link leads.
            words: of the link: an address that is state has no shape.
        """
        return link_identity(address, words) not in self.others and self.is_shaped_like_article(address, words)

    def is_shaped_like_article(self, address: Address, words: str) -> bool:
        """The same, also for an address that turned out to be another page's."""
        if is_archive(address.url):
            return False
        if address.has_state:
            return address.kind is Kind.ARTICLE or is_title_like(words)
        if self.shape(address) in self.similar:
            return True
        return address.matched_exactly and page_position(address.url) is None


def kinds_of(look: Look, urls: UrlResolver) -> Kinds:
    """What a look shows of a site's addresses."""
    recorded = {article.url for article in look.articles}
    undecided = {page.url for page in look.undecided} if look.is_whole else None
    types = {seen.page.url: _type(seen, recorded, undecided) for seen in look.pages}
    linked = _linked(look.pages)
    own = {it.name for it in look.pages if types[it.page.url] is PageType.ARTICLE}
    coarse = _coarse((it.address for it in linked.values()), urls)
    shapes = _shapes(look.pages, types, linked, lambda address: _shape(address, urls, coarse))
    similar = frozenset(one.shape for one in shapes if one.articles and 2 * one.articles > one.read)
    failed = {a.identity for url, _ in look.failures if (a := urls.address(url)) is not None}
    read = frozenset(seen.name for seen in look.pages)
    return Kinds(urls, look.url, coarse, types, linked, shapes, similar, read, (read | failed) - own)


def _coarse(addresses: Iterable[Address], urls: UrlResolver) -> frozenset[str]:
    shapes: defaultdict[str, set[str]] = defaultdict(set)
    for address in addresses:
        if "?" in address.url:
            shapes[pattern(address.url)].add(urls.shape(address))
    return frozenset(name for name, found in shapes.items() if len(found) > _MAX_VALUES)


def _shape(address: Address, urls: UrlResolver, coarse: frozenset[str]) -> str:
    if address.has_state:
        return _STATE
    return name if coarse and (name := pattern(address.url)) in coarse else urls.shape(address) or _FRONT


def _type(seen: SeenPage, recorded: set[str], undecided: set[str] | None) -> PageType:
    """What a page turned out to be: the end of the walk decides those that were undecided when they came."""
    if seen.page.url in recorded:
        return PageType.ARTICLE
    kind = seen.outcome.type
    if kind is PageType.UNDECIDED and undecided is not None and seen.page.url not in undecided:
        return PageType.LIST
    return kind


def _linked(pages: Iterable[SeenPage]) -> dict[str, Linked]:
    found: dict[str, Linked] = {}
    for seen in pages:
        for link in seen.page.outlinks:
            address = link.address
            if address is not None and address.kind in (Kind.PAGE, Kind.ARTICLE):
                identity = link_identity(address, link.text)
                if identity not in found or len(link.text) > len(found[identity].words):
                    found[identity] = Linked(address, link.text)
    return found


def _shapes(
    pages: Iterable[SeenPage],
    types: Mapping[str, PageType],
    linked: Mapping[str, Linked],
    shape_of: Callable[[Address], str],
) -> list[ShapeFinding]:
    found: dict[str, ShapeFinding] = {}

    def of(address: Address) -> ShapeFinding:
        shape = shape_of(address)
        return found.setdefault(shape, ShapeFinding(shape, example=address.url))

    for address, _ in linked.values():
        of(address).linked += 1
    for seen in pages:
        one, kind = of(seen.page.address), types[seen.page.url]
        one.read += 1
        if kind is PageType.ARTICLE:
            one.example = one.example if one.articles else seen.page.url
            one.articles += 1
        one.others += kind is not PageType.ARTICLE
    return sorted(found.values(), key=lambda one: (-one.articles, -one.linked, one.shape))


def count_lists(kinds: Kinds, lists: Iterable[SeenPage]) -> None:
    """Count the pages of lists among the others of their shapes."""
    by_shape = {one.shape: one for one in kinds.shapes}
    for seen in lists:
        one = by_shape[kinds.shape(seen.page.address)]
        one.lists += 1
        one.others -= 1
