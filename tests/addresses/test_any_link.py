"""Addresses that nobody should write: each leads somewhere that a record may name, or nowhere."""

from __future__ import annotations

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.addresses import Kind, UrlResolver
from scraper.addresses.resolve import MAX_LINK_LENGTH, is_written_out
from tests.hostile.links import any_link
from tests.pins import pins
from tests.schema import definition

URLS = UrlResolver(("x.vn",), ())
BASES = ("http://x.vn/tin/bai.html", "https://x.vn/tin/bai.html")
ADDRESS = jsonschema_rs.validator_for(definition("address"))


@pytest.mark.parametrize(
    ("href", "url"),
    [
        # As in a browser: without a host of its own, an address with the page's scheme is relative.
        ("http:x.pdf", "http://x.vn/tin/x.pdf"),
        ("https:x.pdf", None),
        ("https:/x.pdf", None),
        ("http: //a.vn/x.pdf", None),
        ("http:\n//a.vn/x.pdf", None),
        ("https://", None),
        ("//", "http://x.vn/tin/bai.html"),
        ("http://[::1", None),
        ("http://[::1]/x.pdf", "http://[::1]/x.pdf"),
        ("http://[fe80::1%25eth0]/x.pdf", None),
        ("http://a.vn:99999/x.pdf", None),
        ("http://a.vn:x/x.pdf", None),
        ("http://a.vn:/x.pdf", "http://a.vn/x.pdf"),
        ("http://a.vn/\x01.pdf", "http://a.vn/%01.pdf"),
        ("http://a.vn/\u202efdp.exe", "http://a.vn/%E2%80%AEfdp.exe"),
        ("http://a.vn/tệp số 1.pdf", "http://a.vn/t%E1%BB%87p%20s%E1%BB%91%201.pdf"),
        ("http://a.vn/a\n\tb.pdf", "http://a.vn/ab.pdf"),
        ("http://a.vn/%zz%", "http://a.vn/%zz%"),
        ("http://tỉnh.vn/", "http://xn--tnh-dlz.vn/"),
        ("http://ｘ.vn/y", "http://x.vn/y"),
        ("http://A.VN:80/x", "http://a.vn/x"),
        ("http://a.vn./x", "http://a.vn/x"),
        ("http://admin:secret@a.vn/x", "http://a.vn/x"),
        ("http://x.vn@a.vn/x", "http://a.vn/x"),
        (r"http://x.vn\@a.vn/x", "http://x.vn/@a.vn/x"),
        (r"\\a.vn\x.pdf?y=\z", "http://a.vn/x.pdf?y=%5Cz"),
        (r"tep\x.pdf", "http://x.vn/tin/tep/x.pdf"),
        ("http://tệp kèm.pdf", None),
        ("http://a%20b.vn/", None),
        ("http://a..vn/", None),
        ("http://a|b.vn/", None),
        ("http://\u202e.vn/", None),
        ("http://" + "a" * 300 + ".vn/", "http://" + "a" * 300 + ".vn/"),
        ("http://a.vn/\ud800.pdf", None),
        ("/\ud800.pdf", None),
        ("mailto:a@b.vn", None),
        ("data:text/html,x", None),
        ("blob:http://a.vn/x", None),
        ("jAvascript:alert(1)", None),
    ],
)
def test_a_link_leads_where_a_browser_goes_or_nowhere(href: str, url: str | None) -> None:
    found = URLS.resolve(BASES[0], href)
    assert (found.url if found else None) == url


@given(any_link(), st.sampled_from(BASES))
def test_any_link_leads_to_a_valid_address_or_nowhere(href: str, base: str) -> None:
    found = URLS.resolve(base, href)
    if found is not None:
        assert ADDRESS.is_valid(found.url)
        assert ADDRESS.is_valid(found.canonical)


@given(st.one_of(any_link(), st.from_regex(definition("address")["pattern"])))
def test_program_and_schema_agree_on_addresses(url: str) -> None:
    url = url.encode("utf-8", "replace").decode()  # the validator takes no half characters
    assert is_written_out(url) == ADDRESS.is_valid(url)


@pins("resolve.MAX_LINK_LENGTH")
@pytest.mark.parametrize(("length", "is_one"), [(4_000, True), (4_001, False)])
def test_the_longest_link(length: int, is_one: bool) -> None:
    assert definition("address")["maxLength"] == MAX_LINK_LENGTH == 4_000
    own, foreign = (f"http://{host}/".ljust(length, "a") for host in ("x.vn", "a.vn"))
    assert (URLS.resolve(BASES[0], own) is not None) is is_one
    assert (URLS.resolve(BASES[0], foreign) is not None) is is_one
    assert (URLS.address(own) is not None) is is_one
    # Nine characters for one letter.
    assert URLS.resolve(BASES[0], "/" + "ệ" * 500) is None


@pins("resolve._MAX_HOST_LENGTH")
@pytest.mark.parametrize(("length", "is_one"), [(253, True), (254, False)])
def test_the_longest_host_with_letters_beyond_ascii(length: int, is_one: bool) -> None:
    host = "đ" + ".abcde" * 41 + ".abcdefghi"
    assert (URLS.address(f"http://{host[:length]}/") is not None) is is_one


def test_parameters_that_grow_when_they_are_escaped() -> None:
    found = URLS.resolve(BASES[0], "/tin/bai.html?a=" + "/" * 1_900)
    assert found is not None
    assert found.kind is Kind.PAGE
    assert found.canonical == found.url
