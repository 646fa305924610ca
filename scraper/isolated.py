"""A process of its own for work that may end its process: it is limited in CPU time and memory, and can be ended.

Hostile pages can make any parser hang, and no thread can be ended. The process is this module, started by
:class:`IsolatedProcess` and not by ``multiprocessing``, which would import the user's script once more.
"""

from __future__ import annotations

import os
import pickle
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

CPU_SECONDS = 3.0
"""For one page: ten megabytes of an editor's worst HTML take less than two."""
# Bytes of address space: ten megabytes of hostile HTML were seen to take 500 MB, Python and its libraries 300 MB.
_MEMORY = 2 << 30
# Kilobytes. A process that once took more than this is ended after its work: its memory would not return.
_LARGE_PEAK = 300 << 10
_OUT_OF_MEMORY = 97
_LENGTH = 8


class ProcessEndedError(Exception):
    """The work ended its process; the message says how, in words that follow "because"."""


def why_failed(error: Exception) -> str:
    """Why some work failed, there or here, in words that follow "because"."""
    return str(error) if isinstance(error, ProcessEndedError) else f"the reader fails ({type(error).__name__}: {error})"


class IsolatedProcess:
    """A process that is started with the first work, and again after it has ended.

    Args:
        begin: called first in a new process, without limits: it imports what the work needs.
    """

    def __init__(self, begin: Callable[[], None]) -> None:
        self._begin = begin
        self._process: subprocess.Popen[bytes] | None = None

    def call(self, seconds: float, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Do the work there: a function of a module, whose arguments, result and exceptions can be pickled.

        Args:
            seconds: of CPU time after which the process is ended.
            work: what is called with the further arguments.

        Raises:
            ProcessEndedError: the process ended before the work did.
            Exception: what the work raised.
        """
        if self._process is None:
            self._process = _started()
            self._exchange(self._process, (0.0, self._begin, (), {}))
        succeeded, value, peak = self._exchange(self._process, (seconds, work, args, kwargs))
        if peak > _LARGE_PEAK:
            self.close()
        if not succeeded:
            raise value
        result: R = value
        return result

    def close(self) -> None:
        """End the process; work calls start another."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            _close(process)

    def _exchange(self, process: subprocess.Popen[bytes], request: tuple[Any, ...]) -> tuple[bool, Any, int]:
        try:
            _send(_pipe(process.stdin), pickle.dumps(request, pickle.HIGHEST_PROTOCOL))
            reply = _received(_pipe(process.stdout))
        except OSError:
            reply = None
        if reply is None:
            self._process = None
            _close(process)
            raise ProcessEndedError(_why(process.returncode, request[0]))
        answer: tuple[bool, Any, int] = pickle.loads(reply)  # noqa: S301  (our own process)
        return answer


def _started() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", f"from {__name__} import serve; serve()"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)  # noqa: S603


def _close(process: subprocess.Popen[bytes]) -> None:
    _pipe(process.stdout).close()
    with suppress(BrokenPipeError):  # it ended before it had read all
        _pipe(process.stdin).close()
    process.wait()


def _why(status: int, seconds: float) -> str:
    if status == -signal.SIGPROF:
        return f"it takes more than {seconds:g} s of CPU time"
    if status == _OUT_OF_MEMORY:
        return f"it takes more than {_MEMORY >> 30} GiB of memory"
    if status < 0:
        return f"its process was ended by {signal.Signals(-status).name}"
    return f"its process ended with status {status}"


def serve() -> None:
    """Do the work that comes through standard input, until it is closed: this process ends with the one before it."""
    # A signal to the whole group, as from Ctrl-C, is for the process that gives the work.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not mix with replies
    while (request := _received(sys.stdin.buffer)) is not None:
        try:
            _send(replies, _answer(request))
        except BrokenPipeError:
            return  # the process that gave the work has ended


def _answer(request: bytes) -> bytes:
    seconds, work, args, kwargs = pickle.loads(request)  # noqa: S301  (from the process that started this one)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        answer = pickle.dumps((True, work(*args, **kwargs), _peak()), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)
    except Exception as error:  # noqa: BLE001  (raised again by the process that gave the work)
        answer = pickle.dumps((False, error, _peak()), pickle.HIGHEST_PROTOCOL)
    signal.setitimer(signal.ITIMER_PROF, 0)
    return answer


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _send(pipe: IO[bytes], data: bytes) -> None:
    pipe.write(len(data).to_bytes(_LENGTH, "big"))
    pipe.write(data)
    pipe.flush()


def _received(pipe: IO[bytes]) -> bytes | None:
    """The next message; None if the other process has ended."""
    length = int.from_bytes(pipe.read(_LENGTH), "big")
    data = pipe.read(length)
    return data if length and len(data) == length else None


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ValueError("started without pipes")
    return pipe
