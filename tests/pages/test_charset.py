"""Vietnamese comes out as Vietnamese, whatever the server, the page and the last conversion claim."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.pages.charset import utf8

TEXT = "Hội làng mở lại: người dân ba thôn dựng rạp, treo đèn lồng giấy và đánh trống đồng suốt buổi sáng."
# As long as a page is: a few odd letters prove nothing.
HTML = f"<html><body>{f'<p>{TEXT}</p>' * 10}</body></html>"


def cp1258(text: str) -> bytes:
    """Windows keeps shapes and splits tones off: ``ồ`` is ``ô`` and a combining grave."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    split: list[str] = []
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        tone = "".join(part for part in parts if part in tones)
        split.append(unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones)) + tone)
    return "".join(split).encode("cp1258")


def read(body: bytes, declared: str | None) -> str:
    return unicodedata.normalize("NFC", utf8(body, declared).decode("utf-8"))


@pytest.mark.parametrize("declared", [None, "utf-8", "iso-8859-1", "windows-1258", "us-ascii", "no-such-charset"])
def test_utf8_is_utf8_whatever_is_declared(declared: str | None) -> None:
    assert read(HTML.encode(), declared) == HTML


def test_a_wrong_declaration_in_the_page_is_no_harm() -> None:
    html = HTML.replace("<html>", '<html><head><meta charset="iso-8859-1"></head>')
    assert read(html.encode(), None) == html


@pytest.mark.parametrize("declared", ["windows-1258", "cp1258", None, "iso-8859-1", "utf-8"])
def test_windows_vietnamese_is_read_with_and_without_its_name(declared: str | None) -> None:
    assert read(cp1258(HTML), declared) == HTML


@pytest.mark.parametrize("declared", ["utf-16", None])
def test_utf16_is_read_by_its_mark(declared: str | None) -> None:
    assert TEXT in read(HTML.encode("utf-16"), declared)


def western(body: bytes) -> str:
    """As browsers read ``windows-1252``: its five holes are control characters."""
    return "".join(bytes([byte]).decode("latin-1" if byte in b"\x81\x8d\x8f\x90\x9d" else "cp1252") for byte in body)


@pytest.mark.parametrize("misread", [lambda body: body.decode("latin-1"), western], ids=["latin-1", "windows-1252"])
def test_double_encoding_is_undone(misread: Callable[[bytes], str]) -> None:
    assert read(misread(HTML.encode()).encode(), "utf-8") == HTML


@pytest.mark.parametrize("text", ["Phố Ä‘ình không phải là lỗi: Ä‘", "Lá»\x97i: áº¡, áº£, áº¥."])
def test_a_few_odd_letters_are_left_alone(text: str) -> None:
    assert read(text.encode(), None) == text


@given(st.binary(max_size=400), st.sampled_from([None, "utf-8", "windows-1258", "iso-8859-1", "utf-16", "x"]))
def test_any_bytes_become_utf8(body: bytes, declared: str | None) -> None:
    utf8(body, declared).decode("utf-8")
