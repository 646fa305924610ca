"""Rewrite a log with only the line of each id that counts, as a new file that then replaces it."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from scraper.storage.lock import lock_beside
from scraper.storage.log import RecordLog, sync_folder
from scraper.storage.reader import current_lines


@dataclass(frozen=True, slots=True)
class Compacted:
    """Number of lines and bytes, before and after."""

    lines: int
    bytes: int
    kept_lines: int
    kept_bytes: int


def compact(log_path: Path, state: Path, source: str) -> Compacted:
    """Rewrite the log of a source; the next run detects the new file by its mark, and rereads it.

    Lines that are not records are kept, and so are the tombstones of deleted articles: readers of the log need them.

    Raises:
        TakenError: the source is being crawled.
        OSError: the disk is full or broken; the log is as it was.
    """
    with ExitStack() as held:
        held.enter_context(lock_beside(state, source))
        log = RecordLog(log_path)
        log.open()
        held.callback(log.close)
        current = current_lines(log.lines())
        new = RecordLog(log_path.with_name(f"{log_path.name}.compact"))
        new.path.unlink(missing_ok=True)
        new.open()
        held.callback(new.close)
        count = kept = 0
        try:
            for line in log.lines():
                count += 1
                if line.reason or current[line.id] == line.start:
                    new.append(line.text.removesuffix(b"\n"))
                    kept += 1
            new.sync()
            new.path.replace(log_path)
        except OSError:
            new.path.unlink(missing_ok=True)
            raise
        sync_folder(log_path.parent)
        return Compacted(count, log.end, kept, new.end)
