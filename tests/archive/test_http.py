"""Answers as archives hold them: no bytes make it fail."""

from __future__ import annotations

import gzip

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.archive.http import MAX_UNPACKED, NoHttpError, answer, is_html

CODINGS = st.sampled_from(["gzip", "deflate", "br", "zstd", "x-gzip", "identity", "none", "gzip, br", ""])


@given(st.binary(max_size=300), CODINGS, st.booleans())
def test_any_body_under_any_header(body: bytes, coding: str, is_chunked: bool) -> None:
    transfer = b"Transfer-Encoding: chunked\r\n" if is_chunked else b""
    block = b"HTTP/1.1 200 OK\r\nContent-Encoding: " + coding.encode() + b"\r\n" + transfer + b"\r\n" + body
    said = answer(block)
    assert said.raw == body
    assert isinstance(said.body, bytes)
    assert is_html(said.body, "") in (True, False)


@given(st.binary(max_size=300))
def test_any_block(block: bytes) -> None:
    try:
        assert 0 <= answer(block).status <= 999
    except NoHttpError:
        assert not block.startswith(b"HTTP/1.1 200")


@given(st.binary(max_size=2_000), st.integers(1, 500))
def test_chunks_are_joined(body: bytes, size: int) -> None:
    parts = [body[i : i + size] for i in range(0, len(body), size)]
    sent = b"".join(b"%X\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
    assert answer(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + sent).body == body


def test_a_body_that_was_cut_gives_what_there_is_of_it() -> None:
    body = b"<html>" + bytes(range(256)) * 200
    packed = gzip.compress(body)
    said = answer(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + packed[: len(packed) // 2])
    assert said.body
    assert body.startswith(said.body)


def test_headers() -> None:
    said = answer(b"HTTP/1.0 404\nContent-TYPE:text/html\nA: 1\nA: 2\nno header\n\nbody")
    assert (said.status, said.content_type, said.headers["a"], said.body) == (404, "text/html", "1, 2", b"body")


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        (b"<!DOCTYPE html><html>", "", True),
        (b"\xef\xbb\xbf  <HTML>", "text/plain", True),
        ("<html><body>".encode("utf-16"), "", True),
        (b"<div>part of a page</div>", "", True),
        (b"words", "text/html", True),
        (b"words", "text/plain", False),
        (b"%PDF-1.7", "text/html", False),
        (b'{"a": "<div>"}', "application/json", False),
        (b"<?xml version='1.0'?><urlset>", "text/html", False),
        (b"<?xml version='1.0'?><!DOCTYPE html><html>", "application/xhtml+xml", True),
    ],
)
def test_pages(body: bytes, content_type: str, expected: bool) -> None:
    assert is_html(body, content_type) is expected


@pytest.mark.parametrize("size", [b"-5", b"0x5", b"+5", b"1_0", b"f" * 5_000])
def test_what_is_no_size_ends_the_chunks(size: bytes) -> None:
    sent = b"5\r\nhello\r\n" + size + b"\r\nworld\r\n0\r\n\r\n"
    assert answer(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + sent).body == b"hello"


def test_packed_bodies_that_crawls_read_are_read_whole() -> None:
    body = b"<html>" + bytes(range(256)) * 900
    half = len(body) // 2
    members = gzip.compress(body[:half]) + gzip.compress(body[half:])
    wrong = gzip.compress(body)[:-8] + bytes(8)
    for packed in (members, wrong):
        assert answer(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + packed).body == body
    twice = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Encoding: gzip\r\n\r\n"
    assert answer(twice + gzip.compress(gzip.compress(body))).body == body
    cut = brotli.compress(body)
    cut_body = answer(b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n" + cut[: len(cut) - 20]).body
    assert cut_body[:6] == b"<html>"
    assert body.startswith(cut_body)


def test_a_bomb_ends_at_the_size_of_the_largest_page() -> None:
    for coding, packed in (
        ("gzip", gzip.compress(bytes(40 << 20))),
        ("br", brotli.compress(bytes(40 << 20), quality=1)),
    ):
        said = answer(f"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\n\r\n".encode() + packed)
        assert MAX_UNPACKED <= len(said.body) < MAX_UNPACKED + (1 << 20)
