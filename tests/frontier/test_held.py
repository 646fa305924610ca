"""Pages that are decided at the end of the walk: kept as they came, up to a size."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime

import pytest

from scraper.addresses import UrlResolver
from scraper.cms import ANY_CMS
from scraper.frontier.held import HeldPage, HeldPages, compressed
from scraper.pages.page import Page
from scraper.reading import NO_DATE, PageContext, PageType
from tests.pages.reading import NEWS, TITLE, paragraphs
from tests.pins import pins

URLS = UrlResolver(("x.vn",), ANY_CMS)
URL = "http://x.vn/bai-viet"


def held(identity: str = "/bai-viet", body: bytes = b"") -> HeldPage:
    return HeldPage(
        url=URL,
        body=body,
        fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
        archived=None,
        key=identity,
        identity=identity,
        validators=(None, None),
        context=PageContext(),
        type=PageType.UNDECIDED,
        reason=NO_DATE,
        facts=None,
    )


@pytest.mark.parametrize("charset", ["utf-8", "utf-16"])
def test_a_held_page_is_read_again_as_it_came(charset: str) -> None:
    html = f"<html><head><title>Tin</title></head><body><h1>{TITLE}</h1>{paragraphs()}{NEWS}</body></html>"
    page = Page(URL, html.encode(charset), URLS, charset)
    again = Page(URL, held(body=compressed(page.html)).html, URLS, "utf-8")
    assert [block.text for block in again.blocks] == [block.text for block in page.blocks]
    assert TITLE in [block.text for block in again.blocks]
    assert (again.address, len(again.links), again.head.titles) == (page.address, len(page.links), ["Tin"])


def test_a_page_is_smaller_while_it_is_held() -> None:
    html = paragraphs().encode() * 20
    assert len(compressed(html)) < len(html) / 4
    assert zlib.decompress(compressed(html)) == html


def test_the_first_answer_of_a_page_is_held_until_it_is_recorded() -> None:
    pages = HeldPages()
    first = held(body=b"1")
    pages.add(first)
    pages.add(held(body=b"2"))
    assert "/bai-viet" in pages
    assert list(pages) == [first]
    pages.drop("/bai-viet")
    pages.drop("/bai-viet")
    assert "/bai-viet" not in pages
    assert list(pages) == []


def test_held_pages_come_in_the_order_of_their_identities() -> None:
    pages = HeldPages()
    for identity in "bca":
        pages.add(held(identity))
    assert [page.identity for page in pages] == ["a", "b", "c"]


@pins("held.MAX_BYTES")
@pytest.mark.parametrize(("missing", "is_full"), [(1, False), (0, True)])
def test_no_more_is_held_than_memory_has_room_for(missing: int, is_full: bool) -> None:
    pages = HeldPages()
    half = 64 * 1024 * 1024
    pages.add(held("a", bytes(half)))
    pages.add(held("a", bytes(half)))
    assert not pages.is_full, "the same page counts once"
    pages.add(held("b", bytes(half - missing)))
    assert pages.is_full is is_full
    pages.drop("a")
    assert not pages.is_full
