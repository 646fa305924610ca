"""The time that a Retry-After header names."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scraper.middlewares.retry_after import retry_after

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        (b"", None),
        (b"soon", None),
        (b"-5", None),
        (b"\xb2", None),
        (b"Wed, 01 May 99999999999999999999 12:00:00 GMT", None),
        (b"120", 120.0),
        (b" 7 ", 7.0),
        (b"Wed, 01 May 2024 12:01:30 GMT", 90.0),
        (b"Wed, 01 May 2024 11:00:00 GMT", 0.0),
        (b"\xff\xfe", None),
        (b"9" * 400, float("inf")),
    ],
)
def test_retry_after(value: bytes | None, seconds: float | None) -> None:
    assert retry_after(value, NOON) == seconds
