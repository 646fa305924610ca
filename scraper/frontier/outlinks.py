"""Record what the links of one page say of the pages that they lead to, whether or not these are requested."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from scraper.addresses import Address, Kind
from scraper.addresses.keys import KeyTrust
from scraper.frontier.evidence import SiteEvidence, place_of
from scraper.frontier.links import texts_of
from scraper.pages.blocks import Link
from scraper.pages.entries import ListEntry
from scraper.pages.page import Page


def record_links(
    page: Page,
    links: Iterable[tuple[Link, Address, str]],
    entries: Mapping[int, ListEntry],
    evidence: SiteEvidence,
    keys: KeyTrust,
) -> None:
    """Record a page's links.

    Args:
        page: the page.
        links: each with its target and the target's identity.
        entries: the page's entries by the ``id()`` of their links.
        evidence: of the site; grows.
        keys: the numbers in the site's addresses; grows.
    """
    own, place_in = page.address.identity, _places(page)
    dated = _dated_places(entries.values(), place_in)
    places: list[tuple[int, str]] = []
    for link, address, identity in links:
        if address.kind is not Kind.ARTICLE and address.kind is not Kind.PAGE:
            continue
        keys.observe(address)
        if address.identity == own and not address.is_stateful:
            continue  # its title, and links to other languages beside a clock, say nothing that the page does not
        place = place_in(link) if link.block >= 0 else None
        if place is not None:
            places.append((place, identity))
        if evidence.is_article(identity):
            continue  # most links of most pages
        entry = entries.get(id(link))
        date = entry.date if entry is not None and place in dated else None
        evidence.add_link(identity, texts_of(link, entry), date, place)
    evidence.add_page(places)


def _places(page: Page) -> Callable[[Link], int]:
    """The place of a link on a page; the links of one box share it."""
    found: dict[tuple[int, int, bool], int] = {}

    def place(link: Link) -> int:
        block, has_words = page.blocks[link.block], bool(link.text)
        key = block.box, block.heading, has_words
        if key not in found:
            found[key] = place_of(page.boxes, block, has_words=has_words)
        return found[key]

    return place


def _dated_places(entries: Iterable[ListEntry], place_in: Callable[[Link], int]) -> set[int]:
    """The places of a page whose entries have dates; a single date beside one entry of several may be a clock."""
    dated, all_entries = Counter[int](), Counter[int]()
    for entry in entries:
        place = place_in(entry.link)
        all_entries[place] += 1
        dated[place] += entry.date is not None
    return {place for place, count in all_entries.items() if count <= 2 * dated[place]}
