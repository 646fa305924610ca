"""Rewrite a log with only the current line of each id: a new file beside it, which then takes its place."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from scraper.ledger.log import RecordLog, sync_folder
from scraper.ledger.owner import owner_of
from scraper.ledger.records import line_of, replaces


@dataclass(frozen=True, slots=True)
class Compacted:
    """Lines and bytes, before and after."""

    lines: int
    bytes: int
    kept_lines: int
    kept_bytes: int


def compact(log_path: Path, state: Path, source: str) -> Compacted:
    """Rewrite the log of a source; the next run sees by its mark that it is another file, and reads it again.

    A line that is no record is kept, and so is the tombstone of what is gone: whoever reads the log has to hear of it.

    Raises:
        TakenError: the source is being crawled.
        OSError: the disk is full or broken; the log is as it was.
    """
    with ExitStack() as held:
        held.enter_context(owner_of(state, source))
        log = RecordLog(log_path)
        log.open()
        held.callback(log.close)
        current: dict[bytes, tuple[int, int]] = {}
        lines = 0
        for lines, text in enumerate(log.lines(), 1):
            line = line_of(text)
            if line and replaces(line.revision, current.get(line.id, (0, 0))[0]):
                current[line.id] = line.revision, lines
        new = RecordLog(log_path.with_name(f"{log_path.name}.compact"))
        new.path.unlink(missing_ok=True)
        new.open()
        held.callback(new.close)
        kept = 0
        try:
            for number, text in enumerate(log.lines(), 1):
                line = line_of(text)
                if line is None or current[line.id][1] == number:
                    new.append(text)
                    kept += 1
            new.sync()
            new.path.replace(log_path)
        except OSError:
            new.path.unlink(missing_ok=True)
            raise
        sync_folder(log_path.parent)
        return Compacted(lines, log.end, kept, new.end)
