"""Spiders that end with an error at once, and one that does not."""

from __future__ import annotations

from collections.abc import AsyncIterator

from scrapy import Request, Spider


class Broken(Spider):
    """Fails before its first request."""

    name = "one"

    async def start(self) -> AsyncIterator[Request]:
        """Fail."""
        raise ValueError("broken")
        yield


class SecondBroken(Broken):
    """Fails too."""

    name = "two"


class ThirdBroken(Broken):
    """Fails too."""

    name = "three"


class Quiet(Spider):
    """Asks for nothing."""

    name = "quiet"

    async def start(self) -> AsyncIterator[Request]:
        """Nothing to ask for."""
        nothing: list[Request] = []
        for request in nothing:
            yield request
