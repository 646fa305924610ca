"""Measure how processor time grows with the length of the input, on a machine that does other work too."""

from __future__ import annotations

import gc
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
# A suspicion is looked into with an input that is doubled so often: linear work takes 8 times as long, quadratic work
# 64 times, and 27 times is too much. So other work on the machine would have to slow one measurement more than three
# times and leave one right before or behind it alone, and that at each try.
_DOUBLINGS = 3
_TRIES = 4
# What takes so many seconds is doubled only once.
_ENOUGH = 1.0


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
    if grown <= MOST:
        return grown
    doublings = _DOUBLINGS if taken < _ENOUGH else 1
    short, long = make(length), make(length << doublings)
    best = float("inf")
    for _ in range(_TRIES):
        before, taken, after = (seconds(value, work) for value in (short, long, short))
        best = min(best, taken / min(before, after))
        if best <= MOST**doublings:
            break
    return float(best ** (1 / doublings))


def seconds(value: Input, work: Callable[[Input], object]) -> float:
    """This process' processor time for some work, without that of collecting what others left."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        start = time.process_time()
        with suppress(ValueError):
            work(value)
        return time.process_time() - start
    finally:
        if was_enabled:
            gc.enable()
