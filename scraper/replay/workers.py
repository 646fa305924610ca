"""Workers that read pages: this process, additional processes, or a Dask cluster."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import signal
import threading
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from scraper.extensions.garbage_collector_tuning import tune_garbage_collector


@dataclass(frozen=True, slots=True)
class Workers:
    """The workers; a context manager that ends them."""

    executor: Executor
    count: int

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.executor.shutdown()


def cluster(address: str) -> Workers:
    """The workers of a Dask cluster; they need this project and the files, at the same paths.

    Raises:
        OSError: there is no cluster at the address.
    """
    from distributed import Client  # the extra dask

    client: Any = Client(address, set_as_default=False)  # type: ignore[no-untyped-call]
    return Workers(client.get_executor(pure=False), max(1, sum(client.nthreads().values())))


def local(processes: int) -> Workers:
    """Local worker processes; with 1, this process does the work."""
    if processes == 1:
        return Workers(ThreadPoolExecutor(1), 1)
    # Spawned, not forked: the parent has threads and an event loop.
    context = multiprocessing.get_context("spawn")
    return Workers(ProcessPoolExecutor(processes, context, initializer=_begin), processes)


def _end_with_parent() -> None:
    """End this process when its parent ends, since a killed parent cannot end its processes."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _begin() -> None:
    """Set up a worker process; it ignores Ctrl-C, since the parent ends its processes in order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    importlib.import_module("scraper.replay.reading")  # now, so that the collector never scans it
    tune_garbage_collector()
