"""The logs that are open while a target catches up, and the records in them."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from scraper.index.logs import Entry, Line, Log, entry_of, log_path
from scraper.index.rows import Row

logger = logging.getLogger(__name__)


class OpenLogs:
    """Logs of a folder; what takes the place of one is seen when they are opened again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._logs: dict[str, Log] = {}
        self._fresh: dict[str, dict[str, Any]] = {}
        self._missing: set[str] = set()

    @contextmanager
    def opened(self, names: Iterable[str]) -> Iterator[list[Log]]:
        """Open those that are there.

        Raises:
            OSError: one can not be read.
        """
        with ExitStack() as to_close:
            self._logs = {}
            for name in sorted(set(names)):
                try:
                    log = self._logs[name] = Log(log_path(self._folder, name))
                except FileNotFoundError:
                    self._warn_once(name)
                else:
                    to_close.callback(log.close)
            yield list(self._logs.values())

    def _warn_once(self, name: str) -> None:
        if name not in self._missing:
            path = log_path(self._folder, name)
            logger.warning("%s is gone; its documents stay. An empty file in its place takes them out.", path)
        self._missing.add(name)

    def entries(self, log: Log, lines: Sequence[Line]) -> list[Entry]:
        """What lines say; those that are no records are named in the log of the run."""
        found = [(line, entry_of(line)) for line in lines]
        for line, entry in found:
            if entry is None:
                logger.warning("Byte %d of %s: a line that is no record: %.80r", line.start, log.path, line.text)
        entries = [entry for _, entry in found if entry is not None]
        self._fresh = {entry.line.digest: entry.record for entry in entries if entry.record is not None}
        return entries

    def record(self, row: Row) -> dict[str, Any] | None:
        """The record of a row; None where its log is gone, or was rewritten and is read again later."""
        fresh = self._fresh.get(row.digest)
        log = self._logs.get(row.log)
        if fresh is not None or log is None:
            return fresh
        line = Line(row.start, log.at(row.start, row.length))
        entry = entry_of(line) if line.digest == row.digest else None
        return entry.record if entry else None

    def text(self, row: Row) -> str | None:
        """The text of a row's record; None where there is no record now."""
        record = self.record(row)
        return None if record is None else str(record["body"])
