"""Measure how processor time grows with the length of the input, on a machine that does other work too."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

Input = TypeVar("Input")

LONG = "LINEAR" in os.environ
"""``LINEAR=1``: inputs up to a million characters, and more of them."""

# Twice the input may take this many times as long: linear work takes two, with sorting and caches a little more, and
# quadratic work four.
MOST = 3.0
# What takes so many seconds is not measured again with more.
_ENOUGH = 3.0


def growth(make: Callable[[int], Input], work: Callable[[Input], object], *, most: int, measurable: float) -> float:
    """How many times as long the double of an input takes; 0 if even the longest takes no time worth measuring.

    Args:
        make: the input of a length.
        work: what is measured; an error by which it refuses an input is an answer too.
        most: the longest input, but for its double.
        measurable: seconds below which fixed costs and the clock's steps hide how time grows.
    """
    for length in (most // 16, most):
        if (taken := seconds(make(length), work)) >= measurable:
            break
    else:
        return 0.0
    grown = seconds(make(2 * length), work) / taken
    for _ in range(2):
        if grown <= MOST or taken > _ENOUGH:
            break
        # Something else may have been in the way, or filled its caches only now: again, and with more.
        length *= 2
        taken = min(seconds(make(length), work) for _ in range(2))
        grown = min(seconds(make(2 * length), work) for _ in range(2)) / taken
    return grown


def seconds(value: Input, work: Callable[[Input], object]) -> float:
    """This process' processor time for some work."""
    start = time.process_time()
    with suppress(ValueError):
        work(value)
    return time.process_time() - start
