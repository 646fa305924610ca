"""A name server that somebody has taken over."""

from __future__ import annotations

from typing import Any

from twisted.internet.address import IPv4Address

from scraper.middlewares.public_resolver import PublicResolver


class Hijacked:
    """Every name is this machine."""

    def resolveHostName(self, receiver: Any, name: str, port: int, *_: Any) -> object:  # noqa: N802
        receiver.resolutionBegan(None)
        receiver.addressResolved(IPv4Address("TCP", "127.0.0.1", port))
        receiver.resolutionComplete()
        return receiver


class EverybodyHere(PublicResolver):
    """The project's resolver, which asks that name server."""

    def __init__(self, reactor: Any, cache_size: int) -> None:
        super().__init__(reactor, cache_size)
        self.original_resolver: Any = Hijacked()
