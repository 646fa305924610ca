"""What a site writes does not make lines in the log, nor colours on a terminal."""

from __future__ import annotations

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.extensions.plain_log import PlainLog
from scraper.text.harmful import HARMFUL


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


class RefusalError(Exception):
    """An error whose words come from a server."""


@pytest.mark.parametrize("form", ["%s", "%r", "%.300s"])
def test_errors_and_other_objects_become_one_line_too(form: str) -> None:
    for value in (RefusalError("no\n2026-11-29 ERROR: forged \x1b[2J"), ["a\u202e\nb"], {"a": "\x9b"}):
        line = shown(f"Failed: {form}", value)
        assert "\n" not in line
        assert not HARMFUL.search(line)


def test_numbers_stay_numbers() -> None:
    assert shown("%d of %.1f, %s", 3, 4.25, None) == "3 of 4.2, None"


def test_a_message_that_is_an_error_itself() -> None:
    record = logging.LogRecord("x", logging.ERROR, "x.py", 1, RefusalError("a\nb\x1b"), (), None)
    assert PlainLog().filter(record)
    assert record.getMessage() == "a b\\u001b"


def test_words_of_an_error_are_no_lines_of_the_log() -> None:
    error = RefusalError("no\nWARNING: forged \x1b[2J")
    record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "Failed", (), (RefusalError, error, None))
    assert PlainLog().filter(record)
    lines = logging.Formatter("%(levelname)s: %(message)s").format(record).splitlines()
    assert lines[0] == "ERROR: Failed"
    assert lines[1].endswith("RefusalError: no")
    assert lines[2:] == ["  WARNING: forged \\u001b[2J"]


@given(st.text())
def test_nothing_harmful_is_left(text: str) -> None:
    line = shown("%s", text)
    assert "\n" not in line
    assert all(ord(letter) >= 32 or letter == "\t" for letter in line)
    assert not set(line) & set("\x7f\u2028\u2029\u202e\u2066")
