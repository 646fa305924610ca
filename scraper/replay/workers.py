"""Workers that read pages: processes of this machine, which no page can end for good, or a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from queue import SimpleQueue
from types import TracebackType
from typing import Any, ParamSpec, Protocol, TypeVar

from scraper.extensions.garbage_collector_tuning import tune_garbage_collector
from scraper.isolated import CPU_SECONDS, IsolatedProcess, why_failed
from scraper.ledger.readings import ENDS_TO_BE_POISONED
from scraper.replay.reading import POISONED, PageResult, RecordForm, Task, read

# Of CPU time, for several pages: they take a tenth of a second together, or are read again, each alone.
_BATCH_SECONDS = 2 * CPU_SECONDS

P = ParamSpec("P")
R = TypeVar("R")


class Workers(Protocol):
    """The workers; a context manager that ends them."""

    count: int

    def __enter__(self) -> Workers: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def submit(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Do some work; its arguments and result can be pickled."""

    def read(self, tasks: Sequence[Task], form: RecordForm) -> Future[list[PageResult]]:
        """Read some pages, in their order."""


class ProcessWorkers(Workers):
    """Processes of this machine, each served by a thread.

    Args:
        count: of processes.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self._threads = ThreadPoolExecutor(count)
        self._processes = [IsolatedProcess(tune_garbage_collector) for _ in range(count)]
        self._idle: SimpleQueue[IsolatedProcess] = SimpleQueue()
        for process in self._processes:
            self._idle.put(process)

    def __enter__(self) -> ProcessWorkers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.shutdown(cancel_futures=True)
        for process in self._processes:
            process.close()

    def submit(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Do some work in any of the processes, without a limit of CPU time."""
        return self._threads.submit(lambda: self._call(0.0, work, *args, **kwargs))

    def read(self, tasks: Sequence[Task], form: RecordForm) -> Future[list[PageResult]]:
        """Read some pages; if one ends its process, each alone."""
        return self._threads.submit(self._read, tasks, form)

    def _read(self, tasks: Sequence[Task], form: RecordForm) -> list[PageResult]:
        try:
            return self._call(_BATCH_SECONDS, read, tasks, form)
        except Exception:  # noqa: BLE001  (one of them failed: it is found, and named, when each is read alone)
            return [self._read_alone(task, form) for task in tasks]

    def _read_alone(self, task: Task, form: RecordForm) -> PageResult:
        reason = ""
        for _ in range(ENDS_TO_BE_POISONED):
            try:
                return self._call(CPU_SECONDS, read, [task], form)[0]
            except Exception as error:  # noqa: BLE001  (whatever the cause, the page is named with it)
                reason = why_failed(error)
        return PageResult(POISONED, reason=reason)

    def _call(self, seconds: float, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        with self._process() as process:
            return process.call(seconds, work, *args, **kwargs)

    @contextmanager
    def _process(self) -> Iterator[IsolatedProcess]:
        process = self._idle.get()
        try:
            yield process
        finally:
            self._idle.put(process)


class DaskWorkers(Workers):
    """The workers of a Dask cluster; they need this project and the files, at the same paths.

    Args:
        address: of its scheduler.

    Raises:
        OSError: there is no cluster at the address.
    """

    def __init__(self, address: str) -> None:
        from distributed import Client  # the extra dask

        client: Any = Client(address, set_as_default=False)  # type: ignore[no-untyped-call]
        self._executor: Executor = client.get_executor(pure=False)
        self.count = max(1, sum(client.nthreads().values()))

    def __enter__(self) -> DaskWorkers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._executor.shutdown()

    def submit(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Do some work on the cluster."""
        return self._executor.submit(work, *args, **kwargs)

    def read(self, tasks: Sequence[Task], form: RecordForm) -> Future[list[PageResult]]:
        """Read some pages on the cluster, which itself tries again what ends its workers."""
        return self._executor.submit(read, tasks, form)
