"""Run heavy work outside the event loop: one page of several megabytes must not block all other downloads."""

from __future__ import annotations

import asyncio
import atexit
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from scraper.isolated import CPU_SECONDS, IsolatedProcess

P = ParamSpec("P")
R = TypeVar("R")

LARGE = 150_000
"""Bytes of a page, or characters of a text. Smaller ones block the loop for a few hundredths of a second at most."""


async def run_in_thread_if_large(size: int, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run the work here, or in a thread if its input is large; a thread yields the interpreter every 5 ms."""
    if size < LARGE:
        return work(*args, **kwargs)
    return await asyncio.to_thread(work, *args, **kwargs)


class IsolatedReading:
    """One process for all crawls of this process, which reads pages one after the other.

    Args:
        begin: called first in a new process.
    """

    def __init__(self, begin: Callable[[], None]) -> None:
        self._process = IsolatedProcess(begin)
        self._thread = ThreadPoolExecutor(1, "isolated")
        atexit.register(self._process.close)

    async def run(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Do the work in that process, with the CPU time of one page.

        Raises:
            ProcessEndedError: the process ended before the work did.
        """
        call = lambda: self._process.call(CPU_SECONDS, work, *args, **kwargs)  # noqa: E731
        return await asyncio.get_running_loop().run_in_executor(self._thread, call)
