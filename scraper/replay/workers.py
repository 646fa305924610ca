"""Where pages are read: in this process, in processes beside this one, or on a Dask cluster."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from typing import TypeVar

R = TypeVar("R")
T = TypeVar("T")

# As in a crawl (scraper.extensions.calm_collector): a page makes ten thousand objects, none of them in a cycle.
_THRESHOLDS = (20_000, 10, 10)
# Enough for all processes to have work while the first result is waited for.
_AHEAD = 3


def executor(processes: int) -> Executor:
    """Who does the work."""
    if processes == 1:
        return ThreadPoolExecutor(1)
    # Not forked: the parent has threads and an event loop.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(processes, context, initializer=_begin)


def ahead(work: Iterable[T], submit: Callable[[T], Future[R]], processes: int) -> Iterator[tuple[T, Future[R]]]:
    """Hand out work, some of it ahead; results come in its order."""
    waiting: deque[tuple[T, Future[R]]] = deque()
    limit = processes * _AHEAD
    for each in work:
        waiting.append((each, submit(each)))
        if len(waiting) >= limit:
            yield waiting.popleft()
    yield from waiting


def _end_with_parent() -> None:
    """A parent that was killed can end nobody; its processes would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _begin() -> None:
    """Ctrl-C is for the parent, which ends its processes in good order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
