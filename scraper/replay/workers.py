"""Where pages are read: in this process, in processes beside it, or on a Dask cluster."""

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
    """Who reads; a context that ends with them."""

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
        OSError: no cluster there.
    """
    from distributed import Client  # the extra dask

    client: Any = Client(address, set_as_default=False)  # type: ignore[no-untyped-call]
    return Workers(client.get_executor(pure=False), max(1, sum(client.nthreads().values())))


def local(processes: int) -> Workers:
    """Processes of this machine; one is this one."""
    if processes == 1:
        return Workers(ThreadPoolExecutor(1), 1)
    # Not forked: the parent has threads and an event loop.
    context = multiprocessing.get_context("spawn")
    return Workers(ProcessPoolExecutor(processes, context, initializer=_begin), processes)


def _end_with_parent() -> None:
    """End this process when its parent ends; a parent that was killed cannot end its processes."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _begin() -> None:
    """Ctrl-C is for the parent, which ends its processes in good order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    importlib.import_module("scraper.replay.reading")  # now, so that the collector never looks through it
    tune_garbage_collector()
