"""Links as typing errors and attackers write them."""

from __future__ import annotations

from hypothesis import strategies as st

_PARTS = st.sampled_from(
    [
        *("http:", "https:", "HTTP://", "http://", "//", "/", "\\", "\\\\", ":", "@", "?", "#", "%", "%zz", "%00", "&"),
        *("javascript:", "data:text/html,", "mailto:", "ftp://", "file:///", "blob:", "x.vn", "a.vn", "tỉnh.vn"),
        *("[::1]", "[::1", "[fe80::1%25a]", ":99999", ":80", ":x", "user:password@", "..", ".", ";jsessionid=1"),
        *(" ", "\n", "\t", "\r", "\0", "\x01", "\x1b[31m", "\x7f", "\x85", "\xa0", "\u200e", "\u202e", "\u2028"),
        *("\ufeff", "\ud800", "\udfff", "\ufffe", "\U000e0041", "\u200d", "ệ", "tệp.pdf", "<b>", '"', "'", "`", "|"),
        *("{", "[red]", "a" * 300, "ệ" * 700, "a/" * 60, "?download=1", "?url=http://a.vn/x.pdf", "/tai-ve/", ".pdf"),
    ]
)


def any_link() -> st.SearchStrategy[str]:
    """Pieces of links in any order, any text, and links of 100 kB."""
    pieces = st.lists(_PARTS, max_size=8).map("".join)
    letters = st.sampled_from(["a", "ệ", "/", "%", "\u202e"])
    long = st.builds(lambda link, letter: link + letter * 100_000, pieces, letters)
    return st.one_of(pieces, st.text(max_size=30), st.builds("http://{}/{}".format, st.text(max_size=9), pieces), long)
