"""Addresses from sitemaps and feeds: whatever arrives, addresses or nothing."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.addresses.resolve import MAX_URL_LENGTH
from scraper.frontier.feeds import MAX_ENTRIES, FeedEntry, feed_entries, is_feed
from tests.pins import pins

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


def bomb(levels: int) -> str:
    entities = "".join(
        f'<!ENTITY e{level} "{f"&e{level - 1};" * 10 if level else "x" * 10}">' for level in range(levels)
    )
    return f"<!DOCTYPE urlset [{entities}]><urlset><url><loc>&e{levels - 1};</loc></url></urlset>"


def test_a_cut_gzip_file_does_not_break_the_walk() -> None:
    whole = gzip.compress(SITEMAP.encode())
    for length in range(2, len(whole)):
        found = feed_entries(whole[:length], BASE)
        assert all(address.startswith(entry.url) for address, entry in zip([ONE, TWO], found, strict=False))


@pytest.mark.parametrize(
    ("body", "feed"),
    [
        (b"<?xml version='1.0'?><urlset/>", True),
        (b"\xef\xbb\xbf\r\n<RSS version='2.0'>", True),
        (b"<rdf:RDF>", True),
        (b"<sm:urlset>", True),
        (b"<atom:feed>", True),
        (b"<!DOCTYPE html><html>", False),
        (b"<?xml version='1.0'?><!DOCTYPE html><html xmlns='http://www.w3.org/1999/xhtml'>", False),
        (b"<html><rss>", False),
        (b"", False),
        (b"\x1f\x8b\x08", False),
    ],
)
def test_what_begins_as_a_feed(body: bytes, feed: bool) -> None:
    assert is_feed(body) is feed


# Entries: addresses with their titles.

BASE = "http://x.vn/rss/tin.xml"
FRONT = FeedEntry("http://x.vn/", "", is_item=False)
RSS_SPACES = 'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"'
ATOM_SPACE = 'xmlns="http://www.w3.org/2005/Atom"'
NEWS_SPACE = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
IMAGE_SPACE = 'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
VIDEO_SPACE = 'xmlns:video="http://www.google.com/schemas/sitemap-video/1.1"'
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="http://x.vn/rss"><title>Cổng</title><link>http://x.vn/</link>
<items><rdf:Seq><rdf:li rdf:resource="http://x.vn/1"/></rdf:Seq></items></channel>
<image><link>http://x.vn/logo.png</link></image>
<item rdf:about="http://x.vn/1"><title>Một</title><link>http://x.vn/1</link></item></rdf:RDF>"""


def rss(inner: str) -> str:
    return f'<rss version="2.0" {RSS_SPACES}><channel><item>{inner}</item></channel></rss>'


def atom(inner: str) -> str:
    return f"<feed {ATOM_SPACE}><entry>{inner}</entry></feed>"


def page(url: str) -> FeedEntry:
    return FeedEntry(url, "", is_item=False)


def item(url: str, title: str = "") -> FeedEntry:
    return FeedEntry(url, title, is_item=True)


def entries(text: str) -> list[FeedEntry]:
    return feed_entries(text.encode(), BASE)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (SITEMAP, [page(ONE), page(TWO)]),
        (INDEX, [page(ONE), page(TWO)]),
        (RSS, [FRONT, item(ONE, "Một"), item(TWO)]),
        (ATOM, [item(ONE), item(TWO)]),
        (RDF, [FRONT, item("http://x.vn/1", "Một")]),
        (ATOM.replace('rel="self"', ""), [FRONT, item(ONE), item(TWO)]),
        (SITEMAP.replace(TWO, ONE), [page(ONE)]),
        (RSS.replace(TWO, "http://x.vn/"), [FRONT, item(ONE, "Một")]),
        (f"{ONE}\r\n\n {TWO} \n", [page(ONE), page(TWO)]),
        (f"{ONE}\nkhông phải địa chỉ\n", []),
    ],
    ids=["sitemap", "index", "rss", "atom", "rdf", "atom-page", "twice", "front-page-as-item", "text", "prose"],
)
def test_entries_in_order_each_once(text: str, found: list[FeedEntry]) -> None:
    assert entries(text) == found
    assert entries(f"\ufeff\r\n{text}") == found
    assert feed_entries(gzip.compress(text.encode()), BASE) == found


@pytest.mark.parametrize(
    ("text", "url"),
    [
        (rss("<link>/tin/1</link>"), "http://x.vn/tin/1"),
        (rss("<link>1.html</link>"), "http://x.vn/rss/1.html"),
        (rss("<link>//x.vn/1</link>"), "http://x.vn/1"),
        (rss("<link> http://x.vn/1\n</link>"), "http://x.vn/1"),
        (rss("<link><!-- n --><![CDATA[http://x.vn/?a=1&b=2]]></link>"), "http://x.vn/?a=1&b=2"),
        (rss("<link>http://x.vn/?a=1&amp;amp;b=2</link>"), "http://x.vn/?a=1&b=2"),
        (rss("<link>http://x.vn/1</link><guid>http://x.vn/2</guid>"), "http://x.vn/1"),
        (rss("<guid>http://x.vn/2</guid>"), "http://x.vn/2"),
        (rss('<link/><guid isPermaLink="true">http://x.vn/2</guid>'), "http://x.vn/2"),
        (rss('<guid isPermaLink="false">http://x.vn/2</guid>'), None),
        (rss("<guid>/tin/2</guid>"), None),
        (rss('<atom:link rel="self" href="http://x.vn/feed"/><link>http://x.vn/1</link>'), "http://x.vn/1"),
        (rss('<atom:link rel="alternate" href="/1"/>'), "http://x.vn/1"),
        (rss('<enclosure url="http://x.vn/1.mp3"/><media:content url="http://x.vn/1.jpg"/>'), None),
        (rss("<link>#</link>"), None),
        (rss("<link>mailto:a@x.vn</link>"), None),
        (rss("<link>http://[x.vn/1</link>"), None),
        (atom('<link rel="related" href="/2"/><link rel="alternate" href="/1"/>'), "http://x.vn/1"),
        (atom('<link rel="related" href="/2"/><link href="/1"/>'), "http://x.vn/1"),
        (atom('<link rel="Alternate" href="/1"/><link rel="alternate" href="/2"/>'), "http://x.vn/1"),
        (atom('<link rel="via" href="/3"/>'), "http://x.vn/3"),
        *((atom(f'<link rel="{rel}" href="/3"/>'), None) for rel in ("self", "replies", "edit", "enclosure")),
        (atom('<source><link href="/other"/></source><link href="/1"/>'), "http://x.vn/1"),
        (atom("<id>http://x.vn/1</id>"), None),
    ],
)
def test_the_address_of_an_item(text: str, url: str | None) -> None:
    assert entries(text) == ([item(url)] if url else [])


@pytest.mark.parametrize(
    ("feed", "entry", "link", "url"),
    [
        ("", "", "", "http://x.vn/rss/tin/1"),
        ("http://x.vn/a/", "", "", "http://x.vn/a/tin/1"),
        ("/a/", "b/", "", "http://x.vn/a/b/tin/1"),
        ("/a/", "b/", "c/", "http://x.vn/a/b/c/tin/1"),
        ("/a/", "/b/", "", "http://x.vn/b/tin/1"),
        ("http://[", "", "", "http://x.vn/rss/tin/1"),
        ("file:///etc/", "", "", None),
    ],
)
def test_relative_addresses_follow_xml_base(feed: str, entry: str, link: str, url: str | None) -> None:
    opening = (f' xml:base="{base}"' if base else "" for base in (feed, entry, link))
    text = '<feed {}{}><entry{}><link{} href="tin/1"/></entry></feed>'.format(ATOM_SPACE, *opening)
    assert entries(text) == ([item(url)] if url else [])


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (rss("<link>/1</link><title> Hội\n làng </title>"), "Hội làng"),
        (rss("<link>/1</link><title>R&amp;D &amp;quot;A&amp;quot; &amp;#7897;</title>"), 'R&D "A" ộ'),
        (rss("<link>/1</link><title>A&nbsp;B & C &agrave;</title>"), "A B & C à"),
        (rss("<link>/1</link><title><![CDATA[<b>Đ</b>ại hội<br/>lần&nbsp;I & II]]></title>"), "Đại hội lần I & II"),
        (rss("<link>/1</link><title>&lt;p&gt;Đại hội&lt;/p&gt;&lt;p&gt;lần I&lt;/p&gt;</title>"), "Đại hội lần I"),
        (rss("<link>/1</link><title>5 &lt; 6, 7 &gt; 3</title>"), "5 < 6, 7 > 3"),
        (rss("<link>/1</link><media:title>Ảnh</media:title>"), ""),
        (rss("<link>/1</link><media:title>Ảnh</media:title><title>Tin</title>"), "Tin"),
        (atom('<link href="/1"/><title type="html">&lt;i&gt;Đại&lt;/i&gt; hội</title>'), "Đại hội"),
        (atom('<link href="/1"/><title type="xhtml"><div><b>Đ</b>ại<br/>hội</div></title>'), "Đại hội"),
        (atom('<link href="/1"/><title><h:div xmlns:h="x"><h:b>Đ</h:b>ại hội</h:div></title>'), "Đại hội"),
        ("<rss><item><media:title>Ảnh</media:title><title>Tin</title><link>/1</link></item></rss>", "Tin"),
    ],
)
def test_titles_are_plain_text(text: str, title: str) -> None:
    assert entries(text) == [item("http://x.vn/1", title)]


NEWS = "<news:news><news:publication><news:name>Báo</news:name></news:publication>{}</news:news>"
IMAGE = "<image:image><image:loc>http://x.vn/1.jpg</image:loc><image:title>Ảnh</image:title></image:image>"
VIDEO = (
    "<video:video><video:content_loc>http://x.vn/1.mp4</video:content_loc><video:title>A</video:title></video:video>"
)


@pytest.mark.parametrize("spaces", [f"{SITEMAP_NS} {NEWS_SPACE} {IMAGE_SPACE} {VIDEO_SPACE}", ""])
@pytest.mark.parametrize(
    ("inner", "entry"),
    [
        (NEWS.format("<news:title>Tin &amp;amp; tức</news:title>"), item(ONE, "Tin & tức")),
        (NEWS.format(""), item(ONE)),
        (IMAGE + VIDEO, page(ONE)),
        ('<xhtml:link rel="alternate" hreflang="en" href="http://x.vn/en"/>', page(ONE)),
    ],
)
def test_extensions_of_a_sitemap(inner: str, entry: FeedEntry, spaces: str) -> None:
    assert entries(f"<urlset {spaces}><url>{inner}<loc>{ONE}</loc></url></urlset>") == [entry]
    assert entries(f"<urlset {spaces}><url><loc>{ONE}</loc>{inner}</url></urlset>") == [entry]
    assert entries(f"<urlset {spaces}><url>{inner}</url></urlset>") == []


LINK = "http://x.vn/Default.aspx?sid=1262&pageid={}&catid=4"


@pytest.mark.parametrize(
    ("broken", "titles"),
    [
        ("<title>Một & hai</title>", ["Một & hai"]),
        ("<title>Một < hai</title>", ["Một hai"]),
        ("<title>Một &nbsp; hai</title><b>", ["Một hai"]),
        ("<title>Một\x0b hai</title>", ["Một hai"]),
        ("</p><title>Một<br>hai</title><description><p>Ba<br/><IMG src='a.jpg'>bốn</description>", ["Một hai"]),
        ("<title>M<b>ộ</b>t</title><description><table><tr><td>Ba</description>", ["Một"]),
    ],
)
@pytest.mark.parametrize("ampersand", ["&", "&amp;", "&#38;"])
def test_addresses_are_whole_in_broken_xml(broken: str, titles: list[str], ampersand: str) -> None:
    links = [LINK.format(number).replace("&", ampersand) for number in (1, 2)]
    text = f"<rss><channel><item>{broken}<link>{links[0]}</link></item><item><link>{links[1]}</link></item></channel>"
    assert entries(text) == [item(LINK.format(1), *titles), item(LINK.format(2))]
    text = f'<feed><entry>{broken}<link href="{links[0]}"/></entry><entry><link href="{links[1]}"/></entry>'
    assert entries(text) == [item(LINK.format(1), *titles), item(LINK.format(2))]


@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_a_feed_in_utf_8_that_says_utf_16(start: str) -> None:
    text = rss("<title>Hội làng</title><link>/1</link>")
    assert entries(f'{start}<?xml version="1.0" encoding="utf-16"?>\n{text}') == [item("http://x.vn/1", "Hội làng")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "không phải XML",
        "<urlset></urlset>",
        bomb(9),
        '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]><urlset><url><loc>&x;</loc></url></urlset>',
        '<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd"><urlset><url><loc></loc></url></urlset>',
    ],
    ids=["empty", "prose", "no-entry", "bomb", "file", "dtd"],
)
def test_no_entries_and_nothing_to_fear(text: str) -> None:
    assert entries(text) == []


def test_a_gzip_bomb_has_no_entries() -> None:
    assert feed_entries(gzip.compress(SITEMAP.encode() + b" " * (60 * 1024 * 1024)), BASE) == []


@pins("feeds.MAX_ENTRIES")
@pytest.mark.parametrize(("count", "taken"), [(MAX_ENTRIES, MAX_ENTRIES), (MAX_ENTRIES + 1, MAX_ENTRIES)])
def test_no_more_entries_than_allowed(count: int, taken: int) -> None:
    lines = [f"http://x.vn/{number}" for number in range(count)]
    assert len(entries("\n".join(lines))) == taken
    assert len(entries("<urlset>" + "".join(f"<url><loc>{line}</loc></url>" for line in lines))) == taken


@pytest.mark.parametrize(("length", "taken"), [(MAX_URL_LENGTH, 1), (MAX_URL_LENGTH + 1, 0)])
def test_no_longer_addresses_than_are_requested(length: int, taken: int) -> None:
    url = "http://x.vn/".ljust(length, "a")
    assert len(entries(rss(f"<link>{url}</link>"))) == taken
    assert len(entries(rss(f"<link>{url.removeprefix('http://x.vn')}</link>"))) == taken
    based = f'<feed xml:base="{url}"><entry><link href="?1"/></entry></feed>'
    assert entries(based) == [item("http://x.vn/rss/tin.xml?1")] * (length > MAX_URL_LENGTH)


@pytest.mark.parametrize(
    ("body", "content_type", "feed"),
    [
        (f"{ONE}\n\n{TWO}\n", "text/plain; charset=utf-8", True),
        (f"\ufeff{ONE}", "Text/Plain", True),
        (ONE, "text/html", False),
        (ONE, "", False),
        (f"{ONE} {TWO}", "text/plain", False),
        (f"{ONE}\nvà", "text/plain", False),
        ("ftp://x.vn/1", "text/plain", False),
        ("", "text/plain", False),
        ("<html>", "text/plain", False),
        (RSS, "text/plain", True),
    ],
)
def test_a_plain_text_of_addresses_is_a_feed(body: str, content_type: str, feed: bool) -> None:
    assert is_feed(body.encode(), content_type) is feed


PIECES = [
    *(
        "<rss>",
        "<feed>",
        "<urlset>",
        "<item>",
        "<entry>",
        "<url>",
        "<loc>",
        "<link>",
        "<guid>",
        "<title>",
        "<news:news>",
    ),
    *(
        "</item>",
        "</link>",
        "</title>",
        "</url>",
        "<:>",
        "<a:b:c",
        '<link href="',
        '">',
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
    ),
    *(
        ' xml:base="http://[',
        ' xmlns="a}b"',
        "http://x.vn/",
        "&",
        "&amp;",
        "&#0;",
        "&#xffffff;",
        "\0",
        "\ud7ff",
        "http://[",
    ),
]


@given(
    st.one_of(
        st.binary(),
        st.binary().map(lambda body: b"\x1f\x8b" + body),
        st.binary().map(lambda body: b"<urlset>" + body),
        st.lists(st.sampled_from(PIECES) | st.text(max_size=5)).map(
            lambda parts: "".join(parts).encode("utf-8", "replace")
        ),
    )
)
def test_any_bytes_give_absolute_addresses_or_nothing(body: bytes) -> None:
    found = feed_entries(body, BASE)
    assert all(entry.url.lower().startswith(("http://", "https://")) for entry in found)
    assert len({entry.url for entry in found}) == len(found)
    is_feed(body, "text/plain")
