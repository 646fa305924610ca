"""Whether the numbers in a site's addresses are its CMS's keys, as the addresses themselves show.

``…-giai-doan-2025-2030`` and ``10-nam-thanh-lap-…`` have numbers of their titles. A CMS that writes keys writes one
into every address, and never the same one twice.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

from scraper.addresses.resolve import LONG_KEY, Address
from scraper.hash_set import HashSet

_REPEATED = 4096
# From this number of addresses on, a site shows whether each has a number.
_ENOUGH = 5


@dataclass(slots=True)
class _Form:
    """Addresses with one ending."""

    numbers: HashSet = field(default_factory=HashSet)
    titles: HashSet = field(default_factory=HashSet)
    """Those with a number."""
    without: HashSet = field(default_factory=HashSet)
    """Those without one."""
    is_ambiguous: bool = False
    """Two titles have the same number."""


class KeyTrust:
    """Observes the addresses of a site."""

    def __init__(self) -> None:
        self._forms: defaultdict[str, _Form] = defaultdict(_Form)

    def observe(self, address: Address) -> None:
        """Record an address that a link leads to."""
        if address.matched_exactly or not address.title_slug:
            return
        name, ending = _name(address.url)
        for side, number, title in _numbers(name):
            form = self._forms[side + ending]
            if not number:
                form.without.add(title)
            elif form.titles.add(title):
                form.is_ambiguous |= not form.numbers.add(number)

    def trusts(self, address: Address) -> bool:
        """True if the number in an address is the key of its page, as far as the site has shown."""
        if address.key is None or address.matched_exactly or not address.key.isdigit():
            return address.key is not None
        name, ending = _name(address.url)
        sides = [side for side, number, _ in _numbers(name) if number == address.key]
        if not sides:
            return True  # a part of the path, or a parameter
        form = self._forms[sides[0] + ending]
        if form.is_ambiguous:
            return False
        if len(form.numbers) >= _ENOUGH:
            return len(form.numbers) > len(form.without)
        return len(address.key) >= LONG_KEY


# Menus repeat on every page of a site.
@lru_cache(maxsize=_REPEATED)
def _name(url: str) -> tuple[str, str]:
    """The last name of a path, and its ending with the dot."""
    name = url.partition("?")[0].rstrip("/").rpartition("/")[2]
    stem, dot, ending = name.rpartition(".")
    return (stem, dot + ending) if dot else (name, "")


def _numbers(name: str) -> tuple[tuple[str, str, str], tuple[str, str, str]]:
    """For each end of a name, its number, and the rest."""
    first, hyphen, rest = name.partition("-")
    before = ("before", first, rest) if hyphen and first.isdigit() else ("before", "", name)
    start, hyphen, last = name.rpartition("-")
    after = ("after", last, start) if hyphen and last.isdigit() else ("after", "", name)
    return before, after
