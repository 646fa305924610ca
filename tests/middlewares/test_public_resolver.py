"""Which addresses a connection may be made to, whatever a name answers the second time."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twisted.internet.address import IPv4Address as Endpoint

from scraper.middlewares import public_resolver
from scraper.middlewares.public_resolver import (
    PublicResolver,
    allow_private,
    is_public,
    is_public_host,
    last_refused_ip,
)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1",
        "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::127.0.0.1", "2002:7f00:1::", "2001:db8::1",
    ],
)  # fmt: skip
def test_inner_addresses(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "113.160.1.1", "2001:4860:4860::8888", "64:ff9b::8.8.8.8"])
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_what_is_written_inside_another_is_as_private(address: IPv4Address) -> None:
    for prefix in ("::ffff:0:0", "64:ff9b::"):
        assert is_public(str(IPv6Address(int(IPv6Address(prefix)) + int(address)))) is is_public(str(address))


class Names:
    """A name server that answers what the test says next."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = iter(answers)

    def resolveHostName(self, receiver: Any, name: str, port: int, *_: Any) -> object:  # noqa: N802
        receiver.resolutionBegan(None)
        for host in next(self.answers):
            receiver.addressResolved(Endpoint("TCP", host, port))
        receiver.resolutionComplete()
        return receiver


class Addresses:
    """What a connection is offered."""

    def __init__(self) -> None:
        self.hosts: list[str] = []

    def resolutionBegan(self, resolution: object) -> None:  # noqa: N802
        self.hosts = []

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        self.hosts.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802
        return


@pytest.fixture(autouse=True)
def forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public_resolver, "_given", set())
    monkeypatch.setattr(public_resolver, "_first_private", {})
    monkeypatch.setattr(public_resolver, "_refused", {})


def connections(name: str, port: int, *answers: list[str]) -> list[list[str]]:
    """What each of several connections in a row is offered."""
    reactor: Any = SimpleNamespace(nameResolver=Names(*answers))
    resolver = PublicResolver(reactor, cache_size=0)
    found = []
    for _ in answers:
        receiver: Any = Addresses()
        resolver.resolveHostName(receiver, name, port)
        found.append(receiver.hosts)
    return found


def test_a_name_that_turns_private_the_second_time_leads_nowhere() -> None:
    assert connections("site.vn", 443, ["113.160.1.1"], ["10.0.0.1"]) == [["113.160.1.1"], []]
    assert last_refused_ip("site.vn", 443) == "10.0.0.1"


def test_of_several_addresses_the_private_ones_are_left_out() -> None:
    assert connections("site.vn", 80, ["127.0.0.1", "113.160.1.1"]) == [["113.160.1.1"]]


def test_what_a_person_named_may_be_private_and_nothing_else_there() -> None:
    allow_private("Mirror.local", 8080)
    assert connections("mirror.local", 8080, ["192.168.1.5"], ["192.168.1.5"]) == [["192.168.1.5"]] * 2
    assert connections("mirror.local", 8081, ["192.168.1.5"]) == [[]]


def test_a_named_host_that_was_public_does_not_turn_private() -> None:
    allow_private("mirror.vn", 80)
    assert connections("mirror.vn", 80, ["113.160.1.1"], ["127.0.0.1"]) == [["113.160.1.1"], []]


@pytest.mark.parametrize("host", ["x.vn", "X.VN.", "8.8.8.8", "2001:4860:4860::8888", "local.vn", "a1.b2.vn", "1.vn"])
def test_hosts_that_a_proxy_may_be_asked_for(host: str) -> None:
    assert is_public_host(host)


@pytest.mark.parametrize(
    "host",
    [
        *("", "localhost", "intranet", "x.local", "x.LOCAL.", "x.internal", "home.arpa", "10.0.0.1", "::1", "127.1"),
        *("0x7f.1", "2130706433", "0x7f000001", "127.0.0.1.", "017700000001", "169.254.169.254", "::ffff:10.0.0.1"),
    ],
)
def test_hosts_that_a_proxy_might_find_in_an_inner_network(host: str) -> None:
    assert not is_public_host(host)
