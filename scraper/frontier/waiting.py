"""Articles that are not requested yet: a list may still print their date, or their address shape may be learned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from scraper.frontier.link_context import LinkContext
from scraper.text.dates import PrintedDate

# Pages about the office sometimes read like articles; a site has some dozens of them.
_MAX_UNDECIDED = 1_000
# Requests from here for one page: by its date, and once its address is learned. A page that links itself and stays
# undecided would be requested without end.
_MAX_REQUESTS = 2


class WaitingArticles:
    """By identity, what to request and why."""

    def __init__(self) -> None:
        self._waiting: dict[str, tuple[str, LinkContext]] = {}
        self._undecided: dict[str, tuple[str, LinkContext]] = {}
        self._requested = Counter[str]()

    def __contains__(self, identity: str) -> bool:
        return identity in self._waiting or identity in self._undecided

    def waits(self, identity: str) -> bool:
        """True for an article that only waits for its date."""
        return identity in self._waiting

    def add_link(
        self, identity: str, url: str, text: str, listed: PrintedDate | None
    ) -> tuple[str, LinkContext] | None:
        """Record that a link to an article was seen.

        Returns:
            What to request now: a date ends the waiting. None if the article keeps waiting.
        """
        undecided = self._undecided.pop(identity, (url, LinkContext()))
        url, known = self._waiting.pop(identity, undecided)
        words = longer(known.link_text, text)
        if listed is not None:
            self._requested[identity] += 1
            return url, LinkContext(words, listed, key=identity)
        self._waiting[identity] = (url, LinkContext(words, key=identity))
        return None

    def drop(self, identity: str) -> None:
        """Remove an article that has been read."""
        self._waiting.pop(identity, None)

    def add_undecided(self, identity: str, url: str, context: LinkContext) -> None:
        """Keep a page that reads like an article although neither link nor address announced one."""
        if self._requested[identity] < _MAX_REQUESTS and len(self._undecided) < _MAX_UNDECIDED:
            self._undecided[identity] = (url, context)

    def take(self, count: int, is_article: Callable[[str], bool]) -> list[tuple[str, str, LinkContext]]:
        """Take up to ``count`` articles: first those that only wait for a date, then undecided ones.

        Args:
            count: how many.
            is_article: returns whether an address is known to be an article by now.
        """
        if not self._waiting:
            known = [identity for identity, (url, _) in self._undecided.items() if is_article(url)]
            for identity in known:
                url, context = self._undecided.pop(identity)
                self._waiting[identity] = url, LinkContext(context.link_text, key=identity)
        taken = list(self._waiting)[:count]
        self._requested.update(taken)
        return [(identity, *self._waiting.pop(identity)) for identity in taken]


def longer(one: str, other: str) -> str:
    """The longer of two titles of one article: lists cut them."""
    return other if len(other) > len(one) else one
