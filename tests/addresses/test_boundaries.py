"""Both sides of each number in the package, and what an address is where words have to tell pages apart."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from scraper.addresses import Address, Kind, UrlResolver
from scraper.addresses.resolve import MAX_URL_LENGTH
from scraper.addresses.shapes import shape_of
from scraper.cms.websphere import WCM

HOST = "http://x.vn"
STATE = "/wps/portal/tin/!ut/p/z0/04_AAA/"


def address_of(path: str) -> Address:
    found = UrlResolver(("x.vn",), (WCM,)).resolve(HOST, path)
    assert found is not None
    return found


@pytest.mark.parametrize(("length", "kind"), [(MAX_URL_LENGTH, Kind.PAGE), (MAX_URL_LENGTH + 1, Kind.TRAP)])
def test_longer_addresses_than_servers_take_are_traps(length: int, kind: Kind) -> None:
    start = f"{HOST}/tin/"
    assert address_of(start + "x" * (length - len(start))).kind is kind


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/tin/tin", Kind.PAGE),
        ("/tin/a/tin", Kind.PAGE),
        ("/tin/a/tin/a", Kind.PAGE),
        ("/tin/a/tin/a/tin", Kind.TRAP),
        ("/tin/tin/tin", Kind.TRAP),
        ("/t%69n/tin/tin", Kind.TRAP),
        ("/2023/2023/2023", Kind.PAGE),
        ("/en/en/en/tin", Kind.PAGE),
    ],
)
def test_the_third_of_one_segment_is_a_loop_of_links(path: str, kind: Kind) -> None:
    assert address_of(path).kind is kind


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/tin/le-hoi", ""),
        ("/tin/le-hoi-lang", "le-hoi-lang"),
        ("/tin/le-hoi-12", "le-hoi"),
        ("/tin/le-hoi-lang-123456789012.html", "le-hoi-lang"),
        ("/tin/le-hoi-lang-1234567890123.html", "le-hoi-lang-1234567890123"),
        ("/tin/le-hoi-lang.chn1", ""),
        ("/tin/" + "le-hoi-" + "x" * 293, "le-hoi-" + "x" * 293),
        ("/tin/" + "le-hoi-" + "x" * 294, "le-hoi-" + "x" * 293),
    ],
)
def test_three_words_at_the_end_of_an_address_are_a_title(path: str, title: str) -> None:
    assert address_of(path).title_slug == title


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/tin?print=1", Kind.VIEW),
        ("/tin?PRINT=true", Kind.VIEW),
        ("/tin?print=0", Kind.PAGE),
        ("/tin?print=False", Kind.PAGE),
        ("/tin?print=no", Kind.PAGE),
        ("/tin?print=", Kind.PAGE),
        ("/tin?prints=1", Kind.PAGE),
        ("/tin?q=le", Kind.VIEW),
        ("/tin?q=12", Kind.PAGE),
        ("/tin?q=", Kind.PAGE),
        ("/print/tin", Kind.VIEW),
        ("/printing/tin", Kind.PAGE),
        ("/tin/ke-hoach.pdf", Kind.FILE),
        ("/tin/ke-hoach.pdfx", Kind.PAGE),
    ],
)
def test_a_view_is_asked_for_by_a_word_and_not_by_its_refusal(path: str, kind: Kind) -> None:
    assert address_of(path).kind is kind


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("/(S(abcdefghijklmnopqrstuvwx))/tin", "/tin", True),
        ("/(S(abcdefghijklmnopqrstuvw))/tin", "/tin", False),
        ("/tin;jsessionid=0A", "/tin", True),
        ("/tin;loai=0A", "/tin", False),
        ("/tin?utm_source=a", "/tin", True),
        ("/tin?utm=a", "/tin", False),
        ("/vi/tin", "/tin", True),
        ("/via/tin", "/tin", False),
        ("/tin?lang=vi", "/tin", True),
        ("/tin//a", "/tin/a", True),
        ("/", "/vi/", False),
        ("/en/vi", "/vi/", True),
    ],
)
def test_session_tracking_and_language_are_no_part_of_the_page(one: str, other: str, same: bool) -> None:
    assert (address_of(one).identity == address_of(other).identity) is same


@pytest.mark.parametrize(
    ("url", "kind"),
    [("http://x.vn:80/", Kind.PAGE), ("https://x.vn:443/", Kind.PAGE), ("http://x.vn:443/", Kind.FOREIGN)],
)
def test_only_a_schemes_own_port_is_left_out(url: str, kind: Kind) -> None:
    assert address_of(url).kind is kind


@pytest.mark.parametrize(("values", "same"), [(("tin-a", "tin-b"), False), (("tin-a-b", "tin-c-d"), True)])
def test_a_value_of_two_hyphens_is_a_title_and_blanked(values: tuple[str, str], same: bool) -> None:
    one, other = (shape_of(urlsplit(HOST + f"/xem.php?bai={value}")) for value in values)
    assert (one == other) is same


def test_addresses_that_are_nothing_but_state_are_told_apart_by_words() -> None:
    one, other = address_of(STATE), address_of(STATE.replace("AAA", "BBB"))
    assert one.is_stateful
    assert one.identity == other.identity
    assert one.identity_for("le-hoi") == other.identity_for("le-hoi") == f"{one.identity}|le-hoi"
    assert one.identity_for("Lễ hội làng") != one.identity_for("Lễ hội xã")
    assert one.identity_for() == f"{one.identity}|"


def test_words_change_no_other_address() -> None:
    page, content = address_of("/tin/le-hoi"), address_of(STATE + "5=CTX!QCPlibQCPbai=WCM_PI!1==/")
    assert (page.identity_for("Lễ hội"), page.is_stateful) == (page.identity, False)
    assert (content.identity_for("Lễ hội"), content.is_stateful) == (content.identity, False)


@pytest.mark.parametrize(
    ("path", "state", "is_stateful"),
    [
        (STATE, True, True),
        ("/wps/portal/tin/!ut/p/", False, False),
        ("/wps/portal/tin", False, False),
        (STATE + "5=CTX!QCPlibQCPbai=WCM_PI!1==/", True, False),
    ],
)
def test_state_begins_behind_its_mark(path: str, state: bool, is_stateful: bool) -> None:
    address = address_of(path)
    assert (address.has_state, address.is_stateful) == (state, is_stateful)
