"""Run heavy work outside the event loop: one page of several megabytes must not block all other downloads."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

# Bytes of a page, or characters of a text. Smaller ones block the loop for a few hundredths of a second at most.
LARGE = 150_000


async def run_in_thread_if_large(size: int, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run the work here, or in a thread if its input is large; a thread yields the interpreter every 5 ms."""
    if size < LARGE:
        return work(*args, **kwargs)
    return await asyncio.to_thread(work, *args, **kwargs)
