"""The open logs during a run of the feed, and the records in them."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from scraper.index.logs import Log
from scraper.index.rows import DocumentRow
from scraper.storage.reader import LogLine, log_path, warn_about

logger = logging.getLogger(__name__)


class OpenLogs:
    """Logs of a folder; a file that replaces one is seen at the next opening."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._logs: dict[str, Log] = {}
        self._fresh: dict[str, dict[str, Any]] = {}
        self._missing: set[str] = set()

    @contextmanager
    def opened(self, names: Iterable[str]) -> Iterator[list[Log]]:
        """Open the existing logs of some names.

        Raises:
            OSError: one cannot be read.
        """
        with ExitStack() as to_close:
            self._logs = {}
            for name in sorted(set(names)):
                try:
                    log = self._logs[name] = Log(log_path(self._folder, name), name)
                except FileNotFoundError:
                    self._warn_once(name)
                else:
                    to_close.callback(log.close)
            yield list(self._logs.values())

    def _warn_once(self, name: str) -> None:
        if name not in self._missing:
            path = log_path(self._folder, name)
            logger.warning("%s is gone; its documents stay. An empty file in its place removes them.", path)
        self._missing.add(name)

    def valid(self, log: Log, lines: Sequence[LogLine]) -> list[LogLine]:
        """The lines that are records or tombstones; the log of the run names the others."""
        for line in lines:
            if line.reason:
                warn_about(line, log.path)
        valid = [line for line in lines if not line.reason]
        self._fresh = {line.digest: line.record for line in valid if line.record is not None}
        return valid

    def record(self, row: DocumentRow) -> dict[str, Any] | None:
        """The record of a row; None if its log is gone, or was rewritten and is reread later."""
        fresh = self._fresh.get(row.digest)
        log = self._logs.get(row.log)
        if fresh is not None or log is None:
            return fresh
        line = LogLine(row.start, log.at(row.start, row.length))
        return line.record if line.digest == row.digest and not line.reason else None

    def text(self, row: DocumentRow) -> str | None:
        """The text of a row's record; None if the record is not available now."""
        record = self.record(row)
        return None if record is None else str(record["body"])
