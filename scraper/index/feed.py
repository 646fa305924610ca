"""From logs to a target: lines into the book, what they change to the target, and again from where it ended."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from threading import Event
from typing import Any

from scraper.index.book import Book
from scraper.index.duplicates import Duplicates
from scraper.index.logs import Line, Log, Place, entry_of, log_names
from scraper.index.model import Document, Gone, Outcomes, Target, TargetDownError
from scraper.index.opened import OpenLogs
from scraper.index.rows import LogState, Row

logger = logging.getLogger(__name__)

# One transaction, or one request: enough to be fast, few enough to be done again after a crash.
_LINES = 500
_BYTES = 8_000_000

GONE, PUT, LINES, BAD = "removed", "sent", "lines", "bad lines"


class Feed:
    """Keeps one target equal to the logs of a folder.

    Args:
        folder: where the logs are.
        target: where their documents go.
        stop: ends the work after the batch at hand.
        counts: what was done; goes on from what is there.
    """

    def __init__(self, folder: Path, target: Target, stop: Event, counts: Counter[str]) -> None:
        self.counts = counts
        self._folder = folder
        self._target = target
        self._stop = stop
        self._book = Book(target.connection)
        self._logs = OpenLogs(folder)
        self._duplicates = Duplicates(self._book, self._logs.text)
        with target.connection.together():
            if not self._book.is_of(target.identity()):
                self._book.empty(target.identity())
                target.empty()
            self._book.try_refused_again()

    def catch_up(self, names: Sequence[str] = ()) -> None:
        """Send what is new in some logs, or in all.

        Raises:
            TargetDownError: the target does not work; the rest is sent next time.
            OSError: a log can not be read.
        """
        with self._logs.opened([*self._book.log_names(), *(names or log_names(self._folder))]) as logs:
            moved = [log for log in logs if not self._is_held(log)]
            for log in moved:
                self._find_again(log)
            wanted = [log for log in logs if not names or log.name in names]
            self._drain()
            todo = [*moved, *(log for log in wanted if log not in moved)]
            while todo and not self._stop.is_set():
                for log in todo:
                    self._read(log)
                todo = [log for log in logs if not self._is_held(log)]
            if not self._stop.is_set():
                self._drain()
                self._target.flush(self.documents)

    def refused(self) -> Iterator[tuple[Row, dict[str, Any] | None]]:
        """Documents that the target does not take, with their records."""
        with self._logs.opened(self._book.log_names()):
            for row in self._book.refused():
                yield row, self._logs.record(row)

    def documents(self, ids: Sequence[str]) -> Iterator[Document]:
        """The current documents of some ids; without those whose log is being rewritten."""
        for row in self._book.rows(ids):
            record = None if row.is_deleted else self._logs.record(row)
            if record is not None:
                yield Document(row.number, row.id, row.version, record, row.duplicate_of)

    # Logs.

    def _is_held(self, log: Log) -> bool:
        state = self._book.log(log.name)
        return state is None or (log.holds(state.place) and not state.is_replay)

    def _state(self, log: Log) -> LogState:
        state = self._book.log(log.name)
        if state is not None and log.holds(state.place):
            return state
        if state is not None:
            logger.info("%s was rewritten: it is read from its start", log.path)
        return LogState(log.name, Place(), self._book.new_generation(), is_replay=state is not None)

    def _find_again(self, log: Log) -> None:
        """In a log that was rewritten the same lines lie elsewhere: near-duplicates need their texts."""
        for lines in batches(log.lines(0)):
            if self._stop.is_set():
                return
            entries = [entry for entry in map(entry_of, lines) if entry is not None]
            with self._target.connection.together():
                self._book.find_again(log.name, entries)

    def _read(self, log: Log) -> None:
        """Read a log to its end."""
        state = self._state(log)
        for lines in batches(log.lines(state.place.offset)):
            if self._stop.is_set():
                return
            entries = self._logs.entries(log, lines)
            state.place = log.place(lines[-1].end)
            self.counts[LINES] += len(lines)
            self.counts[BAD] += len(lines) - len(entries)
            self._change(state, self._book.accept(state, entries))
        while state.is_replay and not self._stop.is_set():
            # All of the new log is known: what only the old one had is gone.
            rows = self._book.left_behind(state)
            state.is_replay = bool(rows)
            self._change(state, rows, read_others_again=any(row.is_shared for row in rows))

    def _change(self, state: LogState, rows: Sequence[Row], *, read_others_again: bool = False) -> None:
        """Bring one batch into book and target."""
        with self._target.connection.together():
            self._duplicates.settle(rows)
            self._book.note(state)
            if read_others_again:
                self._book.read_others_again(state)
            if self._target.keeps_book:
                self._send_waiting()
        if not self._target.keeps_book:
            self._drain()

    # Documents.

    def _drain(self) -> None:
        """Send what waits."""
        if self._target.keeps_book:
            with self._target.connection.together():
                self._send_waiting()
        else:
            self._send_waiting()

    def _send_waiting(self) -> None:
        after = 0
        while rows := self._book.waiting(after):
            after = rows[-1].number
            self._send(rows)

    def _send(self, rows: list[Row]) -> None:
        documents, gone = [], []
        for row in rows:
            record = None if row.is_deleted else self._logs.record(row)
            if row.is_deleted:
                gone.append(Gone(row.number, row.id, row.version))
            elif record is not None:
                documents.append(Document(row.number, row.id, row.version, record, row.duplicate_of))
            else:
                continue  # its log is gone or is read again first: it waits
        outcomes: Outcomes = dict.fromkeys([*(each.id for each in documents), *(each.id for each in gone)])
        try:
            outcomes |= {refusal.id: refusal.reason for refusal in self._target.write(documents, gone)}
        except TargetDownError as error:
            if not self._target.keeps_book:
                self._sent(rows, error.outcomes)
            raise
        self._sent(rows, outcomes)

    def _sent(self, rows: list[Row], outcomes: Outcomes) -> None:
        done = [row for row in rows if row.id in outcomes]
        gone = sum(row.is_deleted for row in done)
        self.counts.update({PUT: len(done) - gone, GONE: gone})
        # Inside a transaction of the target, where it keeps the book.
        with nullcontext() if self._target.keeps_book else self._target.connection.together():
            self._book.sent(done, outcomes)


def batches(lines: Iterator[Line]) -> Iterator[list[Line]]:
    """Lines in batches of a size."""
    batch: list[Line] = []
    size = 0
    for line in lines:
        batch.append(line)
        size += len(line.text)
        if len(batch) >= _LINES or size >= _BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
