"""Crawl several sources in several processes, each with its part of them, and gather their stats."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

from scraper.commands.progress_pipe import decoded
from scraper.finish_reasons import SHUTDOWN

_READ_BYTES = 1 << 16
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@dataclass(slots=True)
class SourceProcess:
    """The sources of one process."""

    names: Sequence[str]
    process: subprocess.Popen[bytes]
    pipe: int
    """The end of its pipe that is read."""
    rest: bytes = b""
    """The beginning of a line."""
    stats: dict[str, dict[str, Any]] = field(default_factory=dict)


def dealt(names: Sequence[str], parts: int) -> list[list[str]]:
    """Names in so many parts of nearly equal size; the first ones are the first of their parts."""
    return [list(names[start::parts]) for start in range(min(parts, len(names)))]


class Processes:
    """The processes of a run. Each is ``crawlall`` with its sources by name, in a process group of its own.

    Args:
        parts: the sources of each process.
        options: of the command, for all processes.
    """

    def __init__(self, parts: Sequence[Sequence[str]], options: Sequence[str]) -> None:
        self._names = parts
        self._options = options
        self._parts: list[SourceProcess] = []
        self._signals = 0

    def run(self, tick: Callable[[], None], seconds: float) -> None:
        """Run until the last process has ended.

        Args:
            tick: is called at intervals.
            seconds: of the interval.
        """
        before = {number: signal.signal(number, self._hand_on) for number in _SIGNALS}
        try:
            self._parts = [self._begin(names) for names in self._names]
            if self._signals:  # it came while they were begun
                self._send(signal.SIGTERM)
            self._gather(tick, seconds)
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def stats(self) -> dict[str, dict[str, Any]]:
        """The stats of each source; empty while it waits."""
        found = {name: stats for part in self._parts for name, stats in part.stats.items()}
        return {name: found.get(name, {}) for names in self._names for name in names}

    def _begin(self, names: Sequence[str]) -> SourceProcess:
        ours, its = os.pipe()
        command = [sys.executable, "-m", "scrapy", "crawlall", *names, *self._options, "--progress-to", str(its)]
        # In a session of its own: Ctrl-C reaches this process alone, which hands it on once.
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=(its,), start_new_session=True)  # noqa: S603
        os.close(its)
        return SourceProcess(names, process, ours)

    def _gather(self, tick: Callable[[], None], seconds: float) -> None:
        due = time.monotonic() + seconds
        with selectors.DefaultSelector() as selector:
            for part in self._parts:
                selector.register(part.pipe, selectors.EVENT_READ, part)
            while selector.get_map():
                for key, _ in selector.select(max(due - time.monotonic(), 0)):
                    data = os.read(key.fd, _READ_BYTES)
                    if data:
                        _read(key.data, data)
                    else:
                        selector.unregister(key.fd)
                        self._end(key.data)
                if time.monotonic() >= due:
                    tick()
                    due = time.monotonic() + seconds

    def _end(self, part: SourceProcess) -> None:
        """Wait for a process, and say of sources that did not end how it ended."""
        os.close(part.pipe)
        status = part.process.wait()
        for name in part.names:
            stats = part.stats.setdefault(name, {})
            if "finish_reason" in stats:
                continue
            if self._signals:
                stats |= {"finish_reason": SHUTDOWN, "interrupted": True}
            else:
                stats["finish_reason"] = f"its process {part.process.pid} {how_ended(status)}"

    def _hand_on(self, number: int, _frame: FrameType | None) -> None:
        """The first signal ends the processes in order, the second at once."""
        self._signals += 1
        if self._signals == 1:
            # Not SIGINT: Python prints a traceback for it until Scrapy has begun.
            self._send(signal.SIGTERM)
            return
        self._send(signal.SIGKILL)
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    def _send(self, number: int) -> None:
        for part in self._parts:
            part.process.send_signal(number)


def _read(part: SourceProcess, data: bytes) -> None:
    *lines, part.rest = (part.rest + data).split(b"\n")
    for line in filter(None, lines):
        source, stats = decoded(line)
        part.stats[source] = stats


def how_ended(status: int) -> str:
    """How a process ended, by its exit status or minus the number of the signal."""
    if status >= 0:
        return f"ended with status {status}"
    names: Mapping[int, str] = {each.value: each.name for each in signal.Signals}
    reason = " (out of memory?)" if -status == signal.SIGKILL else ""
    return f"was ended by {names.get(-status, f'signal {-status}')}{reason}"
