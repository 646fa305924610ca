"""The records that are current: of each article the line of its log that counts, without those that are gone."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from scraper.index.logs import Log, entry_of
from scraper.items import Article, as_record
from scraper.ledger.records import replaces

logger = logging.getLogger(__name__)

# What a record of somebody else's may not have.
_NOTHING = as_record(Article())


def current_records(path: Path) -> Iterator[dict[str, Any]]:
    """Records in the order of their lines; the log is read twice, and only ids are kept in memory.

    Raises:
        OSError: the log can not be read.
    """
    with closing(Log(path)) as log:
        current: dict[bytes, tuple[int, int]] = {}
        for line in log.lines(0):
            entry = entry_of(line)
            if entry is None:
                logger.warning("Byte %d of %s: a line that is no record: %.80r", line.start, path, line.text)
            elif replaces(entry.revision, current.get(entry.id.encode(), (0, 0))[0]):
                current[entry.id.encode()] = entry.revision, line.start
        wanted = frozenset(start for _, start in current.values())
        for line in log.lines(0):
            entry = entry_of(line) if line.start in wanted else None
            if entry is not None and entry.record is not None:
                yield _NOTHING | {name: value for name, value in entry.record.items() if value is not None}
