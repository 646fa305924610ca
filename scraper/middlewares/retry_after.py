"""The time that a Retry-After header names."""

from __future__ import annotations

from datetime import UTC
from email.utils import parsedate_to_datetime


def retry_after(value: bytes | None, now: float) -> float | None:
    """Seconds of a Retry-After header; None if it cannot be parsed."""
    text = (value or b"").decode("latin-1").strip()
    if text.isdecimal() and text.isascii():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, moment.timestamp() - now)
