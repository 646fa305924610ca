"""A number with its noun."""

from __future__ import annotations


def counted(number: int, one: str, several: str = "") -> str:
    """A number and what is counted: ``1 page``, ``2 pages``.

    Args:
        number: how many.
        one: the noun for one.
        several: for all other numbers; by default ``one`` with an s.
    """
    return f"{number:,} {one if number == 1 else several or f'{one}s'}"


def span(low: int, high: int) -> str:
    """A range: ``3 to 5``, or ``3`` where both ends are the same."""
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"
