"""No function of a text takes the square of the time for twice the text. ``LINEAR=1`` tries longer ones."""

from __future__ import annotations

import pytest

from scraper.addresses import UrlResolver
from scraper.cms.liferay import COM_SOFT, LIFERAY
from scraper.cms.slug_id import SLUG_ID
from scraper.pages.style_sheets import StyleSheet
from tests.linear.bodies import TAGS, TEXTS
from tests.linear.functions import Reader, readers
from tests.linear.growth import LONG, MOST, growth

RESOLVER = UrlResolver(("x.vn",), (COM_SOFT, SLUG_ID, LIFERAY))
READERS = [
    *readers(),
    Reader("resolve", lambda href: RESOLVER.resolve("http://x.vn/a/b", href), is_bytes=False),
    Reader("address", lambda path: RESOLVER.__class__(("x.vn",), ()).address(f"http://x.vn/{path}"), is_bytes=False),
    Reader("style sheet", StyleSheet, is_bytes=False),
]
SCRIPTS = (
    *("{", "[", "[1,", '{"a":', "{a:[", '"', "'", "`", "\\", "(", "!", "-", "void ", "new ", "new Date(", "window.a=["),
    *(
        "window.a={b:",
        "JSON.parse(",
        'window.a=JSON.parse("[',
        "window.a=(function(a){return [",
        "//",
        "/*",
        "1e",
        "0x",
    ),
    *('window["a"]=[1];', "push([1,", "\\u00e1", "\\x", "a,", "--"),
)
STYLES = (
    "a{",
    "}",
    "/*",
    "*/",
    ".a{display:none}",
    ".a,",
    "@media screen{",
    "url(",
    "opacity:",
    ":",
    ";",
    "!important",
)
LINKS = ("../", "//", "?a=1&", "#", ";jsessionid=", "/(S(", "%2e%2e/", "a/", "http:", "@", ":", "[", "\\", "/vi", "/./")
FEEDS = ("<rss>", "<item>", "<item><link>a", "<url><loc>a</loc></url>", "&a;", "<!ENTITY a '", "http://a.vn/ ", "a\n")
PIECES = dict.fromkeys((*TEXTS.values(), *TAGS.values(), *SCRIPTS, *STYLES, *LINKS, *FEEDS, "User-agent: *\n", "a.a/"))
LENGTH, MEASURABLE = (128_000, 0.1) if LONG else (4_000, 0.02)


@pytest.mark.parametrize("reader", READERS, ids=[reader.name for reader in READERS])
def test_a_function_of_a_text_is_linear(reader: Reader) -> None:
    for piece in PIECES:

        def make(length: int, piece: str = piece) -> str | bytes:
            text = "a" + piece * (length // len(piece) + 1) + "\x01"
            return text.encode("utf-8") if reader.is_bytes else text

        grown = growth(make, reader.work, most=LENGTH, measurable=MEASURABLE)
        assert grown <= MOST, f"{piece!r} again and again"
