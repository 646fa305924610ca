"""From logs to a target: apply new lines to the index state, and send the changed documents to the target.

How a log is read, by its state in the index state:

    ============================  ====================  =========================================================
    state of the log              what is read          what else
    ============================  ====================  =========================================================
    not known                     all, new generation   –
    held: the mark is the same    what follows it       –
    rewritten: another mark       all, new generation   known lines are located first; documents that were not in
                                                        it are removed at its end
    replayed: marked for it       all, new generation   the same; another log has removed a document that both had
    missing                       nothing               its documents stay
    ============================  ====================  =========================================================

Whether a line changes its document, by the document's row (``rows.is_newer``):

    ===========================  ============================  ==================================================
    row                          line                          what counts
    ===========================  ============================  ==================================================
    of this log, older           any                           the line: the log is reread from its start
    of this log, same            record or tombstone           :func:`~scraper.storage.records.replaces`
    of another log               tombstone                     the line
    of another log               record                        the higher revision
    ===========================  ============================  ==================================================

A row whose document has changed waits until the target has acknowledged it or has refused it.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from threading import Event
from typing import Any

from scraper.index.duplicates import Duplicates
from scraper.index.index_state import IndexState
from scraper.index.logs import Log, LogOffset
from scraper.index.model import Document, Gone, Outcomes, Target, TargetDownError
from scraper.index.opened import OpenLogs
from scraper.index.rows import DocumentRow, LogState
from scraper.storage.reader import LogLine, log_names

logger = logging.getLogger(__name__)

# Lines in one transaction or request: enough to be fast, few enough to repeat after a crash.
_LINES = 500
_BYTES = 8_000_000

GONE, PUT, LINES, BAD = "removed", "sent", "lines", "bad lines"


class Feed:
    """Keeps one target equal to the logs of a folder.

    Args:
        folder: the folder of the logs.
        target: receives their documents.
        stop: ends the work after the current batch.
        counts: of what was done; existing counts are increased.
        names_in: the logs of the folder.
    """

    def __init__(
        self,
        folder: Path,
        target: Target,
        stop: Event,
        counts: Counter[str],
        names_in: Callable[[Path], list[str]] = log_names,
    ) -> None:
        self.counts = counts
        self._names_in = names_in
        self._folder = folder
        self._target = target
        self._stop = stop
        self._index = IndexState(target.connection)
        self._logs = OpenLogs(folder)
        self._duplicates = Duplicates(self._index, self._logs.text)
        with target.connection.transaction():
            if not self._index.is_of(target.identity()):
                self._index.empty(target.identity())
                target.empty()
            self._index.try_refused_again()

    def catch_up(self, names: Sequence[str] = ()) -> None:
        """Send what is new in the named logs, or in all.

        Raises:
            TargetDownError: the target is down; the rest is sent next time.
            OSError: a log cannot be read.
        """
        with self._logs.opened([*self._index.log_names(), *(names or self._names_in(self._folder))]) as logs:
            todo = self._relocate(logs)
            self._drain()
            todo += [log for log in logs if log not in todo and (not names or log.name in names)]
            while todo and not self._stop.is_set():
                for log in todo:
                    self._read(log)
                todo = [log for log in logs if not self._is_held(log)]
            if not self._stop.is_set():
                self._drain()
                self._target.flush(self.documents)

    def refused(self) -> Iterator[tuple[DocumentRow, dict[str, Any] | None]]:
        """Documents that the target refuses, with their records."""
        with self._logs.opened(self._index.log_names()):
            for row in self._index.refused():
                yield row, self._logs.record(row)

    def documents(self, ids: Sequence[str]) -> Iterator[Document]:
        """The current documents of some ids; without those whose log is being rewritten."""
        for row in self._index.rows(ids):
            record = None if row.is_deleted else self._logs.record(row)
            if record is not None:
                yield Document(row.number, row.id, row.version, record, row.duplicate_of)

    # Logs.

    def _is_held(self, log: Log) -> bool:
        state = self._index.log(log.name)
        return state is None or (log.holds(state.position) and not state.is_replay)

    def _state(self, log: Log) -> LogState:
        state = self._index.log(log.name)
        if state is not None and log.holds(state.position):
            return state
        if state is not None:
            logger.info("%s was rewritten: it is reread from its start", log.path)
        return LogState(log.name, LogOffset(), self._index.new_generation(), is_replay=state is not None)

    def _relocate(self, logs: Sequence[Log]) -> list[Log]:
        """The logs to reread from their start; in a rewritten log the same lines have other offsets.

        They are located before anything is read: near-duplicates need the texts of all documents.
        """
        moved = [log for log in logs if not self._is_held(log)]
        for log in moved:
            for lines in batches(log.lines(0)):
                if self._stop.is_set():
                    break
                with self._target.connection.transaction():
                    self._index.relocate(log.name, [line for line in lines if not line.reason])
        return moved

    def _read(self, log: Log) -> None:
        """Read a log to its end."""
        state = self._state(log)
        for lines in batches(log.lines(state.position.offset)):
            if self._stop.is_set():
                return
            valid = self._logs.valid(log, lines)
            state.position = log.place(lines[-1].end)
            self.counts[LINES] += len(lines)
            self.counts[BAD] += len(lines) - len(valid)
            self._change(state, self._index.apply(state, valid))
        while state.is_replay and not self._stop.is_set():
            # All of the new log is read: documents that only the old one contained are removed.
            rows = self._index.removed_rows(state)
            state.is_replay = bool(rows)
            self._change(state, rows, read_others_again=any(row.is_shared for row in rows))

    def _change(self, state: LogState, rows: Sequence[DocumentRow], *, read_others_again: bool = False) -> None:
        """Apply one batch to index state and target."""
        with self._target.connection.transaction():
            self._duplicates.update(rows)
            self._index.save_progress(state)
            if read_others_again:
                self._index.read_others_again(state)
            if self._target.keeps_state:
                self._send_waiting()
        if not self._target.keeps_state:
            self._drain()

    # Documents.

    def _drain(self) -> None:
        """Send the waiting documents."""
        if self._target.keeps_state:
            with self._target.connection.transaction():
                self._send_waiting()
        else:
            self._send_waiting()

    def _send_waiting(self) -> None:
        after = 0
        while rows := self._index.waiting(after):
            after = rows[-1].number
            self._send(rows)

    def _send(self, rows: list[DocumentRow]) -> None:
        documents, gone = [], []
        for row in rows:
            record = None if row.is_deleted else self._logs.record(row)
            if row.is_deleted:
                gone.append(Gone(row.number, row.id, row.version))
            elif record is not None:
                documents.append(Document(row.number, row.id, row.version, record, row.duplicate_of))
            else:
                continue  # its log is gone or is reread first: it waits
        outcomes: Outcomes = dict.fromkeys([*(each.id for each in documents), *(each.id for each in gone)])
        try:
            outcomes |= {refusal.id: refusal.reason for refusal in self._target.write(documents, gone)}
        except TargetDownError as error:
            if not self._target.keeps_state:
                self._sent(rows, error.outcomes)
            raise
        self._sent(rows, outcomes)

    def _sent(self, rows: list[DocumentRow], outcomes: Outcomes) -> None:
        done = [row for row in rows if row.id in outcomes]
        gone = sum(row.is_deleted for row in done)
        self.counts.update({PUT: len(done) - gone, GONE: gone})
        # Inside a transaction of the target if it keeps the index state.
        with nullcontext() if self._target.keeps_state else self._target.connection.transaction():
            self._index.sent(done, outcomes)


def batches(lines: Iterator[LogLine]) -> Iterator[list[LogLine]]:
    """Split lines into batches."""
    batch: list[LogLine] = []
    size = 0
    for line in lines:
        batch.append(line)
        size += len(line.text)
        if len(batch) >= _LINES or size >= _BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
