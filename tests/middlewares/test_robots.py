"""What of a robots.txt is read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scraper.middlewares.robots import MAX_BYTES, readable


def test_a_long_one_is_cut_at_a_line() -> None:
    body = b"User-agent: *\n" + b"Disallow: /a-path-of-a-certain-length\n" * 100_000
    read = readable(body)
    assert len(read) <= MAX_BYTES
    assert all(line == b"Disallow: /a-path-of-a-certain-length" for line in read.splitlines()[1:])


def test_endless_lines_are_left_out() -> None:
    assert readable(b"User-agent: *\nDisallow: /" + b"*a" * 5_000 + b"\nDisallow: /b") == b"User-agent: *\nDisallow: /b"


@given(st.binary(max_size=300))
def test_short_ones_are_read_whole(body: bytes) -> None:
    assert readable(body).rstrip(b"\r\n") == b"\n".join(body.splitlines()).rstrip(b"\r\n")
