"""The stats of sources as lines of JSON, from the process that crawls them to the one that shows them."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

_START = "start_time"


def encoded(source: str, stats: Mapping[str, Any]) -> bytes:
    """A source's stats as one line."""
    return json.dumps([source, stats], default=_text).encode() + b"\n"


def decoded(line: bytes) -> tuple[str, dict[str, Any]]:
    """A source and its stats.

    Raises:
        ValueError: it is no such line.
    """
    source, stats = json.loads(line)
    if _START in stats:
        stats[_START] = datetime.fromisoformat(stats[_START])
    return source, stats


def _text(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple | set | frozenset) else str(value)


class ProgressPipe:
    """Sends what has changed in the stats to a file descriptor; if nobody reads it any more, the crawl ends."""

    def __init__(self, descriptor: int, stats: Callable[[], Mapping[str, Mapping[str, Any]]]) -> None:
        self._descriptor = descriptor
        self._stats = stats
        self._sent: dict[str, Mapping[str, Any]] = {}
        self._is_open = True

    def send(self) -> None:
        """Send what has changed."""
        now = self._stats()
        changed = {source: stats for source, stats in now.items() if stats != self._sent.get(source, {})}
        self._sent.update(changed)
        try:
            # Also if nothing has changed: so it is noticed that the reader is gone.
            for part in (*(encoded(*pair) for pair in changed.items()), b"\n"):
                self._write(part)
        except OSError:
            if self._is_open:
                self._is_open = False
                os.kill(os.getpid(), signal.SIGTERM)

    def _write(self, data: bytes) -> None:
        while data:
            data = data[os.write(self._descriptor, data) :]
