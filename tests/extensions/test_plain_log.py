"""What a site writes does not make lines in the log, nor colours on a terminal."""

from __future__ import annotations

import logging

from hypothesis import given
from hypothesis import strategies as st

from scraper.extensions.plain_log import PlainLog


def shown(message: str, *args: object) -> str:
    record = logging.LogRecord("x", logging.WARNING, "x.py", 1, message, args, None)
    assert PlainLog().filter(record)
    return record.getMessage()


def test_lines_of_a_site_become_one() -> None:
    assert shown("No page: %s", "http://x.vn/a\r\nERROR: forged") == "No page: http://x.vn/a ERROR: forged"
    assert shown("No page: %s", "\x1b[31mred\u202e") == "No page: \\u001b[31mred\\u202e"


def test_our_own_messages_keep_their_lines() -> None:
    assert shown("Two\n\tlines of %d", 2) == "Two\n\tlines of 2"
    assert shown("Dumping:\n%(stats)s", {"stats": "a\nb"}) == "Dumping:\na b"


@given(st.text())
def test_nothing_harmful_is_left(text: str) -> None:
    line = shown("%s", text)
    assert "\n" not in line
    assert all(ord(letter) >= 32 or letter == "\t" for letter in line)
    assert not set(line) & set("\x7f\u2028\u2029\u202e\u2066")
