"""Addresses from sitemaps and feeds: whatever arrives, addresses or nothing."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.frontier.feeds import MAX_ENTRIES, feed_locations, is_feed

ONE, TWO = "http://x.vn/tin/mot-1001", "http://x.vn/tin/hai-1002"
SITEMAP_NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
SITEMAP = f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset {SITEMAP_NS}><url><loc> {ONE}
</loc><lastmod>2023-06-12</lastmod></url><url><loc>{TWO}</loc></url></urlset>"""
INDEX = (
    f"<sitemapindex {SITEMAP_NS}><sitemap><loc>{ONE}</loc></sitemap><sitemap><loc>{TWO}</loc></sitemap></sitemapindex>"
)
RSS = f"""<rss version="2.0"><channel><link>http://x.vn/</link><item><title>Một</title><link>{ONE}</link>
<guid>{ONE}#guid</guid></item><item><link><![CDATA[{TWO}]]></link></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><link href="http://x.vn/" rel="self"/>
<entry><link rel="alternate" href="{ONE}"/></entry><entry><link href="{TWO}"/></entry></feed>"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (SITEMAP, [ONE, TWO]),
        (INDEX, [ONE, TWO]),
        (RSS, ["http://x.vn/", ONE, TWO]),
        (ATOM, ["http://x.vn/", ONE, TWO]),
        (SITEMAP.replace(TWO, ONE), [ONE]),
        (f"\n  {INDEX}", [ONE, TWO]),
    ],
)
def test_addresses_in_order_each_once(text: str, found: list[str]) -> None:
    assert is_feed(text.encode())
    assert feed_locations(text.encode()) == found
    assert feed_locations(b"\xef\xbb\xbf" + text.strip().encode()) == found
    assert feed_locations(gzip.compress(text.strip().encode())) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (SITEMAP[: SITEMAP.index(TWO) + 30], [ONE]),  # cut in the second address: what is left of it may come too
        (SITEMAP.replace("<lastmod>", "<lastmod>&bad; & "), [ONE, TWO]),
        (SITEMAP.replace("</url><url>", "<url>"), [ONE, TWO]),
        (RSS.replace("<title>Một</title>", "<title>Một & hai</title>"), ["http://x.vn/", ONE, TWO]),
    ],
)
def test_broken_xml_gives_what_can_be_read(text: str, found: list[str]) -> None:
    assert feed_locations(text.encode())[: len(found)] == found


def bomb(levels: int) -> str:
    entities = "".join(
        f'<!ENTITY e{level} "{f"&e{level - 1};" * 10 if level else "x" * 10}">' for level in range(levels)
    )
    return f"<!DOCTYPE urlset [{entities}]><urlset><url><loc>&e{levels - 1};</loc></url></urlset>"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        "không phải XML",
        "<urlset></urlset>",
        "<urlset><url><loc> </loc></url></urlset>",
        "<?xml version='1.0'?>",
        bomb(9),
        '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]><urlset><url><loc>&x;</loc></url></urlset>',
        '<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd"><urlset><url><loc></loc></url></urlset>',
    ],
    ids=["empty", "blank", "prose", "no-entry", "no-words", "declaration", "bomb", "file", "dtd"],
)
def test_nothing_to_take_and_nothing_to_fear(text: str) -> None:
    assert feed_locations(text.encode()) == []


def test_a_cut_gzip_file_does_not_break_the_walk() -> None:
    whole = gzip.compress(SITEMAP.encode())
    for length in range(2, len(whole)):
        found = feed_locations(whole[:length])
        assert all(address.startswith(location) for address, location in zip([ONE, TWO], found, strict=False))


def test_a_gzip_bomb_is_not_unpacked() -> None:
    body = gzip.compress(b"<urlset>" + b" " * (60 * 1024 * 1024))
    assert feed_locations(body) == []


def test_no_more_entries_than_a_sitemap_may_have() -> None:
    many = "".join(f"<url><loc>http://x.vn/{number}</loc></url>" for number in range(MAX_ENTRIES + 10))
    assert len(feed_locations(f"<urlset>{many}</urlset>".encode())) == MAX_ENTRIES


@pytest.mark.parametrize(
    ("body", "feed"),
    [
        (b"<?xml version='1.0'?><urlset/>", True),
        (b"\xef\xbb\xbf\r\n<RSS version='2.0'>", True),
        (b"<rdf:RDF>", True),
        (b"<!DOCTYPE html><html>", False),
        (b"<?xml version='1.0'?><!DOCTYPE html><html xmlns='http://www.w3.org/1999/xhtml'>", False),
        (b"<html><rss>", False),
        (b"", False),
        (b"\x1f\x8b\x08", False),
    ],
)
def test_what_begins_as_a_feed(body: bytes, feed: bool) -> None:
    assert is_feed(body) is feed


@given(
    st.one_of(st.binary(), st.binary().map(lambda body: b"<urlset>" + body), st.binary().map(lambda b: b"\x1f\x8b" + b))
)
def test_any_bytes_give_addresses_or_nothing(body: bytes) -> None:
    assert all(location.strip() for location in feed_locations(body))
