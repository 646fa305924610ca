"""Which numbers in addresses are keys of a CMS, and which belong to titles."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.addresses import Address, UrlResolver
from scraper.addresses.keys import KeyTrust
from scraper.cms import ANY_CMS, Cms
from scraper.cms.slug_id import SLUG_ID
from tests.pins import pins

WORDS = ("hoi-lang-mo-lai", "cho-phien-hop-lai", "truong-lang-khai-giang", "xom-nui-don-dien", "cau-moi-qua-suoi")


def address(path: str, schemes: tuple[Cms, ...] = ANY_CMS) -> Address:
    found = UrlResolver(("x.vn",), schemes).resolve("http://x.vn/", path)
    assert found is not None
    return found


def observed(paths: Iterable[str]) -> KeyTrust:
    trust = KeyTrust()
    for path in paths:
        trust.observe(address(path))
    return trust


def numbered(count: int, end: str = ".html") -> list[str]:
    """Addresses with a number each."""
    return [f"/tin/{WORDS[i % 5]}-{'abcdefghij'[i]}-{20 + i}{end}" for i in range(count)]


def plain(count: int, end: str = ".html") -> list[str]:
    """Addresses without one."""
    return [f"/tin/{WORDS[i % 5]}-{'klmnopqrst'[i]}{end}" for i in range(count)]


ASKED = "/tin/le-cau-ngu-lang-bien-77.html"


# A site that has shown too little: only a long number is a key.


@pins("resolve.LONG_KEY")
@pytest.mark.parametrize(
    ("path", "is_key"),
    [
        ("/tin/ke-hoach-giai-doan-2030.html", False),
        ("/tin/ke-hoach-giai-doan-9999.html", False),
        ("/tin/ke-hoach-giai-doan-10000.html", True),
        ("/tin/10-nam-thanh-lap", False),
        ("/tin/12345-nam-thanh-lap", True),
    ],
)
def test_of_a_site_that_has_shown_nothing_long_numbers_are_keys(path: str, is_key: bool) -> None:
    assert address(path).key is not None
    assert KeyTrust().trusts(address(path)) is is_key


@pins("keys._ENOUGH")
@pytest.mark.parametrize(("count", "is_key"), [(4, False), (5, True)])
def test_so_many_addresses_with_numbers_show_that_they_are_keys(count: int, is_key: bool) -> None:
    assert observed(numbered(count)).trusts(address(ASKED)) is is_key


@pytest.mark.parametrize(("others", "is_key"), [(0, True), (4, True), (5, False), (6, False)])
def test_a_cms_that_writes_keys_writes_one_into_most_addresses(others: int, is_key: bool) -> None:
    assert observed([*numbered(5), *plain(others)]).trusts(address(ASKED)) is is_key


def test_where_few_addresses_have_numbers_a_long_one_is_none_either() -> None:
    asked = address(ASKED.replace("77", "12345"))
    assert observed([*numbered(4), *plain(9)]).trusts(asked), "too few to tell"
    assert not observed([*numbered(5), *plain(9)]).trusts(asked)


def test_a_number_of_two_titles_is_no_key() -> None:
    twice = "/tin/ky-niem-ngay-thanh-lap-24.html"
    assert not observed([*numbered(9), twice]).trusts(address(ASKED))
    same = numbered(9)[4].replace("/tin/", "/noi-bat/")
    assert observed([*numbered(9), same]).trusts(address(ASKED)), "the same article in another folder"
    assert observed([*numbered(9), *numbered(9)]).trusts(address(ASKED)), "each address counts once"


def test_endings_and_sides_are_counted_apart() -> None:
    trust = observed([*numbered(5), *plain(9, "")])
    assert trust.trusts(address(ASKED))
    assert not trust.trusts(address("/tin/77-le-cau-ngu")), "numbers before titles"
    before = observed(f"/tin/{20 + i}-{words}" for i, words in enumerate(WORDS))
    assert before.trusts(address("/tin/77-le-cau-ngu"))
    assert not before.trusts(address("/tin/le-cau-ngu-77")), "numbers behind titles"


# Other keys.


@pytest.mark.parametrize(
    ("path", "is_key"),
    [
        ("/?details=5718", True),
        ("/Home/tabid/85/articleid/512/Default.aspx", True),
        ("/12/1749/le-cau-ngu-lang.htm", True),
        ("/tin/-/asset_publisher/1mOz/content/le-cau-ngu", True),
        ("/chuyen-muc", False),
        ("/chuyen-muc/le-cau-ngu-lang-bien", False),
    ],
)
def test_numbers_with_a_place_of_their_own_are_keys_and_pages_without_one_have_none(path: str, is_key: bool) -> None:
    doubting = observed([*numbered(5), *plain(9), "/tin/ky-niem-ngay-thanh-lap-24.html"])
    assert KeyTrust().trusts(address(path)) is doubting.trusts(address(path)) is is_key


def test_the_rules_of_a_sites_own_cms_need_no_trust() -> None:
    asked = address("/tin/ke-hoach-giai-doan-2030", (SLUG_ID,))
    trust = KeyTrust()
    for i in range(9):
        trust.observe(address(f"/tin/{WORDS[i % 5]}-{'abcdefghij'[i]}-2030", (SLUG_ID,)))
    assert asked.matched_exactly
    assert trust.trusts(asked)
    assert not trust.trusts(address("/tin/ke-hoach-giai-doan-2030")), "they teach nothing about hints"


def test_names_of_sections_teach_nothing() -> None:
    sections = [f"/{name}.html" for name in ("tin", "su-kien", "lien-he", "van-ban", "hoi-dap", "so-do")]
    assert observed([*numbered(5), *sections]).trusts(address(ASKED))


PATHS = [*numbered(7), *plain(7), ASKED, "/tin/ky-niem-ngay-thanh-lap-24.html", "/tin/7-le-hoi", "/", "/?details=5"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(PATHS)), st.randoms())
def test_the_order_of_links_changes_nothing(paths: list[str], random: Random) -> None:
    shuffled = paths.copy()
    random.shuffle(shuffled)
    one, other = observed(paths), observed(shuffled)
    assert [one.trusts(address(path)) for path in PATHS] == [other.trusts(address(path)) for path in PATHS]
