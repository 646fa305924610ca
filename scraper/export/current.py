"""The records that are current: of each article the last line of its log, without those that are gone."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from scraper.index.logs import Log, entry_of

logger = logging.getLogger(__name__)


def current_records(path: Path) -> Iterator[dict[str, Any]]:
    """Records in the order of their lines; the log is read twice, and only ids are kept in memory.

    Raises:
        OSError: the log can not be read.
    """
    with closing(Log(path)) as log:
        last: dict[bytes, int] = {}
        for line in log.lines(0):
            entry = entry_of(line)
            if entry is None:
                logger.warning("Byte %d of %s: a line that is no record: %.80r", line.start, path, line.text)
            else:
                last[entry.id.encode()] = line.start
        wanted = frozenset(last.values())
        for line in log.lines(0):
            entry = entry_of(line) if line.start in wanted else None
            if entry is not None and entry.record is not None:
                yield entry.record
