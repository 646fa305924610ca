"""How sure a reader must be before it repairs bytes."""

from __future__ import annotations

import pytest

from scraper.pages.charset import declared_in, utf8
from tests.pins import pins

BROKEN = b"\xe1\xbb"  # two bytes of a letter of three
# A vowel with a tone, read as Latin-1 and encoded again.
TWICE = "ộ".encode().decode("latin-1")


@pytest.mark.parametrize(
    ("header", "charset"),
    [
        ("text/html; charset=UTF-8", "utf-8"),
        ("text/html; charset='utf-8'; boundary=x", "utf-8"),
        ('text/html;CHARSET="Windows-1258"', "windows-1258"),
        ("text/html", None),
        ("text/html; charset=", None),
        ("", None),
    ],
)
def test_the_charset_of_a_content_type(header: str, charset: str | None) -> None:
    assert declared_in(header) == charset


@pins("charset._FEW")
@pytest.mark.parametrize(("whole", "kept"), [(50, False), (51, True)])
def test_one_broken_letter_among_many_whole_ones_is_no_other_encoding(whole: int, kept: bool) -> None:
    # The broken letter is a letter beyond ASCII too.
    text = "ộ" * (whole - 1)
    found = utf8(text.encode() + b"a" + BROKEN + b"a", "iso-8859-1").decode()
    assert (found == f"{text}a\ufffda") is kept


@pins("charset._MIN_MOJIBAKE")
@pytest.mark.parametrize(("letters", "repaired"), [(4, False), (5, True)])
def test_few_letters_encoded_twice_are_an_accident(letters: int, repaired: bool) -> None:
    body = (TWICE * letters).encode()
    assert utf8(body, None) == (("ộ" * letters).encode() if repaired else body)


def test_letters_that_only_look_encoded_twice_are_kept() -> None:
    body = (TWICE * 9 + "ư").encode()
    assert utf8(body, None) == body
    cut = (TWICE * 9 + "\u00e1").encode()
    assert utf8(cut, None) == cut


def test_the_sign_of_a_letter_encoded_twice_may_be_windows_own() -> None:
    # "đ" as windows-1252 shows it.
    assert utf8(("Ä‘" * 9 + TWICE).encode(), None) == ("đ" * 9 + "ộ").encode()


def test_bytes_that_are_no_utf8_are_read_as_declared_or_as_vietnamese_windows() -> None:
    assert utf8("Grüße".encode("latin-1"), "iso-8859-1").decode() == "Grüße"
    assert utf8("Đại học".encode("cp1258", "ignore"), None).decode().startswith("Đ")
    assert utf8("Привет".encode("koi8-r"), "koi8-r").decode() == "Привет"


@pytest.mark.parametrize(("marks", "vietnamese"), [(20, False), (21, True)])
def test_western_letters_that_are_tones_in_vietnamese_windows_give_it_away(marks: int, vietnamese: bool) -> None:
    found = utf8(b"\xf2a " * marks, "iso-8859-1").decode()
    assert (found == "\u0323a " * marks) is vietnamese
    assert (found == "òa " * marks) is not vietnamese


@pytest.mark.parametrize(("length", "vietnamese"), [(199, True), (200, False)])
def test_one_broken_letter_in_two_hundred_is_too_many_for_utf8(length: int, vietnamese: bool) -> None:
    body = b"\xd5" + b"a" * (length - 1)
    found = utf8(body, "utf-8").decode()
    assert (found[0] == "Ơ") is vietnamese
