"""Measure how processor time grows with the length of the input, on a machine that does other work too."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

Input = TypeVar("Input")

# Twice the input may take this many times as long: linear work takes two, with sorting and caches a little more, and
# quadratic work four.
MOST = 3.0
# Below this, in seconds, the fixed costs and the clock's steps hide how time grows.
_MEASURABLE = 0.004


def growth(make: Callable[[int], Input], work: Callable[[Input], object], *, least: int, most: int) -> float:
    """How many times as long the double of an input takes; 0 if even the longest takes no time worth measuring.

    Args:
        make: the input of a length.
        work: what is measured; the errors by which it refuses an input are part of it.
        least: length to begin with; it is doubled until the time can be measured.
        most: the longest to try.
    """
    length = least
    while (taken := _time(make(length), work)) < _MEASURABLE:
        length *= 2
        if length > most:
            return 0.0
    if (grown := _ratio(make, work, length, taken)) <= MOST:
        return grown
    # Something else may have been in the way once, and small inputs may have skipped a part of the work.
    length *= 2
    return min(_ratio(make, work, length, min(_time(make(length), work) for _ in range(2))) for _ in range(2))


def _ratio(make: Callable[[int], Input], work: Callable[[Input], object], length: int, taken: float) -> float:
    return _time(make(2 * length), work) / max(taken, _MEASURABLE / 2)


def _time(value: Input, work: Callable[[Input], object]) -> float:
    """Seconds of this process' processor time."""
    gc.collect(0)
    start = time.process_time()
    with suppress(ValueError):
        work(value)
    return time.process_time() - start
