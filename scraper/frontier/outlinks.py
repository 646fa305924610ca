"""Record what the links of one page say of the pages that they lead to, whether or not these are requested."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from scraper.addresses import Address, Kind
from scraper.addresses.keys import KeyTrust
from scraper.frontier.evidence import PageParts, SiteEvidence
from scraper.frontier.links import texts_of
from scraper.pages.blocks import Link
from scraper.pages.entries import ListEntry
from scraper.pages.page import Page

# Links without a date that were recorded: menus and boxes repeat on every page of a site, and say nothing new there.
_REPEATED = 4096


class OutlinkRecorder:
    """Records the links of a walk's pages.

    Args:
        evidence: of the site; grows.
        keys: the numbers in the site's addresses; grows.
    """

    def __init__(self, evidence: SiteEvidence, keys: KeyTrust) -> None:
        self._evidence = evidence
        self._keys = keys
        self._recorded: set[int] = set()
        """Hashes of some of the links whose repetition changes nothing."""

    def record(self, page: Page, links: Iterable[tuple[Link, Address, str]], entries: Mapping[int, ListEntry]) -> None:
        """Record a page's links.

        Args:
            page: the page.
            links: each with its target and the target's identity.
            entries: the page's entries by the ``id()`` of their links.
        """
        own, blocks, parts = page.address.identity, page.blocks, PageParts(page.boxes)
        dated = _dated_places(entries, page, parts)
        places: list[tuple[int, str]] = []
        recorded = self._recorded
        for link, address, identity in links:
            if address.kind is not Kind.ARTICLE and address.kind is not Kind.PAGE:
                continue
            is_own = address.identity == own and not address.is_stateful
            place = parts.place(blocks[link.block], has_words=bool(link.text)) if link.block >= 0 else None
            if place is not None and not is_own:
                places.append((place, identity))
            entry = entries.get(id(link))
            date = entry.date if entry is not None and place in dated else None
            title = entry.title if entry is not None else ""
            said = hash((is_own, address.url, identity, place, link.text, link.title, title))
            if said not in recorded:
                recorded.add(said)
                self._keys.observe(address)
            elif date is None:
                continue
            # Its title, and links to other languages beside a clock, say nothing that the page does not.
            if not is_own and not self._evidence.is_article(identity):
                self._evidence.add_link(identity, texts_of(link, entry), date, place)
        self._evidence.add_page(places)
        if len(recorded) > _REPEATED:
            recorded.clear()


def _dated_places(entries: Mapping[int, ListEntry], page: Page, parts: PageParts) -> set[int]:
    """The places of a page whose entries have dates; a single date beside one entry of several may be a clock."""
    if all(entry.date is None for entry in entries.values()):
        return set()
    blocks = page.blocks
    places = [parts.place(blocks[entry.link.block], has_words=bool(entry.link.text)) for entry in entries.values()]
    dated = Counter(place for place, entry in zip(places, entries.values(), strict=True) if entry.date is not None)
    every = Counter(places)
    return {place for place, count in dated.items() if every[place] <= 2 * count}
