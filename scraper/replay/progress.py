"""Progress with rate and time left: a bar on a terminal, periodic lines elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars

from scraper.text.harmful import escape, one_line

# In a log, a line at this interval is enough to see progress.
_LOG_SECONDS = 15.0


class Progress:
    """Shows one job after the other; a context manager."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)
        self._bars = Bars(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=self._console,
            disable=not self._console.is_terminal,
        )
        self._name, self._total, self._done, self._before = "", 0, 0, 0
        self._began = self._said = 0.0
        self._bar: TaskID | None = None

    def __enter__(self) -> Progress:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def begin(self, name: str, total: int, done: int) -> None:
        """Begin or continue a job.

        Args:
            name: what is counted.
            total: how many there are.
            done: how many were done before.
        """
        self._name, self._total, self._done, self._before = name, total, done, done
        self._began = self._said = time.monotonic()
        if self._bar is not None:
            self._bars.remove_task(self._bar)
        self._bar = self._bars.add_task(name, total=total, completed=done, rate="")

    def advance(self, count: int) -> None:
        """Count finished items."""
        self._done += count
        now = time.monotonic()
        rate = (self._done - self._before) / max(now - self._began, 1e-3)
        if self._bar is not None:
            self._bars.update(self._bar, completed=self._done, rate=f"{rate:.0f}/s")
        if not self._console.is_terminal and now - self._said > _LOG_SECONDS:
            self._said = now
            left = (self._total - self._done) / rate
            self.say(f"{self._name}: {self._done} of {self._total}, {rate:.0f}/s, {left:.0f} s left")

    def end(self, text: str) -> None:
        """Finish the job and print its result to the output."""
        if self._bar is not None:
            self._bars.update(self._bar, visible=False)
        sys.stdout.write(f"{escape(text)}\n")
        sys.stdout.flush()

    def say(self, text: str) -> None:
        """Print a message about the work, beside the bar."""
        self._console.print(one_line(text), soft_wrap=True, highlight=False, markup=False, emoji=False)
