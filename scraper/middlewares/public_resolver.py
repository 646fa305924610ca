"""Resolve names to public addresses only. The check is made for each connection, so a name that resolves differently
the second time (DNS rebinding) is refused too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING, Any

from scrapy.resolver import CachingHostnameResolver
from twisted.internet.interfaces import IHostResolution, IResolutionReceiver
from zope.interface.declarations import implementer

if TYPE_CHECKING:
    from twisted.internet.interfaces import IAddress

# Addresses within others: an IPv4 address behind a translator is as private as the address itself.
_NAT64 = ip_network("64:ff9b::/96")

HostPort = tuple[str, int]
"""Host and port of a request."""

# For the whole process, like the resolver.
_given: set[HostPort] = set()
_first_private: dict[HostPort, bool] = {}
_refused: dict[HostPort, str] = {}


def allow_private(host: str, port: int) -> None:
    """Allow a place that the user named to be private, if it is private from the first resolution on."""
    _given.add((host.lower(), port))


def last_refused_ip(host: str, port: int) -> str | None:
    """The private address for which a place was last refused, or None."""
    return _refused.get((host.lower(), port))


def is_public(text: str) -> bool:
    """True if an address is public: not private, loopback, link-local, shared (CGNAT) or multicast."""
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or _behind_translator(address)
        if inner is not None:
            return is_public(str(inner))
    return address.is_global and not address.is_multicast


# Top-level names that are given out inside networks only.
_INNER_NAMES = frozenset("arpa corp home internal intranet lan local localdomain localhost private".split())
# Other notations of IPv4 addresses, which name servers and proxies understand: 127.1, 0x7f000001, 2130706433.
_ENDS_IN_NUMBER = re.compile(r"(?:\A|\.)(?:\d+|0x[0-9a-f]*)\Z")


def is_public_host(host: str) -> bool:
    """True if a host may be requested of a proxy, which resolves it where we cannot check the address.

    False for private addresses, names without a dot, and names that are given out inside networks only.
    """
    host = host.lower().removesuffix(".")
    try:
        return is_public(host)
    except ValueError:
        pass
    name, _, top = host.rpartition(".")
    return bool(name) and top not in _INNER_NAMES and not _ENDS_IN_NUMBER.search(host)


def _behind_translator(address: IPv6Address) -> IPv4Address | None:
    return IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None


@implementer(IResolutionReceiver)
class _PublicOnly:
    """Passes only addresses to which a connection may be made."""

    def __init__(self, receiver: Any, place: HostPort) -> None:
        self._receiver = receiver
        self._place = place

    def resolutionBegan(self, resolution: IHostResolution) -> None:  # noqa: N802  (Twisted's name)
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        host: str = address.host
        if is_public(host) or self._may_be_private():
            _first_private.setdefault(self._place, not is_public(host))
            self._receiver.addressResolved(address)
        else:
            _refused[self._place] = host

    def resolutionComplete(self) -> None:  # noqa: N802
        self._receiver.resolutionComplete()

    def _may_be_private(self) -> bool:
        return self._place in _given and _first_private.get(self._place, True)


class PublicResolver(CachingHostnameResolver):
    """Scrapy's resolver with IPv6, without addresses of inner networks."""

    def resolveHostName(  # noqa: N802
        self,
        resolutionReceiver: IResolutionReceiver,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> IHostResolution:
        """Resolve a name for a connection."""
        receiver: Any = _PublicOnly(resolutionReceiver, (hostName.lower(), portNumber))
        return super().resolveHostName(receiver, hostName, portNumber, addressTypes, transportSemantics)
