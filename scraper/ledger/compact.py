"""Rewrite a log with only the line of each id that counts, as a new file that then replaces it."""

from __future__ import annotations

from bisect import bisect_right
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from scraper.ledger.database import Database
from scraper.ledger.log_lines import LogLines, WrittenLine, digest_of
from scraper.storage.lock import lock_beside
from scraper.storage.log import RecordLog, sync_folder
from scraper.storage.reader import LogLine, current_lines


@dataclass(frozen=True, slots=True)
class Compacted:
    """Number of lines and bytes, before and after, and of lines that were no longer what was written."""

    lines: int
    bytes: int
    kept_lines: int
    kept_bytes: int
    damaged_lines: int = 0


def compact(log_path: Path, state: Path, source: str) -> Compacted:
    """Rewrite the log of a source; the next run detects the new file by its mark, and rereads it.

    Lines that are not records are kept, and so are the tombstones of deleted articles: readers of the log need them.
    Lines that were overwritten in place go to ``NAME.jsonl.damaged``, and the next run fetches their articles again.

    Raises:
        TakenError: the source is being crawled.
        DamagedError: the state file is damaged; the log is as it was.
        OSError: the disk is full or broken; the log is as it was.
    """
    with ExitStack() as held:
        held.enter_context(lock_beside(state, source))
        log = RecordLog(log_path)
        log.open()
        held.callback(log.close)
        damaged = _Damaged(_changed(log, state, source))
        current = current_lines(line for line in log.lines() if line not in damaged)
        new = RecordLog(log_path.with_name(f"{log_path.name}.compact"))
        new.path.unlink(missing_ok=True)
        new.open()
        held.callback(new.close)
        count = kept = lost = 0
        try:
            for line in log.lines():
                count += 1
                if line in damaged:
                    lost += 1
                    _keep_aside(log_path, line)
                elif line.reason or current[line.id] == line.start:
                    new.append(line.text.removesuffix(b"\n"))
                    kept += 1
            new.sync()
            new.path.replace(log_path)
        except OSError:
            new.path.unlink(missing_ok=True)
            raise
        sync_folder(log_path.parent)
        return Compacted(count, log.end, kept, new.end, lost)


def _changed(log: RecordLog, state: Path, source: str) -> list[WrittenLine]:
    """The lines that were overwritten in place; none if the ledger does not know the log, or knows another one."""
    if not state.exists():
        return []
    with closing(Database.read_only(state)) as database:
        row = database.first("SELECT id, log_bytes FROM sources WHERE name = ?", (source,))
        if row is None or row[1] > log.end or not database.has_table("log_lines"):
            return []
        lines = LogLines(database, row[0])
        changed = list(lines.changed(log.file, 0, row[1]))
        known = {line.digest for line in lines.written(0, row[1])} if changed else set()
    if 2 * len(changed) > len(known):
        return []  # another log
    there = {digest_of(line.text) for line in log.lines()} if changed else set()
    return [line for line in changed if line.digest not in there]


class _Damaged:
    """The lines of a log that are where others were written."""

    def __init__(self, lines: list[WrittenLine]) -> None:
        self._starts = [line.start for line in lines]
        self._ends = [line.end for line in lines]

    def __contains__(self, line: LogLine) -> bool:
        place = bisect_right(self._starts, line.start) - 1
        return place >= 0 and line.start < self._ends[place]


def _keep_aside(log_path: Path, line: LogLine) -> None:
    with log_path.with_name(f"{log_path.name}.damaged").open("ab") as file:
        file.write(line.text)
