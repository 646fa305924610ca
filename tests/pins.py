"""Which thresholds a test holds: ``test_thresholds.py`` asks for each of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Test = TypeVar("Test", bound=Callable[..., None])


def pins(*constants: str) -> Callable[[Test], Test]:
    """Mark a test that has an input on each side of these thresholds, each named ``module.CONSTANT``."""

    def mark(test: Test) -> Test:
        return test

    return mark
