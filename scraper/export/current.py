"""The current records of a log: the line of each article that counts, without deleted articles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scraper.items import Article, as_record
from scraper.storage.reader import LogLine, current_lines, read_lines, warn_about

# Defaults for the fields that a foreign record may lack.
_EMPTY = as_record(Article())


def current_records(path: Path) -> Iterator[dict[str, Any]]:
    """Records in the order of their lines; the log is read twice, and only ids are kept in memory.

    Raises:
        OSError: the log cannot be read.
    """
    wanted = frozenset(current_lines(_warned(path)).values())
    for line in read_lines(path):
        if line.start in wanted and line.record is not None:
            yield _EMPTY | {name: value for name, value in line.record.items() if value is not None}


def _warned(path: Path) -> Iterator[LogLine]:
    for line in read_lines(path):
        if line.reason:
            warn_about(line, path)
        yield line
