"""Pages that could not be decided when they came: kept in memory, compressed, until the walk is over."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from scraper.archive.exchange import WarcLocation
from scraper.frontier.evidence import PageFacts
from scraper.reading import PageContext, PageType

# Bytes of compressed pages: some ten thousand pages. What comes later is decided by what is known at that time.
MAX_BYTES = 128 * 1024 * 1024
# Fast: pages of one site compress to a fifth at any level.
_LEVEL = 1


@dataclass(slots=True)
class HeldPage:
    """A page that is decided again."""

    url: str
    """Address that answered."""
    body: bytes
    """In UTF-8, compressed."""
    fetched_at: datetime
    archived: WarcLocation | None
    key: str
    """Identity of the link that led to it."""
    identity: str
    """Its own identity."""
    validators: tuple[str | None, str | None]
    context: PageContext
    """What was known when it was last decided."""
    type: PageType
    reason: str
    """Why it was no article then."""
    facts: PageFacts | None
    """What it says itself; None if it does not read like an article."""

    @property
    def html(self) -> bytes:
        """The page in UTF-8, as received."""
        return zlib.decompress(self.body)


class HeldPages:
    """The held pages of a walk, by identity."""

    def __init__(self) -> None:
        self._pages: dict[str, HeldPage] = {}
        self._bytes = 0

    def __contains__(self, identity: str) -> bool:
        return identity in self._pages

    def __iter__(self) -> Iterator[HeldPage]:
        return iter(sorted(self._pages.values(), key=lambda page: page.identity))

    @property
    def is_full(self) -> bool:
        """True if no further page is held."""
        return self._bytes >= MAX_BYTES

    def add(self, page: HeldPage) -> None:
        """Hold a page; the first answer of an identity counts."""
        if page.identity not in self._pages:
            self._pages[page.identity] = page
            self._bytes += len(page.body)

    def drop(self, identity: str) -> None:
        """Forget a page that has been recorded under another address."""
        if page := self._pages.pop(identity, None):
            self._bytes -= len(page.body)


def compressed(body: bytes) -> bytes:
    """A body as it is held."""
    return zlib.compress(body, _LEVEL)
